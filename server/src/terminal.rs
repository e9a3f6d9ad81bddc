//! Files of people at a terminal: what the console does, for whoever has the server in hand.

use std::{
    io::{Read, Write},
    path::Path,
    pin::pin,
    sync::Arc,
};

use anyhow::{Context, bail};
use entity::{
    EmailAddress, Locale, OrganizationId, Role, RowClass, UserStatus, import_row, organization,
    outcome, user,
};
use futures_util::{Stream, StreamExt};
use indicatif::{ProgressBar, ProgressStyle};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    access::Admin,
    app::App,
    cli,
    db::how_many_rows,
    graphql,
    imports::{self, ConfirmImport, PreviewImport},
    problem::{DeedError, Fault},
};

/// How many rows that need mending are shown; the result file has all of them.
const SHOWN: u64 = 20;

/// `bienvenue import`: says what each row of a file would do, and does it if it is confirmed.
///
/// # Errors
/// With one sentence about what is wrong.
pub async fn import(app: &Arc<App>, input: &cli::Import) -> anyhow::Result<()> {
    let admin = in_name_of(app, &input.who).await?;
    let content = read(&input.file)?;
    let name = input.file.file_name().unwrap_or_default().to_string_lossy();
    let preview = PreviewImport {
        file_name: &name,
        content: &content,
        columns: None,
        creates_missing: input.create_missing,
    };
    let bar = bar();
    let previewed = imports::preview_import(app, &admin, preview, reports(&bar)).await;
    bar.finish_and_clear();
    let previewed = previewed.map_err(plainly)?;
    for problem in &previewed.problems {
        eprintln!("{}", problem.message(Locale::En));
    }
    let import = previewed.import;
    println!(
        "{} in {}, cells apart by {:?}",
        import.file_name, import.encoding, import.separator
    );
    for (class, count) in classes(app, &import.id).await? {
        println!(
            "{count:>9}  {}",
            class.as_str().to_lowercase().replace('_', " ")
        );
    }
    mends(app, &import).await?;
    if input.confirm {
        let bar = self::bar();
        let confirm = ConfirmImport {
            id: import.id.clone(),
            invite: Some(!input.no_invite),
        };
        let operation = imports::confirm_import(app, &admin, confirm, reports(&bar)).await;
        bar.finish_and_clear();
        let operation = operation.map_err(plainly)?;
        println!("Done: {}", operation.id);
        for (code, count) in outcomes(app, &operation.id).await? {
            println!(
                "{count:>9}  {}",
                code.as_str().to_lowercase().replace('_', " ")
            );
        }
    } else {
        println!("Nothing was done. Say --confirm to carry it out.");
    }
    if let Some(path) = &input.result {
        let result = imports::result(Arc::clone(app), &admin, &import.id).await?;
        let result = result.context("the import is gone")?;
        write(result.pieces, path).await?;
    }
    Ok(())
}

/// `bienvenue export`: writes everyone a filter finds.
///
/// # Errors
/// With one sentence about what is wrong.
pub async fn export(app: &Arc<App>, input: &cli::Export) -> anyhow::Result<()> {
    let admin = in_name_of(app, &input.who).await?;
    let filter = match &input.filter {
        Some(json) => {
            graphql::read_filter(json).map_err(|error| anyhow::anyhow!("--filter: {error}"))?
        }
        None => Default::default(),
    };
    let download = imports::export_users(Arc::clone(app), &admin, filter);
    write(download.pieces, &input.file).await
}

