//! Events: what happened.

use async_graphql::{Context, Object, Result};
use entity::{event, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    invitation::Invitation,
    page::{self, Edge, PageInfo, encode},
    request::Asked,
    scalar::DateTime,
    status::EventKind,
    user::User,
};
use crate::{app::App, problem::Fault, words};

/// A row.
pub(super) struct Event(event::Model);

/// Something that happened. Kept for ever; never contains a secret.
#[Object]
impl Event {
    /// Its place in the history: what `after` and `before` take.
    async fn cursor(&self) -> String {
        cursor(&self.0)
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// What.
    async fn kind(&self) -> EventKind {
        self.0.kind.into()
    }

    /// Who did it; null when nobody did, or once that person is gone.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(actor(ctx, &self.0).await?.map(User::from))
    }

    /// To whom; null once that person is gone.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        let Some(user) = &self.0.user_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().user(user).await?.map(User::from))
    }

    /// About which invitation, if it is about one.
    async fn invitation(&self, ctx: &Context<'_>) -> Result<Option<Invitation>> {
        let Some(invitation) = &self.0.invitation_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().invitation(invitation).await?.map(Invitation))
    }

    /// The same in a sentence, in the viewer's language.
    async fn summary(&self, ctx: &Context<'_>) -> Result<String> {
        let actor = actor(ctx, &self.0).await?;
        // Somebody who acted for themselves is named by the page already.
        let by = actor
            .as_ref()
            .filter(|actor| Some(&actor.id) != self.0.user_id.as_ref());
        let by = by.map(user::Model::display_name);
        Ok(words::event(
            self.0.kind,
            by,
            self.0.detail.as_deref(),
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

fn cursor(event: &event::Model) -> String {
    encode('e', &event.sequence.to_string())
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

/// What happened to one person, newest first.
///
/// # Errors
/// BAD_USER_INPUT for a cursor of another list, and faults.
pub(super) async fn of(
    app: &App,
    user: &user::Model,
    asked: &page::Asked,
) -> Result<EventConnection> {
    let (after, before) = asked.numbers('e')?;
    let mut found = event::Entity::find()
        .filter(event::Column::UserId.eq(user.id.clone()))
        .filter(event::Column::OrganizationId.eq(user.organization_id.clone()));
    if let Some(after) = after {
        found = found.filter(event::Column::Sequence.lt(after));
    }
    if let Some(before) = before {
        found = found.filter(event::Column::Sequence.gt(before));
    }
    let order = if asked.backwards {
        sea_orm::Order::Asc
    } else {
        sea_orm::Order::Desc
    };
    let found = found
        .order_by(event::Column::Sequence, order)
        .limit(asked.size + 1);
    let (rows, has_next, has_previous) = asked.cut(found.all(&*app.db).await.map_err(Fault::from)?);
    let edge = |row| Edge {
        cursor: cursor(&row),
        node: Event(row),
    };
    Ok(EventConnection {
        edges: rows.into_iter().map(edge).collect(),
        has_next,
        has_previous,
    })
}
