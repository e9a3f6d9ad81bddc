//! acceptInvitation: the invitee's yes. Holding the token is the permission.

use entity::{
    Channel, DeliveryState, EventKind, InvitationState, LinkEnd, Locale, MessageKind, Role,
    Timestamp, UserStatus, invitation, organization, user,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr,
};

use super::{
    links,
    preview::{self, LinkState, Presented},
};
use crate::{
    app::App,
    db::Write,
    events::{self, Happening},
    outbox::{self, Promise},
    problem::{Code, DeedError, Fault, Problem},
    reach::{Channels, Reach},
    users::{SignedIn, password, person, sessions},
};

/// What the invitee types. Organisation, role, team and address come from the row that the link points to.
pub struct Accept {
    /// The link's secret.
    pub token: String,
    /// Their name; needed when it is not known.
    pub full_name: Option<String>,
    /// The language they choose.
    pub locale: Locale,
    /// The password they choose.
    pub password: String,
}

/// How long a welcome is worth sending, in hours.
const WELCOME_HOURS: i64 = 48;

/// How often somebody else may change the person between the look at them and the update before this gives up.
const LOOKS: usize = 8;

/// Accepts an invitation and signs the person in: the update that decides a race, and everything it causes in its transaction.
///
/// # Errors
/// With every problem of the input, or where the link stands when it does not work.
pub async fn accept_invitation(app: &App, input: Accept) -> Result<SignedIn, DeedError> {
    let mut hash = None;
    for _ in 0..LOOKS {
        if let Some(signed_in) = look_and_accept(app, &input, &mut hash).await? {
            return Ok(signed_in);
        }
    }
    Err(Fault::Other("the invitee was changed after each look".to_owned()).into())
}

/// None when the person was changed after the look at them, so that what was checked need not hold any more. The password is
/// hashed once, by whichever look comes so far.
async fn look_and_accept(
    app: &App,
    input: &Accept,
    hash: &mut Option<String>,
) -> Result<Option<SignedIn>, DeedError> {
    let found = preview::find_with_invitee(&*app.db, &input.token).await?;
    let (presented, invitee, organization) =
        found.ok_or_else(|| Problem::at(Code::LinkUnknown, "token"))?;
    open_or_why(presented.state(app.clock.now()))?;
    // Accepting never changes credentials that exist: an invited person has none.
    if invitee.password_hash.is_some() {
        return Err(Problem::at(Code::AlreadyAccepted, "token").into());
    }
    let full_name = check(&invitee, &organization, input)?;
    let hash = match hash {
        Some(hash) => hash.clone(),
        None => hash
            .insert(app.passwords.hash(&input.password).await?)
            .clone(),
    };

    let tx = app.db.begin_write().await?;
    let now = app.clock.now();
    let role = granted_role(&tx, &presented.invitation, invitee.role).await?;
    let activated = activate(&tx, invitee, full_name, input.locale, hash, role, now).await?;
    let Some(user) = activated else {
        return Ok(None);
    };
    // Waiting for the person's row may have carried us past the link's end.
    open_or_why(presented.state(app.clock.now()))?;
    if !win(&tx, &presented, now).await? {
        return Ok(None);
    }
    links::end(
        &tx,
        std::slice::from_ref(&presented.invitation.id),
        LinkEnd::Accepted,
        now,
    )
    .await?;
    // Once the newest link's message has left, no other waits.
    if presented.invitation.delivery_state == DeliveryState::Queued {
        outbox::cancel(&tx, std::slice::from_ref(&presented.invitation.id), now).await?;
    }
    let joined_by = presented.invitation.channel;
    welcome(&tx, app, &user, &organization, joined_by, now).await?;
    let by_themselves = |kind| {
        Happening::to(&user, kind)
            .by(&user.id)
            .from_status(UserStatus::Invited)
            .about(&presented.invitation.id, InvitationState::Accepted)
    };
    let accepted = [
        by_themselves(EventKind::InvitationAccepted),
        by_themselves(EventKind::UserActivated),
    ];
    events::record(&tx, now, accepted).await?;
    let token = sessions::begin(&tx, app, &user, now).await?;
    tx.commit().await?;
    app.events.ring();
    app.outbox.ring();
    Ok(Some(SignedIn { user, token }))
}

/// Whether a link works, else the problem that says why not.
pub(super) fn open_or_why(state: LinkState) -> Result<(), Problem> {
    let code = match state {
        LinkState::Open => return Ok(()),
        LinkState::Expired => Code::LinkExpired,
        LinkState::Superseded => Code::LinkSuperseded,
        LinkState::Revoked => Code::InvitationRevoked,
        LinkState::Declined => Code::InvitationDeclined,
        LinkState::Accepted => Code::AlreadyAccepted,
        LinkState::Unknown => Code::LinkUnknown,
    };
    Err(Problem::at(code, "token"))
}

