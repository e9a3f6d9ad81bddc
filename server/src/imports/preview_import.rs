//! previewImport: read a file and say what each row would do. Nobody is added, changed or written to.

use entity::{ImportField, ImportId, Timestamp, import, import_row};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait,
    QueryFilter, QueryOrder,
};

use super::{
    CHUNK,
    census::Census,
    encoding,
    known::Known,
    reading::Reading,
    record,
    sheet::{Row, Sheet},
    verdict::Verdict,
};
use crate::{
    access::Admin,
    app::App,
    db::Write,
    problem::{Code, DeedError, Fault, Problem},
    users,
};

/// The largest file, in bytes.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// The most rows of a file.
const MAX_ROWS: usize = 100_000;
/// How long a file that nobody confirms is kept, in hours.
const KEPT_HOURS: i64 = 24;
/// How many files of one person wait to be confirmed, beside the one that is being read.
const KEPT_FILES: usize = 4;
/// The longest name of a file that is kept, in characters.
const LONGEST_FILE_NAME: usize = 120;

/// What other programs' files begin with: spreadsheets and documents that were not saved as CSV.
const NOT_TEXT: [&[u8]; 3] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"];

/// A file to read.
#[derive(Clone, Debug)]
pub struct PreviewImport<'a> {
    /// What it is called.
    pub file_name: &'a str,
    /// Its bytes.
    pub content: &'a [u8],
    /// What its columns hold, in their order, in place of what their headings say.
    pub columns: Option<Vec<Option<ImportField>>>,
    /// Whether teams and products that are not there are made.
    pub creates_missing: bool,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Previewed {
    /// The import, which can be confirmed.
    pub import: import::Model,
    /// What is wrong with the file as a whole, though it could be read.
    pub problems: Vec<Problem>,
}

/// Reads a file and keeps what each row would do, for a day. `progress` hears how many rows have been judged, and of how many.
///
/// # Errors
/// When it is too large or is not a file of rows.
pub async fn preview_import(
    app: &App,
    admin: &Admin,
    input: PreviewImport<'_>,
    progress: impl Fn(usize, usize),
) -> Result<Previewed, DeedError> {
    if input.content.len() > MAX_BYTES {
        return Err(Problem::at(Code::FileTooLarge, "file").into());
    }
    let unreadable = || Problem::at(Code::FileUnreadable, "file");
    if NOT_TEXT.iter().any(|mark| input.content.starts_with(mark)) {
        return Err(unreadable().into());
    }
    let (text, encoding) = encoding::decode(input.content);
    let mut sheet = Sheet::open(&text).ok_or_else(unreadable)?;
    if let Some(columns) = &input.columns {
        sheet.mend(columns);
    }
    // Counted before anything is written: a file that is too long must not hold up others.
    let count = sheet.rows().take(MAX_ROWS + 1).count();
    if count > MAX_ROWS {
        return Err(Problem::at(Code::FileTooLarge, "file").into());
    }
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    forget_unconfirmed(&tx, admin, now).await?;
    let import = import::Model {
        id: ImportId::new(now, app.random.bytes()),
        organization_id: admin.organization().clone(),
        actor_id: Some(admin.actor().user().clone()),
        created_at: now,
        file_name: file_name(input.file_name),
        encoding: encoding.name().to_owned(),
        separator: char::from(sheet.separator).to_string(),
        headings: sheet.headings.as_deref().map(record::json),
        fields: record::write_fields(&sheet.fields),
        creates_missing: input.creates_missing,
        new_teams: String::new(),
        new_products: String::new(),
        operation_id: None,
    };
    import.clone().into_active_model().insert(&*tx).await?;
    let import = judge(&tx, app, admin, &sheet, import, |done| {
        progress(done, count)
    })
    .await?;
    tx.commit().await?;
    Ok(Previewed {
        import,
        problems: sheet.without_contact().into_iter().collect(),
    })
}

