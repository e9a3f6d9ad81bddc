//! What came of a message.

use entity::{DeliveryState, MessageState, Timestamp, message};

use crate::delivery::Receipt;

/// A message that was claimed, and what came of it.
#[derive(Clone, Debug)]
pub(super) struct Settlement {
    pub(super) message: message::Model,
    pub(super) fate: Fate,
}

/// What came of a message.
#[derive(Clone, Debug)]
pub(super) enum Fate {
    /// The server took it.
    Sent(Receipt),
    /// It is on the recipient's phone.
    Delivered,
    /// It is tried again, then.
    Later(Timestamp, String),
    /// The same, though it may have left.
    InDoubt(Timestamp, String),
    /// It was not tried after all, and is tried then.
    PutBack(Timestamp),
    /// It never leaves.
    Ended(Ending, String),
    /// Its link ended first.
    Cancelled,
}

/// How a message ends that never leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// It was refused, or given up.
    Failed,
    /// Its recipient asked not to be written to.
    Suppressed,
    /// Nothing is set up that sends it.
    NotConfigured,
    /// The same, as the provider has taken back the token of its organisation.
    TokenRefused,
}

impl Ending {
    pub(super) fn of_message(self) -> MessageState {
        match self {
            Self::Failed => MessageState::Failed,
            Self::Suppressed => MessageState::Suppressed,
            Self::NotConfigured | Self::TokenRefused => MessageState::NotConfigured,
        }
    }

    pub(super) fn of_invitation(self) -> DeliveryState {
        match self {
            Self::Failed => DeliveryState::Failed,
            Self::Suppressed => DeliveryState::Suppressed,
            Self::NotConfigured | Self::TokenRefused => DeliveryState::NotConfigured,
        }
    }
}
