//! Whom a channel reaches that sends now: rows, counts and deeds agree, whatever is known of a person and set up here.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use server::config::Texts;
use tests::{Admin, Options, TestApp};

/// Where somebody stands; whoever is invited, by which channel.
const STANDINGS: [&str; 7] = [
    "CREATED",
    "ACTIVE",
    "DEACTIVATED",
    "EMAIL",
    "SMS",
    "SLACK",
    "LINK",
];
/// What may be known of somebody, in the order in which the usual channel is looked for.
const ADDRESSES: [(&str, &str, &str); 3] = [
    ("e", "EMAIL", "email"),
    ("p", "SMS", "phone"),
    ("s", "SLACK", "slack_id"),
];
const CONTACTS: [&str; 8] = ["", "e", "p", "s", "ep", "es", "ps", "eps"];

fn invited(standing: &str) -> bool {
    !["CREATED", "ACTIVE", "DEACTIVATED"].contains(&standing)
}

/// Somebody of every standing with everything, a part or nothing known of them; they are called by both.
async fn crowd(app: &TestApp, admin: &Admin) {
    let mut number = 10;
    let (mut people, mut file) = (Vec::new(), "full name,email,phone\n".to_owned());
    for standing in STANDINGS {
        for contacts in CONTACTS {
            let (name, email) = (
                format!("{standing} {contacts}."),
                format!("{standing}-{contacts}@example.com"),
            );
            number += 1;
            let phone = format!("+3367{number}45678");
            if invited(standing) {
                people.push(json!({ "fullName": name, "email": email, "phone": phone }));
            } else {
                file += &format!("{name},{email},{phone}\n");
            }
        }
    }
    let input = json!({ "people": people });
    admin.try_bulk_invite(input).await.done();
    let import = admin.preview(file).await;
    admin.try_confirm(&import, false).await.done();
    for standing in STANDINGS {
        let them = format!("full_name LIKE '{standing}%'");
        let statement = if invited(standing) {
            format!(
                "UPDATE invitations SET channel = '{standing}' WHERE user_id IN (SELECT id FROM users WHERE {them})"
            )
        } else {
            format!("UPDATE users SET status = '{standing}' WHERE {them}")
        };
        app.database.execute(&statement).await;
    }
    let known = "UPDATE users SET slack_id = 'U' || id WHERE full_name LIKE '% %.'";
    app.database.execute(known).await;
    for (letter, _, column) in ADDRESSES {
        let key = if column == "email" {
            ", email_key = NULL"
        } else {
            ""
        };
        let forget = format!(
            "UPDATE users SET {column} = NULL{key} WHERE full_name LIKE '% %.' AND full_name NOT LIKE '% %{letter}%.'"
        );
        app.database.execute(&forget).await;
    }
}

/// By what somebody is written to, as the documents say it.
fn reached_by(standing: &str, contacts: &str, sends: &[&str]) -> Option<&'static str> {
    let mut possible = ADDRESSES
        .into_iter()
        .filter(|(letter, channel, _)| contacts.contains(letter) && sends.contains(channel))
        .map(|(_, channel, _)| channel);
    if invited(standing) && standing != "LINK" {
        possible.find(|channel| *channel == standing)
    } else {
        possible.next()
    }
}

type Counted = BTreeMap<(String, String), i64>;

/// How many of each status are reached by each channel.
fn expected(sends: &[&str]) -> Counted {
    let mut counted = Counted::from([(("ACTIVE".to_owned(), "EMAIL".to_owned()), 1)]);
    for standing in STANDINGS {
        for contacts in CONTACTS {
            let status = if invited(standing) {
                "INVITED"
            } else {
                standing
            };
            if let Some(channel) = reached_by(standing, contacts, sends) {
                *counted
                    .entry((status.to_owned(), channel.to_owned()))
                    .or_default() += 1;
            }
        }
    }
    counted
}

async fn agree(admin: &Admin, sends: &[&str]) {
    let people = "users(first: 100) { nodes { fullName viewerCanInvite viewerCanRemind } }";
    // Asked for twice, the list is not written as text.
    for question in [
        format!("{{ {people} }}"),
        format!("{{ {people} {people} }}"),
    ] {
        let answer = admin.ask(&question, json!({})).await;
        for person in answer.data()["users"]["nodes"].as_array().expect("people") {
            let name = person["fullName"].as_str().unwrap_or_default();
            let Some((standing, contacts)) = name.split_once(' ').filter(|_| name.ends_with('.'))
            else {
                continue;
            };
            let reached = reached_by(standing, contacts, sends).is_some();
            let may = [&person["viewerCanInvite"], &person["viewerCanRemind"]];
            let expected = [
                reached && standing == "CREATED",
                reached && invited(standing),
            ];
            assert_eq!(may, expected, "{name:?} where {sends:?} send");
        }
    }
    let counts = "{ userCounts { invitable remindable reachable { status channel count } } }";
    let counts = admin.ask(counts, json!({})).await.data()["userCounts"].clone();
    let text = |value: &Value| value.as_str().expect("a word").to_owned();
    let mut counted = Counted::new();
    for some in counts["reachable"].as_array().expect("counts") {
        let of = (text(&some["status"]), text(&some["channel"]));
        *counted.entry(of).or_default() += some["count"].as_i64().expect("a number");
    }
    assert_eq!(counted, expected(sends), "where {sends:?} send");
    for (number, status) in [("invitable", "CREATED"), ("remindable", "INVITED")] {
        let some = counted.iter().filter(|((of, _), _)| of == status);
        assert_eq!(counts[number], some.map(|(_, some)| some).sum::<i64>());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_counts_and_deeds_agree_on_whom_a_channel_reaches() {
    for texts in [Texts::None, Texts::Mailbox] {
        let sms = !matches!(texts, Texts::None);
        let app = TestApp::with(Options {
            texts,
            ..Options::default()
        })
        .await;
        let admin = app.found().await;
        crowd(&app, &admin).await;
        for slack in [false, true] {
            let connect = format!("UPDATE organizations SET slack_connected = {slack}");
            app.database.execute(&connect).await;
            let mut sends = vec!["EMAIL"];
            sends.extend(sms.then_some("SMS"));
            sends.extend(slack.then_some("SLACK"));
            agree(&admin, &sends).await;
        }
        let matching = json!({ "matching": { "filter": { "status": ["CREATED"] }, "expectedCount": CONTACTS.len() } });
        let done = admin.try_bulk_invite(json!({ "users": matching })).await;
        let counts = done.done()["operation"]["counts"].clone();
        let invited = if sms { 7 } else { 6 };
        assert!(
            counts
                .as_array()
                .expect("counts")
                .contains(&json!({ "code": "INVITED", "count": invited })),
            "{counts}"
        );
    }
}
