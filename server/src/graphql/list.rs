//! Lists in which every row stands at a place of its own, the value of one unique column: their pages.

use async_graphql::Result;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, ModelTrait, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select, Value,
};

use super::page::{Asked, Connection, Edge, decode, encode, foreign};
use crate::{app::App, problem::Fault};

/// A list and its order.
pub(super) struct List<E: EntityTrait> {
    /// The letter of its cursors: no two lists share one.
    pub(super) letter: char,
    /// The unique column that it is sorted by.
    pub(super) column: E::Column,
    /// Whether the greatest value comes first.
    pub(super) descending: bool,
    /// How a value of that column is read from a cursor.
    pub(super) read: fn(&str) -> Option<Value>,
}

/// Reads a place that is a number.
pub(super) fn number(key: &str) -> Option<Value> {
    key.parse::<i64>().ok().map(Value::from)
}

/// Reads a place that is an id or a name.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same shape as `number`, which may fail"
)]
pub(super) fn text(key: &str) -> Option<Value> {
    Some(Value::from(key))
}

impl<E> List<E>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Send + Sync,
{
    /// One page of the rows that were found, each made into a node; the whole is counted when `count` asks for it.
    ///
    /// # Errors
    /// BAD_USER_INPUT for a cursor of another list, and faults.
    pub(super) async fn page<T>(
        &self,
        app: &App,
        mut found: Select<E>,
        asked: &Asked,
        count: bool,
        node: impl Fn(E::Model) -> T,
    ) -> Result<Connection<T>> {
        let after = self.place("after", asked.after.as_deref())?;
        let before = self.place("before", asked.before.as_deref())?;
        let total = if count {
            found.clone().count(&*app.db).await.map_err(Fault::from)?
        } else {
            0
        };
        let (least, greatest) = if self.descending {
            (before, after)
        } else {
            (after, before)
        };
        if let Some(least) = least {
            found = found.filter(self.column.gt(least));
        }
        if let Some(greatest) = greatest {
            found = found.filter(self.column.lt(greatest));
        }
        let order = if self.descending == asked.backwards {
            Order::Asc
        } else {
            Order::Desc
        };
        let found = found.order_by(self.column, order).limit(asked.size + 1);
        let rows = found.all(&*app.db).await.map_err(Fault::from)?;
        let (rows, has_next, has_previous) = asked.cut(rows);
        let edge = |row: E::Model| Edge {
            cursor: encode(self.letter, &key(&row.get(self.column))),
            node: node(row),
        };
        Ok(Connection {
            edges: rows.into_iter().map(edge).collect(),
            has_next,
            has_previous,
            total,
        })
    }

    fn place(&self, argument: &str, cursor: Option<&str>) -> Result<Option<Value>> {
        let read = |cursor| {
            decode(self.letter, cursor)
                .and_then(|key| (self.read)(&key))
                .ok_or_else(|| foreign(argument))
        };
        cursor.map(read).transpose()
    }
}

/// A place as it is written into a cursor.
fn key(value: &Value) -> String {
    match value {
        Value::String(Some(text)) => text.clone(),
        Value::Int(Some(number)) => number.to_string(),
        Value::BigInt(Some(number)) => number.to_string(),
        // No list is sorted by anything else; a cursor that reads back as none starts again from the beginning.
        _ => String::new(),
    }
}