/// The proof of the administrator who is named, and a line that says where.
async fn in_name_of(app: &App, who: &cli::Who) -> anyhow::Result<Admin> {
    let email = EmailAddress::parse(&who.r#as)
        .map_err(|error| anyhow::anyhow!("--as “{}” {error}", who.r#as))?;
    let people = user::Entity::find()
        .filter(user::Column::EmailKey.eq(email.key()))
        .filter(user::Column::Status.eq(UserStatus::Active))
        .filter(user::Column::Role.is_in([Role::Admin, Role::Owner]))
        .all(&*app.db)
        .await?;
    let mut found = Vec::new();
    for user in people {
        let theirs = organization::Entity::find_by_id(user.organization_id.clone());
        let theirs = theirs.one(&*app.db).await?;
        found.extend(
            theirs
                .filter(|theirs| is_named(theirs, who.organization.as_deref()))
                .map(|theirs| (user, theirs)),
        );
    }
    let (Some((user, organization)), true) = (found.pop(), found.is_empty()) else {
        bail!(
            "say with --as and --organization which administrator of which organisation does this"
        );
    };
    eprintln!(
        "In {} ({}), as {}",
        organization.name,
        organization.id,
        user.display_name()
    );
    Admin::in_name_of(&user).context("only an administrator may do this")
}

fn is_named(organization: &organization::Model, name: Option<&str>) -> bool {
    name.is_none_or(|name| {
        OrganizationId::parse(name).is_ok_and(|id| id == organization.id)
            || entity::fold(name) == entity::fold(&organization.name)
    })
}

/// A file whole, or standard input; not a byte more than the longest file may have is kept.
fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let cannot = || format!("{} cannot be read", path.display());
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).with_context(cannot)?)
    };
    let mut content = Vec::new();
    let mut bounded = source.take(imports::MAX_BYTES as u64 + 1);
    bounded.read_to_end(&mut content).with_context(cannot)?;
    if content.len() > imports::MAX_BYTES {
        bail!(
            "{} is too large: split it into files of at most 20 MB",
            path.display()
        );
    }
    Ok(content)
}

async fn write(
    pieces: impl Stream<Item = Result<Vec<u8>, Fault>>,
    path: &Path,
) -> anyhow::Result<()> {
    let cannot = || format!("{} cannot be written", path.display());
    let mut file: Box<dyn Write> = if path == Path::new("-") {
        Box::new(std::io::stdout().lock())
    } else {
        Box::new(std::fs::File::create(path).with_context(cannot)?)
    };
    let mut pieces = pin!(pieces);
    while let Some(piece) = pieces.next().await {
        file.write_all(&piece?).with_context(cannot)?;
    }
    file.flush().with_context(cannot)
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} rows, {eta} left");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn reports(bar: &ProgressBar) -> impl Fn(usize, usize) {
    |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    }
}

async fn classes(app: &App, import: &entity::ImportId) -> anyhow::Result<Vec<(RowClass, i64)>> {
    let counted = import_row::Entity::find()
        .select_only()
        .column(import_row::Column::Class)
        .column_as(how_many_rows(), "count")
        .filter(import_row::Column::ImportId.eq(import.clone()))
        .group_by(import_row::Column::Class)
        .order_by_asc(import_row::Column::Class)
        .into_tuple();
    Ok(counted.all(&*app.db).await?)
}

async fn outcomes(
    app: &App,
    operation: &entity::OperationId,
) -> anyhow::Result<Vec<(entity::OutcomeCode, i64)>> {
    let counted = outcome::Entity::find()
        .select_only()
        .column(outcome::Column::Code)
        .column_as(how_many_rows(), "count")
        .filter(outcome::Column::OperationId.eq(operation.clone()))
        .group_by(outcome::Column::Code)
        .order_by_asc(outcome::Column::Code)
        .into_tuple();
    Ok(counted.all(&*app.db).await?)
}

/// Shows the first rows that have to be mended.
async fn mends(app: &App, import: &entity::import::Model) -> anyhow::Result<()> {
    let rows = import_row::Entity::find()
        .filter(import_row::Column::ImportId.eq(import.id.clone()))
        .filter(import_row::Column::Class.is_in([RowClass::Invalid, RowClass::DuplicateInFile]))
        .order_by_asc(import_row::Column::Line)
        .limit(SHOWN);
    for row in rows.all(&*app.db).await? {
        for problem in imports::problems(&row, &import.fields) {
            let column = problem
                .path
                .first()
                .map(|field| format!(", {field}"))
                .unwrap_or_default();
            println!("line {}{column}: {}", row.line, problem.message(Locale::En));
        }
    }
    Ok(())
}

/// A deed's error as a person at a terminal reads it.
///
/// # Errors
/// Always: it makes one.
pub fn plainly(error: DeedError) -> anyhow::Error {
    match error {
        DeedError::Problems(problems) => {
            let sentences = problems.iter().map(|problem| problem.message(Locale::En));
            anyhow::anyhow!(sentences.collect::<Vec<_>>().join(" "))
        }
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_end_is_given_up() {
        let refused = read(Path::new("/dev/zero")).unwrap_err();
        assert!(refused.to_string().contains("is too large"), "{refused}");
    }
}
