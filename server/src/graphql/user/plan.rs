//! What a list of people selects, read once: which columns to fetch, and what to write of each row.
//!
//! Resolving a list value by value makes a boxed future for each value of each row; with no database at all that is twice
//! the work of the whole page. A plan is made once for the page and then written for each row (`text.rs`). It knows the
//! fields that lists show. Whatever else is selected has no plan, and the page is resolved as any other type is.

use async_graphql::{
    ContextSelectionSet,
    parser::types::{Field, Selection, SelectionSet},
};

use entity::user;

use crate::users::{
    abilities::Ability,
    find::{Column, OrderField},
};

mod known;

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
    /// Whether the viewer may: role and status of the person, and how they are reached, if that matters.
    Can(Ability, [usize; 2], Option<Contacts>),
    /// By what the person would be written to now: where they stand, and their contacts.
    ReachedBy(usize, Contacts),
    /// An object of what was joined: null where the row has nothing at this place.
    Joined(usize, Object<Value>),
    /// An object that is always there.
    Inner(Object<Value>),
    /// A product of the person: its place among id, key and name.
    Products(Object<ProductValue>),
}

/// What says how a person is reached.
#[derive(Clone, Copy)]
pub(super) struct Contacts {
    pub(super) email: usize,
    pub(super) phone: usize,
    pub(super) slack: usize,
    /// The channel of their latest invitation.
    pub(super) before: usize,
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
    /// Whether it matters how people are reached.
    pub(super) contacts: bool,
}

/// Where the columns that were asked for begin in a row: the sort key and the id come first.
const FIRST: usize = 2;

impl Plan {
    /// The plan of a selection from a list in some order; none when it holds anything that plans do not know.
    pub(super) fn of(ctx: &ContextSelectionSet<'_>, order: OrderField) -> Option<Self> {
        let mut planner = Planner {
            ctx,
            key: Column::User(order.column()),
            columns: Vec::new(),
            total: false,
            products: false,
            contacts: false,
        };
        let values = planner.page(&[&ctx.item.node])?;
        Some(Self {
            values,
            columns: planner.columns,
            total: planner.total,
            products: planner.products,
            contacts: planner.contacts,
        })
    }
}

struct Planner<'a> {
    ctx: &'a ContextSelectionSet<'a>,
    /// What the list is sorted by: each row begins with it.
    key: Column,
    columns: Vec<Column>,
    total: bool,
    products: bool,
    contacts: bool,
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

    /// Where in a row a column is found, from now on if it was not fetched before.
    fn place(&mut self, column: Column) -> usize {
        if column == self.key {
            return 0;
        }
        if column == Column::User(user::Column::Id) {
            return 1;
        }
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
