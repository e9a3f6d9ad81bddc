//! What a provider says of a message after it took it: idempotent, and right in whatever order it arrives.

use entity::{Channel, MessageId, MessageState, message};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

use super::{
    fate::{Ending, Fate, Settlement},
    settle,
    tell::tell,
};
use crate::{app::App, db::Write, delivery::Receipt, problem::Fault};

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// The provider has it.
    Taken,
    /// It is on the phone.
    Delivered,
    /// It never arrives, and why.
    Failed(String),
    /// It never arrives: its recipient asked not to be written to.
    Suppressed(String),
    /// It never arrives: the provider's account is not set up for it.
    NotConfigured(String),
}

/// Writes down what a provider says of a message, if it is news.
///
/// That it was delivered is the last word, whatever was said or believed before. That it failed is believed of a message that
/// is thought to have left, or whose answer is still awaited or was lost. That it was taken is news of the latter, which is
/// then not sent again, whatever becomes of the answer; should one speak of another copy, `settle` weighs the two.
///
/// # Errors
/// When the database fails; then nothing is written.
pub async fn report(
    app: &App,
    id: &MessageId,
    provider_id: &str,
    report: Report,
) -> Result<(), Fault> {
    let Some(message) = find(&*app.db, id).await? else {
        return Ok(());
    };
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    let people = settle::lock_people(&tx, [message.user_id.clone()]).await?;
    // Read again: whoever held the lock may have been the dispatcher, or the same report.
    let Some(message) = find(&*tx, id).await? else {
        return Ok(());
    };
    let fates = fates(&message, provider_id, report);
    if fates.is_empty() {
        return Ok(());
    }
    let mut settlements = Vec::new();
    for fate in fates {
        write(&tx, &message, provider_id, &fate, now).await?;
        settlements.push(Settlement {
            message: message.clone(),
            fate,
        });
    }
    tell(&tx, now, &settlements, &people).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(())
}

async fn find(
    db: &impl sea_orm::ConnectionTrait,
    id: &MessageId,
) -> Result<Option<message::Model>, DbErr> {
    message::Entity::find_by_id(id.clone())
        .filter(message::Column::Channel.eq(Channel::Sms))
        .one(db)
        .await
}

/// What a report means for a message as it stands.
fn fates(message: &message::Model, provider_id: &str, report: Report) -> Vec<Fate> {
    let tried = message.attempts > 0;
    let waits = message.state == MessageState::Queued;
    // A text that was repeated has two names: the failure of one says nothing of the other.
    let is_other = message
        .provider_id
        .as_ref()
        .is_some_and(|known| known != provider_id);
    let receipt = Receipt {
        provider_id: Some(provider_id.to_owned()),
        segments: message.segments,
    };
    let ended = |ending, reason| {
        let believed = !is_other && believed_on_its_way(message);
        believed.then_some(Fate::Ended(ending, reason))
    };
    match report {
        _ if !tried || message.state == MessageState::Delivered => Vec::new(),
        Report::Taken if waits || was_given_up(message) => vec![Fate::Sent(receipt)],
        Report::Delivered if waits => vec![Fate::Sent(receipt), Fate::Delivered],
        Report::Delivered => vec![Fate::Delivered],
        Report::Taken => Vec::new(),
        Report::Failed(reason) => ended(Ending::Failed, reason).into_iter().collect(),
        Report::Suppressed(reason) => ended(Ending::Suppressed, reason).into_iter().collect(),
        Report::NotConfigured(reason) => ended(Ending::NotConfigured, reason).into_iter().collect(),
    }
}

/// Whether it ended without the provider having said anything of any copy of it, one of which may have left.
fn was_given_up(message: &message::Model) -> bool {
    message.state == MessageState::Failed && message.doubts > 0 && message.provider_id.is_none()
}

fn believed_on_its_way(message: &message::Model) -> bool {
    matches!(message.state, MessageState::Queued | MessageState::Sent)
}

async fn write(
    tx: &Write,
    message: &message::Model,
    provider_id: &str,
    fate: &Fate,
    now: entity::Timestamp,
) -> Result<(), DbErr> {
    let (state, reason) = match fate {
        Fate::Delivered => (MessageState::Delivered, None),
        Fate::Ended(ending, reason) => (ending.of_message(), Some(reason)),
        _ => (MessageState::Sent, None),
    };
    let row = message::Entity::update_many()
        .filter(message::Column::Id.eq(message.id.clone()))
        .col_expr(message::Column::ProviderId, Expr::value(provider_id));
    settle::end(row, state, now, reason).exec(&**tx).await?;
    Ok(())
}
