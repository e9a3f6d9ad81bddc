//! The result of a file, to be downloaded, corrected and brought again; and an empty one to begin with.

use std::sync::Arc;

use entity::{ImportField, ImportId, Locale, OutcomeCode, import, import_row, outcome};
use futures_util::{Stream, stream};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{CHUNK, formula, headings, record, spreadsheet};
use crate::{access::Admin, app::App, problem::Fault, words};

/// A file that is sent as it is written.
pub struct Download<S> {
    /// What it is called.
    pub file_name: String,
    /// Its bytes, piece by piece.
    pub pieces: S,
}

/// An empty file with the headings that are understood.
#[must_use]
pub fn template(locale: Locale) -> Vec<u8> {
    let fields = ImportField::ALL
        .iter()
        .filter(|field| !matches!(field, ImportField::FirstName | ImportField::LastName));
    let headings: Vec<_> = fields.map(|field| words::heading(*field, locale)).collect();
    spreadsheet::head(spreadsheet::separator(locale), &headings)
}

/// The rows of a file as they stood in it, each with its result and the reason; nothing when there is no such file.
///
/// # Errors
/// When the database fails.
pub async fn result(
    app: Arc<App>,
    admin: &Admin,
    id: &ImportId,
) -> Result<Option<Download<impl Stream<Item = Result<Vec<u8>, Fault>> + use<>>>, Fault> {
    let Some(import) = record::found(&app, admin, id).await? else {
        return Ok(None);
    };
    let stem = import
        .file_name
        .rsplit_once('.')
        .map_or(&*import.file_name, |(stem, _)| stem);
    let file_name = format!("{stem}-{}.csv", words::result_file_word(admin.locale()));
    let page = Page {
        locale: admin.locale(),
        separator: *import.separator.as_bytes().first().unwrap_or(&b','),
        columns: record::columns(&import),
        import,
        app,
    };
    // One piece of memory at a time, however long the file is.
    let pieces = stream::try_unfold((page, None), |(page, last)| async move {
        match last {
            None => Ok(Some((page.head(), (page, Some(0))))),
            Some(last) => Ok(page
                .after(last)
                .await?
                .map(|(rows, last)| (rows, (page, Some(last))))),
        }
    });
    Ok(Some(Download { file_name, pieces }))
}

struct Page {
    app: Arc<App>,
    import: import::Model,
    columns: Vec<record::Column>,
    separator: u8,
    locale: Locale,
}

impl Page {
    /// Whether a column stays: those that an earlier result added are written anew.
    fn stays(&self, place: usize) -> bool {
        let heading = self
            .columns
            .get(place)
            .and_then(|column| column.heading.as_deref());
        !heading.is_some_and(headings::is_of_a_result)
    }

    fn head(&self) -> Vec<u8> {
        let named = self
            .columns
            .iter()
            .enumerate()
            .filter(|(place, _)| self.stays(*place))
            .map(|(place, column)| {
                let field = column
                    .field
                    .map(|field| words::heading(field, self.locale).to_owned());
                column
                    .heading
                    .clone()
                    .or(field)
                    .unwrap_or_else(|| (place + 1).to_string())
            });
        let ours = words::result_headings(self.locale).map(str::to_owned);
        spreadsheet::head(self.separator, &named.chain(ours).collect::<Vec<_>>())
    }

    async fn after(&self, line: i32) -> Result<Option<(Vec<u8>, i32)>, Fault> {
        let rows = import_row::Entity::find()
            .filter(import_row::Column::ImportId.eq(self.import.id.clone()))
            .filter(import_row::Column::Line.gt(line))
            .order_by_asc(import_row::Column::Line)
            .limit(CHUNK as u64)
            .all(&*self.app.db)
            .await?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            return Ok(None);
        };
        let mut codes = std::collections::HashMap::new();
        if let Some(operation) = &self.import.operation_id {
            let outcomes = outcome::Entity::find()
                .filter(outcome::Column::OperationId.eq(operation.clone()))
                .filter(outcome::Column::Line.between(first.line, last.line));
            let outcomes = outcomes.all(&*self.app.db).await?;
            codes.extend(
                outcomes
                    .into_iter()
                    .map(|outcome| (outcome.line, outcome.code)),
            );
        }
        let line = last.line;
        let cells = rows
            .iter()
            .map(|row| self.cells(row, codes.get(&row.line).copied()));
        Ok(Some((spreadsheet::rows(self.separator, cells), line)))
    }

    fn cells(&self, row: &import_row::Model, code: Option<OutcomeCode>) -> Vec<String> {
        let width = self.columns.len();
        // As they were meant: what protects them from being formulas is written anew, and not once more with each round.
        let cells = record::names(&row.cells);
        let mut cells: Vec<String> = cells
            .iter()
            .map(|cell| formula::meant(cell).to_owned())
            .collect();
        cells.resize(cells.len().max(width), String::new());
        let mut place = 0..;
        cells.retain(|_| place.next().is_some_and(|place| self.stays(place)));
        cells.push(
            code.map_or(row.class.as_str(), |code| code.as_str())
                .to_owned(),
        );
        let problems = record::problems(row, &self.import.fields);
        let why: Vec<String> = match code {
            Some(code) if problems.is_empty() => vec![words::outcome(code, self.locale).to_owned()],
            _ => problems
                .iter()
                .map(|problem| problem.message(self.locale))
                .collect(),
        };
        cells.push(why.join(" "));
        cells
    }
}
