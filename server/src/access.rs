//! Access: who asks, and proof of what they may do.
//!
//! A rule that needs an administrator takes an [`Admin`], and only [`Viewer::admin`] makes one: without the permission there
//! is nothing to call the rule with. The proof carries the organisation, so a rule cannot reach another one by mistake.

use entity::{ApiTokenId, Locale, OrganizationId, Role, SessionId, UserId, UserSource};

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
    /// A program asks with a token for what takes a person.
    #[error("this takes a person who is signed in")]
    PersonsOnly,
    /// There is nothing of that id in the viewer's organisation.
    #[error("there is nothing with this id in your organisation")]
    NotFound,
    /// The idempotency key names another deed, or this one with another input.
    #[error("this idempotency key was used for something else")]
    KeyReused,
}

/// What somebody shows to be let in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Credential {
    /// A browser that is signed in.
    Session(SessionId),
    /// An API token: a program asks, with no more rights than the person who made it has now.
    Token(ApiTokenId),
}

/// Who asks: an active user with a session that counts, or a token that such a person made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    pub(crate) credential: Credential,
    pub(crate) user_id: UserId,
    pub(crate) organization_id: OrganizationId,
    pub(crate) role: Role,
    pub(crate) locale: Locale,
}

impl Viewer {
    /// What they asked with.
    #[must_use]
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// The session they ask with.
    ///
    /// # Errors
    /// When it is a program that asks.
    pub fn session(&self) -> Result<&SessionId, Refusal> {
        match &self.credential {
            Credential::Session(session) => Ok(session),
            Credential::Token(_) => Err(Refusal::PersonsOnly),
        }
    }

    /// Who they are, or whose token asks.
    #[must_use]
    pub fn id(&self) -> &UserId {
        &self.user_id
    }

    /// Who is signed in: nobody, when it is a program that asks.
    #[must_use]
    pub fn person(&self) -> Option<&UserId> {
        self.session().is_ok().then_some(&self.user_id)
    }

    fn actor(&self) -> Actor {
        Actor {
            user: self.user_id.clone(),
            token: match &self.credential {
                Credential::Session(_) => None,
                Credential::Token(token) => Some(token.clone()),
            },
        }
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
            actor: self.actor(),
            role: self.role,
            locale: self.locale,
            once: None,
        })
    }
}

/// Who does something: a person, or a token in the name of the person who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    user: UserId,
    token: Option<ApiTokenId>,
}

impl Actor {
    /// The person; of a token, whoever made it and stands behind what it offers.
    #[must_use]
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// The token, if it was one.
    #[must_use]
    pub fn token(&self) -> Option<&ApiTokenId> {
        self.token.as_ref()
    }

    /// The person themselves.
    ///
    /// # Errors
    /// When it is a token.
    pub fn person(&self) -> Result<&UserId, Refusal> {
        match self.token {
            None => Ok(&self.user),
            Some(_) => Err(Refusal::PersonsOnly),
        }
    }
}

impl From<&UserId> for Actor {
    fn from(user: &UserId) -> Self {
        Self {
            user: user.clone(),
            token: None,
        }
    }
}

impl From<&Actor> for Actor {
    fn from(actor: &Self) -> Self {
        actor.clone()
    }
}

/// Proof that somebody may manage the people of one organisation.
#[derive(Clone, Debug)]
pub struct Admin {
    organization: OrganizationId,
    actor: Actor,
    role: Role,
    locale: Locale,
    once: Option<Once>,
}

impl Admin {
    /// The proof of the owner who has just founded the organisation, for what is filled in on their behalf.
    pub(crate) fn founder(owner: &entity::user::Model) -> Self {
        Self {
            organization: owner.organization_id.clone(),
            actor: Actor::from(&owner.id),
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
            actor: Actor::from(&user.id),
            role: user.role,
            locale: user.locale,
            once: None,
        })
    }

    /// The proof that everyone may change their own words; it reaches no further than their own role.
    pub(crate) fn of_oneself(viewer: &Viewer) -> Self {
        Self {
            organization: viewer.organization_id.clone(),
            actor: viewer.actor(),
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
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// By which door somebody comes whom they add one by one.
    #[must_use]
    pub fn source(&self) -> UserSource {
        match self.actor.token {
            None => UserSource::Manual,
            Some(_) => UserSource::Api,
        }
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
