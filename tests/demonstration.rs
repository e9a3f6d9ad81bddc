//! `serve --demo`: the same 250 people for everyone, in every status, and words that say how to look at them.

use std::{collections::BTreeSet, time::Duration};

use tests::{
    database::TestDatabase,
    folder::Folder,
    program::{Program, free_address},
};

/// Everybody of a demonstration that has just been made, as far as chance and time are kept out of it.
async fn people() -> Vec<String> {
    let (database, folder) = (TestDatabase::create().await, Folder::empty());
    let path = folder.path().display().to_string();
    let flags = [
        "--demo",
        "--data-dir",
        &path,
        "--database-url",
        database.url(),
    ];
    let program = Program::start(free_address(), &flags);
    // Some thousand transactions, each of them synced: a slow disk takes its time.
    let made = async {
        while !program.said().contains("Ctrl-C stops it.") {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let made = tokio::time::timeout(Duration::from_secs(300), made).await;
    assert!(made.is_ok(), "{}", program.said());
    let said = program.said();
    for words in [
        &format!("Bienvenue is at http://{}", program.address),
        "sign in with   ada@acme.example  /  welcome to acme",
        "the mailbox    http://",
    ] {
        assert!(said.contains(words), "{words:?} in {said}");
    }
    assert!(!said.contains("setup?code="), "{said}");
    program.kill();
    let again = Program::serve(&flags).await;
    assert!(again.said().contains("It is there already."));
    let sql = "SELECT email || ' ' || coalesce(full_name, '') || ' ' || role || ' ' || status \
        FROM users ORDER BY email";
    database.texts(sql).await
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_sees_the_same_people_in_every_status() {
    let people = [self::people().await, self::people().await];
    assert_eq!(people[0], people[1]);
    assert_eq!(people[0].len(), 250);
    let statuses: BTreeSet<&str> = people[0]
        .iter()
        .filter_map(|person| person.rsplit(' ').next())
        .collect();
    let every = BTreeSet::from(["ACTIVE", "CREATED", "DEACTIVATED", "INVITED"]);
    assert_eq!(statuses, every);
}
