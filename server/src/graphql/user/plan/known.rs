//! The fields that plans know, and the columns they are written from.

use async_graphql::parser::types::SelectionSet;
use entity::{invitation, team, user};

use super::{Contacts, EdgeValue, InfoValue, Object, PageValue, Planner, ProductValue, Value};
use crate::users::{abilities::Ability, find::Column};

impl<'a> Planner<'a> {
    pub(super) fn page(&mut self, sets: &[&'a SelectionSet]) -> Option<Object<PageValue>> {
        self.object(sets, &["UserConnection"], |planner, name, within| {
            Some(match name {
                "__typename" => PageValue::Typename,
                "edges" => PageValue::Edges(planner.edge(within)?),
                "nodes" => PageValue::Nodes(planner.person(within)?),
                "pageInfo" => PageValue::PageInfo(planner.info(within)?),
                "totalCount" => {
                    planner.total = true;
                    PageValue::TotalCount
                }
                _ => return None,
            })
        })
    }

    fn edge(&mut self, sets: &[&'a SelectionSet]) -> Option<Object<EdgeValue>> {
        self.object(sets, &["UserEdge"], |planner, name, within| {
            Some(match name {
                "__typename" => EdgeValue::Typename,
                "cursor" => EdgeValue::Cursor,
                "node" => EdgeValue::Node(planner.person(within)?),
                _ => return None,
            })
        })
    }

    fn info(&mut self, sets: &[&'a SelectionSet]) -> Option<Object<InfoValue>> {
        self.object(sets, &["PageInfo"], |_, name, _| {
            Some(match name {
                "__typename" => InfoValue::Typename,
                "hasNextPage" => InfoValue::HasNext,
                "hasPreviousPage" => InfoValue::HasPrevious,
                "startCursor" => InfoValue::Start,
                "endCursor" => InfoValue::End,
                _ => return None,
            })
        })
    }

    fn person(&mut self, sets: &[&'a SelectionSet]) -> Option<Object<Value>> {
        self.object(sets, &["User", "Node"], |planner, name, within| {
            Some(match name {
                "team" => {
                    let id = planner.place(Column::Team(team::Column::Id));
                    Value::Joined(id, planner.team(within)?)
                }
                "products" => {
                    planner.products = true;
                    Value::Products(planner.product(within)?)
                }
                "invitation" => {
                    let id = planner.place(Column::Invitation(invitation::Column::Id));
                    Value::Joined(id, planner.invitation(within)?)
                }
                "reachedBy" => {
                    let status = planner.place(Column::User(user::Column::Status));
                    Value::ReachedBy(status, planner.contacts())
                }
                _ => match ability(name) {
                    Some(ability) => planner.ability(ability),
                    None => planner.profile(name, Column::User)?,
                },
            })
        })
    }

    /// What is written of a person without looking further, be it the person of the row or whoever invited them.
    fn profile(&mut self, name: &str, of: fn(user::Column) -> Column) -> Option<Value> {
        use user::Column as C;
        Some(match name {
            "__typename" => Value::Typename("User"),
            "id" => Value::Text(self.place(of(C::Id))),
            "fullName" => Value::Text(self.place(of(C::FullName))),
            "email" => Value::Text(self.place(of(C::Email))),
            "phone" => Value::Text(self.place(of(C::Phone))),
            "locale" => Value::Text(self.place(of(C::Locale))),
            "role" => Value::Text(self.place(of(C::Role))),
            "status" => Value::Text(self.place(of(C::Status))),
            "source" => Value::Text(self.place(of(C::Source))),
            "createdAt" => Value::Instant(self.place(of(C::CreatedAt))),
            "invitedAt" => Value::Instant(self.place(of(C::InvitedAt))),
            "activatedAt" => Value::Instant(self.place(of(C::ActivatedAt))),
            "lastEventAt" => Value::Instant(self.place(of(C::LastEventAt))),
            _ => return None,
        })
    }

    fn team(&mut self, sets: &[&'a SelectionSet]) -> Option<Object<Value>> {
        self.object(sets, &["Team", "Node"], |planner, name, _| {
            Some(match name {
                "__typename" => Value::Typename("Team"),
                "id" => Value::Text(planner.place(Column::Team(team::Column::Id))),
                "name" => Value::Text(planner.place(Column::Team(team::Column::Name))),
                _ => return None,
            })
        })
    }

    fn product(&mut self, sets: &[&'a SelectionSet]) -> Option<Object<ProductValue>> {
        self.object(sets, &["Product", "Node"], |_, name, _| {
            Some(match name {
                "__typename" => ProductValue::Typename,
                "id" => ProductValue::Id,
                "key" => ProductValue::Key,
                "name" => ProductValue::Name,
                _ => return None,
            })
        })
    }

    fn invitation(&mut self, sets: &[&'a SelectionSet]) -> Option<Object<Value>> {
        use invitation::Column as C;
        self.object(sets, &["Invitation", "Node"], |planner, name, within| {
            let mut place = |column| planner.place(Column::Invitation(column));
            Some(match name {
                "__typename" => Value::Typename("Invitation"),
                "id" => Value::Text(place(C::Id)),
                "channel" => Value::Text(place(C::Channel)),
                "state" => Value::State(place(C::State), place(C::ExpiresAt)),
                "locale" => Value::Text(place(C::Locale)),
                "note" => Value::Text(place(C::Note)),
                "createdAt" => Value::Instant(place(C::CreatedAt)),
                "expiresAt" => Value::Instant(place(C::ExpiresAt)),
                "remindersSent" => Value::Number(place(C::RemindersSent)),
                "lastSentAt" => Value::Instant(place(C::LastSentAt)),
                "acceptedAt" => Value::Instant(place(C::AcceptedAt)),
                "delivery" => Value::Inner(planner.delivery(within)?),
                "invitedBy" => {
                    let id = planner.place(Column::Inviter(user::Column::Id));
                    Value::Joined(id, planner.inviter(within)?)
                }
                _ => return None,
            })
        })
    }

    fn inviter(&mut self, sets: &[&'a SelectionSet]) -> Option<Object<Value>> {
        self.object(sets, &["User", "Node"], |planner, name, _| {
            planner.profile(name, Column::Inviter)
        })
    }

    fn delivery(&mut self, sets: &[&'a SelectionSet]) -> Option<Object<Value>> {
        use invitation::Column as C;
        self.object(sets, &["Delivery"], |planner, name, _| {
            let mut place = |column| planner.place(Column::Invitation(column));
            Some(match name {
                "__typename" => Value::Typename("Delivery"),
                "state" => Value::Text(place(C::DeliveryState)),
                "attempts" => Value::Number(place(C::DeliveryAttempts)),
                "at" => Value::Instant(place(C::DeliveryAt)),
                "reason" => Value::Text(place(C::DeliveryReason)),
                _ => return None,
            })
        })
    }

    /// An ability, with what it depends on.
    fn ability(&mut self, ability: Ability) -> Value {
        let standing = [user::Column::Role, user::Column::Status]
            .map(|column| self.place(Column::User(column)));
        Value::Can(ability, standing, ability.writes().then(|| self.contacts()))
    }

    /// What says how a person is reached.
    fn contacts(&mut self) -> Contacts {
        self.contacts = true;
        let mut place = |column| self.place(Column::User(column));
        Contacts {
            email: place(user::Column::Email),
            phone: place(user::Column::Phone),
            slack: place(user::Column::SlackId),
            before: self.place(Column::Invitation(invitation::Column::Channel)),
        }
    }
}

fn ability(field: &str) -> Option<Ability> {
    Some(match field {
        "viewerCanInvite" => Ability::Invite,
        "viewerCanRemind" => Ability::Remind,
        "viewerCanRevoke" => Ability::Revoke,
        "viewerCanEdit" => Ability::Edit,
        "viewerCanDeactivate" => Ability::Deactivate,
        "viewerCanReactivate" => Ability::Reactivate,
        "viewerCanDelete" => Ability::Delete,
        _ => return None,
    })
}
