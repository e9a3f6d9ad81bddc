//! createTeam.

use serde_json::json;
use tests::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_team_counts_its_people_and_keeps_its_name_to_itself() {
    let (app, admin) = TestApp::founded().await;
    let team = admin.create_team("Équipe Été").await;
    for taken in ["Équipe Été", "equipe ete", "  ÉQUIPE   ÉTÉ "] {
        let refused = admin
            .deed("createTeam", json!({ "name": taken }), "team { id }")
            .await;
        assert_eq!(
            (refused.codes(), refused.paths()),
            (vec!["NAME_TAKEN"], vec!["name".to_owned()]),
            "{taken}"
        );
    }
    app.another_organization("Other", "una@other.example")
        .await
        .create_team("Équipe Été")
        .await;
    for n in 0..3 {
        admin
            .invite_person(json!({ "email": format!("p{n}@example.com"), "teamId": team }))
            .await;
    }
    let answer = admin
        .ask(
            "{ organization { teams { totalCount nodes { name userCount } } } }",
            json!({}),
        )
        .await;
    let teams = &answer.data()["organization"]["teams"];
    assert_eq!(
        *teams,
        json!({ "totalCount": 1, "nodes": [{ "name": "Équipe Été", "userCount": 3 }] })
    );
    assert_eq!(admin.found_by(json!({ "teamIds": [team] })).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn teams_are_listed_by_name_page_by_page() {
    let (_app, admin) = TestApp::founded().await;
    for name in ["Zoo", "alpha", "Écho", "Bravo", "delta"] {
        admin.create_team(name).await;
    }
    let query = "query($first: Int, $after: String) { organization { teams(first: $first, after: $after) \
        { nodes { name } pageInfo { endCursor hasNextPage } } } }";
    let (mut names, mut after) = (Vec::new(), json!(null));
    loop {
        let answer = admin
            .ask(query, json!({ "first": 2, "after": after }))
            .await;
        let teams = &answer.data()["organization"]["teams"];
        names.extend(
            teams["nodes"]
                .as_array()
                .expect("nodes")
                .iter()
                .map(|team| team["name"].clone()),
        );
        if teams["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = teams["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(names, ["alpha", "Bravo", "delta", "Écho", "Zoo"]);
}
