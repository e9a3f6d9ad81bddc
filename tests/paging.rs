//! Pages of the list while people come, go and change: whoever stays as they were is seen once, and nobody twice.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use serde_json::{Value, json};
use tests::{Admin, TestApp};
use tokio::{runtime::Handle, task::block_in_place};

const QUERY: &str = "query($filter: UserFilter, $order: UserOrder, $first: Int, $after: String, $last: Int, $before: String) { \
    users(filter: $filter, orderBy: $order, first: $first, after: $after, last: $last, before: $before) { \
    nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

/// What happens between two pages.
#[derive(Clone, Debug)]
enum Change {
    Nothing,
    /// Somebody comes, whose name begins with a letter.
    Come(char),
    /// Somebody gets another name, and an event.
    Rename(usize, char),
    /// Somebody goes.
    Go(usize),
}

fn letter() -> impl Strategy<Value = char> {
    // Few, so that many share a name.
    prop::sample::select(vec!['a', 'b', 'É', 'e', 'z'])
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        2 => Just(Change::Nothing),
        2 => letter().prop_map(Change::Come),
        2 => (any::<usize>(), letter()).prop_map(|(who, name)| Change::Rename(who, name)),
        1 => any::<usize>().prop_map(Change::Go),
    ]
}

/// A list of one team, and what is known of those who were ever in it.
struct List<'a> {
    app: &'a TestApp,
    admin: &'a Admin,
    team: String,
    people: Vec<String>,
    /// Who came, went or changed while one was paging.
    changed: BTreeSet<String>,
    gone: BTreeSet<String>,
}

impl List<'_> {
    async fn come(&mut self, name: char) -> String {
        // Several at one instant, several apart.
        self.app
            .advance_millis(i64::try_from(self.people.len() % 3).expect("a few"));
        let person = json!({ "fullName": format!("{name}. Person"), "email": format!("p{}-{}@example.com", self.people.len(), self.team), "teamId": self.team });
        let done = self
            .admin
            .try_create(json!({ "person": person, "invite": false }))
            .await
            .done();
        let id = done["user"]["id"].as_str().expect("an id").to_owned();
        self.people.push(id.clone());
        id
    }

    async fn happen(&mut self, change: &Change) {
        match change {
            Change::Nothing => {}
            Change::Come(name) => {
                let id = self.come(*name).await;
                self.changed.insert(id);
            }
            Change::Rename(who, name) => {
                let id = self.people[who % self.people.len()].clone();
                if !self.gone.contains(&id) {
                    self.app.advance_millis(1);
                    let input = json!({ "id": id, "fullName": format!("{name}. Renamed") });
                    self.admin.update(input).await.done();
                    self.changed.insert(id);
                }
            }
            Change::Go(who) => {
                let id = self.people[who % self.people.len()].clone();
                if self.gone.insert(id.clone()) {
                    self.admin.delete(&id).await.done();
                    self.changed.insert(id);
                }
            }
        }
    }

    /// Pages through the whole list, while the changes happen; how often each was seen.
    async fn page_through(
        &mut self,
        order: &Value,
        size: usize,
        forwards: bool,
        changes: &[Change],
    ) -> BTreeMap<String, usize> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut cursor = Value::Null;
        for turn in 0.. {
            assert!(turn < 200, "the list has an end");
            let (size_of, place) = if forwards {
                ("first", "after")
            } else {
                ("last", "before")
            };
            let variables = json!({ "filter": { "teamIds": [self.team] }, "order": order, size_of: size, place: cursor });
            let answer = self.admin.ask(QUERY, variables).await;
            let page = answer.data()["users"].clone();
            for node in page["nodes"].as_array().expect("a page") {
                *seen
                    .entry(node["id"].as_str().expect("an id").to_owned())
                    .or_default() += 1;
            }
            let (more, end) = if forwards {
                ("hasNextPage", "endCursor")
            } else {
                ("hasPreviousPage", "startCursor")
            };
            if page["pageInfo"][more] != json!(true) {
                break;
            }
            cursor = page["pageInfo"][end].clone();
            if let Some(change) = changes.get(turn) {
                self.happen(change).await;
            }
        }
        seen
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stays_as_they_were_is_seen_once_while_others_come_and_go() {
    let (app, admin) = TestApp::founded().await;
    let config = Config {
        cases: 12,
        max_shrink_iters: 40,
        rng_seed: RngSeed::Fixed(1879),
        failure_persistence: None,
        ..Config::default()
    };
    let field = prop::sample::select(vec!["NAME", "CREATED_AT", "LAST_EVENT_AT"]);
    let direction = prop::sample::select(vec!["ASC", "DESC"]);
    let names = prop::collection::vec(letter(), 0..16);
    let changes = prop::collection::vec(change(), 0..12);
    let scene = (field, direction, names, 1..6_usize, any::<bool>(), changes);
    let round = std::cell::Cell::new(0);
    let outcome = TestRunner::new(config).run(
        &scene,
        |(field, direction, names, size, forwards, changes)| {
            round.set(round.get() + 1);
            let page = async {
                let team = admin.create_team(&format!("Team {}", round.get())).await;
                let mut list = List {
                    app: &app,
                    admin: &admin,
                    team,
                    people: Vec::new(),
                    changed: BTreeSet::new(),
                    gone: BTreeSet::new(),
                };
                for name in names {
                    list.come(name).await;
                }
                let order = json!({ "field": field, "direction": direction });
                let changes = if list.people.is_empty() {
                    Vec::new()
                } else {
                    changes
                };
                let seen = list.page_through(&order, size, forwards, &changes).await;
                for id in &list.people {
                    let times = seen.get(id).copied().unwrap_or_default();
                    if list.changed.contains(id) {
                        // Whoever moves ahead of the reader may be met again; whoever comes or goes, once at most.
                        assert!(times <= 1 + changes.len(), "{times} times");
                    } else {
                        assert_eq!(
                            times, 1,
                            "{id} stayed as they were, by {field} {direction}, {size} a page"
                        );
                    }
                }
                assert!(
                    seen.keys().all(|id| list.people.contains(id)),
                    "nobody else is in the list"
                );
            };
            block_in_place(|| Handle::current().block_on(page));
            Ok(())
        },
    );
    if let Err(broken) = outcome {
        panic!("{broken}");
    }
}
