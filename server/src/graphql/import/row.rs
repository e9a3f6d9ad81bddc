//! The rows of a file.

use async_graphql::{Context, Object, Result};
use entity::{ImportId, import_row};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    app::App,
    graphql::{
        error::{UserError, in_words},
        page::{self, Connection, Edge, encode},
        request::Asked,
        status::RowClass,
        user::User,
    },
    imports,
    problem::Fault,
};

/// A row.
pub(in crate::graphql) struct ImportRow(import_row::Model);

/// A row of a file, and what it does or would do.
#[Object]
impl ImportRow {
    /// The line of the file on which it begins, from 1.
    async fn line(&self) -> i32 {
        self.0.line
    }

    /// What it would do, as it was when the file was read; once confirmed, what it was taken for then.
    async fn class(&self) -> RowClass {
        self.0.class.into()
    }

    /// Its cells as they stand in the file, one for each column if it has as many.
    async fn cells(&self) -> Vec<String> {
        imports::names(&self.0.cells)
    }

    /// Everything that is wrong with it. The path names the field of the column.
    async fn problems(&self, ctx: &Context<'_>) -> Vec<UserError> {
        in_words(ctx, &imports::problems(&self.0), &[])
    }

    /// The person it is about; null when it adds one, or when they are gone.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        let Some(user) = &self.0.user_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().user(user).await?.map(User::from))
    }
}

/// One page of rows.
pub(super) async fn page(
    app: &App,
    import: &ImportId,
    asked: &page::Asked,
    classes: Option<Vec<entity::RowClass>>,
    count: bool,
) -> Result<Connection<ImportRow>> {
    let (after, before) = asked.numbers('r')?;
    let mut found =
        import_row::Entity::find().filter(import_row::Column::ImportId.eq(import.clone()));
    if let Some(classes) = classes {
        found = found.filter(import_row::Column::Class.is_in(classes));
    }
    let total = if count {
        found.clone().count(&*app.db).await.map_err(Fault::from)?
    } else {
        0
    };
    if let Some(after) = after {
        found = found.filter(import_row::Column::Line.gt(after));
    }
    if let Some(before) = before {
        found = found.filter(import_row::Column::Line.lt(before));
    }
    let order = if asked.backwards {
        sea_orm::Order::Desc
    } else {
        sea_orm::Order::Asc
    };
    let found = found
        .order_by(import_row::Column::Line, order)
        .limit(asked.size + 1);
    let (rows, has_next, has_previous) = asked.cut(found.all(&*app.db).await.map_err(Fault::from)?);
    let edge = |row: import_row::Model| Edge {
        cursor: encode('r', &row.line.to_string()),
        node: ImportRow(row),
    };
    Ok(Connection {
        edges: rows.into_iter().map(edge).collect(),
        has_next,
        has_previous,
        total,
    })
}
