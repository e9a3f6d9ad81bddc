//! Taking an operation back.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::OperationId;

use super::Operation;
use crate::{
    graphql::{
        error::{UserError, part},
        request::Asked,
    },
    invitations,
    problem::{Code, Problem},
};

/// What to take back.
#[derive(InputObject)]
struct CancelOperationInput {
    /// The operation.
    id: ID,
}

/// The answer of `cancelOperation`.
#[derive(SimpleObject)]
struct CancelOperationPayload {
    /// The operation as it is now: whom it was taken back for has the outcome CANCELLED. Null when there are errors.
    operation: Option<Operation>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// Deeds done to operations.
#[derive(Default)]
pub(in crate::graphql) struct OperationMutations;

#[Object]
impl OperationMutations {
    /// Take back, within the undo window, what has not left, and put people back where they were: invited ones read as before,
    /// reminded ones have their older link again, and a revoked invitation is open again. Asked again, it answers the same. For
    /// administrators.
    async fn cancel_operation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to take back.")] input: CancelOperationInput,
    ) -> Result<CancelOperationPayload> {
        let admin = ctx.admin()?;
        let cancelled = match OperationId::parse(&input.id) {
            Ok(id) => invitations::cancel_operation(ctx.app(), &admin, &id).await,
            Err(_) => Err(Problem::at(Code::OperationNotFound, "id").into()),
        };
        let (operation, errors) = part(ctx, cancelled, &[])?;
        Ok(CancelOperationPayload {
            operation: operation.map(Operation),
            errors,
        })
    }
}
