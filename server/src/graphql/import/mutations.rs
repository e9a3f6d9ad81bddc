//! Reading a file, and carrying it out.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::ImportId;

use super::Import;
use crate::{
    access::Refusal,
    graphql::{
        error::{UserError, in_words, part},
        operation::Operation,
        request::Asked,
        scalar::Upload,
        status::ImportField,
    },
    imports::{self, ConfirmImport, PreviewImport},
};

/// Which file to read, and how.
#[derive(InputObject)]
struct PreviewImportInput {
    /// The file: at most 20 MB and 100,000 rows.
    file: Upload,
    /// What its columns hold, in their order, in place of what their headings say; null for a column to leave out.
    columns: Option<Vec<Option<ImportField>>>,
    /// Whether teams and products that are not there are made.
    #[graphql(default = false)]
    create_missing: bool,
}

/// Which file to carry out.
#[derive(InputObject)]
struct ConfirmImportInput {
    /// Its import.
    id: ID,
    /// Whether the people it adds are invited at once; without it the organisation's `autoInvite` decides. Nobody else is
    /// written to.
    invite: Option<bool>,
}

/// The answer of `previewImport`.
#[derive(SimpleObject)]
struct PreviewImportPayload {
    /// The file as it was understood; null when it could not be read.
    import: Option<Import>,
    /// What is wrong with the file as a whole. What is wrong with a row stands beside the row.
    errors: Vec<UserError>,
}

/// The answer of `confirmImport`.
#[derive(SimpleObject)]
struct ConfirmImportPayload {
    /// What was done, row by row; null when there are errors.
    operation: Option<Operation>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// Reading a file, and carrying it out.
#[derive(Default)]
pub(in crate::graphql) struct ImportMutations;

#[Object]
impl ImportMutations {
    /// Read a CSV file and say what each row would do. Nobody is added, changed or written to. For administrators.
    async fn preview_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file.")] input: PreviewImportInput,
    ) -> Result<PreviewImportPayload> {
        let admin = ctx.admin()?;
        let file = ctx.file(&input.file)?;
        let columns = input.columns.map(|columns| {
            columns
                .into_iter()
                .map(|field| field.map(Into::into))
                .collect()
        });
        let preview = PreviewImport {
            file_name: &file.name,
            content: &file.content,
            columns,
            creates_missing: input.create_missing,
        };
        let read = imports::preview_import(ctx.app(), &admin, preview, |_, _| ()).await;
        let (previewed, mut errors) = part(ctx, read, &[])?;
        errors.extend(
            previewed
                .iter()
                .flat_map(|previewed| in_words(ctx, &previewed.problems, &[])),
        );
        let import = previewed.map(|previewed| Import(previewed.import));
        Ok(PreviewImportPayload { import, errors })
    }

    /// Carry out a file that was read: every row is judged again, and answered for. The same again answers the same
    /// operation. Takes an `Idempotency-Key`. For administrators.
    async fn confirm_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ConfirmImportInput,
    ) -> Result<ConfirmImportPayload> {
        let admin = ctx.admin_once()?;
        let id = ImportId::parse(&input.id).map_err(|_| Refusal::NotFound)?;
        let confirm = ConfirmImport {
            id,
            invite: input.invite,
        };
        let done = imports::confirm_import(ctx.app(), &admin, confirm, |_, _| ()).await;
        let (operation, errors) = part(ctx, done, &[])?;
        Ok(ConfirmImportPayload {
            operation: operation.map(Operation),
            errors,
        })
    }
}
