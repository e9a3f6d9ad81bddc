//! Deeds done to one person.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use entity::UserId;

use super::User;
use crate::{
    graphql::{
        error::{UserError, part},
        request::Asked,
        scalar::{EmailAddress, Locale, PhoneNumber},
        status::{Channel, Role},
    },
    problem::{Code, DeedError, Problem},
    users::{self, Changes, Person},
};

/// One person to add. E-mail or phone; e-mail decides the channel unless `channel` says otherwise.
#[derive(InputObject)]
pub(in crate::graphql) struct PersonInput {
    /// Their name; the invitee is asked for it otherwise.
    full_name: Option<String>,
    /// Their e-mail address.
    email: Option<EmailAddress>,
    /// Their phone number.
    phone: Option<PhoneNumber>,
    /// How to reach them.
    channel: Option<Channel>,
    /// Their language; the organisation's by default.
    locale: Option<Locale>,
    /// What they may do once active; MEMBER by default.
    role: Option<Role>,
    /// Their team.
    team_id: Option<ID>,
    /// The products they get access to.
    product_ids: Option<Vec<ID>>,
}

fn texts(ids: Vec<ID>) -> Vec<String> {
    ids.into_iter().map(|id| id.0).collect()
}

impl From<PersonInput> for Person {
    fn from(input: PersonInput) -> Self {
        Self {
            full_name: input.full_name,
            email: input.email.map(|email| email.0),
            phone: input.phone.map(|phone| phone.0),
            channel: input.channel.map(Into::into),
            locale: input.locale.map(|locale| locale.0),
            role: input.role.map(Into::into),
            team_id: input.team_id.map(|id| id.0),
            product_ids: input.product_ids.map(texts),
        }
    }
}

/// Somebody to add.
#[derive(InputObject)]
struct CreateUserInput {
    /// Whom.
    person: PersonInput,
    /// Invite at once; by default as the organisation's `autoInvite` says.
    invite: Option<bool>,
}

/// What to change of a profile: what is left out stays, and null takes a name, an address, a number or the team away.
#[derive(InputObject)]
struct UpdateUserInput {
    /// Whose profile.
    id: ID,
    /// Their name.
    full_name: MaybeUndefined<String>,
    /// Their e-mail address. A new one for somebody invited ends the older link and is written to.
    email: MaybeUndefined<EmailAddress>,
    /// Their phone number.
    phone: MaybeUndefined<PhoneNumber>,
    /// Their language.
    locale: Option<Locale>,
    /// What they may do.
    role: Option<Role>,
    /// Their team.
    team_id: MaybeUndefined<ID>,
    /// The products they have access to from now on, all of them.
    product_ids: Option<Vec<ID>>,
}

/// Somebody to deactivate.
#[derive(InputObject)]
struct DeactivateUserInput {
    /// Whom.
    id: ID,
}

/// Somebody to let in again.
#[derive(InputObject)]
struct ReactivateUserInput {
    /// Whom.
    id: ID,
}

/// Somebody to delete.
#[derive(InputObject)]
struct DeleteUserInput {
    /// Whom.
    id: ID,
}

/// The answer of `createUser`.
#[derive(SimpleObject)]
struct CreateUserPayload {
    /// The new person; null when there are errors.
    user: Option<User>,
    /// What is wrong, all of it.
    errors: Vec<UserError>,
}

/// The answer of `updateUser`.
#[derive(SimpleObject)]
struct UpdateUserPayload {
    /// The person as they are now; null when there are errors.
    user: Option<User>,
    /// What is wrong, all of it.
    errors: Vec<UserError>,
}

