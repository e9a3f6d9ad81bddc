//! Files of people: having one read, looking at its rows, carrying it out, and following what comes of it.

mod values;

pub use values::*;

use cynic::{InputObject, MutationBuilder, QueryBuilder, QueryFragment, QueryVariables, Scalar};

use super::schema;
use super::values::UserError;
use super::{Failure, post, post_file};

/// Rows of a file on one page.
const PAGE: i32 = 50;

/// The place of a file in a request: its bytes travel beside it.
#[derive(Scalar, Clone, Copy, Debug)]
pub struct Upload(());

#[derive(QueryVariables)]
struct IdVariables {
    id: cynic::Id,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query", variables = "IdVariables")]
struct ImportQuery {
    #[arguments(id: $id)]
    import: Option<Import>,
}

/// A file that was read; nothing when there is none of this id.
///
/// # Errors
/// See [`post`].
pub async fn import(id: cynic::Id) -> Result<Option<Import>, Failure> {
    Ok(post(ImportQuery::build(IdVariables { id })).await?.import)
}

#[derive(QueryVariables)]
struct RowsVariables {
    id: cynic::Id,
    first: i32,
    after: Option<String>,
    class: Option<Vec<RowClass>>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query", variables = "RowsVariables")]
struct RowsQuery {
    #[arguments(id: $id)]
    import: Option<ImportRows>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Import", variables = "RowsVariables")]
struct ImportRows {
    #[arguments(first: $first, after: $after, class: $class)]
    rows: ImportRowConnection,
}

#[derive(QueryFragment)]
struct ImportRowConnection {
    nodes: Vec<Row>,
    page_info: PageInfo,
}

#[derive(QueryFragment)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

/// Rows of a file: of some classes, or of all.
///
/// # Errors
/// See [`post`].
pub async fn rows(
    id: cynic::Id,
    class: Option<Vec<RowClass>>,
    after: Option<String>,
) -> Result<Rows, Failure> {
    let variables = RowsVariables {
        id,
        first: PAGE,
        after,
        class,
    };
    let Some(import) = post(RowsQuery::build(variables)).await?.import else {
        return Ok(Rows::default());
    };
    let ImportRowConnection { nodes, page_info } = import.rows;
    Ok(Rows {
        rows: nodes,
        next: page_info.end_cursor.filter(|_| page_info.has_next_page),
    })
}

#[derive(InputObject)]
struct PreviewImportInput {
    file: Upload,
    #[cynic(skip_serializing_if = "Option::is_none")]
    columns: Option<Vec<Option<ImportField>>>,
    create_missing: bool,
}

#[derive(QueryVariables)]
struct PreviewVariables {
    input: PreviewImportInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PreviewVariables")]
struct PreviewImport {
    #[arguments(input: $input)]
    preview_import: PreviewImportPayload,
}

#[derive(QueryFragment)]
struct PreviewImportPayload {
    import: Option<Import>,
    errors: Vec<UserError>,
}

/// How a file is to be read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What its columns hold, in place of what their headings say.
    pub columns: Option<Vec<Option<ImportField>>>,
    /// Whether teams and products that are not there are made.
    pub create_missing: bool,
}

/// Has a file read. The answer is what was understood, if it could be read, and what is wrong with it as a whole.
///
/// # Errors
/// See [`post`].
pub async fn preview(
    file: &web_sys::Blob,
    name: &str,
    reading: Reading,
) -> Result<(Option<Import>, Vec<UserError>), Failure> {
    let input = PreviewImportInput {
        file: Upload(()),
        columns: reading.columns,
        create_missing: reading.create_missing,
    };
    let operation = PreviewImport::build(PreviewVariables { input });
    let payload = post_file(operation, "variables.input.file", file, name)
        .await?
        .preview_import;
    Ok((payload.import, payload.errors))
}

#[derive(InputObject)]
struct ConfirmImportInput {
    id: cynic::Id,
    invite: bool,
}

#[derive(QueryVariables)]
struct ConfirmVariables {
    input: ConfirmImportInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ConfirmVariables")]
struct ConfirmImport {
    #[arguments(input: $input)]
    confirm_import: ConfirmImportPayload,
}

#[derive(QueryFragment)]
struct ConfirmImportPayload {
    operation: Option<Operation>,
    errors: Vec<UserError>,
}

/// Carries a file out. The answer is what was done, or what was wrong.
///
/// # Errors
/// See [`post`].
pub async fn confirm(
    id: cynic::Id,
    invite: bool,
) -> Result<Result<Operation, Vec<UserError>>, Failure> {
    let variables = ConfirmVariables {
        input: ConfirmImportInput { id, invite },
    };
    let payload = post(ConfirmImport::build(variables)).await?.confirm_import;
    Ok(payload.operation.ok_or(payload.errors))
}
