//! API tokens: with what other systems ask.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use entity::{ApiTokenId, OrganizationId, api_token, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    error::{UserError, part},
    list::{self, List},
    page::{self, Connection},
    request::Asked,
    scalar::DateTime,
    status::Role,
    user::User,
};
use crate::{
    access::Credential,
    app::App,
    problem::Fault,
    tokens::{self, CreateApiToken},
};

/// A row.
pub(super) struct ApiToken(pub(super) api_token::Model);

/// With what another system asks. Its secret was shown once, when it was made.
#[Object]
impl ApiToken {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The name under which it acts.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The most it may do: never more than whoever made it may do at that moment.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// The first characters of its secret.
    async fn beginning(&self) -> &str {
        &self.0.beginning
    }

    /// Where it stands.
    async fn state(&self, ctx: &Context<'_>) -> Result<ApiTokenState> {
        let maker = self.maker(ctx).await?;
        Ok(tokens::state(&self.0, maker.as_ref(), ctx.app().clock.now()).into())
    }

    /// Who made it; null once that person is gone.
    async fn created_by(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(self.maker(ctx).await?.map(User::from))
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// From then on it is refused; null when it has no end.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// When it was last used, to the minute; null when it never was.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(DateTime)
    }

    /// When it was revoked; null while it is not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }
}

impl ApiToken {
    async fn maker(&self, ctx: &Context<'_>) -> Result<Option<user::Model>> {
        Ok(match &self.0.created_by {
            Some(maker) => ctx.loaders().user(maker).await?,
            None => None,
        })
    }
}

/// Where a token stands.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "tokens::State")]
enum ApiTokenState {
    /// It is let in.
    Active,
    /// It has reached its end.
    Expired,
    /// It was revoked.
    Revoked,
    /// Whoever made it is deactivated or gone.
    Suspended,
}

/// What a token shall be.
#[derive(InputObject)]
struct CreateApiTokenInput {
    /// The name under which it acts.
    name: String,
    /// The most it may do: no more than the viewer may.
    role: Role,
    /// From when on it is refused; without it, it has no end.
    expires_at: Option<DateTime>,
}

/// Which token.
#[derive(InputObject)]
struct RevokeApiTokenInput {
    /// Its id.
    id: ID,
}

/// The answer of `createApiToken`.
#[derive(SimpleObject)]
struct CreateApiTokenPayload {
    /// The new token; null when there are errors.
    api_token: Option<ApiToken>,
    /// Its secret, answered this once: what is sent as `Authorization: Bearer …`.
    secret: Option<String>,
    /// What is wrong, all of it.
    errors: Vec<UserError>,
}

/// The answer of `revokeApiToken`.
#[derive(SimpleObject)]
struct RevokeApiTokenPayload {
    /// The token; null when there are errors.
    api_token: Option<ApiToken>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// Questions about tokens.
#[derive(Default)]
pub(super) struct ApiTokenQueries;

#[Object]
impl ApiTokenQueries {
    /// The tokens of the organisation, the newest first, those that are refused included. For administrators.
    async fn api_tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the first: 0 to 100; 50 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the last: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
    ) -> Result<Connection<ApiToken>> {
        let admin = ctx.admin()?;
        let asked = page::Asked::read(first, after, last, before)?;
        let count = ctx.look_ahead().field("totalCount").exists();
        let found = api_token::Entity::find()
            .filter(api_token::Column::OrganizationId.eq(admin.organization().clone()));
        TOKENS.page(ctx.app(), found, &asked, count, ApiToken).await
    }

    /// The token that asks; null when none does.
    async fn viewer_token(&self, ctx: &Context<'_>) -> Result<Option<ApiToken>> {
        let Some(viewer) = &ctx.caller().viewer else {
            return Ok(None);
        };
        let Credential::Token(token) = viewer.credential() else {
            return Ok(None);
        };
        Ok(ctx.loaders().api_token(token).await?.map(ApiToken))
    }
}

/// Deeds done to tokens.
#[derive(Default)]
pub(super) struct ApiTokenMutations;

#[Object]
impl ApiTokenMutations {
    /// Make a token for another system. For administrators who are signed in: a token makes no token.
    async fn create_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name, what it may do, and its end.")] input: CreateApiTokenInput,
    ) -> Result<CreateApiTokenPayload> {
        let admin = ctx.admin()?;
        let wanted = CreateApiToken {
            name: input.name,
            role: input.role.into(),
            expires_at: input.expires_at.map(|DateTime(end)| end),
        };
        let created = tokens::create_api_token(ctx.app(), &admin, wanted).await;
        let (created, errors) = part(ctx, created, &[])?;
        let secret = created.as_ref().map(|new| new.key.expose().to_owned());
        Ok(CreateApiTokenPayload {
            api_token: created.map(|new| ApiToken(new.token)),
            secret,
            errors,
        })
    }

    /// Revoke a token for good: it is refused from now on, and its open sockets close. For administrators who are signed in.
    async fn revoke_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RevokeApiTokenInput,
    ) -> Result<RevokeApiTokenPayload> {
        let admin = ctx.admin()?;
        let revoked = tokens::revoke_api_token(ctx.app(), &admin, &input.id).await;
        let (token, errors) = part(ctx, revoked, &[])?;
        Ok(RevokeApiTokenPayload {
            api_token: token.map(ApiToken),
            errors,
        })
    }
}

/// A token of an organisation, by an id that somebody named.
pub(super) async fn named(
    app: &App,
    organization: &OrganizationId,
    id: &str,
) -> Result<Option<ApiToken>, Fault> {
    let Ok(id) = ApiTokenId::parse(id) else {
        return Ok(None);
    };
    let found = api_token::Entity::find_by_id(id)
        .filter(api_token::Column::OrganizationId.eq(organization.clone()));
    Ok(found.one(&*app.db).await?.map(ApiToken))
}

/// An organisation's tokens, newest first. Ids sort by creation, so an id is a place in the list.
const TOKENS: List<api_token::Entity> = List {
    letter: 'k',
    column: api_token::Column::Id,
    descending: true,
    read: list::text,
};
