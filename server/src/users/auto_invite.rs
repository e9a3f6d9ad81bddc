//! autoInvite: whether somebody who is being created is invited at once. Decided here for every door there is.

use entity::organization;

use super::{create::way, person::CheckedPerson};
use crate::{
    problem::Problem,
    reach::{Channels, Way},
};

/// By which way somebody is invited in the transaction that creates them; none when they are not.
///
/// `invite` is what the call says: then whoever cannot be reached is a problem of the call. When it says nothing, the
/// organisation's `autoInvite` decides, and whoever cannot be reached is created all the same: to be invited once they can.
/// It speaks of whoever is being created and of nobody else, so switching it on never writes to those who are there.
///
/// # Errors
/// When the call wants an invitation that no channel could carry.
pub(crate) fn invited_by(
    organization: &organization::Model,
    person: &CheckedPerson,
    channels: Channels,
    invite: Option<bool>,
) -> Result<Option<Way>, Problem> {
    match invite {
        Some(true) => way(person, channels).map(Some),
        _ if are_invited(organization, invite) => Ok(way(person, channels).ok()),
        _ => Ok(None),
    }
}

/// Whether people who are being created are invited at once: as the call says, else as the organisation's `autoInvite` does.
pub(crate) fn are_invited(organization: &organization::Model, invite: Option<bool>) -> bool {
    invite.unwrap_or(organization.auto_invite)
}
