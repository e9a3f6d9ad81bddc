//! The words for where a person, an invitation, a link and a message stand.

use crate::text_enum::text_enum;

text_enum! {
    /// Where a person stands: `CREATED → INVITED → ACTIVE ⇄ DEACTIVATED`. Expiry of a link does not change it.
    UserStatus {
        /// Has a profile and no open invitation.
        Created = "CREATED",
        /// Has an open invitation, whether or not its link still works.
        Invited = "INVITED",
        /// Has accepted and may sign in.
        Active = "ACTIVE",
        /// May not sign in until reactivated.
        Deactivated = "DEACTIVATED",
    }
}

text_enum! {
    /// Where an invitation stands. Only the first and the last three are stored: see [`InvitationState::at`].
    InvitationState {
        /// Open: the newest link works.
        Pending = "PENDING",
        /// Open, but the newest link has reached its end. Never stored, always computed.
        Expired = "EXPIRED",
        /// The invitee said yes.
        Accepted = "ACCEPTED",
        /// The invitee said no.
        Declined = "DECLINED",
        /// An administrator took it back.
        Revoked = "REVOKED",
    }
}

impl InvitationState {
    /// What the stored state reads as at an instant: PENDING becomes EXPIRED once `now ≥ expires_at`, sweeper or not.
    #[must_use]
    pub fn at(self, now: crate::Timestamp, expires_at: crate::Timestamp) -> Self {
        match self {
            Self::Pending if now >= expires_at => Self::Expired,
            state => state,
        }
    }
}

text_enum! {
    /// How the newest message of an invitation fared.
    DeliveryState {
        /// Promised, not yet taken by a server.
        Queued = "QUEUED",
        /// A server took it (SMTP 250).
        Sent = "SENT",
        /// A provider says that it arrived.
        Delivered = "DELIVERED",
        /// Refused for good, or given up.
        Failed = "FAILED",
        /// Came back.
        Bounced = "BOUNCED",
        /// Not attempted: this address asked not to be written to.
        Suppressed = "SUPPRESSED",
        /// Nothing is set up that could send it.
        NotConfigured = "NOT_CONFIGURED",
    }
}

text_enum! {
    /// A way to reach a person.
    Channel {
        /// E-mail.
        Email = "EMAIL",
        /// A text message.
        Sms = "SMS",
        /// A direct message in Slack.
        Slack = "SLACK",
        /// Copied and handed over by hand.
        Link = "LINK",
    }
}

text_enum! {
    /// What a person may do. The order is the order of power: nobody grants a role above their own.
    Role {
        /// Belongs to the organisation.
        Member = "MEMBER",
        /// Invites and manages people.
        Admin = "ADMIN",
        /// An administrator who also owns the organisation; there is always an active one.
        Owner = "OWNER",
    }
}

text_enum! {
    /// Which door a person came in by.
    UserSource {
        /// Typed in the console.
        Manual = "MANUAL",
        /// Read from a CSV file.
        Import = "IMPORT",
        /// Found in a Slack workspace.
        Slack = "SLACK",
        /// Provisioned by an identity provider.
        Scim = "SCIM",
        /// Created by another system.
        Api = "API",
    }
}

text_enum! {
    /// Why a link was made.
    LinkReason {
        /// The invitation itself.
        Invitation = "INVITATION",
        /// A reminder.
        Reminder = "REMINDER",
        /// The invitee asked for a fresh one.
        Request = "REQUEST",
        /// An administrator copied it to hand it over.
        Copy = "COPY",
    }
}

text_enum! {
    /// How a link ended other than by time.
    LinkEnd {
        /// A newer one was made.
        Superseded = "SUPERSEDED",
        /// It was used to accept.
        Accepted = "ACCEPTED",
        /// It was used to decline.
        Declined = "DECLINED",
        /// Its invitation was revoked.
        Revoked = "REVOKED",
    }
}

text_enum! {
    /// What a message says.
    MessageKind {
        /// You are invited.
        Invitation = "INVITATION",
        /// You are still invited; here is a new link.
        Reminder = "REMINDER",
        /// Here is the fresh link you asked for.
        FreshLink = "FRESH_LINK",
        /// You are in.
        Welcome = "WELCOME",
    }
}

text_enum! {
    /// Where a message in the outbox stands.
    MessageState {
        /// Waits for its turn, or for its next attempt.
        Queued = "QUEUED",
        /// A server took it.
        Sent = "SENT",
        /// A provider says that it arrived.
        Delivered = "DELIVERED",
        /// Refused for good, or given up.
        Failed = "FAILED",
        /// Came back.
        Bounced = "BOUNCED",
        /// Not attempted: this address asked not to be written to.
        Suppressed = "SUPPRESSED",
        /// Nothing is set up that could send it.
        NotConfigured = "NOT_CONFIGURED",
        /// Its link ended before it left, so it never will.
        Cancelled = "CANCELLED",
    }
}