/// The name they go by from now on, or everything that is wrong with what was typed.
fn check(
    invitee: &user::Model,
    organization: &organization::Model,
    input: &Accept,
) -> Result<String, DeedError> {
    let mut problems = person::Problems::default();
    let typed = input
        .full_name
        .as_deref()
        .filter(|name| !name.trim().is_empty());
    let known = typed.or(invitee.full_name.as_deref()).unwrap_or_default();
    let full_name = problems
        .note(person::name(known, "fullName"))
        .unwrap_or_default();
    let words = [
        invitee.email.as_deref().unwrap_or_default(),
        full_name.as_str(),
        organization.name.as_str(),
    ];
    problems.note(password::check(&input.password, &words, "password"));
    problems.none()?;
    Ok(full_name)
}

/// Ends the invitation, if it is still the newest link's, open and not at its end.
async fn win(tx: &Write, presented: &Presented, now: Timestamp) -> Result<bool, DeedError> {
    let updated = invitation::Entity::update_many()
        .col_expr(
            invitation::Column::State,
            Expr::value(InvitationState::Accepted),
        )
        .col_expr(invitation::Column::AcceptedAt, Expr::value(now))
        .filter(invitation::Column::Id.eq(presented.invitation.id.clone()))
        .filter(invitation::Column::LinkId.eq(presented.link.id.clone()))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::ExpiresAt.gt(now))
        .exec(&**tx)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// The role that was offered, if somebody who may grant it still stands behind it; else MEMBER, which anyone may be.
async fn granted_role(
    tx: &Write,
    invitation: &invitation::Model,
    offered: Role,
) -> Result<Role, DeedError> {
    if offered == Role::Member {
        return Ok(offered);
    }
    let Some(inviter) = &invitation.invited_by else {
        return Ok(Role::Member);
    };
    let inviter = user::Entity::find_by_id(inviter.clone()).one(&**tx).await?;
    let stands = inviter
        .is_some_and(|inviter| inviter.status == UserStatus::Active && inviter.role >= offered);
    Ok(if stands { offered } else { Role::Member })
}

/// Makes an active person of the invitee, whose row is locked from here on; none if it is not as it was read. Looking and updating in
/// one statement spares a lock of its own.
async fn activate(
    tx: &Write,
    mut invitee: user::Model,
    full_name: String,
    locale: Locale,
    hash: String,
    role: Role,
    now: Timestamp,
) -> Result<Option<user::Model>, DeedError> {
    let as_read = as_read(&invitee);
    (invitee.search_key, invitee.name_key) = user::keys(
        Some(&full_name),
        invitee.email.as_deref(),
        invitee.phone.as_deref(),
    );
    invitee.full_name = Some(full_name);
    invitee.locale = locale;
    invitee.password_hash = Some(hash);
    invitee.role = role;
    invitee.status = UserStatus::Active;
    invitee.activated_at = Some(now);
    invitee.last_event_at = now;
    let change = user::ActiveModel {
        full_name: Set(invitee.full_name.clone()),
        search_key: Set(invitee.search_key.clone()),
        name_key: Set(invitee.name_key.clone()),
        locale: Set(invitee.locale),
        password_hash: Set(invitee.password_hash.clone()),
        role: Set(invitee.role),
        status: Set(invitee.status),
        activated_at: Set(invitee.activated_at),
        last_event_at: Set(invitee.last_event_at),
        ..Default::default()
    };
    let updated = user::Entity::update_many()
        .set(change)
        .filter(as_read)
        .exec(&**tx)
        .await?;
    Ok((updated.rows_affected == 1).then_some(invitee))
}

/// The invitee, as long as nothing has changed that their yes rests on.
fn as_read(invitee: &user::Model) -> Condition {
    let still = |column: user::Column, read: &Option<String>| match read {
        Some(read) => column.eq(read),
        None => column.is_null(),
    };
    Condition::all()
        .add(user::Column::Id.eq(invitee.id.clone()))
        .add(user::Column::Status.eq(UserStatus::Invited))
        .add(user::Column::PasswordHash.is_null())
        .add(user::Column::Role.eq(invitee.role))
        .add(user::Column::LastEventAt.eq(invitee.last_event_at))
        .add(still(user::Column::FullName, &invitee.full_name))
        .add(still(user::Column::Email, &invitee.email))
        .add(still(user::Column::Phone, &invitee.phone))
        .add(still(user::Column::SlackId, &invitee.slack_id))
}

async fn welcome(
    tx: &Write,
    app: &App,
    user: &user::Model,
    organization: &organization::Model,
    joined_by: Channel,
    now: Timestamp,
) -> Result<(), DeedError> {
    let channels = Channels::of(&app.config, organization);
    let way = Reach::of(user).again(joined_by, channels).ok();
    // Nobody pays for a text message that says what the page has just said.
    let way = way.filter(|way| way.channel() != Channel::Sms);
    let Some((way, recipient)) = way.and_then(|way| {
        let recipient = way.recipient()?.to_owned();
        Some((way, recipient))
    }) else {
        return Ok(());
    };
    let promise = Promise {
        organization_id: user.organization_id.clone(),
        user_id: user.id.clone(),
        invitation_id: None,
        link_id: None,
        operation_id: None,
        kind: MessageKind::Welcome,
        channel: way.channel(),
        locale: user.locale,
        recipient,
        give_up_at: now.plus_hours(WELCOME_HOURS),
    };
    Ok(outbox::enqueue(tx, app, now, vec![promise]).await?)
}
