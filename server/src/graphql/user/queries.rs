//! Questions about people.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::{OrganizationId, UserId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    User,
    filter::{UserFilter, UserOrder},
    page::UserPage,
};
use crate::{
    access::Viewer,
    app::App,
    graphql::{
        page::Asked as Window,
        request::Asked,
        scalar::Locale,
        status::{Channel, UserStatus},
    },
    problem::Fault,
    users::{counts, find},
};

/// Questions about people.
#[derive(Default)]
pub(in crate::graphql) struct UserQueries;

#[Object]
impl UserQueries {
    /// Whoever is signed in; null when nobody is, and when an API token asks.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        let viewer = ctx.caller().viewer.as_ref();
        let Some(person) = viewer.and_then(Viewer::person) else {
            return Ok(None);
        };
        Ok(ctx.loaders().user(person).await?.map(User::from))
    }

    /// A person of the organisation; null when there is none of this id. For administrators, and for oneself.
    async fn user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their id.")] id: ID,
    ) -> Result<Option<User>> {
        let viewer = ctx.viewer()?;
        if viewer.person().map(UserId::as_str) != Some(id.as_str()) {
            viewer.admin()?;
        }
        Ok(named(ctx.app(), viewer.organization(), &id).await?)
    }

    /// The people of the organisation, page by page. For administrators.
    #[expect(clippy::too_many_arguments, reason = "the contract's arguments")]
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the first: 0 to 100; 50 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only who follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the last: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only who precedes this cursor.")] before: Option<String>,
        #[graphql(desc = "Which people; everyone by default.")] filter: Option<UserFilter>,
        #[graphql(desc = "In which order; the newest first by default.")] order_by: Option<
            UserOrder,
        >,
    ) -> Result<UserPage> {
        let viewer = ctx.viewer()?;
        let asked = Window::read(first, after, last, before)?;
        let order = order_by.map_or_else(find::Order::default, Into::into);
        UserPage::new(viewer, filter.unwrap_or_default().read()?, order, asked)
    }

    /// How many people of the filter stand where: feeds the chips and the bulk menu. For administrators.
    async fn user_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which people; everyone by default.")] filter: Option<UserFilter>,
    ) -> Result<UserCounts> {
        let admin = ctx.admin()?;
        let filter = filter.unwrap_or_default().read()?;
        let standings = counts::by_status(ctx.app(), admin.organization(), &filter).await?;
        let asked = ctx.look_ahead();
        let trouble = if asked.field("expired").exists() || asked.field("undelivered").exists() {
            counts::trouble(ctx.app(), admin.organization(), &filter).await?
        } else {
            counts::Trouble::default()
        };
        let reached = if ["invitable", "remindable", "reachable"]
            .iter()
            .any(|name| asked.field(name).exists())
        {
            counts::reached(ctx.app(), admin.organization(), &filter).await?
        } else {
            Vec::new()
        };
        Ok(UserCounts::new(&standings, trouble, reached))
    }
}

/// A person of an organisation, by an id that somebody named.
pub(in crate::graphql) async fn named(
    app: &App,
    organization: &OrganizationId,
    id: &str,
) -> Result<Option<User>, Fault> {
    let Ok(id) = UserId::parse(id) else {
        return Ok(None);
    };
    let found = entity::user::Entity::find_by_id(id)
        .filter(entity::user::Column::OrganizationId.eq(organization.clone()));
    Ok(found.one(&*app.db).await?.map(User::from))
}

/// How many people stand where.
#[derive(SimpleObject)]
pub(in crate::graphql) struct UserCounts {
    /// Everyone of the filter.
    total: i64,
    /// How many have each status; every status is listed.
    by_status: Vec<StatusCount>,
    /// Invited, and the newest link has expired.
    expired: i64,
    /// Invited, and the newest message failed, bounced or was suppressed.
    undelivered: i64,
    /// Who could be invited now.
    invitable: i64,
    /// Who could be reminded now.
    remindable: i64,
    /// Whose invitation could be taken back now.
    revocable: i64,
    /// Who can be written to now, by status, language and channel; who is nobody is left out.
    reachable: Vec<ReachableCount>,
}

/// How many people of a status and a language can be written to by a channel.
#[derive(SimpleObject)]
struct ReachableCount {
    /// The status.
    status: UserStatus,
    /// The language they are written to in.
    locale: Locale,
    /// By what they would be written to when no channel is named: who is invited as before, everyone else by the first of
    /// e-mail, text message and Slack that sends and has an address.
    channel: Channel,
    /// How many they are.
    count: i64,
}

/// How many people have a status.
#[derive(SimpleObject)]
struct StatusCount {
    /// The status.
    status: UserStatus,
    /// How many have it.
    count: i64,
}

impl UserCounts {
    fn new(
        standings: &[counts::Standing],
        trouble: counts::Trouble,
        reached: Vec<counts::Reached>,
    ) -> Self {
        let of = |status| standings.iter().find(|standing| standing.status == status);
        let all = |status| of(status).map_or(0, |standing| standing.count);
        let reachable = |status| {
            let some = reached.iter().filter(|some| some.status == status);
            some.map(|some| some.count).sum()
        };
        let count = |status: &entity::UserStatus| StatusCount {
            status: (*status).into(),
            count: all(*status),
        };
        Self {
            total: standings.iter().map(|standing| standing.count).sum(),
            by_status: entity::UserStatus::ALL.iter().map(count).collect(),
            expired: trouble.expired,
            undelivered: trouble.undelivered,
            invitable: reachable(entity::UserStatus::Created),
            remindable: reachable(entity::UserStatus::Invited),
            revocable: all(entity::UserStatus::Invited),
            reachable: reached
                .into_iter()
                .map(|some| ReachableCount {
                    status: some.status.into(),
                    locale: some.locale.into(),
                    channel: some.reached_by.into(),
                    count: some.count,
                })
                .collect(),
        }
    }
}