text_enum! {
    /// What a step of a reminder plan counts from.
    StepAnchor {
        /// So long after the invitation was made.
        AfterInvitation = "AFTER_INVITATION",
        /// So long before the newest link reaches its end.
        BeforeExpiry = "BEFORE_EXPIRY",
    }
}

text_enum! {
    /// What a step of a reminder plan did for one person.
    StepFate {
        /// A limit on text messages holds it back.
        HeldBack = "HELD_BACK",
        /// It reminded them.
        Reminded = "REMINDED",
        /// A later step was due as well, and one reminder is enough.
        Overtaken = "OVERTAKEN",
        /// They had been written to, or had got a newer link, a moment ago.
        TooSoon = "TOO_SOON",
        /// They had got as many reminders as the plan allows.
        Enough = "ENOUGH",
        /// The message before had not left yet.
        Waiting = "WAITING",
        /// The message before had failed or come back: that is for a person to mend.
        Undelivered = "UNDELIVERED",
        /// There was no address to write to.
        Unreachable = "UNREACHABLE",
    }
}

text_enum! {
    /// A day of the week.
    Weekday {
        /// Monday.
        Monday = "MONDAY",
        /// Tuesday.
        Tuesday = "TUESDAY",
        /// Wednesday.
        Wednesday = "WEDNESDAY",
        /// Thursday.
        Thursday = "THURSDAY",
        /// Friday.
        Friday = "FRIDAY",
        /// Saturday.
        Saturday = "SATURDAY",
        /// Sunday.
        Sunday = "SUNDAY",
    }
}

text_enum! {
    /// What happened.
    EventKind {
        /// A person was added.
        UserCreated = "USER_CREATED",
        /// A profile was changed.
        UserUpdated = "USER_UPDATED",
        /// A person became active.
        UserActivated = "USER_ACTIVATED",
        /// A person was deactivated.
        UserDeactivated = "USER_DEACTIVATED",
        /// A person was reactivated.
        UserReactivated = "USER_REACTIVATED",
        /// A person was deleted.
        UserDeleted = "USER_DELETED",
        /// An invitation was made.
        InvitationCreated = "INVITATION_CREATED",
        /// A message about it left.
        InvitationSent = "INVITATION_SENT",
        /// A message about it arrived.
        InvitationDelivered = "INVITATION_DELIVERED",
        /// A message about it failed.
        InvitationFailed = "INVITATION_FAILED",
        /// A message about it came back.
        InvitationBounced = "INVITATION_BOUNCED",
        /// Its page was used by a person.
        InvitationViewed = "INVITATION_VIEWED",
        /// A reminder was promised.
        InvitationReminded = "INVITATION_REMINDED",
        /// A fresh link was asked for.
        InvitationLinkRequested = "INVITATION_LINK_REQUESTED",
        /// The invitee said yes.
        InvitationAccepted = "INVITATION_ACCEPTED",
        /// The invitee said no.
        InvitationDeclined = "INVITATION_DECLINED",
        /// It was taken back.
        InvitationRevoked = "INVITATION_REVOKED",
        /// A message about it was taken back before it left, and with it what it spoke of.
        InvitationCancelled = "INVITATION_CANCELLED",
        /// Its revocation was undone: it is open again.
        InvitationReopened = "INVITATION_REOPENED",
        /// Its newest link reached its end.
        InvitationExpired = "INVITATION_EXPIRED",
        /// An import was carried out.
        ImportCompleted = "IMPORT_COMPLETED",
        /// A sync was carried out.
        SyncCompleted = "SYNC_COMPLETED",
        /// A sync held and asks.
        SyncHeld = "SYNC_HELD",
        /// The organisation's settings changed.
        OrganizationUpdated = "ORGANIZATION_UPDATED",
        /// An API token was made.
        ApiTokenCreated = "API_TOKEN_CREATED",
        /// An API token was revoked.
        ApiTokenRevoked = "API_TOKEN_REVOKED",
    }
}

text_enum! {
    /// A deed done to many people at once.
    OperationKind {
        /// Many were invited.
        BulkInvite = "BULK_INVITE",
        /// Many were reminded.
        SendReminder = "SEND_REMINDER",
        /// Many invitations were taken back.
        RevokeInvitation = "REVOKE_INVITATION",
        /// A file was imported.
        Import = "IMPORT",
        /// A Slack workspace was synchronised.
        SlackSync = "SLACK_SYNC",
    }
}

