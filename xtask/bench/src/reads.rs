//! The page of users: the first fifty invited ones, the page near row 90,000, and searches.

use std::sync::Arc;

use anyhow::{Context, Result};
use serde_json::json;

use crate::{
    client::{Connection, Request},
    measure::{Rounds, median, round},
    people::Crowd,
    process::{Parts, Target},
    report::Report,
};

const PAGE: &str = "query Page($first: Int, $after: String, $filter: UserFilter) { users(first: $first, after: $after, filter: $filter, \
    orderBy: { field: CREATED_AT, direction: DESC }) { edges { cursor node { id fullName email status createdAt lastEventAt team { id name } } } \
    pageInfo { hasNextPage endCursor } } }";

pub(crate) async fn measure(
    report: &mut Report,
    target: &Target,
    parts: &Parts,
    crowd: &Crowd,
    rounds: Rounds,
) -> Result<()> {
    let organization = &crowd.organization;
    let session = Some(crowd.session.as_str());
    let variables = json!({ "first": 50, "filter": { "status": ["INVITED"] } });
    let ours = Request::graphql(session, PAGE, &variables, "endCursor");
    let limit = Request::get(&format!("/first?organization={organization}"), "team_name");
    pair(
        report,
        target,
        parts,
        "first 50 invited, newest first, with team",
        ours,
        limit,
        rounds,
    )
    .await?;

    for (what, word) in [("many", "martin"), ("one", "person43219")] {
        let variables = json!({ "first": 50, "filter": { "search": word } });
        let ours = Request::graphql(session, PAGE, &variables, "endCursor");
        let path = format!("/search?organization={organization}&word={word}");
        let limit = Request::get(&path, "team_name");
        let what = format!("search that finds {what}, newest first");
        pair(report, target, parts, &what, ours, limit, rounds).await?;
    }

    let variables = json!({ "first": 50 });
    let first = Request::graphql(session, PAGE, &variables, "endCursor");
    let place = deep_place(parts, session).await?;
    let variables = json!({ "first": 50, "after": place.cursor });
    let ours = Request::graphql(session, PAGE, &variables, "endCursor");
    beside_the_first(report, target, parts, first, ours.clone(), rounds).await?;
    let path = format!(
        "/deep?organization={organization}&created_at={}&id={}",
        place.created_at, place.id
    );
    let limit = Request::get(&path, "team_name");
    pair(
        report,
        target,
        parts,
        "the page near row 90,000",
        ours,
        limit,
        rounds,
    )
    .await
}

async fn pair(
    report: &mut Report,
    target: &Target,
    parts: &Parts,
    what: &str,
    ours: Request,
    limit: Request,
    rounds: Rounds,
) -> Result<()> {
    let (mut our_rates, mut limit_rates) = (Vec::new(), Vec::new());
    for _ in 0..rounds.count {
        let (ours, limit) = (ours.clone(), limit.clone());
        limit_rates.push(
            round(
                parts.limit.address,
                rounds,
                Arc::new(move |_| limit.clone()),
            )
            .await?,
        );
        our_rates.push(
            round(
                parts.server.address,
                rounds,
                Arc::new(move |_| ours.clone()),
            )
            .await?,
        );
    }
    report.rate(
        target,
        what,
        median(our_rates),
        median(limit_rates),
        Some(0.5),
    );
    Ok(())
}

/// The deep page beside the first of the same list: at most 1.5 times as slow.
async fn beside_the_first(
    report: &mut Report,
    target: &Target,
    parts: &Parts,
    first: Request,
    deep: Request,
    rounds: Rounds,
) -> Result<()> {
    let (mut firsts, mut deeps) = (Vec::new(), Vec::new());
    for _ in 0..rounds.count {
        for (request, rates) in [(&first, &mut firsts), (&deep, &mut deeps)] {
            let request = request.clone();
            let next = Arc::new(move |_| request.clone());
            rates.push(round(parts.server.address, rounds, next).await?);
        }
    }
    let what = "the page near row 90,000 beside our own first page";
    report.rate(target, what, median(deeps), median(firsts), Some(0.67));
    Ok(())
}

struct Place {
    cursor: String,
    created_at: i64,
    id: String,
}

/// Walks by cursor to row 90,000, or nine tenths of a smaller crowd.
async fn deep_place(parts: &Parts, session: Option<&str>) -> Result<Place> {
    let mut connection = Connection::open(parts.server.address).await?;
    let total = "query { users(first: 1) { totalCount } }";
    let answer = connection
        .ask(&Request::graphql(session, total, &json!({}), "totalCount"))
        .await?;
    let wanted = body(&answer)?["data"]["users"]["totalCount"]
        .as_u64()
        .context("totalCount")?
        * 9
        / 10
        / 100;
    let mut after = serde_json::Value::Null;
    let mut last = serde_json::Value::Null;
    for _ in 0..wanted.max(1) {
        let variables = json!({ "first": 100, "after": after });
        let answer = connection
            .ask(&Request::graphql(session, PAGE, &variables, "endCursor"))
            .await?;
        let users = &body(&answer)?["data"]["users"];
        last = users["edges"]
            .as_array()
            .and_then(|edges| edges.last())
            .context("a page without edges")?["node"]
            .clone();
        after = users["pageInfo"]["endCursor"].clone();
    }
    let created_at = last["createdAt"].as_str().context("createdAt")?;
    Ok(Place {
        cursor: after.as_str().context("endCursor")?.to_owned(),
        created_at: entity::Timestamp::parse(created_at)?.as_millis(),
        id: last["id"].as_str().context("id")?.to_owned(),
    })
}

/// The JSON of an answer.
pub(crate) fn body(answer: &str) -> Result<serde_json::Value> {
    let (_, body) = answer
        .split_once("\r\n\r\n")
        .context("an answer without a body")?;
    serde_json::from_str(body).context("an answer that is not JSON")
}
