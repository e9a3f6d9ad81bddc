//! The rows of a file.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use entity::{import, import_row};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    app::App,
    graphql::{
        error::{UserError, in_words},
        list::{self, List},
        page::{self, Connection},
        request::Asked,
        status::RowClass,
        user::User,
    },
    imports,
};

/// A row, and what the columns of its file hold.
pub(in crate::graphql) struct ImportRow {
    row: import_row::Model,
    fields: Arc<str>,
}

/// A row of a file, and what it does or would do.
#[Object]
impl ImportRow {
    /// The line of the file on which it begins, from 1.
    async fn line(&self) -> i32 {
        self.row.line
    }

    /// What it would do, as it was when the file was read; once confirmed, what it was taken for then.
    async fn class(&self) -> RowClass {
        self.row.class.into()
    }

    /// Its cells as they stand in the file, one for each column if it has as many.
    async fn cells(&self) -> Vec<String> {
        imports::names(&self.row.cells)
    }

    /// Everything that is wrong with it. The path names the field of the column.
    async fn problems(&self, ctx: &Context<'_>) -> Vec<UserError> {
        in_words(ctx, &imports::problems(&self.row, &self.fields), &[])
    }

    /// The person it is about; null when it adds one, or when they are gone.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        let Some(user) = &self.row.user_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().user(user).await?.map(User::from))
    }
}

/// The rows of a file, by line.
const ROWS: List<import_row::Entity> = List {
    letter: 'r',
    column: import_row::Column::Line,
    descending: false,
    read: list::number,
};

/// One page of rows.
pub(super) async fn page(
    app: &App,
    import: &import::Model,
    asked: &page::Asked,
    classes: Option<Vec<entity::RowClass>>,
    count: bool,
) -> Result<Connection<ImportRow>> {
    let mut found =
        import_row::Entity::find().filter(import_row::Column::ImportId.eq(import.id.clone()));
    if let Some(classes) = classes {
        found = found.filter(import_row::Column::Class.is_in(classes));
    }
    let fields: Arc<str> = import.fields.as_str().into();
    let of = |row| ImportRow {
        row,
        fields: Arc::clone(&fields),
    };
    ROWS.page(app, found, asked, count, of).await
}
