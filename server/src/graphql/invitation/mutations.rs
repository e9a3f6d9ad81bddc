//! The administrator's deeds about invitations.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use super::Invitation;
use crate::{
    graphql::{
        error::{UserError, bad_input, part},
        operation::Operation,
        request::Asked,
        user::{PersonInput, User, UserSelection, user_id},
    },
    invitations::{self, Invite, SendReminder, Target},
    problem::DeedError,
    qr,
};

/// Whom to invite: `userId` or `person`, one of them.
#[derive(InputObject)]
struct InviteInput {
    /// Somebody who was created before.
    user_id: Option<ID>,
    /// Somebody new.
    person: Option<PersonInput>,
    /// A personal note, shown in the letter.
    note: Option<String>,
}

/// Whom to remind.
#[derive(InputObject)]
struct SendReminderInput {
    /// Whom.
    users: UserSelection,
    /// A personal note, in place of the invitation's.
    note: Option<String>,
}

/// Whose invitations to take back.
#[derive(InputObject)]
struct RevokeInvitationInput {
    /// Whose.
    users: UserSelection,
}

/// Whose link to copy.
#[derive(InputObject)]
struct CopyLinkInput {
    /// Whose.
    user_id: ID,
}

/// The answer of `invite`.
#[derive(SimpleObject)]
struct InvitePayload {
    /// Who is invited; null when there are errors.
    user: Option<User>,
    /// Their invitation; null when there are errors.
    invitation: Option<Invitation>,
    /// What is wrong, all of it.
    errors: Vec<UserError>,
}

/// The answer of `sendReminder`.
#[derive(SimpleObject)]
struct SendReminderPayload {
    /// What was done, person by person; null when there are errors.
    operation: Option<Operation>,
    /// What is wrong with the request.
    errors: Vec<UserError>,
}

/// The answer of `revokeInvitation`.
#[derive(SimpleObject)]
struct RevokeInvitationPayload {
    /// What was done, person by person; null when there are errors.
    operation: Option<Operation>,
    /// What is wrong with the request.
    errors: Vec<UserError>,
}

/// The answer of `copyLink`.
#[derive(SimpleObject)]
struct CopyLinkPayload {
    /// The link, to hand over by hand. It is answered once and kept nowhere.
    url: Option<String>,
    /// The link as a square that a phone's camera reads: a QR code as the `data:` address of an SVG picture. As secret as the
    /// link.
    qr_code: Option<String>,
    /// The invitation it answers; null when there are errors.
    invitation: Option<Invitation>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// The administrator's deeds about invitations.
#[derive(Default)]
pub(in crate::graphql) struct InvitationMutations;

#[Object]
impl InvitationMutations {
    /// Add one person and invite them, or invite one who was created before. Takes an `Idempotency-Key`. For
    /// administrators.
    async fn invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: InviteInput,
    ) -> Result<InvitePayload> {
        let admin = ctx.admin_once()?;
        let somebody_new = input.person.is_some();
        let invited = match input.read()? {
            Ok(invite) if somebody_new => invitations::invite(ctx.app(), &admin, invite)
                .await
                .map_err(in_person),
            Ok(invite) => invitations::invite(ctx.app(), &admin, invite).await,
            Err(unknown) => Err(unknown),
        };
        let (done, errors) = part(ctx, invited, &[])?;
        let (user, invitation) = done.unzip();
        let user = user.map(|user| User::from(user).with_invitation(invitation.clone()));
        Ok(InvitePayload {
            user,
            invitation: invitation.map(Invitation),
            errors,
        })
    }

    /// Write again to people who have not answered. Each gets a new link; the older one stops working. Takes an
    /// `Idempotency-Key`. For administrators.
    async fn send_reminder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: SendReminderInput,
    ) -> Result<SendReminderPayload> {
        let admin = ctx.admin_once()?;
        let reminded = match input.users.read()? {
            Ok(selection) => {
                invitations::send_reminder(
                    ctx.app(),
                    &admin,
                    SendReminder {
                        selection,
                        note: input.note,
                    },
                )
                .await
            }
            Err(unknown) => Err(unknown.into()),
        };
        let (operation, errors) = part(ctx, reminded, &[])?;
        Ok(SendReminderPayload {
            operation: operation.map(Operation),
            errors,
        })
    }

    /// Take open invitations back. Their links stop working. Takes an `Idempotency-Key`. For administrators.
    async fn revoke_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] input: RevokeInvitationInput,
    ) -> Result<RevokeInvitationPayload> {
        let admin = ctx.admin_once()?;
        let revoked = match input.users.read()? {
            Ok(selection) => invitations::revoke_invitation(ctx.app(), &admin, selection).await,
            Err(unknown) => Err(unknown.into()),
        };
        let (operation, errors) = part(ctx, revoked, &[])?;
        Ok(RevokeInvitationPayload {
            operation: operation.map(Operation),
            errors,
        })
    }

    /// A fresh link to hand over by hand. The one place where a secret is answered: once, to the administrator who asks.
    async fn copy_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] input: CopyLinkInput,
    ) -> Result<CopyLinkPayload> {
        let admin = ctx.admin()?;
        let copied = match user_id(&input.user_id, "userId") {
            Ok(id) => invitations::copy_link(ctx.app(), &admin, &id).await,
            Err(unknown) => Err(unknown),
        };
        let (done, errors) = part(ctx, copied, &[])?;
        let (url, invitation) = done.unzip();
        Ok(CopyLinkPayload {
            qr_code: url.as_deref().and_then(qr::data_url),
            url,
            invitation: invitation.map(Invitation),
            errors,
        })
    }
}

/// The rule speaks of the person it was given; in the input they stand in `person`, beside the note.
fn in_person(error: DeedError) -> DeedError {
    let DeedError::Problems(mut problems) = error else {
        return error;
    };
    for problem in problems
        .iter_mut()
        .filter(|problem| problem.path != ["note"])
    {
        problem.path.insert(0, "person");
    }
    DeedError::Problems(problems)
}

impl InviteInput {
    fn read(self) -> Result<std::result::Result<Invite, DeedError>> {
        let target = match (self.user_id, self.person) {
            (Some(id), None) => user_id(&id, "userId").map(Target::Existing),
            (None, Some(person)) => Ok(Target::Person(Box::new(person.into()))),
            _ => return Err(bad_input("Give `userId` or `person`, one of them.")),
        };
        Ok(target.map(|target| Invite {
            target,
            note: self.note,
        }))
    }
}