text_enum! {
    /// What an operation did for one person.
    OutcomeCode {
        /// Invited.
        Invited = "INVITED",
        /// Reminded.
        Reminded = "REMINDED",
        /// Invitation taken back.
        Revoked = "REVOKED",
        /// Added.
        Created = "CREATED",
        /// Changed.
        Updated = "UPDATED",
        /// Nothing to do.
        Unchanged = "UNCHANGED",
        /// Skipped: has already joined.
        AlreadyActive = "ALREADY_ACTIVE",
        /// Skipped: has an open invitation.
        AlreadyInvited = "ALREADY_INVITED",
        /// Skipped: has no open invitation.
        NotInvited = "NOT_INVITED",
        /// Skipped: is deactivated.
        Deactivated = "DEACTIVATED",
        /// Skipped: named twice in the request.
        DuplicateInRequest = "DUPLICATE_IN_REQUEST",
        /// The e-mail address is not one.
        InvalidEmail = "INVALID_EMAIL",
        /// The phone number is not one.
        InvalidPhone = "INVALID_PHONE",
        /// The row cannot be read.
        InvalidRow = "INVALID_ROW",
        /// There is no such person.
        UserNotFound = "USER_NOT_FOUND",
        /// There is no such team.
        TeamNotFound = "TEAM_NOT_FOUND",
        /// There is no such product.
        ProductNotFound = "PRODUCT_NOT_FOUND",
        /// The role is above the actor's own.
        RoleNotGrantable = "ROLE_NOT_GRANTABLE",
        /// The channel is not set up.
        ChannelNotConfigured = "CHANNEL_NOT_CONFIGURED",
        /// The person has no address for the channel.
        ChannelNotPossible = "CHANNEL_NOT_POSSIBLE",
        /// Skipped: somebody else has that number.
        DuplicateContact = "DUPLICATE_CONTACT",
        /// Held back: written to a moment ago.
        TooSoon = "TOO_SOON",
        /// Held back by a limit.
        RateLimited = "RATE_LIMITED",
        /// Held back: text messages do not go to this number.
        NumberNotAllowed = "NUMBER_NOT_ALLOWED",
        /// Held back: as much was spent on text messages as may be.
        OverBudget = "OVER_BUDGET",
        /// Taken back before the message left.
        Cancelled = "CANCELLED",
    }
}

/// A language in which Bienvenue speaks. Complete from the first day: every word exists in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String", column_type = "Text")]
pub enum Locale {
    /// English.
    En,
    /// French.
    Fr,
}

/// A language tag in which Bienvenue does not speak.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the language “{0}” is not available; choose en or fr")]
pub struct UnknownLocale(pub String);

impl Locale {
    /// Every language there is.
    pub const ALL: &[Self] = &[Self::En, Self::Fr];

    /// The BCP 47 tag.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// The language of a BCP 47 tag: its primary subtag decides, so `fr-CA` is French (RFC 4647, lookup).
    ///
    /// # Errors
    /// When that language is not spoken here.
    pub fn from_tag(tag: &str) -> Result<Self, UnknownLocale> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "en" => Ok(Self::En),
            "fr" => Ok(Self::Fr),
            _ => Err(UnknownLocale(tag.to_owned())),
        }
    }
}

impl std::str::FromStr for Locale {
    type Err = UnknownLocale;
    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        Self::from_tag(tag)
    }
}

impl std::fmt::Display for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{InvitationState, Locale, Role};
    use crate::Timestamp;

    #[test]
    fn an_open_invitation_reads_as_expired_from_the_very_millisecond_on() {
        let end = Timestamp::from_millis(1_000);
        let read = |now| InvitationState::Pending.at(Timestamp::from_millis(now), end);
        assert_eq!(read(999), InvitationState::Pending);
        assert_eq!(read(1_000), InvitationState::Expired);
        assert_eq!(read(1_001), InvitationState::Expired);
    }

    #[test]
    fn a_final_state_never_expires() {
        let state =
            InvitationState::Revoked.at(Timestamp::from_millis(2), Timestamp::from_millis(1));
        assert_eq!(state, InvitationState::Revoked);
    }

    #[test]
    fn roles_are_ordered_by_power() {
        assert!(Role::Owner > Role::Admin && Role::Admin > Role::Member);
    }

    #[test]
    fn a_regional_tag_falls_back_to_its_language() {
        assert_eq!(Locale::from_tag("fr-CA"), Ok(Locale::Fr));
        assert!(Locale::from_tag("de").is_err());
    }
}
