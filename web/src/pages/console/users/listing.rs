//! Which people are shown and in which order. The address bar holds it: `?status=invited&state=expired&q=…&sort=name&after=…`.

use super::names::InUrl;
use crate::api::users::{Direction, Order, OrderField, PAGE, PageVariables};
use crate::api::values::UserFilter;
use crate::browser::query::Query;

/// What the address bar says about the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// Which people.
    pub filter: UserFilter,
    /// In which order.
    pub order: Order,
    /// Which page of them.
    pub position: Position,
}

/// A page, by the row beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Position {
    /// The first page.
    #[default]
    Start,
    /// What follows a row; with the number of its first row.
    After(String, i32),
    /// What precedes a row; with the number of its first row.
    Before(String, i32),
}

impl Position {
    /// The number of the page's first row, counted from 1.
    pub fn first_row(&self) -> i32 {
        match self {
            Self::Start => 1,
            Self::After(_, from) | Self::Before(_, from) => *from,
        }
    }
}

/// Last event first: what moved is what one comes to see.
const DEFAULT_ORDER: Order = Order {
    field: OrderField::LastEventAt,
    direction: Direction::Desc,
};

impl Listing {
    /// Reads the address bar. What it does not understand it leaves out.
    pub fn read(query: &Query) -> Self {
        let filter = UserFilter {
            status: read_list(query, "status"),
            invitation_state: read_list(query, "state"),
            delivery_state: read_list(query, "delivery"),
            channel: read_list(query, "channel"),
            source: read_list(query, "source"),
            role: read_list(query, "role"),
            team_ids: ids(query, "team"),
            product_ids: ids(query, "product"),
            search: query.get("q").map(str::to_owned),
        };
        let from = query
            .get("from")
            .and_then(|from| from.parse().ok())
            .unwrap_or(0);
        let position = match (query.get("after"), query.get("before")) {
            (Some(cursor), _) => Position::After(cursor.to_owned(), from),
            (None, Some(cursor)) => Position::Before(cursor.to_owned(), from),
            (None, None) => Position::Start,
        };
        Self {
            filter,
            order: query
                .get("sort")
                .and_then(read_order)
                .unwrap_or(DEFAULT_ORDER),
            position,
        }
    }

    /// Writes the address bar.
    pub fn write(&self) -> Query {
        let filter = &self.filter;
        let query = Query::default()
            .with("status", write_list(filter.status.as_deref()))
            .with("state", write_list(filter.invitation_state.as_deref()))
            .with("delivery", write_list(filter.delivery_state.as_deref()))
            .with("channel", write_list(filter.channel.as_deref()))
            .with("source", write_list(filter.source.as_deref()))
            .with("role", write_list(filter.role.as_deref()))
            .with("team", write_ids(filter.team_ids.as_deref()))
            .with("product", write_ids(filter.product_ids.as_deref()))
            .with("q", filter.search.clone().unwrap_or_default())
            .with(
                "sort",
                if self.order == DEFAULT_ORDER {
                    String::new()
                } else {
                    write_order(self.order)
                },
            );
        match &self.position {
            Position::Start => query,
            Position::After(cursor, from) => {
                query.with("after", cursor).with("from", from.to_string())
            }
            Position::Before(cursor, from) => {
                query.with("before", cursor).with("from", from.to_string())
            }
        }
    }

    /// The same people from their first page on, with a changed filter.
    pub fn filtered(&self, change: impl FnOnce(&mut UserFilter)) -> Self {
        let mut listing = Self {
            position: Position::Start,
            ..self.clone()
        };
        change(&mut listing.filter);
        listing
    }

    /// The same people sorted by another column; the other way round when it is the same one.
    pub fn sorted(&self, field: OrderField) -> Self {
        let first = if field == OrderField::Name {
            Direction::Asc
        } else {
            Direction::Desc
        };
        let direction = match (self.order.field == field, self.order.direction) {
            (true, Direction::Asc) => Direction::Desc,
            (true, Direction::Desc) => Direction::Asc,
            (false, _) => first,
        };
        Self {
            order: Order { field, direction },
            position: Position::Start,
            ..self.clone()
        }
    }

    /// The question for this page of people.
    pub fn variables(&self) -> PageVariables {
        let (after, before) = match &self.position {
            Position::Start => (None, None),
            Position::After(cursor, _) => (Some(cursor.clone()), None),
            Position::Before(cursor, _) => (None, Some(cursor.clone())),
        };
        PageVariables {
            first: before.is_none().then_some(PAGE),
            last: before.is_some().then_some(PAGE),
            after,
            before,
            filter: self.filter.clone(),
            order_by: self.order,
        }
    }

    /// The filter without what the status chips choose: what their numbers are counted in.
    pub fn scope(&self) -> UserFilter {
        UserFilter {
            status: None,
            invitation_state: None,
            delivery_state: None,
            ..self.filter.clone()
        }
    }

    /// Whether newest events stand first: only then does a change anywhere belong at the top.
    pub fn shows_newest(&self) -> bool {
        self.order == DEFAULT_ORDER && self.position == Position::Start
    }
}

fn read_list<T: InUrl>(query: &Query, name: &str) -> Option<Vec<T>> {
    let values: Vec<T> = query
        .list(name)
        .iter()
        .filter_map(|item| T::named(item))
        .collect();
    (!values.is_empty()).then_some(values)
}

fn write_list<T: InUrl>(values: Option<&[T]>) -> String {
    values
        .unwrap_or_default()
        .iter()
        .map(|value| value.name())
        .collect::<Vec<_>>()
        .join(",")
}

fn ids(query: &Query, name: &str) -> Option<Vec<cynic::Id>> {
    let ids: Vec<cynic::Id> = query.list(name).into_iter().map(cynic::Id::new).collect();
    (!ids.is_empty()).then_some(ids)
}

fn write_ids(ids: Option<&[cynic::Id]>) -> String {
    ids.unwrap_or_default()
        .iter()
        .map(cynic::Id::inner)
        .collect::<Vec<_>>()
        .join(",")
}

fn read_order(text: &str) -> Option<Order> {
    let (name, direction) = match text.strip_prefix('-') {
        Some(name) => (name, Direction::Desc),
        None => (text, Direction::Asc),
    };
    Some(Order {
        field: OrderField::named(name)?,
        direction,
    })
}

fn write_order(order: Order) -> String {
    let sign = if order.direction == Direction::Desc {
        "-"
    } else {
        ""
    };
    format!("{sign}{}", order.field.name())
}

/// Adds `value` to a list of a filter, or removes it. An empty list is no condition.
pub fn toggle<T: PartialEq>(list: &mut Option<Vec<T>>, value: T) {
    let mut values = list.take().unwrap_or_default();
    match values.iter().position(|present| *present == value) {
        Some(index) => drop(values.remove(index)),
        None => values.push(value),
    }
    *list = (!values.is_empty()).then_some(values);
}

/// Whether `value` is in a list of a filter.
pub fn has<T: PartialEq>(list: &Option<Vec<T>>, value: &T) -> bool {
    list.as_ref().is_some_and(|values| values.contains(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_without_a_query_asks_is_asked_ahead() {
        let listing = Listing::read(&Query::default());
        crate::api::users::assert_in_the_head(listing.variables(), listing.scope());
    }
}
