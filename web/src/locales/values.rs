//! Words for the values of the contract: statuses, roles, channels.

use super::words;
use crate::api::values::{Channel, DeliveryState, Role, UserSource, UserStatus};

words! {
    /// Words for values.
    ValueWords {
        created = "Created", "Créé";
        invited = "Invited", "Invité";
        active = "Active", "Actif";
        deactivated = "Deactivated", "Désactivé";
        owner = "Owner", "Propriétaire";
        admin = "Administrator", "Administrateur";
        member = "Member", "Membre";
        email = "E-mail", "E-mail";
        sms = "SMS", "SMS";
        slack = "Slack", "Slack";
        link = "Link", "Lien";
        manual = "By hand", "À la main";
        import = "CSV file", "Fichier CSV";
        scim = "Directory (SCIM)", "Annuaire (SCIM)";
        api = "API", "API";
        queued = "Queued", "En attente d’envoi";
        sent = "Sent", "Envoyé";
        delivered = "Delivered", "Distribué";
        failed = "Failed", "Échec d’envoi";
        bounced = "Bounced", "Adresse refusée";
        suppressed = "Suppressed", "Envoi bloqué";
        not_configured = "Not sent", "Non envoyé";
    }
}

impl ValueWords {
    /// A person's status.
    pub const fn status(self, status: UserStatus) -> &'static str {
        match status {
            UserStatus::Created => self.created(),
            UserStatus::Invited => self.invited(),
            UserStatus::Active => self.active(),
            UserStatus::Deactivated => self.deactivated(),
        }
    }

    /// A role.
    pub const fn role(self, role: Role) -> &'static str {
        match role {
            Role::Owner => self.owner(),
            Role::Admin => self.admin(),
            Role::Member => self.member(),
        }
    }

    /// A channel.
    pub const fn channel(self, channel: Channel) -> &'static str {
        match channel {
            Channel::Email => self.email(),
            Channel::Sms => self.sms(),
            Channel::Slack => self.slack(),
            Channel::Link => self.link(),
        }
    }

    /// How a person came to be listed.
    pub const fn source(self, source: UserSource) -> &'static str {
        match source {
            UserSource::Manual => self.manual(),
            UserSource::Import => self.import(),
            UserSource::Slack => self.slack(),
            UserSource::Scim => self.scim(),
            UserSource::Api => self.api(),
        }
    }

    /// How a message fared.
    pub const fn delivery(self, state: DeliveryState) -> &'static str {
        match state {
            DeliveryState::Queued => self.queued(),
            DeliveryState::Sent => self.sent(),
            DeliveryState::Delivered => self.delivered(),
            DeliveryState::Failed => self.failed(),
            DeliveryState::Bounced => self.bounced(),
            DeliveryState::Suppressed => self.suppressed(),
            DeliveryState::NotConfigured => self.not_configured(),
        }
    }
}
