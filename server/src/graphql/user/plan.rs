//! What a list of people selects, read once: which columns to fetch, and what to write of each row.
//!
//! Resolving a list value by value makes a boxed future for each value of each row; with no database at all that is twice
//! the work of the whole page. A plan is made once for the page and then written for each row (`text.rs`). It knows the
//! fields that lists show. Whatever else is selected has no plan, and the page is resolved as any other type is.

use async_graphql::{
    ContextSelectionSet,
    parser::types::{Field, Selection, SelectionSet},
};
use entity::{invitation, team, user};

use crate::users::{abilities::Ability, find::Column};

/// A selection set: what stands under each key, in the order of the request.
pub(super) type Object<T> = Vec<(String, T)>;

/// A value of the connection.
pub(super) enum PageValue {
    Typename,
    Edges(Object<EdgeValue>),
    Nodes(Object<Value>),
    PageInfo(Object<InfoValue>),
    TotalCount,
}

/// A value of an edge.
pub(super) enum EdgeValue {
    Typename,
    Cursor,
    Node(Object<Value>),
}

/// A value of the page's place in the list.
pub(super) enum InfoValue {
    Typename,
    HasNext,
    HasPrevious,
    Start,
    End,
}

/// A value of a row; the numbers say where in the row it is found.
pub(super) enum Value {
    Typename(&'static str),
    /// Stored as the text that the contract shows, or null.
    Text(usize),
    /// An instant, or null.
    Instant(usize),
    Number(usize),
    /// Where an invitation stands: its stored state, and its end.
    State(usize, usize),
    /// Whether the viewer may: role, status and e-mail of the person.
    Can(Ability, [usize; 3]),
    /// An object of what was joined: null where the row has nothing at this place.
    Joined(usize, Object<Value>),
    /// An object that is always there.
    Inner(Object<Value>),
    /// A product of the person: its place among id, key and name.
    Products(Object<ProductValue>),
}

/// A value of a product.
pub(super) enum ProductValue {
    Typename,
    Id,
    Key,
    Name,
}

/// What a page of people selects.
pub(super) struct Plan {
    pub(super) values: Object<PageValue>,
    pub(super) columns: Vec<Column>,
    pub(super) total: bool,
    pub(super) products: bool,
}

/// Where the columns that were asked for begin in a row: the sort key and the id come first.
const FIRST: usize = 2;

impl Plan {
    /// The plan of a selection; none when it holds anything that plans do not know.
    pub(super) fn of(ctx: &ContextSelectionSet<'_>) -> Option<Self> {
        let mut planner = Planner {
            ctx,
            columns: Vec::new(),
            total: false,
            products: false,
        };
        let values = planner.page(&[&ctx.item.node])?;
        Some(Self {
            values,
            columns: planner.columns,
            total: planner.total,
            products: planner.products,
        })
    }
}

struct Planner<'a> {
    ctx: &'a ContextSelectionSet<'a>,
    columns: Vec<Column>,
    total: bool,
    products: bool,
}

/// Fields with one key, merged: the first of them, and what each of them selects.
type Merged<'a> = Vec<(&'a Field, Vec<&'a SelectionSet>)>;

impl<'a> Planner<'a> {
    /// The fields of selection sets of one type, with fragments spread out, those with one key merged. None when a directive
    /// or a fragment of a foreign type leaves a doubt, and when nothing is left.
    fn fields(&self, sets: &[&'a SelectionSet], types: &[&str]) -> Option<Merged<'a>> {
        let mut fields = Merged::new();
        for set in sets {
            self.collect(&mut fields, set, types)?;
        }
        (!fields.is_empty()).then_some(fields)
    }

    fn collect(
        &self,
        fields: &mut Merged<'a>,
        set: &'a SelectionSet,
        types: &[&str],
    ) -> Option<()> {
        for selection in &set.items {
            if !selection.node.directives().is_empty() {
                return None;
            }
            let (condition, within) = match &selection.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let key = &field.response_key().node;
                    let same = fields
                        .iter_mut()
                        .find(|(first, _)| first.response_key().node == *key);
                    match same {
                        Some((first, _)) if first.name.node != field.name.node => return None,
                        Some((_, sets)) => sets.push(&field.selection_set.node),
                        None => fields.push((field, vec![&field.selection_set.node])),
                    }
                    continue;
                }
                Selection::InlineFragment(inline) => (
                    inline.node.type_condition.as_ref(),
                    &inline.node.selection_set.node,
                ),
                Selection::FragmentSpread(spread) => {
                    let fragment = &self
                        .ctx
                        .query_env
                        .fragments
                        .get(&spread.node.fragment_name.node)?
                        .node;
                    (Some(&fragment.type_condition), &fragment.selection_set.node)
                }
            };
            if condition.is_some_and(|on| !types.contains(&on.node.on.node.as_str())) {
                return None;
            }
            self.collect(fields, within, types)?;
        }
        Some(())
    }

    fn object<T>(
        &mut self,
        sets: &[&'a SelectionSet],
        types: &[&str],
        mut value: impl FnMut(&mut Self, &str, &[&'a SelectionSet]) -> Option<T>,
    ) -> Option<Object<T>> {
        let fields = self.fields(sets, types)?;
        let mut object = Vec::with_capacity(fields.len());
        for (field, within) in fields {
            if !field.arguments.is_empty() {
                return None;
            }
            object.push((
                field.response_key().node.to_string(),
                value(self, &field.name.node, &within)?,
            ));
        }
        Some(object)
    }

    fn page(&mut self, sets: &[&'a SelectionSet]) -> Option<Object<PageValue>> {
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
                _ => match ability(name) {
                    Some(ability) => Value::Can(ability, planner.standing()),
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

    /// What abilities depend on.
    fn standing(&mut self) -> [usize; 3] {
        [
            user::Column::Role,
            user::Column::Status,
            user::Column::Email,
        ]
        .map(|column| self.place(Column::User(column)))
    }

    /// Where in a row a column is found, from now on if it was not fetched before.
    fn place(&mut self, column: Column) -> usize {
        let at = self
            .columns
            .iter()
            .position(|known| *known == column)
            .unwrap_or_else(|| {
                self.columns.push(column);
                self.columns.len() - 1
            });
        FIRST + at
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
