//! Limits that protect people: what is held back, and why.

use entity::{OutcomeCode, Timestamp, UserId, organization};

use super::draft::Draft;
use crate::{
    app::App,
    db::Write,
    outbox,
    problem::{Code, DeedError, Problem},
};

/// Refuses a single invitation whose message would be one too many: to its person within a day, or of the organisation
/// within an hour. Somebody new is not `known`: nothing can have been written to them before.
pub(crate) async fn refuse_one_too_many(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    draft: &Draft,
    known: bool,
    now: Timestamp,
) -> Result<(), DeedError> {
    if !draft.promises() {
        return Ok(());
    }
    let people = known.then(|| draft.invitee().clone()).into_iter().collect();
    let enough = outbox::written_to_enough(tx, app, people, now).await?;
    let granted = app.allowance.take(tx, app, &organization.id, 1, now);
    if !enough.is_empty() || granted.await? == 0 {
        return Err(Problem::whole(Code::RateLimited).into());
    }
    Ok(())
}

/// Turns the outcome of whoever would be written to and must not be into RATE_LIMITED. `people` are the lines that would
/// be written to: whom, and whether anything may have been written to them before.
pub(crate) async fn hold_back(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    people: Vec<(UserId, bool, &mut OutcomeCode)>,
    now: Timestamp,
) -> Result<(), DeedError> {
    let known = people.iter().filter(|(_, known, _)| *known);
    let known = known.map(|(id, _, _)| id.clone()).collect();
    let enough = outbox::written_to_enough(tx, app, known, now).await?;
    let (mut may, must_not): (Vec<_>, Vec<_>) = people
        .into_iter()
        .partition(|(id, _, _)| !enough.contains(id));
    let granted = app
        .allowance
        .take(tx, app, &organization.id, may.len(), now);
    let beyond = may.split_off(granted.await?);
    for (_, _, code) in must_not.into_iter().chain(beyond) {
        *code = OutcomeCode::RateLimited;
    }
    Ok(())
}
