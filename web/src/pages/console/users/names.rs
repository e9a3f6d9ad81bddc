//! The names that values have in URLs. They are kept: people have saved them.

use crate::api::users::OrderField;
use crate::api::values::{Channel, DeliveryState, InvitationState, Role, UserSource, UserStatus};

/// A value with a name in URLs.
pub trait InUrl: Copy + PartialEq + 'static {
    /// Every value with its name.
    const NAMES: &'static [(Self, &'static str)];

    /// The name.
    fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(value, _)| *value == self)
            .map_or("", |(_, name)| name)
    }

    /// The value of a name.
    fn named(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(value, _)| *value)
    }
}

impl InUrl for UserStatus {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Created, "created"),
        (Self::Invited, "invited"),
        (Self::Active, "active"),
        (Self::Deactivated, "deactivated"),
    ];
}

impl InUrl for InvitationState {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Pending, "pending"),
        (Self::Expired, "expired"),
        (Self::Accepted, "accepted"),
        (Self::Declined, "declined"),
        (Self::Revoked, "revoked"),
    ];
}

impl InUrl for DeliveryState {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Queued, "queued"),
        (Self::Sent, "sent"),
        (Self::Delivered, "delivered"),
        (Self::Failed, "failed"),
        (Self::Bounced, "bounced"),
        (Self::Suppressed, "suppressed"),
        (Self::NotConfigured, "not_configured"),
    ];
}

impl InUrl for Channel {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Email, "email"),
        (Self::Sms, "sms"),
        (Self::Slack, "slack"),
        (Self::Link, "link"),
    ];
}

impl InUrl for UserSource {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Manual, "manual"),
        (Self::Import, "import"),
        (Self::Slack, "slack"),
        (Self::Scim, "scim"),
        (Self::Api, "api"),
    ];
}

impl InUrl for Role {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Owner, "owner"),
        (Self::Admin, "admin"),
        (Self::Member, "member"),
    ];
}

impl InUrl for OrderField {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Name, "name"),
        (Self::CreatedAt, "created"),
        (Self::LastEventAt, "last_event"),
    ];
}
