//! Inviting many at once.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use crate::{
    graphql::{
        error::{UserError, bad_input, part},
        operation::Operation,
        request::Asked,
        status::Channel,
        user::{PersonInput, UserSelection},
    },
    invitations::{self, BulkInvite, Targets},
    problem::DeedError,
};

/// Whom to invite: `people` or `users`, one of them.
#[derive(InputObject)]
struct BulkInviteInput {
    /// People to add, at most 10,000. Whoever of them is there already is invited as they are.
    people: Option<Vec<PersonInput>>,
    /// People who were created before, any number.
    users: Option<UserSelection>,
    /// How to reach those for whom nothing else is said.
    channel: Option<Channel>,
    /// A personal note, shown in every letter.
    note: Option<String>,
}

/// The answer of `bulkInvite`.
#[derive(SimpleObject)]
struct BulkInvitePayload {
    /// What was done, person by person; null when there are errors.
    operation: Option<Operation>,
    /// What is wrong with the request.
    errors: Vec<UserError>,
}

/// Inviting many at once.
#[derive(Default)]
pub(in crate::graphql) struct BulkInviteMutation;

#[Object]
impl BulkInviteMutation {
    /// Add and invite many, or invite many who were created before. One answer per person, one transaction. Takes an
    /// `Idempotency-Key`. For administrators.
    async fn bulk_invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: BulkInviteInput,
    ) -> Result<BulkInvitePayload> {
        let admin = ctx.admin_once()?;
        let invited = match input.read()? {
            Ok(input) => invitations::bulk_invite(ctx.app(), &admin, input).await,
            Err(unknown) => Err(unknown),
        };
        let (operation, errors) = part(ctx, invited, &[])?;
        Ok(BulkInvitePayload {
            operation: operation.map(Operation),
            errors,
        })
    }
}

impl BulkInviteInput {
    fn read(self) -> Result<std::result::Result<BulkInvite, DeedError>> {
        let targets = match (self.people, self.users) {
            (Some(people), None) => Ok(Targets::People(
                people.into_iter().map(Into::into).collect(),
            )),
            (None, Some(users)) => users.read()?.map(Targets::Selection),
            _ => return Err(bad_input("Give `people` or `users`, one of them.")),
        };
        let channel = self.channel.map(Into::into);
        Ok(targets
            .map(|targets| BulkInvite {
                targets,
                channel,
                note: self.note,
            })
            .map_err(Into::into))
    }
}
