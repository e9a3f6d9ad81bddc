//! viewInvitation: the page of a link is being looked at.
//!
//! Mail scanners open links as well, some in a real browser. What is told with a touch or a key by something that does not call
//! itself a robot counts as a person; everything else is kept as maybe automatic.

use entity::{EventKind, InvitationState, user, view};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use super::preview;
use crate::{
    app::App,
    events::{self, Happening},
    problem::Fault,
};

/// The particular of a look that was maybe a scanner's; the words for it are the reader's.
pub const MAYBE_AUTOMATIC: &str = "automatic";

/// Notes that the page of an open invitation is looked at: once, and once more when the first look was maybe a scanner's and
/// this one is by hand. Whoever asks learns nothing from it.
///
/// # Errors
/// When the database fails.
pub async fn view_invitation(app: &App, token: &str, by_hand: bool) -> Result<(), Fault> {
    let Some(presented) = preview::find(&*app.db, token).await? else {
        return Ok(());
    };
    let id = presented.invitation.id;
    // Most looks are not the first: they wait for no lock.
    let known = view::Entity::find_by_id(id.clone()).one(&*app.db).await?;
    if !tells_more(known.as_ref(), by_hand) {
        return Ok(());
    }
    let tx = app.db.begin_write().await?;
    let invitee = user::Entity::find_by_id(presented.invitation.user_id)
        .lock_exclusive()
        .one(&*tx)
        .await?;
    let presented = preview::find(&*tx, token).await?;
    let open = presented
        .as_ref()
        .is_some_and(|presented| presented.invitation.state == InvitationState::Pending);
    let known = view::Entity::find_by_id(id.clone()).one(&*tx).await?;
    let Some(invitee) = invitee.filter(|_| open && tells_more(known.as_ref(), by_hand)) else {
        return Ok(());
    };
    let now = app.clock.now();
    match known {
        Some(row) => {
            let mut change = row.into_active_model();
            change.by_hand_at = Set(Some(now));
            change.update(&*tx).await?;
        }
        None => {
            let row = view::Model {
                invitation_id: id.clone(),
                organization_id: invitee.organization_id.clone(),
                first_at: now,
                by_hand_at: by_hand.then_some(now),
            };
            row.into_active_model().insert(&*tx).await?;
        }
    }
    let mut change = invitee.into_active_model();
    change.last_event_at = Set(now);
    let user = change.update(&*tx).await?;
    let mut viewed =
        Happening::to(&user, EventKind::InvitationViewed).about(&id, InvitationState::Pending);
    if !by_hand {
        viewed = viewed.detail(MAYBE_AUTOMATIC);
    }
    events::record(&tx, now, [viewed]).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(())
}

fn tells_more(known: Option<&view::Model>, by_hand: bool) -> bool {
    known.is_none_or(|known| by_hand && known.by_hand_at.is_none())
}
