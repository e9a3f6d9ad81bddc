//! The organisation: everything else belongs to it.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::{OrganizationId, organization};
use sea_orm::EntityTrait;

use super::{
    error::{UserError, part},
    page::{self, Connection},
    product::{self, Product},
    reminder_plan::{ReminderPlan, ReminderPlanInput, ReminderPlanPreview},
    request::Asked,
    scalar::{Locale, TimeZone},
    status::Channel,
    team::{self, Team},
};
use crate::{
    access::Refusal,
    app::App,
    organizations::{self, OrganizationChanges},
    outbox::Spent,
    problem::Fault,
    reach::Channels,
    words,
};

/// A row.
pub(super) struct Organization(organization::Model);

/// The organisation: everything else belongs to it.
#[Object]
impl Organization {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The language of those for whom nothing else is known.
    async fn locale(&self) -> Locale {
        self.0.locale.into()
    }

    /// Invite whoever is created from now on. For administrators.
    async fn auto_invite(&self, ctx: &Context<'_>) -> Result<bool> {
        ctx.admin()?;
        Ok(self.0.auto_invite)
    }

    /// Life of a link, in hours; 168 by default. For administrators.
    async fn link_lifetime_hours(&self, ctx: &Context<'_>) -> Result<i32> {
        ctx.admin()?;
        Ok(self.0.link_lifetime_hours)
    }

    /// Life of a link that goes by text message, in hours; 72 by default, and never longer than that of other links. For
    /// administrators.
    async fn text_link_lifetime_hours(&self, ctx: &Context<'_>) -> Result<i32> {
        ctx.admin()?;
        Ok(self.0.text_link_lifetime_hours)
    }

    /// Where phone numbers without a country code are meant, by its two letters (ISO 3166-1 alpha-2); null until it is chosen.
    /// For administrators.
    async fn country(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        ctx.admin()?;
        Ok(self.0.country.map(|country| country.to_string()))
    }

    /// How long the messages of a deed done to many wait and can be taken back, in seconds; 10 by default. For administrators.
    async fn undo_seconds(&self, ctx: &Context<'_>) -> Result<i32> {
        ctx.admin()?;
        Ok(self.0.undo_seconds)
    }

    /// By whose clocks its days and hours are meant; UTC by default. For administrators.
    async fn time_zone(&self, ctx: &Context<'_>) -> Result<TimeZone> {
        ctx.admin()?;
        Ok(TimeZone(self.0.time_zone.clone()))
    }

    /// When people who have not answered are reminded by themselves; until there is a plan, a suggestion that is switched
    /// off. For administrators.
    async fn reminder_plan(&self, ctx: &Context<'_>) -> Result<ReminderPlan> {
        ctx.admin()?;
        ReminderPlan::of(ctx, &self.0).await
    }

    /// What a plan would do next if it were saved and switched on now. Nothing is saved. For administrators.
    async fn reminder_plan_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan.")] plan: ReminderPlanInput,
        #[graphql(desc = "The time zone it would be in; the organisation's by default.")]
        time_zone: Option<TimeZone>,
    ) -> Result<ReminderPlanPreview> {
        let admin = ctx.admin()?;
        ReminderPlanPreview::of(ctx, &admin, plan, time_zone).await
    }

    /// Every channel, and whether it can send now. For administrators.
    async fn channels(&self, ctx: &Context<'_>) -> Result<Vec<ChannelStatus>> {
        ctx.admin()?;
        let (app, language) = (ctx.app(), ctx.caller().language());
        let spent = Spent::of(&*app.db, app, app.clock.now()).await;
        let alert = spent.map_err(Fault::from)?.alert_at();
        let status = |channel: &entity::Channel| {
            let configured = Channels::of(&app.config, &self.0).send_by(*channel);
            let missing = || Some(words::missing_channel(*channel, language).to_owned());
            let hint = match channel {
                _ if !configured => missing(),
                entity::Channel::Sms => alert.map(|percent| words::spent(percent, language)),
                _ => None,
            };
            ChannelStatus {
                channel: (*channel).into(),
                configured,
                hint,
            }
        };
        Ok(entity::Channel::ALL.iter().map(status).collect())
    }

    /// Where messages can be read that would have left, when the server runs without a mail server; null otherwise. For
    /// administrators.
    async fn mailbox_url(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        ctx.admin()?;
        Ok(ctx.app().config.mailbox_url())
    }

    /// Its teams, by name. For administrators.
    async fn teams(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the first: 0 to 100; 50 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the last: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
    ) -> Result<Connection<Team>> {
        ctx.admin()?;
        let asked = page::Asked::read(first, after, last, before)?;
        let count = ctx.look_ahead().field("totalCount").exists();
        team::of(ctx.app(), &self.0.id, &asked, count).await
    }

    /// Its products, by name. For administrators.
    async fn products(&self, ctx: &Context<'_>) -> Result<Vec<Product>> {
        ctx.admin()?;
        Ok(product::of(ctx.app(), &self.0.id).await?)
    }
}

