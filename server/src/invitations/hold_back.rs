//! Limits that protect people, and the organisation from a bill: what is held back, and why.

use entity::{Channel, OutcomeCode, Timestamp, UserId, organization};

use super::draft::Draft;
use crate::{
    app::App,
    db::Write,
    outbox::{
        self,
        texts::{self, Held},
    },
    problem::{Code, DeedError, Problem},
    reach::Way,
};

/// Somebody who would be written to, with the outcome that says so.
pub(crate) struct Addressee<'a> {
    pub(crate) user: UserId,
    /// Whether anything may have been written to them before.
    pub(crate) known: bool,
    pub(crate) way: &'a Way,
    pub(crate) code: &'a mut OutcomeCode,
}

/// Refuses a single invitation whose message would be one too many: to its person within a day, or of the organisation
/// within an hour; and a text message that must not leave. Somebody new is not `known`: nothing can have been written to them
/// before.
pub(crate) async fn refuse_one_too_many(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    draft: &Draft,
    known: bool,
    now: Timestamp,
) -> Result<(), DeedError> {
    let Some(way) = draft.promised_way() else {
        return Ok(());
    };
    match held(tx, app, organization, draft.invitee(), known, &way, now).await? {
        Some(code) => Err(Problem::whole(code).into()),
        None => Ok(()),
    }
}

/// What holds a message back that would go this way to one person. Otherwise it is counted as promised.
pub(crate) async fn held(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    user: &UserId,
    known: bool,
    way: &Way,
    now: Timestamp,
) -> Result<Option<Code>, DeedError> {
    let mut code = OutcomeCode::Invited;
    let addressee = Addressee {
        user: user.clone(),
        known,
        way,
        code: &mut code,
    };
    hold_back(tx, app, organization, vec![addressee], now).await?;
    Ok(match code {
        OutcomeCode::Invited => None,
        OutcomeCode::NumberNotAllowed => Some(Code::NumberNotAllowed),
        OutcomeCode::OverBudget => Some(Code::OverBudget),
        _ => Some(Code::RateLimited),
    })
}

/// Turns the outcome of whoever would be written to and must not be into what holds the message back.
pub(crate) async fn hold_back(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    people: Vec<Addressee<'_>>,
    now: Timestamp,
) -> Result<(), DeedError> {
    let known = people.iter().filter(|addressee| addressee.known);
    let known = known.map(|addressee| addressee.user.clone()).collect();
    let enough = outbox::written_to_enough(tx, app, known, now).await?;
    let (may, must_not): (Vec<_>, Vec<_>) = people
        .into_iter()
        .partition(|addressee| !enough.contains(&addressee.user));
    let mut may = hold_back_texts(tx, app, organization, may, now).await?;
    let granted = app
        .allowance
        .take(tx, app, &organization.id, may.len(), now);
    let beyond = may.split_off(granted.await?);
    for addressee in must_not.into_iter().chain(beyond) {
        *addressee.code = OutcomeCode::RateLimited;
    }
    Ok(())
}

/// Notes whose text message is held back, and answers the others.
async fn hold_back_texts<'a>(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    people: Vec<Addressee<'a>>,
    now: Timestamp,
) -> Result<Vec<Addressee<'a>>, DeedError> {
    let numbers: Vec<&str> = people
        .iter()
        .filter_map(|addressee| number(addressee.way))
        .collect();
    let mut held = texts::held(tx, app, &organization.id, &numbers, now)
        .await?
        .into_iter();
    let mut may = Vec::with_capacity(people.len());
    for addressee in people {
        let held = number(addressee.way).and_then(|_| held.next().flatten());
        match held {
            None => may.push(addressee),
            Some(held) => *addressee.code = outcome(held),
        }
    }
    Ok(may)
}

/// The number to which a way leads, if it is a text message that goes there.
pub(crate) fn number(way: &Way) -> Option<&str> {
    way.recipient().filter(|_| way.channel() == Channel::Sms)
}

fn outcome(held: Held) -> OutcomeCode {
    match held {
        Held::NumberNotAllowed => OutcomeCode::NumberNotAllowed,
        Held::TooMany => OutcomeCode::RateLimited,
        Held::OverBudget => OutcomeCode::OverBudget,
    }
}