impl Sheet<'_> {
    /// Takes a person's word for what the columns hold.
    fn mend(&mut self, columns: &[Option<ImportField>]) {
        let mended = columns.iter().copied().chain(std::iter::repeat(None));
        self.fields = mended.take(self.fields.len()).collect();
    }

    /// The problem of a file by which nobody can be reached.
    fn without_contact(&self) -> Option<Problem> {
        let reaches =
            |field: &ImportField| matches!(field, ImportField::Email | ImportField::Phone);
        let missing = !self.fields.iter().flatten().any(reaches);
        missing.then(|| Problem::at(Code::ColumnMissing, "columns"))
    }
}

/// Judges every row and keeps it.
async fn judge(
    tx: &Write,
    app: &App,
    admin: &Admin,
    sheet: &Sheet<'_>,
    import: import::Model,
    progress: impl Fn(usize),
) -> Result<import::Model, DeedError> {
    let organization = users::organization(tx, admin).await?;
    let mut census = Census::begin(
        tx,
        app,
        admin,
        &organization,
        import.creates_missing,
        import.created_at,
    )
    .await?;
    let (mut rows, mut done) = (sheet.rows(), 0);
    loop {
        let some: Vec<Row> = rows.by_ref().take(CHUNK).collect();
        if some.is_empty() {
            break;
        }
        let readings: Vec<Reading> = some
            .iter()
            .map(|row| Reading::of(row, &sheet.fields, organization.country))
            .collect();
        let known = Known::read(tx, &organization.id, &readings, false).await?;
        let verdicts: Vec<Verdict> = some
            .iter()
            .zip(readings)
            .map(|(row, reading)| census.judge(row.line, reading, &known))
            .collect();
        done += some.len();
        keep(tx, &import.id, some, verdicts).await?;
        progress(done);
    }
    let teams: Vec<&str> = census
        .names
        .made_teams
        .iter()
        .map(|team| team.name.as_str())
        .collect();
    let products: Vec<&str> = census
        .names
        .made_products
        .iter()
        .map(|product| product.name.as_str())
        .collect();
    let mut change = import.into_active_model();
    change.new_teams = Set(record::json(&teams));
    change.new_products = Set(record::json(&products));
    Ok(change.update(&**tx).await?)
}

async fn keep(
    tx: &Write,
    import: &ImportId,
    rows: Vec<Row>,
    verdicts: Vec<Verdict>,
) -> Result<(), Fault> {
    let rows = rows
        .into_iter()
        .zip(verdicts)
        .map(|(row, verdict)| import_row::ActiveModel {
            import_id: Set(import.clone()),
            line: Set(row.line),
            class: Set(verdict.class),
            cells: Set(record::json(&row.cells)),
            flaws: Set(entity::Flaw::write(&verdict.flaws)),
            user_id: Set(verdict.user_id),
        });
    import_row::Entity::insert_many(rows)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Files hold people's data: one that nobody confirms is not kept, nor more of them than somebody can be choosing from.
async fn forget_unconfirmed(tx: &Write, admin: &Admin, now: Timestamp) -> Result<(), Fault> {
    let waiting = import::Entity::find()
        .filter(import::Column::OrganizationId.eq(admin.organization().clone()))
        .filter(import::Column::OperationId.is_null())
        .order_by_desc(import::Column::Id)
        .all(&**tx)
        .await?;
    let mut own = 0;
    for import in waiting {
        let is_own = import.actor_id.as_ref() == Some(admin.actor().user());
        let is_old = import.created_at < now.plus_hours(-KEPT_HOURS);
        own += usize::from(is_own);
        if is_old || (is_own && own > KEPT_FILES) {
            import.delete(&**tx).await?;
        }
    }
    Ok(())
}

/// The name without the folders that some programs send along, and without what could not be shown.
fn file_name(sent: &str) -> String {
    let name = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = name
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_FILE_NAME)
        .collect();
    crate::text::line(&shown, LONGEST_FILE_NAME).unwrap_or_else(|_| "people.csv".to_owned())
}