/// Whether a channel can send now.
#[derive(SimpleObject)]
struct ChannelStatus {
    /// The channel.
    channel: Channel,
    /// Whether it can send.
    configured: bool,
    /// What is missing, or soon will be, in the viewer's language.
    hint: Option<String>,
}

/// Questions about the organisation.
#[derive(Default)]
pub(super) struct OrganizationQueries;

#[Object]
impl OrganizationQueries {
    /// The viewer's organisation. Members read its id, name and language; the rest is for administrators.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Organization> {
        let viewer = ctx.viewer()?;
        let found = named(
            ctx.app(),
            viewer.organization(),
            viewer.organization().as_str(),
        )
        .await?;
        found.ok_or_else(|| Refusal::NotFound.into())
    }
}

/// What to change: what is left out stays.
#[derive(InputObject)]
struct UpdateOrganizationInput {
    /// Its name.
    name: Option<String>,
    /// The language of those for whom nothing else is known.
    locale: Option<Locale>,
    /// Invite whoever is created from then on and can be reached. Switching it on never writes to those who are there.
    auto_invite: Option<bool>,
    /// Life of links made from then on, in hours: 1 to 720.
    link_lifetime_hours: Option<i32>,
    /// Life of links made from then on that go by text message, in hours: 1 to 720.
    text_link_lifetime_hours: Option<i32>,
    /// Where phone numbers without a country code are meant, by its two letters; an empty text takes it away.
    country: Option<String>,
    /// How long messages of deeds done to many from then on wait and can be taken back, in seconds: 0 to 60.
    undo_seconds: Option<i32>,
    /// By whose clocks its days and hours are meant.
    time_zone: Option<TimeZone>,
    /// The reminder plan, all of it, in place of the one before. A step that is new and any step of a plan that is switched
    /// on begins then: nobody is reminded of what would have been due before.
    reminder_plan: Option<ReminderPlanInput>,
}

/// The answer of `updateOrganization`.
#[derive(SimpleObject)]
struct UpdateOrganizationPayload {
    /// The organisation as it is now; null when there are errors.
    organization: Option<Organization>,
    /// What is wrong, all of it.
    errors: Vec<UserError>,
}

/// Deeds done to the organisation.
#[derive(Default)]
pub(super) struct OrganizationMutations;

#[Object]
impl OrganizationMutations {
    /// Change the organisation's settings. For administrators.
    async fn update_organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateOrganizationInput,
    ) -> Result<UpdateOrganizationPayload> {
        let admin = ctx.admin()?;
        let changes = OrganizationChanges {
            name: input.name,
            locale: input.locale.map(|locale| locale.0),
            auto_invite: input.auto_invite,
            link_lifetime_hours: input.link_lifetime_hours,
            text_link_lifetime_hours: input.text_link_lifetime_hours,
            country: input.country,
            undo_seconds: input.undo_seconds,
            time_zone: input.time_zone.map(|zone| zone.0),
            reminder_plan: input.reminder_plan.map(Into::into),
        };
        let updated = organizations::update(ctx.app(), &admin, changes).await;
        let (organization, errors) = part(ctx, updated, &[])?;
        Ok(UpdateOrganizationPayload {
            organization: organization.map(Organization),
            errors,
        })
    }
}

/// The viewer's organisation, if that is the one somebody named.
pub(super) async fn named(
    app: &App,
    own: &OrganizationId,
    id: &str,
) -> Result<Option<Organization>, Fault> {
    if id != own.as_str() {
        return Ok(None);
    }
    Ok(organization::Entity::find_by_id(own.clone())
        .one(&*app.db)
        .await?
        .map(Organization))
}
