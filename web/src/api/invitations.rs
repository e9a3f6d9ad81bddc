//! Inviting, reminding, revoking.
