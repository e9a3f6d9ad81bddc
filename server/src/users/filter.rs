//! Which people: what a list shows, a count counts and a deed is done to.

use entity::{
    Channel, DeliveryState, InvitationState, OrganizationId, ProductId, Role, TeamId, Timestamp,
    UserId, UserSource, UserStatus, invitation, product_access, user,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::db::Db;

/// A filter: every part that is given must hold; an empty list holds for nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFilter {
    /// Where they stand.
    pub status: Option<Vec<UserStatus>>,
    /// Where their latest invitation stands.
    pub invitation_state: Option<Vec<InvitationState>>,
    /// How its newest message fared.
    pub delivery_state: Option<Vec<DeliveryState>>,
    /// How it goes.
    pub channel: Option<Vec<Channel>>,
    /// Which door they came in by.
    pub source: Option<Vec<UserSource>>,
    /// Their role.
    pub role: Option<Vec<Role>>,
    /// Their team.
    pub team_ids: Option<Vec<TeamId>>,
    /// Any of the products they have access to.
    pub product_ids: Option<Vec<ProductId>>,
    /// Words in name, e-mail and phone.
    pub search: Option<String>,
    /// Added at or after.
    pub created_after: Option<Timestamp>,
    /// Added before.
    pub created_before: Option<Timestamp>,
}

/// The people a deed is done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Exactly these.
    Ids(Vec<UserId>),
    /// Everyone a filter finds, except some.
    Matching {
        /// The filter.
        filter: Box<UserFilter>,
        /// The ones who were unticked.
        except: Vec<UserId>,
        /// How many the person saw; another number now means that they would not get what they saw.
        expected_count: u64,
    },
}

impl UserFilter {
    /// Whether nothing is asked for.
    #[must_use]
    pub fn finds_everyone(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it speaks of the latest invitation, so that a query must join it.
    #[must_use]
    pub fn needs_invitation(&self) -> bool {
        self.invitation_state.is_some() || self.delivery_state.is_some() || self.channel.is_some()
    }

    /// The condition on `users` (and on `invitations`, when [`Self::needs_invitation`]) in one organisation at an instant.
    #[must_use]
    pub fn condition(&self, db: &Db, organization: &OrganizationId, now: Timestamp) -> Condition {
        let mut all = Condition::all().add(user::Column::OrganizationId.eq(organization.clone()));
        if let Some(status) = &self.status {
            all = all.add(user::Column::Status.is_in(status.iter().copied()));
        }
        if let Some(states) = &self.invitation_state {
            all = all.add(invitation_states(states, now));
        }
        if let Some(states) = &self.delivery_state {
            all = all.add(invitation::Column::DeliveryState.is_in(states.iter().copied()));
        }
        if let Some(channels) = &self.channel {
            all = all.add(invitation::Column::Channel.is_in(channels.iter().copied()));
        }
        if let Some(sources) = &self.source {
            all = all.add(user::Column::Source.is_in(sources.iter().copied()));
        }
        if let Some(roles) = &self.role {
            all = all.add(user::Column::Role.is_in(roles.iter().copied()));
        }
        if let Some(teams) = &self.team_ids {
            all = all.add(user::Column::TeamId.is_in(teams.iter().cloned()));
        }
        if let Some(products) = &self.product_ids {
            let having = product_access::Entity::find()
                .select_only()
                .column(product_access::Column::UserId)
                .filter(product_access::Column::ProductId.is_in(products.iter().cloned()))
                .into_query();
            all = all.add(user::Column::Id.in_subquery(having));
        }
        if let Some(words) = &self.search {
            all = all.add(db.search(&entity::fold(words)));
        }
        all = all.add_option(self.created_after.map(|at| user::Column::CreatedAt.gte(at)));
        all.add_option(self.created_before.map(|at| user::Column::CreatedAt.lt(at)))
    }
}

/// PENDING and EXPIRED are one stored state, told apart by the end of the newest link.
fn invitation_states(states: &[InvitationState], now: Timestamp) -> Condition {
    states.iter().fold(
        Condition::any().add(user::Column::Id.is_null()),
        |any, state| {
            any.add(match state {
                InvitationState::Pending => Condition::all()
                    .add(invitation::Column::State.eq(InvitationState::Pending))
                    .add(invitation::Column::ExpiresAt.gt(now)),
                InvitationState::Expired => Condition::all()
                    .add(invitation::Column::State.eq(InvitationState::Pending))
                    .add(invitation::Column::ExpiresAt.lte(now)),
                ended => Condition::all().add(invitation::Column::State.eq(*ended)),
            })
        },
    )
}
