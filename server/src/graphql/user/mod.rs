//! Users: persons of the organisation, profile and membership in one.

mod filter;
mod mutations;
mod page;
mod plan;
mod queries;
mod subscription;
mod text;

use async_graphql::{Context, ID, Object, Result};
use entity::{invitation, product, team, user};

pub(super) use filter::UserSelection;
pub(crate) use filter::read_filter;
pub(super) use mutations::{PersonInput, UserMutations, user_id};
pub(super) use queries::{UserQueries, named};
pub(super) use subscription::UserSubscriptions;

use super::{
    event::{self, EventConnection},
    invitation::Invitation,
    page as pages,
    product::Product,
    request::Asked,
    scalar::{DateTime, EmailAddress, Locale, PhoneNumber},
    status::{Channel, Role, UserSource, UserStatus},
    team::Team,
};
use crate::{
    access::Refusal,
    reach::Reach,
    users::abilities::{Ability, Looked, Looker},
};

/// A row, and what was joined to it.
pub(super) struct User {
    row: user::Model,
    team: Joined<Option<team::Model>>,
    invitation: Joined<Option<invitation::Model>>,
    products: Joined<Vec<product::Model>>,
    /// Whether they have just signed in, in this very request: then they are who looks.
    just_signed_in: bool,
}

/// Known from the query that found the row, or to be loaded when it is asked for.
#[derive(Default)]
enum Joined<T> {
    Known(T),
    #[default]
    Unknown,
}

impl From<user::Model> for User {
    fn from(row: user::Model) -> Self {
        let (team, invitation, products) = Default::default();
        Self {
            row,
            team,
            invitation,
            products,
            just_signed_in: false,
        }
    }
}

impl User {
    /// Somebody who has just signed in.
    pub(super) fn signed_in(row: user::Model) -> Self {
        Self {
            just_signed_in: true,
            ..row.into()
        }
    }

    /// The same person, with an invitation that is known already.
    pub(super) fn with_invitation(self, invitation: Option<invitation::Model>) -> Self {
        Self {
            invitation: Joined::Known(invitation),
            ..self
        }
    }

    async fn may(&self, ctx: &Context<'_>, ability: Ability) -> Result<bool> {
        let looker = match &ctx.caller().viewer {
            _ if self.just_signed_in => Looker::from(&self.row),
            Some(viewer) => viewer.into(),
            None => return Ok(false),
        };
        let person = Looked {
            id: self.row.id.as_str(),
            role: self.row.role,
            status: self.row.status,
            reached: ability.writes() && self.channel(ctx).await?.is_some(),
        };
        Ok(looker.may(ability, person))
    }

    /// By what they would be written to now.
    async fn channel(&self, ctx: &Context<'_>) -> Result<Option<entity::Channel>> {
        let channels = ctx.loaders().channels(&self.row.organization_id).await?;
        let before = match self.row.status {
            entity::UserStatus::Invited => self.latest(ctx).await?,
            _ => None,
        };
        let before = before.map(|invitation| invitation.channel);
        Ok(Reach::of(&self.row).reached_by(before, channels))
    }

    async fn latest(&self, ctx: &Context<'_>) -> Result<Option<invitation::Model>> {
        Ok(match (&self.invitation, &self.row.invitation_id) {
            (Joined::Known(invitation), _) => invitation.clone(),
            (Joined::Unknown, Some(id)) => ctx.loaders().invitation(id).await?,
            (Joined::Unknown, None) => None,
        })
    }

    /// What only administrators read.
    fn for_admins(&self, ctx: &Context<'_>) -> Result<()> {
        if self.just_signed_in {
            let admin = self.row.role >= entity::Role::Admin;
            return if admin {
                Ok(())
            } else {
                Err(Refusal::Forbidden.into())
            };
        }
        ctx.admin().map(drop)
    }
}

/// A person of the organisation: profile and membership.
#[Object]
impl User {
    /// Their id.
    pub(super) async fn id(&self) -> ID {
        ID(self.row.id.to_string())
    }

    /// Their name, once known.
    async fn full_name(&self) -> Option<&str> {
        self.row.full_name.as_deref()
    }

