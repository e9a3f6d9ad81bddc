//! The embedded default: messages stay here, to be read on the mailbox page.
//!
//! Nothing is stored: a rendered letter holds a link's secret, and no secret rests anywhere. The page writes each letter
//! again from its row when somebody reads it.

use super::{DeliveryError, Receipt, letter::Occasion};

/// How many messages can be on their way at once: it is no way at all.
pub(super) const AT_ONCE: usize = 4;

/// Takes a message: the mailbox always does.
pub(super) fn deliver(_occasion: &Occasion) -> Result<Receipt, DeliveryError> {
    Ok(Receipt::default())
}
