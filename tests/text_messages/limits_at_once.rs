//! The limits hold however many count at the same moment.

use futures_util::future::join_all;
use serde_json::json;
use server::config::TextLimits;
use tests::{Admin, TestApp};

use super::with_twilio;

/// Everybody invites at once; answers how many invitations there are, after the others were refused with a code.
async fn at_once(app: &TestApp, asked: &[(&Admin, String)], code: &str) -> i64 {
    let invite = |(admin, number): &(&Admin, String)| {
        let (admin, number) = ((*admin).clone(), number.clone());
        tokio::spawn(async move {
            let input = json!({ "person": { "phone": number } });
            admin.try_invite(input).await.codes().concat()
        })
    };
    let answers = join_all(asked.iter().map(invite)).await;
    for answer in answers {
        let answer = answer.expect("no request panics");
        assert!(answer.is_empty() || answer == code, "{answer}");
    }
    let promised = "SELECT count(*) FROM messages WHERE channel = 'SMS'";
    app.database.number(promised).await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_at_the_edge_of_an_organisations_day_none_is_too_many() {
    let limits = TextLimits {
        per_organization_a_day: 5,
        ..TextLimits::USUAL
    };
    let (app, admin, _twilio) = with_twilio("FR", limits).await;
    let asked: Vec<_> = (10..42)
        .map(|n| (&admin, format!("+33612{n}4567")))
        .collect();
    assert_eq!(at_once(&app, &asked, "RATE_LIMITED").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_at_the_edge_of_the_budget_none_is_beyond_it() {
    let limits = TextLimits {
        parts_a_month: 10,
        ..TextLimits::USUAL
    };
    let (app, admin, twilio) = with_twilio("FR", limits).await;
    // None is taken meanwhile, so that each is counted with two parts.
    twilio.be(tests::twilio::Mood::Refuses(401, 20003, "Authenticate"));
    let asked: Vec<_> = (10..42)
        .map(|n| (&admin, format!("+33612{n}4567")))
        .collect();
    assert_eq!(at_once(&app, &asked, "OVER_BUDGET").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_organisations_that_write_to_one_number_few_do() {
    let limits = TextLimits {
        per_number_a_day: 2,
        ..TextLimits::USUAL
    };
    let (app, admin, _twilio) = with_twilio("FR", limits).await;
    let mut admins = vec![admin];
    for n in 0..7 {
        let email = format!("una{n}@other.example");
        admins.push(
            app.another_organization(&format!("Other {n}"), &email)
                .await,
        );
    }
    let asked: Vec<_> = admins
        .iter()
        .map(|admin| (admin, "+33612345678".to_owned()))
        .collect();
    assert_eq!(at_once(&app, &asked, "RATE_LIMITED").await, 2);
}
