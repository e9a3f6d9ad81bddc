//! Which people: the inputs that say so.

use async_graphql::{Enum, ID, InputObject, InputType, OneofObject, Pos, Result, Value};
use entity::{ProductId, TeamId, UserId};

use super::super::{
    error::bad_input,
    scalar::DateTime,
    status::{Channel, DeliveryState, InvitationState, Role, UserSource, UserStatus},
};
use crate::{
    problem::{Code, Problem},
    users::{self, Selection, find},
};

/// The longest search, in characters: a name and an address.
const LONGEST_SEARCH: usize = 200;

/// Which people. Every part that is given must hold; an empty list holds for nobody.
#[derive(InputObject, Default)]
pub(in crate::graphql) struct UserFilter {
    /// Where they stand.
    status: Option<Vec<UserStatus>>,
    /// Where their latest invitation stands.
    invitation_state: Option<Vec<InvitationState>>,
    /// How the newest message of that invitation fared.
    delivery_state: Option<Vec<DeliveryState>>,
    /// How that invitation goes.
    channel: Option<Vec<Channel>>,
    /// Which door they came in by.
    source: Option<Vec<UserSource>>,
    /// What they may do.
    role: Option<Vec<Role>>,
    /// The teams they may be in.
    team_ids: Option<Vec<ID>>,
    /// The products of which they have access to at least one.
    product_ids: Option<Vec<ID>>,
    /// Words looked for in name, e-mail and phone, whatever their case and accents.
    search: Option<String>,
    /// Added at or after this instant.
    created_after: Option<DateTime>,
    /// Added before this instant.
    created_before: Option<DateTime>,
}

fn each<A: Into<B>, B>(list: Option<Vec<A>>) -> Option<Vec<B>> {
    list.map(|list| list.into_iter().map(Into::into).collect())
}

impl UserFilter {
    /// The filter that rules know.
    ///
    /// # Errors
    /// BAD_USER_INPUT when the search is too long.
    pub(in crate::graphql) fn read(self) -> Result<users::UserFilter> {
        if self
            .search
            .as_ref()
            .is_some_and(|words| words.chars().count() > LONGEST_SEARCH)
        {
            return Err(bad_input(format!(
                "`search` takes at most {LONGEST_SEARCH} characters."
            )));
        }
        // What is no id at all is the id of nothing: like an unknown one, it finds nobody.
        let teams = |ids: Vec<ID>| ids.iter().filter_map(|id| TeamId::parse(id).ok()).collect();
        let products = |ids: Vec<ID>| {
            ids.iter()
                .filter_map(|id| ProductId::parse(id).ok())
                .collect()
        };
        Ok(users::UserFilter {
            status: each(self.status),
            invitation_state: each(self.invitation_state),
            delivery_state: each(self.delivery_state),
            channel: each(self.channel),
            source: each(self.source),
            role: each(self.role),
            team_ids: self.team_ids.map(teams),
            product_ids: self.product_ids.map(products),
            search: self.search,
            created_after: self.created_after.map(|at| at.0),
            created_before: self.created_before.map(|at| at.0),
        })
    }
}

/// Reads a filter as the contract spells it, in JSON: what the address of an export carries.
///
/// # Errors
/// What is wrong with it, in words.
pub(crate) fn read_filter(json: &str) -> std::result::Result<users::UserFilter, String> {
    let value: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let filter = UserFilter::parse(Some(value))
        .map_err(|error| error.into_server_error(Pos::default()).message)?;
    filter.read().map_err(|error| error.message)
}

/// What a list of people is ordered by. Who is equal in it follows in the order of ids.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "find::OrderField")]
pub(in crate::graphql) enum UserOrderField {
    /// By name, else address, else number, without case and accents.
    Name,
    /// By when they were added.
    CreatedAt,
    /// By when something last happened to them.
    LastEventAt,
}

/// Which end comes first.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub(in crate::graphql) enum OrderDirection {
    /// A before Z, the oldest first.
    Asc,
    /// Z before A, the newest first.
    Desc,
}

/// The order of a list of people.
#[derive(InputObject)]
pub(in crate::graphql) struct UserOrder {
    /// By what.
    field: UserOrderField,
    /// Which end comes first.
    direction: OrderDirection,
}

impl From<UserOrder> for find::Order {
    fn from(order: UserOrder) -> Self {
        Self {
            field: order.field.into(),
            descending: order.direction == OrderDirection::Desc,
        }
    }
}

/// Exactly these people, or everyone a filter finds except some.
#[derive(OneofObject)]
#[expect(clippy::large_enum_variant, reason = "there is one of it in a request")]
pub(in crate::graphql) enum UserSelection {
    /// These people, each once.
    Ids(Vec<ID>),
    /// Everyone a filter finds, except some.
    Matching(MatchingUsers),
}

/// Everyone a filter finds, except some.
#[derive(InputObject)]
pub(in crate::graphql) struct MatchingUsers {
    /// Which people.
    filter: UserFilter,
    /// The ones to leave out.
    except: Option<Vec<ID>>,
    /// What the person saw: how many people are meant, without the ones left out. Another number now is answered with
    /// COUNT_CHANGED and nothing is done.
    expected_count: i32,
}

impl UserSelection {
    /// The selection that rules know; within it, a problem that concerns the ids.
    ///
    /// # Errors
    /// BAD_USER_INPUT when the filter is not acceptable.
    pub(in crate::graphql) fn read(self) -> Result<std::result::Result<Selection, Problem>> {
        Ok(match self {
            Self::Ids(ids) => ids
                .iter()
                .map(|id| UserId::parse(id))
                .collect::<std::result::Result<_, _>>()
                .map(Selection::Ids)
                .map_err(|_| Problem::at(Code::UserNotFound, "users.ids")),
            Self::Matching(MatchingUsers {
                filter,
                except,
                expected_count,
            }) => Ok(Selection::Matching {
                filter: Box::new(filter.read()?),
                except: except
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|id| UserId::parse(id).ok())
                    .collect(),
                // A negative number is one that no selection has.
                expected_count: u64::try_from(expected_count).unwrap_or(u64::MAX),
            }),
        })
    }
}
