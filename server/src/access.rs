//! Access: who asks, and proof of what they may do.
//!
//! A rule that needs an administrator takes an [`Admin`], and only [`Viewer::admin`] makes one: without the permission there
//! is nothing to call the rule with. The proof carries the organisation, so a rule cannot reach another one by mistake.

use entity::{Locale, OrganizationId, Role, SessionId, UserId};

use crate::once::Once;

/// Why somebody may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// Somebody is, but not with the role it takes.
    #[error("this takes an administrator of the organisation")]
    Forbidden,
    /// There is nothing of that id in the viewer's organisation.
    #[error("there is nothing with this id in your organisation")]
    NotFound,
    /// The idempotency key names another deed, or this one with another input.
    #[error("this idempotency key was used for something else")]
    KeyReused,
}

/// Who asks: an active user with a session that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    pub(crate) session_id: SessionId,
    pub(crate) user_id: UserId,
    pub(crate) organization_id: OrganizationId,
    pub(crate) role: Role,
    pub(crate) locale: Locale,
}

impl Viewer {
    /// The session they ask with.
    #[must_use]
    pub fn session(&self) -> &SessionId {
        &self.session_id
    }

    /// Who they are.
    #[must_use]
    pub fn id(&self) -> &UserId {
        &self.user_id
    }

    /// Where they belong.
    #[must_use]
    pub fn organization(&self) -> &OrganizationId {
        &self.organization_id
    }

    /// What they may do.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// The language they read.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// Proof that they may manage people.
    ///
    /// # Errors
    /// When they are a mere member.
    pub fn admin(&self) -> Result<Admin, Refusal> {
        if self.role < Role::Admin {
            return Err(Refusal::Forbidden);
        }
        Ok(Admin {
            organization: self.organization_id.clone(),
            actor: self.user_id.clone(),
            role: self.role,
            locale: self.locale,
            once: None,
        })
    }
}

/// Proof that somebody may manage the people of one organisation.
#[derive(Clone, Debug)]
pub struct Admin {
    organization: OrganizationId,
    actor: UserId,
    role: Role,
    locale: Locale,
    once: Option<Once>,
}

impl Admin {
    /// The proof of the owner who has just founded the organisation, for what is filled in on their behalf.
    pub(crate) fn founder(owner: &entity::user::Model) -> Self {
        Self {
            organization: owner.organization_id.clone(),
            actor: owner.id.clone(),
            role: Role::Owner,
            locale: owner.locale,
            once: None,
        }
    }

    /// The proof of an active administrator in whose name an operator does something with the server in hand.
    ///
    /// # Errors
    /// When they are no administrator, or not active.
    pub(crate) fn in_name_of(user: &entity::user::Model) -> Result<Self, Refusal> {
        if user.role < Role::Admin || user.status != entity::UserStatus::Active {
            return Err(Refusal::Forbidden);
        }
        Ok(Self {
            organization: user.organization_id.clone(),
            actor: user.id.clone(),
            role: user.role,
            locale: user.locale,
            once: None,
        })
    }

    /// The proof that everyone may change their own words; it reaches no further than their own role.
    pub(crate) fn of_oneself(viewer: &Viewer) -> Self {
        Self {
            organization: viewer.organization_id.clone(),
            actor: viewer.user_id.clone(),
            role: viewer.role,
            locale: viewer.locale,
            once: None,
        }
    }

    /// The same proof, for one deed under a name that the caller gave it.
    #[must_use]
    pub fn asking(mut self, once: Option<Once>) -> Self {
        self.once = once;
        self
    }

    /// The name that the caller gave the deed, if any.
    pub(crate) fn once(&self) -> Option<&Once> {
        self.once.as_ref()
    }

    /// The organisation it holds for.
    #[must_use]
    pub fn organization(&self) -> &OrganizationId {
        &self.organization
    }

    /// Who they are.
    #[must_use]
    pub fn actor(&self) -> &UserId {
        &self.actor
    }

    /// Their role.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// The language they read.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// Whether they may grant a role, or manage somebody who has it: nobody reaches above their own.
    #[must_use]
    pub fn reaches(&self, role: Role) -> bool {
        role <= self.role
    }
}
