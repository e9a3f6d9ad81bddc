//! How far people have come, when they accept, and how long they take.

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use entity::TeamId;

use super::{
    error::bad_input,
    request::Asked,
    scalar::{DateTime, Locale},
    status::Channel,
    team::Team,
};
use crate::{
    access::Admin,
    insights::{self, Funnel, Group, Interval, Step},
    problem::Fault,
};

/// How many intervals one answer has at most: a year of days.
const MOST_INTERVALS: u16 = 366;

/// How many people have come how far, each counted once, by their latest invitation. Who has come further has passed what lies before.
#[derive(SimpleObject)]
#[graphql(name = "InvitationFunnel")]
struct FunnelAnswer {
    /// Added.
    created: i64,
    /// Invited.
    invited: i64,
    /// A message left and did not come back, or the link was used.
    delivered: i64,
    /// The page of the link was shown.
    opened: i64,
    /// Of those, nobody has touched it yet: maybe a mail scanner.
    maybe_automatic: i64,
    /// The invitation was accepted.
    active: i64,
}

impl From<Funnel> for FunnelAnswer {
    fn from(funnel: Funnel) -> Self {
        Self {
            created: funnel.created,
            invited: funnel.invited,
            delivered: funnel.delivered,
            opened: funnel.opened,
            maybe_automatic: funnel.maybe_automatic,
            active: funnel.active,
        }
    }
}

/// How time is cut, in UTC.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insights::Interval")]
enum TimeInterval {
    /// From midnight.
    Day,
    /// From Monday's midnight.
    Week,
}

/// What came to pass in one interval.
#[derive(SimpleObject)]
struct AcceptanceStep {
    /// Its first instant.
    start: DateTime,
    /// How many invitations were made.
    invited: i64,
    /// How many were accepted, whenever they were made.
    accepted: i64,
}

impl From<Step> for AcceptanceStep {
    fn from(step: Step) -> Self {
        Self {
            start: DateTime(step.start),
            invited: step.invited,
            accepted: step.accepted,
        }
    }
}

/// By what people are told apart.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insights::Group")]
enum TimeToAcceptGroup {
    /// By how they were reached.
    Channel,
    /// By the team they are in now.
    Team,
    /// By the language of the invitation.
    Language,
}

/// How long the people of a group took from the invitation to the yes.
struct TimeToAccept {
    by: Option<Group>,
    times: insights::TimeToAccept,
}

/// How long the people of a group took from the invitation to the yes, in seconds.
#[Object]
impl TimeToAccept {
    /// How they were reached, if they are told apart by that.
    async fn channel(&self) -> Option<Channel> {
        let channel: entity::Channel = self.group(Group::Channel)?.parse().ok()?;
        Some(channel.into())
    }

    /// Their team, if they are told apart by that; null for those who have none.
    async fn team(&self, ctx: &Context<'_>) -> Result<Option<Team>> {
        let team = self.group(Group::Team).map(TeamId::parse);
        let Some(Ok(team)) = team else {
            return Ok(None);
        };
        Ok(ctx.loaders().team(&team).await?.map(Team))
    }

    /// The language of their invitation, if they are told apart by that.
    async fn locale(&self) -> Option<Locale> {
        Some(Locale(self.group(Group::Language)?.to_owned()))
    }

    /// How many accepted.
    async fn accepted(&self) -> u64 {
        self.times.accepted as u64
    }

    /// A quarter took no longer.
    async fn lower_quartile(&self) -> i64 {
        seconds(self.times.lower_quartile)
    }

    /// Half took no longer.
    async fn median(&self) -> i64 {
        seconds(self.times.median)
    }

    /// Three quarters took no longer.
    async fn upper_quartile(&self) -> i64 {
        seconds(self.times.upper_quartile)
    }
}

impl TimeToAccept {
    fn group(&self, by: Group) -> Option<&str> {
        self.times.group.as_deref().filter(|_| self.by == Some(by))
    }
}

fn seconds(millis: i64) -> i64 {
    millis / 1_000
}

/// Questions about how invitations fare.
#[derive(Default)]
pub(super) struct InsightQueries;

#[Object]
impl InsightQueries {
    /// How many people have come how far. For administrators.
    async fn invitation_funnel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only who was added since then; everyone by default.")] since: Option<
            DateTime,
        >,
    ) -> Result<FunnelAnswer> {
        let admin = ctx.admin()?;
        let since = since.map(|DateTime(since)| since);
        let funnel = insights::invitation_funnel(ctx.app(), &admin, since).await?;
        Ok(funnel.into())
    }

    /// How many were invited and how many accepted in each of the last intervals, oldest first, none left out. For
    /// administrators.
    async fn acceptance_over_time(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How time is cut.", default_with = "TimeInterval::Week")]
        interval: TimeInterval,
        #[graphql(
            desc = "How many intervals, the present one included: 1 to 366.",
            default = 12
        )]
        count: i32,
    ) -> Result<Vec<AcceptanceStep>> {
        let admin = ctx.admin()?;
        let count = u16::try_from(count)
            .ok()
            .filter(|count| (1..=MOST_INTERVALS).contains(count));
        let count = count.ok_or_else(|| {
            bad_input(format!(
                "`count` takes a number from 1 to {MOST_INTERVALS}."
            ))
        })?;
        let interval: Interval = interval.into();
        let steps = insights::acceptance_over_time(ctx.app(), &admin, interval, count).await?;
        Ok(steps.into_iter().map(Into::into).collect())
    }

    /// How long people took to accept: one entry for all of them, or one for each group in which somebody did. For
    /// administrators.
    async fn time_to_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what they are told apart; not at all by default.")] by: Option<
            TimeToAcceptGroup,
        >,
        #[graphql(desc = "Only who accepted since then; everyone by default.")] since: Option<
            DateTime,
        >,
    ) -> Result<Vec<TimeToAccept>> {
        let admin = ctx.admin()?;
        Ok(times(ctx, &admin, by.map(Into::into), since).await?)
    }
}

async fn times(
    ctx: &Context<'_>,
    admin: &Admin,
    by: Option<Group>,
    since: Option<DateTime>,
) -> Result<Vec<TimeToAccept>, Fault> {
    let since = since.map(|DateTime(since)| since);
    let times = insights::time_to_accept(ctx.app(), admin, by, since).await?;
    Ok(times
        .into_iter()
        .map(|times| TimeToAccept { by, times })
        .collect())
}