    /// Their e-mail address.
    async fn email(&self) -> Option<EmailAddress> {
        self.row.email.clone().map(EmailAddress)
    }

    /// Their phone number.
    async fn phone(&self) -> Option<PhoneNumber> {
        self.row.phone.clone().map(PhoneNumber)
    }

    /// The language in which they are written to.
    async fn locale(&self) -> Locale {
        self.row.locale.into()
    }

    /// What they may do.
    async fn role(&self) -> Role {
        self.row.role.into()
    }

    /// Where they stand.
    async fn status(&self) -> UserStatus {
        self.row.status.into()
    }

    /// Which door they came in by.
    async fn source(&self) -> UserSource {
        self.row.source.into()
    }

    /// Their team, if any.
    async fn team(&self, ctx: &Context<'_>) -> Result<Option<Team>> {
        if let Joined::Known(team) = &self.team {
            return Ok(team.clone().map(Team));
        }
        let Some(id) = &self.row.team_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().team(id).await?.map(Team))
    }

    /// The products they have access to, by name.
    async fn products(&self, ctx: &Context<'_>) -> Result<Vec<Product>> {
        let products = match &self.products {
            Joined::Known(products) => products.clone(),
            Joined::Unknown => ctx.loaders().products_of(&self.row.id).await?,
        };
        Ok(products.into_iter().map(Product).collect())
    }

    /// The latest invitation, whatever its state. For administrators.
    async fn invitation(&self, ctx: &Context<'_>) -> Result<Option<Invitation>> {
        self.for_admins(ctx)?;
        Ok(self.latest(ctx).await?.map(Invitation))
    }

    /// By what they would be written to now when no channel is named: who is invited as before, everyone else by the first
    /// of e-mail, text message and Slack that sends and has an address. Null where nothing reaches them.
    async fn reached_by(&self, ctx: &Context<'_>) -> Result<Option<Channel>> {
        Ok(self.channel(ctx).await?.map(Channel::from))
    }

    /// Whether the viewer may invite them now. Draws the menu without knowing the rules, as do its siblings.
    async fn viewer_can_invite(&self, ctx: &Context<'_>) -> Result<bool> {
        self.may(ctx, Ability::Invite).await
    }

    /// Whether the viewer may remind them now.
    async fn viewer_can_remind(&self, ctx: &Context<'_>) -> Result<bool> {
        self.may(ctx, Ability::Remind).await
    }

    /// Whether the viewer may take their invitation back now.
    async fn viewer_can_revoke(&self, ctx: &Context<'_>) -> Result<bool> {
        self.may(ctx, Ability::Revoke).await
    }

    /// Whether the viewer may change their profile now; a member may change their own name and language.
    async fn viewer_can_edit(&self, ctx: &Context<'_>) -> Result<bool> {
        self.may(ctx, Ability::Edit).await
    }

    /// Whether the viewer may deactivate them now.
    async fn viewer_can_deactivate(&self, ctx: &Context<'_>) -> Result<bool> {
        self.may(ctx, Ability::Deactivate).await
    }

    /// Whether the viewer may reactivate them now.
    async fn viewer_can_reactivate(&self, ctx: &Context<'_>) -> Result<bool> {
        self.may(ctx, Ability::Reactivate).await
    }

    /// Whether the viewer may delete them now.
    async fn viewer_can_delete(&self, ctx: &Context<'_>) -> Result<bool> {
        self.may(ctx, Ability::Delete).await
    }

    /// When they were added.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// When they were last invited.
    async fn invited_at(&self) -> Option<DateTime> {
        self.row.invited_at.map(DateTime)
    }

    /// When they became active.
    async fn activated_at(&self) -> Option<DateTime> {
        self.row.activated_at.map(DateTime)
    }

    /// When something last happened to them.
    async fn last_event_at(&self) -> DateTime {
        DateTime(self.row.last_event_at)
    }

    /// What happened to this person, newest first. For administrators.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the first: 0 to 100; 50 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the last: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
    ) -> Result<EventConnection> {
        self.for_admins(ctx)?;
        let asked = pages::Asked::read(first, after, last, before)?;
        event::of(ctx.app(), &self.row, &asked).await
    }
}
