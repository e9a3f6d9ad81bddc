//! What text messages have cost in a month, in parts.

use entity::{Timestamp, message};
use jiff::tz::TimeZone;
use sea_orm::{
    ConnectionTrait, DbErr, QuerySelect,
    sea_query::{CaseStatement, Expr, ExprTrait, Func},
};

use super::texts::since;
use crate::{app::App, delivery::texts::MOST_PARTS};

/// From which share of the month's parts on the operator and the administrators are told, in per cent.
const ALERT: u64 = 80;

/// The parts that have been paid for in a calendar month, in UTC, or may yet be.
#[derive(Clone, Debug)]
pub(crate) struct Spent {
    parts: u64,
    most: u64,
}

impl Spent {
    /// What all organisations have spent.
    pub(crate) async fn of(
        db: &impl ConnectionTrait,
        app: &App,
        now: Timestamp,
    ) -> Result<Self, DbErr> {
        let most = match app.config.text_limits.parts_a_month {
            0 => u64::MAX,
            parts => u64::from(parts),
        };
        let each = Func::coalesce([
            Expr::col(message::Column::Segments),
            Expr::value(MOST_PARTS),
        ]);
        // Of which no answer came may be paid for twice.
        let copies = CaseStatement::new()
            .case(Expr::col(message::Column::Doubts).gt(0), 2)
            .finally(1);
        let parts: Option<Option<i64>> = since(month_of(now))
            .select_only()
            .expr_as(Expr::from(each).mul(copies).sum(), "parts")
            .into_tuple()
            .one(db)
            .await?;
        let parts = parts.flatten().unwrap_or_default();
        Ok(Self {
            parts: u64::try_from(parts).unwrap_or_default(),
            most,
        })
    }

    /// Whether a message may be paid for; it is then counted with the most parts it can have.
    pub(super) fn take(&mut self) -> bool {
        let then = self.parts + u64::from(MOST_PARTS.unsigned_abs());
        let granted = then <= self.most;
        if granted {
            self.parts = then;
        }
        granted
    }

    /// How much of the month's parts is spent, in per cent, once that is worth telling.
    pub(crate) fn alert_at(&self) -> Option<u64> {
        if self.most == u64::MAX {
            return None;
        }
        let left = self.most.saturating_sub(self.parts);
        let full = left < u64::from(MOST_PARTS.unsigned_abs());
        let percent = if full {
            100
        } else {
            self.parts * 100 / self.most
        };
        (percent >= ALERT).then_some(percent)
    }

    /// Tells the operator, once the share is reached and once nothing is left.
    pub(super) fn alert(&self, before: &Self) {
        let (was, is) = (before.alert_at(), self.alert_at());
        let full = |share: Option<u64>| share == Some(100);
        if is.is_some() && (was.is_none() || full(is) != full(was)) {
            tracing::warn!(
                parts = self.parts,
                most = self.most,
                "much of what text messages may cost this month is spent"
            );
        }
    }
}

fn month_of(now: Timestamp) -> Timestamp {
    let now = now.to_jiff().to_zoned(TimeZone::UTC);
    let first = now
        .first_of_month()
        .and_then(|first| first.start_of_day())
        .ok();
    first.map_or(Timestamp::from_millis(0), |first| {
        Timestamp::from_millis(first.timestamp().as_millisecond())
    })
}
