//! updateOrganization: name, language, country, time zone, auto-invite, the life of a link and the reminder plan.

use entity::{EventKind, organization};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};

use crate::{
    access::{Admin, Refusal},
    app::App,
    events::{self, Happening},
    problem::{Code, DeedError, Problem},
    reminders::{self, PlanInput, ReminderPlan},
    users::person::{self, Problems},
};

/// What to change: what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct OrganizationChanges {
    /// Its name.
    pub name: Option<String>,
    /// Its language.
    pub locale: Option<String>,
    /// Whether whoever is created from now on is invited. Switching it on never writes to those who are there.
    pub auto_invite: Option<bool>,
    /// The life of links made from now on, in hours.
    pub link_lifetime_hours: Option<i32>,
    /// The life of links made from now on that go by text message, in hours.
    pub text_link_lifetime_hours: Option<i32>,
    /// Where numbers without a country code are meant, by its two letters; empty for nowhere.
    pub country: Option<String>,
    /// How long messages of deeds done to many from now on wait and can be taken back, in seconds.
    pub undo_seconds: Option<i32>,
    /// By whose clocks its days and hours are meant: a name of the IANA database.
    pub time_zone: Option<String>,
    /// Its reminder plan, in place of the one before.
    pub reminder_plan: Option<PlanInput>,
}

/// The shortest and the longest life of a link, in hours: one hour and thirty days.
const LINK_LIFETIME: std::ops::RangeInclusive<i32> = 1..=720;
/// The shortest and the longest undo window, in seconds.
const UNDO: std::ops::RangeInclusive<i32> = 0..=60;

/// Changes the organisation's settings.
///
/// # Errors
/// With every problem of the input.
pub async fn update(
    app: &App,
    admin: &Admin,
    changes: OrganizationChanges,
) -> Result<organization::Model, DeedError> {
    let id = admin.organization();
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    // The plan before the organisation, as whoever carries it out holds it.
    let held = match &changes.reminder_plan {
        Some(_) => reminders::lock(&tx, id).await?,
        None => None,
    };
    let before = organization::Entity::find_by_id(id.clone())
        .lock_exclusive()
        .one(&*tx)
        .await?;
    let before = before.ok_or(DeedError::Refused(Refusal::NotFound))?;
    let (after, plan) = check(changes, &before)?;
    let mut changed: Vec<&str> = [
        ("name", after.name != before.name),
        ("locale", after.locale != before.locale),
        ("timeZone", after.time_zone != before.time_zone),
        ("autoInvite", after.auto_invite != before.auto_invite),
        (
            "linkLifetimeHours",
            after.link_lifetime_hours != before.link_lifetime_hours,
        ),
        (
            "textLinkLifetimeHours",
            after.text_link_lifetime_hours != before.text_link_lifetime_hours,
        ),
        ("country", after.country != before.country),
        ("undoSeconds", after.undo_seconds != before.undo_seconds),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect();
    if let Some(plan) = plan
        && reminders::write(&tx, id, held, &plan, now).await?
    {
        changed.push("reminderPlan");
    }
    if changed.is_empty() {
        return Ok(before);
    }
    let organization = after.into_active_model().reset_all().update(&*tx).await?;
    let happened =
        Happening::in_organization(organization.id.clone(), EventKind::OrganizationUpdated);
    events::record(
        &tx,
        now,
        [happened.by(admin.actor()).detail(changed.join(", "))],
    )
    .await?;
    tx.commit().await?;
    app.events.ring();
    Ok(organization)
}

/// The organisation as it is to be, and its plan if that is to change; or everything that is wrong.
fn check(
    changes: OrganizationChanges,
    before: &organization::Model,
) -> Result<(organization::Model, Option<ReminderPlan>), DeedError> {
    let mut problems = Problems::default();
    let mut after = before.clone();
    if let Some(text) = changes.name {
        let name = problems.note(person::name(&text, "name"));
        after.name = name.unwrap_or(after.name);
    }
    if let Some(text) = changes.locale {
        let locale = problems.note(person::locale(&text, "locale"));
        after.locale = locale.unwrap_or(after.locale);
    }
    if let Some(name) = changes.time_zone {
        let zone = reminders::time_zone(&name);
        match zone.as_ref().and_then(|zone| zone.iana_name()) {
            Some(name) => name.clone_into(&mut after.time_zone),
            None => problems.add(Problem::at(Code::InvalidTimeZone, "timeZone")),
        }
    }
    if let Some(hours) = changes.link_lifetime_hours {
        if LINK_LIFETIME.contains(&hours) {
            after.link_lifetime_hours = hours;
        } else {
            problems.add(Problem::at(Code::InvalidLifetime, "linkLifetimeHours"));
        }
    }
    if let Some(hours) = changes.text_link_lifetime_hours {
        if LINK_LIFETIME.contains(&hours) {
            after.text_link_lifetime_hours = hours;
        } else {
            problems.add(Problem::at(Code::InvalidLifetime, "textLinkLifetimeHours"));
        }
    }
    if let Some(text) = changes.country {
        let country = Some(text.trim()).filter(|text| !text.is_empty());
        match country.map(str::parse).transpose() {
            Ok(country) => after.country = country,
            Err(_) => problems.add(Problem::at(Code::InvalidCountry, "country")),
        }
    }
    if let Some(seconds) = changes.undo_seconds {
        if UNDO.contains(&seconds) {
            after.undo_seconds = seconds;
        } else {
            problems.add(Problem::at(Code::InvalidUndo, "undoSeconds"));
        }
    }
    after.auto_invite = changes.auto_invite.unwrap_or(after.auto_invite);
    let plan = changes
        .reminder_plan
        .map(|plan| reminders::check(plan, after.link_lifetime_hours));
    let plan = match plan {
        Some(Err(DeedError::Problems(wrong))) => {
            wrong.into_iter().for_each(|problem| problems.add(problem));
            None
        }
        plan => plan.transpose()?,
    };
    problems.none()?;
    Ok((after, plan))
}
