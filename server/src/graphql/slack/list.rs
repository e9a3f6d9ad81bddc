//! A page of a list whose order is one column.

use async_graphql::{OutputType, Result};
use sea_orm::{
    ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::SimpleExpr,
};

use crate::{
    app::App,
    graphql::page::{self, Connection, Edge, decode, encode, foreign},
    problem::Fault,
};

/// A list: what is in it, and the column whose values are its places.
pub(super) struct List<E: EntityTrait, C> {
    pub(super) found: Select<E>,
    pub(super) column: C,
    /// What its cursors begin with.
    pub(super) letter: char,
    /// Whether the greatest comes first.
    pub(super) descends: bool,
}

impl<E: EntityTrait, C: ColumnTrait> List<E, C>
where
    E::Model: Sync,
{
    /// One page. `key` is a row's place.
    pub(super) async fn page<
        K: ToString + std::str::FromStr + Into<sea_orm::Value>,
        T: OutputType,
    >(
        self,
        app: &App,
        asked: &page::Asked,
        count: bool,
        key: impl Fn(&E::Model) -> K,
        node: impl Fn(E::Model) -> T,
    ) -> Result<Connection<T>> {
        let place = |name, cursor: &Option<String>| -> Result<Option<K>> {
            let read = |cursor: &String| {
                let key = decode(self.letter, cursor).and_then(|key| key.parse().ok());
                key.ok_or_else(|| foreign(name))
            };
            cursor.as_ref().map(read).transpose()
        };
        let (after, before) = (
            place("after", &asked.after)?,
            place("before", &asked.before)?,
        );
        let total = if count {
            self.found
                .clone()
                .count(&*app.db)
                .await
                .map_err(Fault::from)?
        } else {
            0
        };
        let beyond = |key: K, further: bool| -> SimpleExpr {
            if further == self.descends {
                self.column.lt(key)
            } else {
                self.column.gt(key)
            }
        };
        let mut found = self.found;
        for bound in [
            after.map(|key| beyond(key, true)),
            before.map(|key| beyond(key, false)),
        ] {
            found = bound.into_iter().fold(found, QueryFilter::filter);
        }
        let order = if asked.backwards == self.descends {
            Order::Asc
        } else {
            Order::Desc
        };
        let found = found.order_by(self.column, order).limit(asked.size + 1);
        let rows = found.all(&*app.db).await.map_err(Fault::from)?;
        let (rows, has_next, has_previous) = asked.cut(rows);
        let edge = |row: E::Model| Edge {
            cursor: encode(self.letter, &key(&row).to_string()),
            node: node(row),
        };
        Ok(Connection {
            edges: rows.into_iter().map(edge).collect(),
            has_next,
            has_previous,
            total,
        })
    }
}
