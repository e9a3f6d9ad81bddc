//! Invitations and acceptances per second, beside the bare transactions.

use std::sync::Arc;

use anyhow::{Result, ensure};
use entity::{InvitationId, InvitationState, LinkId, invitation};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;

use crate::{
    client::Request,
    measure::{Rounds, median, round},
    people::Crowd,
    process::{self, Parts, Target},
    report::Report,
};

const INVITE: &str = "mutation Invite($input: InviteInput!) { invite(input: $input) { user { id } errors { code message } } }";
const ACCEPT: &str = "mutation Accept($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { user { id status } errors { code message } } }";

pub(crate) async fn measure(
    report: &mut Report,
    target: &Target,
    parts: &Parts,
    crowd: &Crowd,
    rounds: Rounds,
) -> Result<()> {
    invite(report, target, parts, crowd, rounds).await?;
    accept(report, target, parts, crowd, rounds).await
}

/// Two limits: the six rows that the product writes, and, to see what the others cost, the three that any would write.
async fn invite(
    report: &mut Report,
    target: &Target,
    parts: &Parts,
    crowd: &Crowd,
    rounds: Rounds,
) -> Result<()> {
    let limit = |whole: bool| {
        let (organization, actor) = (&crowd.organization, &crowd.admin);
        let path = format!("/invite?organization={organization}&actor={actor}&whole={whole}");
        Request::get(&path, "done")
    };
    let (whole, spare) = (limit(true), limit(false));
    let (mut ours, mut wholes, mut spares) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..rounds.count {
        for (limit, figures) in [(&whole, &mut wholes), (&spare, &mut spares)] {
            let limit = limit.clone();
            let next = Arc::new(move |_| limit.clone());
            figures.push(round(parts.limit.address, rounds, next).await?);
        }
        let session = crowd.session.clone();
        let next = move |number: u64| {
            let person = json!({ "fullName": "Bench Person", "email": format!("bench{turn}-{number}@example.com") });
            let variables = json!({ "input": { "person": person } });
            Request::graphql(Some(&session), INVITE, &variables, "\"errors\":[]")
        };
        ours.push(round(parts.server.address, rounds, Arc::new(next)).await?);
    }
    let ours = median(ours);
    let what =
        "invite one person (user, invitation, link, message, 2 events), beside the same rows";
    report.rate(target, what, ours, median(wholes), Some(0.5));
    let what = "the same, beside a transaction of user, invitation and message alone";
    report.rate(target, what, ours, median(spares), None);
    Ok(())
}

/// Each acceptance needs an invitation of its own: half of the open ones go to either side.
async fn accept(
    report: &mut Report,
    target: &Target,
    parts: &Parts,
    crowd: &Crowd,
    rounds: Rounds,
) -> Result<()> {
    let app = process::app(&target.url).await?;
    let open: Vec<(InvitationId, LinkId)> = invitation::Entity::find()
        .select_only()
        .columns([invitation::Column::Id, invitation::Column::LinkId])
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::LinkId.ne("lnk"))
        .order_by_asc(invitation::Column::Id)
        .into_tuple()
        .all(&*app.db)
        .await?;
    ensure!(open.len() >= 2 * rounds.count, "too few open invitations");
    let share = open.len() / (2 * rounds.count);
    let mut shares = open.chunks(share).map(<[_]>::to_vec);
    let (mut ours, mut limits) = (Vec::new(), Vec::new());
    // Acceptances are fewer than a round could ask for, so a round ends when its share is used up.
    for _ in 0..rounds.count {
        let (Some(mine), Some(theirs)) = (shares.next(), shares.next()) else {
            break;
        };
        let organization = crowd.organization.clone();
        let actor = crowd.admin.clone();
        let paths = theirs.into_iter().map(move |(invitation, _)| {
            Request::get(
                &format!(
                    "/accept?organization={organization}&actor={actor}&invitation={invitation}"
                ),
                "done",
            )
        });
        limits.push(crate::measure::all(parts.limit.address, paths.collect()).await?);
        let requests = mine.into_iter().enumerate().map(|(number, (_, link))| {
            let token = app.secrets.link_token(&link);
            let input = json!({ "token": token.expose(), "locale": "en", "password": "a quiet evening by the sea" });
            Request::graphql(None, ACCEPT, &json!({ "input": input }), "\"errors\":[]").passed_on(number)
        });
        ours.push(crate::measure::all(parts.server.address, requests.collect()).await?);
    }
    let what = "accept an invitation (password hash at its cheapest)";
    report.rate(target, what, median(ours), median(limits), Some(0.5));
    Ok(())
}
