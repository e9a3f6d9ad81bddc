//! updateOrganization: name, language, auto-invite and the life of a link.

use entity::{EventKind, organization};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};

use crate::{
    access::{Admin, Refusal},
    app::App,
    events::{self, Happening},
    problem::{Code, DeedError, Problem},
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
    /// How long messages of deeds done to many from now on wait and can be taken back, in seconds.
    pub undo_seconds: Option<i32>,
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
    let mut problems = Problems::default();
    let name = changes
        .name
        .and_then(|text| problems.note(person::name(&text, "name")));
    let locale = changes
        .locale
        .and_then(|text| problems.note(person::locale(&text, "locale")));
    if changes
        .link_lifetime_hours
        .is_some_and(|hours| !LINK_LIFETIME.contains(&hours))
    {
        problems.add(Problem::at(Code::InvalidLifetime, "linkLifetimeHours"));
    }
    if changes
        .undo_seconds
        .is_some_and(|seconds| !UNDO.contains(&seconds))
    {
        problems.add(Problem::at(Code::InvalidUndo, "undoSeconds"));
    }
    problems.none()?;
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    let before = organization::Entity::find_by_id(admin.organization().clone())
        .lock_exclusive()
        .one(&*tx)
        .await?;
    let before = before.ok_or(DeedError::Refused(Refusal::NotFound))?;
    let mut after = before.clone();
    after.name = name.unwrap_or(after.name);
    after.locale = locale.unwrap_or(after.locale);
    after.auto_invite = changes.auto_invite.unwrap_or(after.auto_invite);
    after.link_lifetime_hours = changes
        .link_lifetime_hours
        .unwrap_or(after.link_lifetime_hours);
    after.undo_seconds = changes.undo_seconds.unwrap_or(after.undo_seconds);
    let changed: Vec<&str> = [
        ("name", after.name != before.name),
        ("locale", after.locale != before.locale),
        ("autoInvite", after.auto_invite != before.auto_invite),
        (
            "linkLifetimeHours",
            after.link_lifetime_hours != before.link_lifetime_hours,
        ),
        ("undoSeconds", after.undo_seconds != before.undo_seconds),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect();
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
