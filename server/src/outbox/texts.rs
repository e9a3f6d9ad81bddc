//! What keeps text messages from becoming a bill: which numbers are written to at all, and how often.
//!
//! Asked when a message is about to be promised, so that what is held back is an outcome that an administrator reads, and the
//! provider is never asked.

use std::collections::{HashMap, HashSet};

use entity::{
    Channel, MessageId, MessageState, OrganizationId, PhoneNumber, Timestamp, UserId, message, user,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    Select,
    sea_query::{ExprTrait, SimpleExpr},
};

use super::spent::Spent;
use crate::{
    app::App,
    config::Texts,
    db::{Turn, Write, how_many_rows},
};

/// The day within which messages are counted, in milliseconds.
const DAY: i64 = 24 * 3_600_000;
/// How many numbers of one block of a hundred, those that differ in their last two digits alone, are written to in a day.
/// Whoever earns by messages to numbers of their own has them in blocks; people have them scattered.
const MOST_OF_A_BLOCK: usize = 10;

/// Why a text message is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// The number is not one of a mobile phone, or of a country that is not written to.
    NumberNotAllowed,
    /// The number, its block or the organisation has had as many as a day allows.
    TooMany,
    /// As much has left as may be paid for in a month.
    OverBudget,
}

/// Takes the turn of counting before a deed locks or adds people of an organisation. Whoever took it afterwards would hold
/// people for whom somebody waits who has the turn. Where nobody has a number, nobody counts.
///
/// # Errors
/// When the database fails.
pub(crate) async fn count_first(
    tx: &Write,
    app: &App,
    organization: &OrganizationId,
) -> Result<(), DbErr> {
    let people = user::Column::OrganizationId.eq(organization.clone());
    wait_if_numbers(tx, app, people).await
}

/// The same, before a deed locks one person.
///
/// # Errors
/// When the database fails.
pub(crate) async fn count_first_for(tx: &Write, app: &App, person: &UserId) -> Result<(), DbErr> {
    wait_if_numbers(tx, app, user::Column::Id.eq(person.clone())).await
}

async fn wait_if_numbers(tx: &Write, app: &App, people: SimpleExpr) -> Result<(), DbErr> {
    if matches!(app.config.texts, Texts::None) {
        return Ok(());
    }
    let somebody: Option<UserId> = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(people)
        .filter(user::Column::Phone.is_not_null())
        .limit(1)
        .into_tuple()
        .one(&**tx)
        .await?;
    if somebody.is_some() {
        tx.wait_for(Turn::CountTexts).await?;
    }
    Ok(())
}

/// Decides for each of some numbers to which an organisation is about to write whether its message is held back.
///
/// # Errors
/// When the database fails.
pub(crate) async fn held(
    tx: &Write,
    app: &App,
    organization: &OrganizationId,
    numbers: &[&str],
    now: Timestamp,
) -> Result<Vec<Option<Held>>, DbErr> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    // What is counted must not grow before what it leaves is promised.
    tx.wait_for(Turn::CountTexts).await?;
    let limits = app.config.text_limits;
    let mut spent = Spent::of(&**tx, app, now).await?;
    let before = spent.clone();
    let had = had_within_a_day(&**tx, numbers, now).await?;
    let mut blocks = Blocks::of(&**tx, organization, now).await?;
    let sent = of_organization(organization, now).count(&**tx).await?;
    let mut left = u64::from(limits.per_organization_a_day).saturating_sub(sent);
    let mut decided = Vec::with_capacity(numbers.len());
    for number in numbers {
        let enough = had.get(*number).copied().unwrap_or_default();
        let held = if !may_be_written_to(app, number) {
            Some(Held::NumberNotAllowed)
        } else if enough >= i64::from(limits.per_number_a_day)
            || left == 0
            || blocks.are_full(number)
        {
            Some(Held::TooMany)
        } else if !spent.take() {
            Some(Held::OverBudget)
        } else {
            left -= 1;
            blocks.add(number);
            None
        };
        decided.push(held);
    }
    spent.alert(&before);
    Ok(decided)
}

/// Whether messages may go to a number at all.
fn may_be_written_to(app: &App, number: &str) -> bool {
    let Ok(number) = PhoneNumber::stored(number) else {
        return false;
    };
    let allowed = match &app.config.texts {
        Texts::Twilio(twilio) => twilio.may_write_to(&number),
        Texts::None | Texts::Mailbox => true,
    };
    allowed && number.is_mobile()
}

/// The text messages since an instant that have left or may leave; ids begin with the instant of the promise. What the
/// provider took has left, whatever it said later.
pub(super) fn since(at: Timestamp) -> Select<message::Entity> {
    let stayed = [MessageState::Cancelled, MessageState::NotConfigured];
    let has_left = message::Column::ProviderId.is_not_null();
    message::Entity::find()
        .filter(message::Column::Channel.eq(Channel::Sms))
        .filter(message::Column::Id.gte(MessageId::new(at, [0; 10])))
        .filter(message::Column::State.is_not_in(stayed).or(has_left))
}

fn of_organization(organization: &OrganizationId, now: Timestamp) -> Select<message::Entity> {
    since(now.plus_millis(-DAY)).filter(message::Column::OrganizationId.eq(organization.clone()))
}

async fn had_within_a_day(
    db: &impl ConnectionTrait,
    numbers: &[&str],
    now: Timestamp,
) -> Result<HashMap<String, i64>, DbErr> {
    let found: Vec<(String, i64)> = since(now.plus_millis(-DAY))
        .select_only()
        .column(message::Column::Recipient)
        .column_as(how_many_rows(), "messages")
        .filter(message::Column::Recipient.is_in(numbers.iter().copied()))
        .group_by(message::Column::Recipient)
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// The numbers that an organisation writes to in a day, by their blocks.
struct Blocks(HashMap<String, HashSet<String>>);

impl Blocks {
    async fn of(
        db: &impl ConnectionTrait,
        organization: &OrganizationId,
        now: Timestamp,
    ) -> Result<Self, DbErr> {
        let numbers: Vec<String> = of_organization(organization, now)
            .select_only()
            .column(message::Column::Recipient)
            .distinct()
            .into_tuple()
            .all(db)
            .await?;
        let mut blocks = Self(HashMap::new());
        for number in &numbers {
            blocks.add(number);
        }
        Ok(blocks)
    }

    fn add(&mut self, number: &str) {
        let block = self.0.entry(block(number).to_owned()).or_default();
        block.insert(number.to_owned());
    }

    fn are_full(&self, number: &str) -> bool {
        self.0
            .get(block(number))
            .is_some_and(|block| block.len() >= MOST_OF_A_BLOCK && !block.contains(number))
    }
}

fn block(number: &str) -> &str {
    number
        .get(..number.len().saturating_sub(2))
        .unwrap_or(number)
}