/// The answer of `deactivateUser`.
#[derive(SimpleObject)]
struct DeactivateUserPayload {
    /// The person as they are now; null when there are errors.
    user: Option<User>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// The answer of `reactivateUser`.
#[derive(SimpleObject)]
struct ReactivateUserPayload {
    /// The person as they are now; null when there are errors.
    user: Option<User>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// The answer of `deleteUser`.
#[derive(SimpleObject)]
struct DeleteUserPayload {
    /// Who is gone; null when there are errors.
    deleted_id: Option<ID>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// A person named by a client: what is no id at all is unknown.
pub(in crate::graphql) fn user_id(id: &str, path: &'static str) -> Result<UserId, DeedError> {
    UserId::parse(id).map_err(|_| Problem::at(Code::UserNotFound, path).into())
}

/// Deeds done to one person.
#[derive(Default)]
pub(in crate::graphql) struct UserMutations;

#[Object]
impl UserMutations {
    /// Add a person. Takes an `Idempotency-Key`. For administrators.
    async fn create_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: CreateUserInput,
    ) -> Result<CreateUserPayload> {
        let admin = ctx.admin_once()?;
        let created = users::create(
            ctx.app(),
            &admin,
            input.person.into(),
            admin.source(),
            input.invite,
        )
        .await;
        let (user, errors) = part(ctx, created, &["person"])?;
        Ok(CreateUserPayload {
            user: user.map(User::from),
            errors,
        })
    }

    /// Change a profile. For administrators; members may change their own name and language.
    async fn update_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose, and what.")] input: UpdateUserInput,
    ) -> Result<UpdateUserPayload> {
        let viewer = ctx.viewer()?;
        let updated = match input.read() {
            Ok(changes) => users::update(ctx.app(), viewer, changes).await,
            Err(unknown) => Err(unknown),
        };
        let (user, errors) = part(ctx, updated, &[])?;
        Ok(UpdateUserPayload {
            user: user.map(User::from),
            errors,
        })
    }

    /// Deactivate a person: their sessions end, an open invitation is taken back. For administrators.
    async fn deactivate_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: DeactivateUserInput,
    ) -> Result<DeactivateUserPayload> {
        let admin = ctx.admin()?;
        let done = match user_id(&input.id, "id") {
            Ok(id) => users::deactivate(ctx.app(), &admin, &id).await,
            Err(unknown) => Err(unknown),
        };
        let (user, errors) = part(ctx, done, &[])?;
        Ok(DeactivateUserPayload {
            user: user.map(User::from),
            errors,
        })
    }

    /// Let a deactivated person in again. For administrators.
    async fn reactivate_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: ReactivateUserInput,
    ) -> Result<ReactivateUserPayload> {
        let admin = ctx.admin()?;
        let done = match user_id(&input.id, "id") {
            Ok(id) => users::reactivate(ctx.app(), &admin, &id).await,
            Err(unknown) => Err(unknown),
        };
        let (user, errors) = part(ctx, done, &[])?;
        Ok(ReactivateUserPayload {
            user: user.map(User::from),
            errors,
        })
    }

    /// Delete a person who is not active, with everything that is theirs; their events stay. For administrators.
    async fn delete_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: DeleteUserInput,
    ) -> Result<DeleteUserPayload> {
        let admin = ctx.admin()?;
        let done = match user_id(&input.id, "id") {
            Ok(id) => users::delete(ctx.app(), &admin, &id).await,
            Err(unknown) => Err(unknown),
        };
        let (deleted, errors) = part(ctx, done, &[])?;
        Ok(DeleteUserPayload {
            deleted_id: deleted.map(|()| input.id),
            errors,
        })
    }
}

impl UpdateUserInput {
    fn read(self) -> Result<Changes, DeedError> {
        Ok(Changes {
            id: user_id(&self.id, "id")?,
            full_name: self.full_name.into(),
            email: self.email.map_value(|email| email.0).into(),
            phone: self.phone.map_value(|phone| phone.0).into(),
            locale: self.locale.map(|locale| locale.0),
            role: self.role.map(Into::into),
            team_id: self.team_id.map_value(|id| id.0).into(),
            product_ids: self.product_ids.map(texts),
        })
    }
}
