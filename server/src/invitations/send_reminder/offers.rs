//! The open invitations of people who are to be reminded.

use std::collections::{HashMap, HashSet};

use entity::{
    Channel, DeliveryState, InvitationId, Locale, MessageState, OutcomeCode, Timestamp, UserStatus,
    invitation, message,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

use crate::{
    db::Write,
    invitations::selection::{Locked, unreachable},
    reach::{Channels, Reach, Way},
};

/// What a reminder must know of an invitation.
#[derive(FromQueryResult)]
pub(super) struct Offer {
    pub(super) id: InvitationId,
    channel: Channel,
    pub(super) locale: Locale,
    reminded_at: Option<Timestamp>,
    delivery_state: DeliveryState,
}

impl Offer {
    /// The way by which a reminder of it goes, or what becomes of it. `quiet` is the least time between two, in milliseconds.
    pub(super) fn way(
        &self,
        reach: Reach<'_>,
        channels: Channels,
        quiet: i64,
        now: Timestamp,
    ) -> Result<Way, OutcomeCode> {
        // What did not arrive disturbed nobody.
        let arrived = !matches!(
            self.delivery_state,
            DeliveryState::Failed | DeliveryState::Bounced
        );
        let too_soon = arrived && self.reminded_at.is_some_and(|last| now - last < quiet);
        let way = reach.again(self.channel, channels).map_err(unreachable)?;
        if too_soon {
            Err(OutcomeCode::TooSoon)
        } else {
            Ok(way)
        }
    }
}

/// The open invitations of some locked people, and those of them whose message waits in an undo window: it is about to
/// leave, and a reminder that overtook it could not be taken back alone.
pub(super) async fn open_offers(
    tx: &Write,
    crowd: &[Locked],
    now: Timestamp,
) -> Result<(HashMap<InvitationId, Offer>, HashSet<InvitationId>), DbErr> {
    let invited = crowd
        .iter()
        .filter(|locked| locked.person.status == UserStatus::Invited);
    let ids: Vec<_> = invited
        .filter_map(|locked| locked.person.invitation_id.clone())
        .collect();
    if ids.is_empty() {
        return Ok((HashMap::new(), HashSet::new()));
    }
    let offers = invitation::Entity::find()
        .select_only()
        .columns([
            invitation::Column::Id,
            invitation::Column::Channel,
            invitation::Column::Locale,
            invitation::Column::RemindedAt,
            invitation::Column::DeliveryState,
        ])
        .filter(invitation::Column::Id.is_in(ids.iter().cloned()))
        .into_model::<Offer>()
        .all(&**tx)
        .await?;
    let waiting: Vec<InvitationId> = message::Entity::find()
        .select_only()
        .column(message::Column::InvitationId)
        .filter(message::Column::InvitationId.is_in(ids))
        .filter(message::Column::State.eq(MessageState::Queued))
        .filter(message::Column::OperationId.is_not_null())
        .filter(message::Column::Attempts.eq(0))
        .filter(message::Column::DueAt.gt(now))
        .into_tuple()
        .all(&**tx)
        .await?;
    let offers = offers.into_iter().map(|offer| (offer.id.clone(), offer));
    Ok((offers.collect(), waiting.into_iter().collect()))
}
