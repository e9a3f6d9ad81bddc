//! Events: what happened.

use async_graphql::{Context, ID, InputObject, Object, Result};
use entity::{api_token, event, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

use super::{
    api_token::ApiToken,
    invitation::Invitation,
    list::{self, List},
    page::{self, Edge, PageInfo, encode},
    request::Asked,
    scalar::DateTime,
    status::EventKind,
    user::User,
};
use crate::{app::App, words};

/// In which list an event stands, and so what its cursor counts.
#[derive(Clone, Copy)]
enum Place {
    /// The history of a person, in the order of writing: what happened just now is in it.
    Person,
    /// The feed of the organisation, in the order of committing: its cursors are those of the subscriptions.
    Feed,
}

impl Place {
    const fn letter(self) -> char {
        match self {
            Self::Person => 'e',
            Self::Feed => 'p',
        }
    }

    const fn column(self) -> event::Column {
        match self {
            Self::Person => event::Column::Sequence,
            Self::Feed => event::Column::Position,
        }
    }
}

/// A row, in its list.
pub(super) struct Event {
    row: event::Model,
    place: Place,
}

impl Event {
    fn place(&self) -> String {
        let number = match self.place {
            Place::Person => self.row.sequence,
            Place::Feed => self.row.position.unwrap_or_default(),
        };
        encode(self.place.letter(), &number.to_string())
    }
}

/// Something that happened. Kept for ever; never contains a secret.
#[Object]
impl Event {
    /// Its place in the list it was read from: what `after` and `before` take. In `events` it is what subscriptions take as well.
    async fn cursor(&self) -> String {
        self.place()
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.row.at)
    }

    /// What.
    async fn kind(&self) -> EventKind {
        self.row.kind.into()
    }

    /// Who did it; null when nobody or an API token did, or once that person is gone.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(actor(ctx, &self.row).await?.map(User::from))
    }

    /// Which API token did it, if one did.
    async fn token(&self, ctx: &Context<'_>) -> Result<Option<ApiToken>> {
        Ok(token(ctx, &self.row).await?.map(ApiToken))
    }

    /// To whom; null once that person is gone.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        let Some(user) = &self.row.user_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().user(user).await?.map(User::from))
    }

    /// About which invitation, if it is about one.
    async fn invitation(&self, ctx: &Context<'_>) -> Result<Option<Invitation>> {
        let Some(invitation) = &self.row.invitation_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().invitation(invitation).await?.map(Invitation))
    }

    /// The same in a sentence, in the viewer's language.
    async fn summary(&self, ctx: &Context<'_>) -> Result<String> {
        let actor = actor(ctx, &self.row).await?;
        // Somebody who acted for themselves is named by the page already.
        let by = actor
            .as_ref()
            .filter(|actor| Some(&actor.id) != self.row.user_id.as_ref());
        let token = token(ctx, &self.row).await?;
        let by = by.map(user::Model::display_name);
        let by = by.or(token.as_ref().map(|token| token.name.as_str()));
        Ok(words::event(
            self.row.kind,
            by,
            self.row.detail.as_deref(),
            ctx.caller().language(),
        ))
    }
}

async fn actor(ctx: &Context<'_>, event: &event::Model) -> Result<Option<user::Model>> {
    let Some(actor) = &event.actor_id else {
        return Ok(None);
    };
    Ok(ctx.loaders().user(actor).await?)
}

async fn token(ctx: &Context<'_>, event: &event::Model) -> Result<Option<api_token::Model>> {
    let Some(token) = &event.token_id else {
        return Ok(None);
    };
    Ok(ctx.loaders().api_token(token).await?)
}

/// A page of what happened.
pub(super) struct EventConnection {
    edges: Vec<Edge<Event>>,
    has_next: bool,
    has_previous: bool,
}

/// A page of a history (Relay Cursor Connections Specification).
#[Object]
impl EventConnection {
    /// The entries with their cursors.
    async fn edges(&self) -> Vec<&Edge<Event>> {
        self.edges.iter().collect()
    }

    /// The entries alone.
    async fn nodes(&self) -> Vec<&Event> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where this page stands in its list.
    async fn page_info(&self) -> PageInfo {
        page::page_info(&self.edges, self.has_next, self.has_previous)
    }
}

/// Which events.
#[derive(Default, InputObject)]
struct EventFilter {
    /// Only of these kinds.
    kind: Option<Vec<EventKind>>,
    /// Only what happened to this person.
    user_id: Option<ID>,
    /// Only since then.
    since: Option<DateTime>,
    /// Only before then.
    until: Option<DateTime>,
}

impl EventFilter {
    fn narrow(self, mut found: Select<event::Entity>) -> Select<event::Entity> {
        if let Some(kinds) = self.kind {
            let kinds = kinds.into_iter().map(entity::EventKind::from);
            found = found.filter(event::Column::Kind.is_in(kinds));
        }
        if let Some(user) = self.user_id {
            found = found.filter(event::Column::UserId.eq(user.as_str()));
        }
        if let Some(DateTime(since)) = self.since {
            found = found.filter(event::Column::At.gte(since));
        }
        if let Some(DateTime(until)) = self.until {
            found = found.filter(event::Column::At.lt(until));
        }
        found
    }
}

/// Questions about what happened.
#[derive(Default)]
pub(super) struct EventQueries;

#[Object]
impl EventQueries {
    /// Everything that happened in the organisation, newest first. For administrators.
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
        #[graphql(desc = "Which; all of them by default.")] filter: Option<EventFilter>,
    ) -> Result<EventConnection> {
        let admin = ctx.admin()?;
        let asked = page::Asked::read(first, after, last, before)?;
        let found = event::Entity::find()
            .filter(event::Column::OrganizationId.eq(admin.organization().clone()))
            // What is not numbered yet has no place in the feed.
            .filter(event::Column::Position.is_not_null());
        let found = filter.unwrap_or_default().narrow(found);
        page_of(ctx.app(), found, Place::Feed, &asked).await
    }
}

/// What happened to one person, newest first.
///
/// # Errors
/// BAD_USER_INPUT for a cursor of another list, and faults.
pub(super) async fn of(
    app: &App,
    user: &user::Model,
    asked: &page::Asked,
) -> Result<EventConnection> {
    let found = event::Entity::find()
        .filter(event::Column::UserId.eq(user.id.clone()))
        .filter(event::Column::OrganizationId.eq(user.organization_id.clone()));
    page_of(app, found, Place::Person, asked).await
}

/// A page of some events, newest first.
async fn page_of(
    app: &App,
    found: Select<event::Entity>,
    place: Place,
    asked: &page::Asked,
) -> Result<EventConnection> {
    let list = List::<event::Entity> {
        letter: place.letter(),
        column: place.column(),
        descending: true,
        read: list::number,
    };
    let node = |row| Event { row, place };
    let page = list.page(app, found, asked, false, node).await?;
    Ok(EventConnection {
        edges: page.edges,
        has_next: page.has_next,
        has_previous: page.has_previous,
    })
}
