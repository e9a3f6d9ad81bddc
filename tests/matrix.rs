//! Every field of the schema × {nobody, a member, an administrator of another organisation}. The policy is the table in
//! `matrix/policy.rs`; a field of the schema without a row there fails this.

mod policy;

use std::collections::{BTreeMap, BTreeSet};

use policy::{FIELDS, Guard, ROOTS, Root, Who};
use serde_json::{Value, json};
use tests::{
    Admin, Holder, Invitee, TestApp, Visitor,
    database::Dump,
    eventually,
    letter::token,
    slack_people,
    socket::{Heard, Socket},
};

/// An organisation with something of everything, and those who try to get at it.
struct Scene {
    app: TestApp,
    victim: Admin,
    member: Admin,
    stranger: Admin,
    nobody: Visitor,
    /// A program with a token of the victim's that may do what members may, and one of the stranger's that may do all there.
    program: Holder,
    strange_program: Holder,
    /// What the documents of the table may name.
    known: BTreeMap<&'static str, String>,
    invitee: Invitee,
}

impl Scene {
    async fn set() -> Self {
        let (app, victim, _slack) = slack_people::connected().await;
        let sync = victim.preview_slack().await["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let team = victim.create_team("Victims Team").await;
        let product = victim.create_product("victims", "Victims Product").await;
        let member = victim
            .colleague(&app, "member@victim.example", "MEMBER")
            .await;
        victim
            .update(json!({ "id": member.id, "teamId": team, "productIds": [product] }))
            .await
            .done();
        let created = victim.create("created@victim.example").await;
        let deactivated = victim.create("deactivated@victim.example").await;
        victim.deactivate(&deactivated).await.done();
        let invitee = victim.invite("invited@victim.example").await;
        let operation = victim.remind(&[&invitee.id]).await["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        app.past_undo();
        let link = app.link("invited@victim.example", 2).await;
        let invitation = victim.user(&invitee.id).await["invitation"]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let organization = victim.ask("{ organization { id } }", json!({})).await;
        let organization = organization.data()["organization"]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let import = victim.preview("email\nnew@victim.example\n").await["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let stranger = app
            .another_organization("Strangers", "una@stranger.example")
            .await;
        let program = victim.program("Victims Program", "MEMBER").await;
        let strange_program = stranger.program("Strange", "OWNER").await;
        for holder in [&program, &strange_program] {
            // Their first use is noted before anything is compared; the clock stands, so there is no second.
            eventually("the use is noted", async || {
                let asked = holder
                    .ask("{ viewerToken { lastUsedAt } }", json!({}))
                    .await;
                (!asked.data()["viewerToken"]["lastUsedAt"].is_null()).then_some(())
            })
            .await;
        }
        app.at_rest().await;
        let known = BTreeMap::from([
            ("$created", created),
            ("$deactivated", deactivated),
            ("$invited", invitee.id.clone()),
            ("$owner", victim.id.clone()),
            ("$team", team),
            ("$product", product),
            ("$operation", operation),
            ("$import", import),
            ("$invitation", invitation),
            ("$organization", organization),
            ("$apiToken", program.id.clone()),
            ("$slackSync", sync),
            ("$unknown", "x".repeat(43)),
            ("$token", token(&link).to_owned()),
        ]);
        Self {
            nobody: app.visitor(),
            program,
            strange_program,
            app,
            victim,
            member,
            stranger,
            known,
            invitee,
        }
    }

    /// A row's document, with what it names filled in.
    fn document(&self, root: &Root) -> String {
        let name = |text: String, (name, value): (&&str, &String)| text.replace(*name, value);
        let fields = self.known.iter().fold(root.document.to_owned(), name);
        format!("{} {{ {fields} }}", root.operation())
    }

    /// What must not reach anybody else.
    fn secrets(&self) -> Vec<String> {
        let named = [
            "$team",
            "$product",
            "$operation",
            "$import",
            "$invitation",
            "$organization",
            "$owner",
            "$invited",
            "$created",
            "$apiToken",
            "$slackSync",
        ];
        let mut secrets: Vec<String> = named.iter().map(|name| self.known[name].clone()).collect();
        secrets.extend(
            [
                "Olivia Owner",
                "Acme",
                "acme.example",
                "victim.example",
                "Victims",
            ]
            .map(str::to_owned),
        );
        secrets
    }

    /// Every row of the victim's organisation.
    fn theirs(&self, dump: &Dump) -> BTreeSet<String> {
        let mut ids: Vec<&String> = self
            .known
            .iter()
            .filter(|(name, _)| **name != "$unknown")
            .map(|(_, id)| id)
            .collect();
        ids.push(&self.member.id);
        dump.values()
            .flatten()
            .filter(|row| ids.iter().any(|id| row.contains(id.as_str())))
            .cloned()
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_of_the_schema_has_a_policy() {
    let (_app, admin) = TestApp::founded().await;
    let query = "{ __schema { queryType { name } mutationType { name } subscriptionType { name } \
        types { kind name fields(includeDeprecated: true) { name } } } }";
    let schema = admin.ask(query, json!({})).await.data()["__schema"].clone();
    let mut in_schema = BTreeSet::new();
    for kind in schema["types"].as_array().expect("types") {
        let name = kind["name"].as_str().expect("a name");
        if name.starts_with("__") || kind["kind"] != "OBJECT" {
            continue;
        }
        for field in kind["fields"].as_array().expect("fields") {
            in_schema.insert(format!(
                "{name}.{}",
                field["name"].as_str().expect("a name")
            ));
        }
    }
    let roots = ROOTS.iter().map(|root| root.field.to_owned());
    let objects = FIELDS.iter().flat_map(|(kind, guarded)| {
        guarded.iter().flat_map(move |(_, fields)| {
            fields
                .split_whitespace()
                .map(move |field| format!("{kind}.{field}"))
        })
    });
    let in_table: Vec<String> = roots.chain(objects).collect();
    let distinct: BTreeSet<String> = in_table.iter().cloned().collect();
    assert_eq!(in_table.len(), distinct.len(), "a field has one policy");
    let without: Vec<_> = in_schema.difference(&distinct).collect();
    let vanished: Vec<_> = distinct.difference(&in_schema).collect();
    assert!(
        without.is_empty() && vanished.is_empty(),
        "without a policy: {without:?}; no longer there: {vanished:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_to_sign_in_first() {
    let scene = Scene::set().await;
    let before = scene.app.database.dump().await;
    for root in ROOTS.iter().filter(|root| !root.is_subscription()) {
        let answer = scene.nobody.ask(&scene.document(root), json!({})).await;
        match root.who {
            Who::Anyone => assert!(answer.code().is_none(), "{}: {}", root.field, answer.text),
            Who::SignedIn | Who::Persons | Who::Admins => {
                assert_eq!(
                    answer.code(),
                    Some("UNAUTHENTICATED"),
                    "{}: {}",
                    root.field,
                    answer.text
                );
                assert!(
                    answer.json["data"].is_null()
                        || answer.json["data"]
                            .as_object()
                            .is_some_and(|data| data.values().all(Value::is_null))
                );
            }
        }
        for secret in scene.secrets() {
            assert!(
                !answer.text.contains(&secret),
                "{} tells nobody {secret}: {}",
                root.field,
                answer.text
            );
        }
    }
    scene.app.at_rest().await;
    assert_eq!(
        scene.app.database.dump().await,
        before,
        "and nothing is done"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_does_what_members_may_and_nothing_else() {
    let scene = Scene::set().await;
    let before = scene.app.database.dump().await;
    for root in ROOTS
        .iter()
        .filter(|root| !root.is_subscription() && !root.is_own_deed)
    {
        let answer = scene.member.ask(&scene.document(root), json!({})).await;
        match root.who {
            Who::Anyone | Who::SignedIn | Who::Persons => {
                assert!(answer.code().is_none(), "{}: {}", root.field, answer.text)
            }
            Who::Admins => assert_eq!(
                answer.code(),
                Some("FORBIDDEN"),
                "{}: {}",
                root.field,
                answer.text
            ),
        }
    }
    scene.app.at_rest().await;
    assert_eq!(
        scene.app.database.dump().await,
        before,
        "and nothing is done"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_does_what_its_role_may_and_nothing_that_takes_a_person() {
    let scene = Scene::set().await;
    let before = scene.app.database.dump().await;
    for root in ROOTS.iter().filter(|root| !root.is_subscription()) {
        let answer = scene.program.ask(&scene.document(root), json!({})).await;
        let expected = match root.who {
            Who::Anyone | Who::SignedIn => None,
            Who::Persons | Who::Admins => Some("FORBIDDEN"),
        };
        assert_eq!(answer.code(), expected, "{}: {}", root.field, answer.text);
    }
    scene.app.at_rest().await;
    assert_eq!(
        scene.app.database.dump().await,
        before,
        "and nothing is done"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_of_another_organisation_learns_nothing_and_changes_nothing() {
    let scene = Scene::set().await;
    let before = scene.theirs(&scene.app.database.dump().await);
    assert!(before.len() > 20, "there is something to protect");
    for root in ROOTS
        .iter()
        .filter(|root| !root.is_subscription() && !root.is_own_deed)
    {
        let document = scene.document(root);
        for stranger in [&*scene.stranger, &**scene.strange_program] {
            let answer = stranger.ask(&document, json!({})).await;
            for secret in scene.secrets() {
                assert!(
                    !answer.text.contains(&secret),
                    "{} tells {secret}: {}",
                    root.field,
                    answer.text
                );
            }
            assert_ne!(
                answer.code(),
                Some("INTERNAL"),
                "{}: {}",
                root.field,
                answer.text
            );
        }
    }
    scene.app.at_rest().await;
    assert_eq!(scene.theirs(&scene.app.database.dump().await), before);
}

/// Each field of the objects that whoever is signed in reaches: its object, its policy, and a document that asks for it.
fn reached() -> Vec<(&'static str, Guard, String)> {
    let mut reached = Vec::new();
    for (kind, guarded) in FIELDS {
        let Some(path) = policy::reach(kind) else {
            continue;
        };
        for (guard, fields) in *guarded {
            for field in fields.split_whitespace() {
                let selection = format!("{field}{}", policy::selection(kind, field));
                reached.push((*kind, *guard, path.replace('…', &selection)));
            }
        }
    }
    assert!(reached.len() > 40, "{} fields", reached.len());
    reached
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_member_reaches_holds_only_what_is_for_members() {
    let scene = Scene::set().await;
    let before = scene.app.database.dump().await;
    for (_, guard, document) in reached() {
        let answer = scene.member.ask(&document, json!({})).await;
        let expected = match guard {
            Guard::Reached => None,
            Guard::Admins => Some("FORBIDDEN"),
        };
        assert_eq!(answer.code(), expected, "{document}: {}", answer.text);
        let owner = scene.victim.ask(&document, json!({})).await;
        assert_eq!(owner.code(), None, "{document}: {}", owner.text);
    }
    assert_eq!(scene.app.database.dump().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_same_way_nobody_reaches_anything_and_a_stranger_only_what_is_theirs() {
    let scene = Scene::set().await;
    let before = scene.theirs(&scene.app.database.dump().await);
    for (kind, _, document) in reached() {
        let nobodys = scene.nobody.ask(&document, json!({})).await;
        // Nobody is told that there is no viewer, and holding a token is the permission.
        let is_open = document.starts_with("{ viewer ") || kind == "InvitationPreview";
        let expected = (!is_open).then_some("UNAUTHENTICATED");
        assert_eq!(nobodys.code(), expected, "{document}: {}", nobodys.text);
        let strangers = scene.stranger.ask(&document, json!({})).await;
        assert_eq!(strangers.code(), None, "{document}: {}", strangers.text);
        let programs = scene.strange_program.ask(&document, json!({})).await;
        for answer in [nobodys, strangers, programs] {
            for secret in scene.secrets() {
                assert!(!answer.text.contains(&secret), "{document}: {secret}");
            }
        }
    }
    assert_eq!(scene.theirs(&scene.app.database.dump().await), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_listen_and_only_to_their_own() {
    let scene = Scene::set().await;
    for root in ROOTS.iter().filter(|root| root.is_subscription()) {
        let document = scene.document(root);
        let mut nobodys = Socket::open(&scene.nobody, &[])
            .await
            .expect("the handshake tells nobody anything");
        nobodys.say(json!({ "type": "connection_init" })).await;
        assert_eq!(nobodys.hear().await, Heard::Closed(4403), "{}", root.field);

        let mut members = Socket::connect(&scene.member).await;
        members.subscribe("1", &document, json!({})).await;
        let heard = members.hear().await;
        assert!(
            matches!(&heard, Heard::Message(message) if message.to_string().contains("FORBIDDEN")),
            "{}: {heard:?}",
            root.field
        );

        let mut strangers = Socket::connect(&scene.stranger).await;
        strangers.subscribe("1", &document, json!({})).await;
        if document.contains("(id:") {
            // What belongs to others is not there.
            let heard = strangers.hear().await;
            assert!(
                matches!(&heard, Heard::Message(message) if message.to_string().contains("NOT_FOUND")),
                "{}: {heard:?}",
                root.field
            );
            continue;
        }
        strangers.say(json!({ "type": "ping" })).await;
        assert_eq!(
            strangers.hear().await,
            Heard::Message(json!({ "type": "pong" }))
        );
        scene.victim.create("late@victim.example").await;
        let own = scene.stranger.create("own@stranger.example").await;
        let heard = strangers.hear().await;
        assert!(
            matches!(&heard, Heard::Message(message) if message.to_string().contains(&own)),
            "{}: {heard:?}",
            root.field
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn holding_the_token_is_the_permission_whoever_one_is() {
    let scene = Scene::set().await;
    let link = format!("http://localhost/join/{}", scene.known["$token"]);
    for visitor in [&scene.nobody, &*scene.member, &*scene.stranger] {
        assert_eq!(visitor.link_state(&link).await, "OPEN");
    }
    let done = scene.stranger.accept(&link).await.done();
    assert_eq!(done["user"]["id"], json!(scene.invitee.id));
    assert_eq!(
        scene.stranger.whoami().await,
        Some(scene.invitee.id.clone()),
        "the browser is the invitee's from then on"
    );
}
