//! A hundred thousand people in fifty teams, and an administrator who is signed in.

use anyhow::{Context, Result};
use entity::{
    Channel, DeliveryState, InvitationId, InvitationState, LinkId, LinkReason, Locale,
    OrganizationId, Role, SessionId, TeamId, Timestamp, UserId, UserSource, UserStatus, invitation,
    link, organization, session, team, user,
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel};
use server::{app::App, random::Random, secret::Token};

use crate::process::{self, Target};

/// Who is there.
pub(crate) struct Crowd {
    pub(crate) organization: OrganizationId,
    /// The administrator's session.
    pub(crate) session: String,
    pub(crate) admin: UserId,
    /// When the newest person was created.
    pub(crate) now: Timestamp,
}

const CHUNK: usize = 1_000;
const TEAMS: usize = 50;

pub(crate) async fn fill(target: &Target, count: usize) -> Result<Crowd> {
    let app = process::app(&target.url).await?;
    let (now, dice) = (app.clock.now(), Random::seeded(7));
    let organization = OrganizationId::new(now, dice.bytes());
    let model = organization::Model {
        id: organization.clone(),
        name: "Bench".to_owned(),
        locale: Locale::En,
        auto_invite: false,
        link_lifetime_hours: 168,
        text_link_lifetime_hours: 72,
        country: None,
        slack_connected: false,
        undo_seconds: 10,
        time_zone: "UTC".to_owned(),
        created_at: now,
    };
    model.into_active_model().insert(&*app.db).await?;
    let mut teams = Vec::new();
    for number in 0..TEAMS {
        let name = format!("Team {number:02}");
        let (id, name_key) = (TeamId::new(now, dice.bytes()), name.to_lowercase());
        let team = team::Model {
            id: id.clone(),
            organization_id: organization.clone(),
            name,
            name_key,
            created_at: now,
        };
        team.into_active_model().insert(&*app.db).await?;
        teams.push(id);
    }
    let admin = person(
        &dice,
        &organization,
        None,
        0,
        now,
        UserStatus::Active,
        Role::Owner,
    );
    let admin_id = admin.id.clone();
    admin.into_active_model().insert(&*app.db).await?;
    let session = sign_in(&app, &organization, &admin_id, now).await?;
    for first in (1..count).step_by(CHUNK) {
        let tx = app.db.begin_write().await?;
        let (mut users, mut invitations, mut links) = (Vec::new(), Vec::new(), Vec::new());
        for number in first..(first + CHUNK).min(count) {
            let created = now.plus_millis(-60_000 * i64::try_from(count - number)?);
            let status = match number % 10 {
                0..=2 => UserStatus::Created,
                3..=4 => UserStatus::Invited,
                5..=8 => UserStatus::Active,
                _ => UserStatus::Deactivated,
            };
            let team = teams.get(number % TEAMS).cloned();
            let mut user = person(
                &dice,
                &organization,
                team,
                number,
                created,
                status,
                Role::Member,
            );
            if status == UserStatus::Invited {
                let (invitation, link) = invited(&app, &dice, &mut user, &admin_id, now);
                invitations.push(invitation.into_active_model());
                links.push(link.into_active_model());
            }
            users.push(user.into_active_model());
        }
        user::Entity::insert_many(users)
            .exec_without_returning(&*tx)
            .await?;
        invitation::Entity::insert_many(invitations)
            .exec_without_returning(&*tx)
            .await?;
        link::Entity::insert_many(links)
            .exec_without_returning(&*tx)
            .await?;
        tx.commit().await?;
    }
    // As a database stands that was not filled a moment ago: PostgreSQL counts on an index alone only what a vacuum has seen.
    let at_rest = match app.db.get_database_backend() {
        DbBackend::Postgres => "VACUUM ANALYZE",
        _ => "ANALYZE",
    };
    app.db.execute_unprepared(at_rest).await.context(at_rest)?;
    Ok(Crowd {
        organization,
        session,
        admin: admin_id,
        now,
    })
}

async fn sign_in(
    app: &App,
    organization: &OrganizationId,
    user: &UserId,
    now: Timestamp,
) -> Result<String> {
    let token = Token::random(&app.random);
    let row = session::Model {
        id: SessionId::new(now, app.random.bytes()),
        organization_id: organization.clone(),
        user_id: user.clone(),
        token_hash: token.hash(),
        created_at: now,
        expires_at: now.plus_hours(24),
        ended_at: None,
    };
    row.into_active_model().insert(&*app.db).await?;
    Ok(token.expose().to_owned())
}

pub(crate) fn person(
    dice: &Random,
    organization: &OrganizationId,
    team_id: Option<TeamId>,
    number: usize,
    created_at: Timestamp,
    status: UserStatus,
    role: Role,
) -> user::Model {
    const FIRST: [&str; 12] = [
        "Amélie", "Ben", "Chloé", "Daniel", "Édith", "Femi", "Grace", "Hugo", "Inès", "Jonas",
        "Kavya", "Léa",
    ];
    const LAST: [&str; 11] = [
        "Martin", "Côté", "Nair", "Weber", "Haddad", "Sato", "Rossi", "Okafor", "Jensen", "Müller",
        "Roy",
    ];
    let full_name = format!(
        "{} {} {number}",
        FIRST[number % FIRST.len()],
        LAST[number % LAST.len()]
    );
    let email = format!("person{number}@example.com");
    let (search_key, name_key) = user::keys(Some(&full_name), Some(&email), None);
    user::Model {
        id: UserId::new(created_at, dice.bytes()),
        organization_id: organization.clone(),
        full_name: Some(full_name),
        email: Some(email.clone()),
        email_key: Some(email),
        phone: None,
        slack_id: None,
        search_key,
        name_key,
        locale: Locale::En,
        role,
        status,
        source: UserSource::Import,
        team_id,
        invitation_id: None,
        password_hash: None,
        created_at,
        invited_at: None,
        activated_at: None,
        last_event_at: created_at,
    }
}

/// An open invitation with its link, as the rules write it.
pub(crate) fn invited(
    app: &App,
    dice: &Random,
    user: &mut user::Model,
    admin: &UserId,
    now: Timestamp,
) -> (invitation::Model, link::Model) {
    let (id, link_id) = (
        InvitationId::new(user.created_at, dice.bytes()),
        LinkId::new(user.created_at, dice.bytes()),
    );
    let expires_at = now.plus_hours(168);
    let link = link::Model {
        id: link_id.clone(),
        organization_id: user.organization_id.clone(),
        invitation_id: id.clone(),
        hash: app.secrets.link_token(&link_id).hash(),
        reason: LinkReason::Invitation,
        issued_at: user.created_at,
        expires_at,
        ended_at: None,
        end: None,
    };
    let invitation = invitation::Model {
        id: id.clone(),
        organization_id: user.organization_id.clone(),
        user_id: user.id.clone(),
        channel: Channel::Email,
        state: InvitationState::Pending,
        locale: user.locale,
        note: None,
        invited_by: Some(admin.clone()),
        created_at: user.created_at,
        link_id,
        expires_at,
        reminders_sent: 0,
        reminded_at: None,
        last_sent_at: Some(user.created_at),
        accepted_at: None,
        delivery_state: DeliveryState::Sent,
        delivery_attempts: 1,
        delivery_at: Some(user.created_at),
        delivery_reason: None,
    };
    user.invitation_id = Some(id);
    user.invited_at = Some(user.created_at);
    (invitation, link)
}
