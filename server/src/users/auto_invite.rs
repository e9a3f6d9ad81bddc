//! autoInvite: whether somebody who is being created is invited at once. Decided here for every door there is.

use entity::{Channel, organization};

use super::{create::channel, person::CheckedPerson};
use crate::problem::Problem;

/// By which channel somebody is invited in the transaction that creates them; none when they are not.
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
    invite: Option<bool>,
) -> Result<Option<Channel>, Problem> {
    match invite {
        Some(true) => channel(person).map(Some),
        Some(false) => Ok(None),
        None if organization.auto_invite => Ok(channel(person).ok()),
        None => Ok(None),
    }
}
