//! Imports: files of people, as they were understood.

mod mutations;
mod row;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::{ImportId, OrganizationId, import, import_row, operation};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

pub(super) use mutations::ImportMutations;
pub(super) use row::ImportRow;

use super::{
    operation::Operation,
    page::{self, Connection},
    request::Asked,
    scalar::DateTime,
    status::{ImportField, RowClass},
};
use crate::{app::App, db::how_many_rows, imports, problem::Fault};

/// A row.
pub(super) struct Import(pub(super) import::Model);

/// A CSV file as it was understood.
#[Object]
impl Import {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// What the file is called.
    async fn file_name(&self) -> &str {
        &self.0.file_name
    }

    /// When it was read.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// The encoding it was read in, by its name in the Encoding Standard.
    async fn encoding(&self) -> &str {
        &self.0.encoding
    }

    /// The character between two cells.
    async fn separator(&self) -> &str {
        &self.0.separator
    }

    /// Its columns, in their order.
    async fn columns(&self) -> Vec<ImportColumn> {
        let column = |column: imports::Column| ImportColumn {
            heading: column.heading,
            field: column.field.map(Into::into),
        };
        imports::columns(&self.0).into_iter().map(column).collect()
    }

    /// Whether teams and products that are not there are made.
    async fn creates_missing(&self) -> bool {
        self.0.creates_missing
    }

    /// The teams that would be made.
    async fn new_teams(&self) -> Vec<String> {
        imports::names(&self.0.new_teams)
    }

    /// The products that would be made.
    async fn new_products(&self) -> Vec<String> {
        imports::names(&self.0.new_products)
    }

    /// How many rows there are of each class; classes without a row are left out.
    async fn counts(&self, ctx: &Context<'_>) -> Result<Vec<RowCount>> {
        Ok(counts(ctx.app(), &self.0.id).await?)
    }

    /// The rows, in the order of the file.
    async fn rows(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the first: 0 to 100; 50 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the last: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
        #[graphql(desc = "Only these classes; all by default.")] class: Option<Vec<RowClass>>,
    ) -> Result<Connection<ImportRow>> {
        let asked = page::Asked::read(first, after, last, before)?;
        let classes = class.map(|classes| classes.into_iter().map(Into::into).collect());
        let count = ctx.look_ahead().field("totalCount").exists();
        row::page(ctx.app(), &self.0, &asked, classes, count).await
    }

    /// What came of it; null until it is confirmed.
    async fn operation(&self, ctx: &Context<'_>) -> Result<Option<Operation>> {
        let Some(id) = &self.0.operation_id else {
            return Ok(None);
        };
        let found = operation::Entity::find_by_id(id.clone()).one(&*ctx.app().db);
        Ok(found.await.map_err(Fault::from)?.map(Operation))
    }
}

/// A column of a file.
#[derive(SimpleObject)]
struct ImportColumn {
    /// Its heading; null in a file without headings.
    heading: Option<String>,
    /// What it holds; null when it is left out.
    field: Option<ImportField>,
}

/// How many rows there are of a class.
#[derive(SimpleObject)]
struct RowCount {
    /// The class.
    class: RowClass,
    /// How many rows.
    count: i64,
}

/// Questions about imports.
#[derive(Default)]
pub(super) struct ImportQueries;

#[Object]
impl ImportQueries {
    /// A file as it was understood; null when there is none of this id. One that nobody confirms is kept for a day. For
    /// administrators.
    async fn import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Result<Option<Import>> {
        let admin = ctx.admin()?;
        Ok(named(ctx.app(), admin.organization(), &id).await?)
    }
}

/// An import of an organisation, by an id that somebody named.
pub(super) async fn named(
    app: &App,
    organization: &OrganizationId,
    id: &str,
) -> Result<Option<Import>, Fault> {
    let Ok(id) = ImportId::parse(id) else {
        return Ok(None);
    };
    let found = import::Entity::find_by_id(id)
        .filter(import::Column::OrganizationId.eq(organization.clone()));
    Ok(found.one(&*app.db).await?.map(Import))
}

async fn counts(app: &App, import: &ImportId) -> Result<Vec<RowCount>, Fault> {
    let counted: Vec<(entity::RowClass, i64)> = import_row::Entity::find()
        .select_only()
        .column(import_row::Column::Class)
        .column_as(how_many_rows(), "count")
        .filter(import_row::Column::ImportId.eq(import.clone()))
        .group_by(import_row::Column::Class)
        .order_by_asc(import_row::Column::Class)
        .into_tuple()
        .all(&*app.db)
        .await?;
    let count = |(class, count): (entity::RowClass, i64)| RowCount {
        class: class.into(),
        count,
    };
    Ok(counted.into_iter().map(count).collect())
}
