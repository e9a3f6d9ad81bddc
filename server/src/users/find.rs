//! Filter → one keyset page, in both directions and three orders.
//!
//! A page is found by what its neighbour ends with, (sort key, id), and never by an offset: the page near row 90,000 costs
//! what the first one does. The statement is written by hand around the filter's condition, with `LIMIT` as a checked number:
//! bound, it doubles PostgreSQL's work on a page, because the plan must serve any number.

use entity::{OrganizationId, UserId, invitation, team, user};
use sea_orm::{
    ConnectionTrait, FromQueryResult, IdenStatic, Iterable, QueryResult,
    sea_query::{Expr, ExprTrait, Query},
};

mod order;
mod statement;

pub use order::{Order, OrderField, Place, SortKey, Window};

use statement::Way;

use super::filter::UserFilter;
use crate::{app::App, db::how_many_rows, problem::Fault};

/// A column that a page shows.
#[derive(Clone, Copy, Debug)]
pub enum Column {
    /// Of the person.
    User(user::Column),
    /// Of their team.
    Team(team::Column),
    /// Of their latest invitation.
    Invitation(invitation::Column),
    /// Of whoever made that invitation.
    Inviter(user::Column),
}

/// One page of rows: at index 0 the sort key, at 1 the id, from 2 on the columns that were asked for.
#[derive(Debug)]
pub struct Rows {
    /// The rows, in the order of the list.
    pub rows: Vec<QueryResult>,
    /// Whether somebody follows.
    pub has_next: bool,
    /// Whether somebody precedes.
    pub has_previous: bool,
}

/// A person of a page, with what was joined.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The person.
    pub user: user::Model,
    /// Their team.
    pub team: Option<team::Model>,
    /// Their latest invitation.
    pub invitation: Option<invitation::Model>,
}

/// One page of people.
#[derive(Debug)]
pub struct Page {
    /// The people, in the order of the list.
    pub people: Vec<Listed>,
    /// Whether somebody follows.
    pub has_next: bool,
    /// Whether somebody precedes.
    pub has_previous: bool,
}

/// A list: whose people, which of them, and in which order.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    /// Whose.
    pub organization: &'a OrganizationId,
    /// Which.
    pub filter: &'a UserFilter,
    /// In which order.
    pub order: Order,
}

/// One page of the columns that are asked for: the quick way, for whoever turns rows into text.
///
/// # Errors
/// When the database fails.
pub async fn rows(
    app: &App,
    list: List<'_>,
    window: &Window,
    columns: &[Column],
) -> Result<Rows, Fault> {
    fetch(app, list, window, columns, false).await
}

/// One page of people, with their teams and invitations if they are asked for.
///
/// # Errors
/// When the database fails.
pub async fn page(
    app: &App,
    list: List<'_>,
    window: &Window,
    team: bool,
    invitation: bool,
) -> Result<Page, Fault> {
    let mut columns: Vec<Column> = user::Column::iter().map(Column::User).collect();
    columns.extend(team::Column::iter().map(Column::Team).filter(|_| team));
    columns.extend(
        invitation::Column::iter()
            .map(Column::Invitation)
            .filter(|_| invitation),
    );
    let Rows {
        rows,
        has_next,
        has_previous,
    } = fetch(app, list, window, &columns, true).await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in &rows {
        people.push(Listed {
            user: user::Model::from_query_result(row, "u_")?,
            team: if team {
                team::Model::from_query_result_optional(row, "t_")?
            } else {
                None
            },
            invitation: if invitation {
                invitation::Model::from_query_result_optional(row, "i_")?
            } else {
                None
            },
        });
    }
    Ok(Page {
        people,
        has_next,
        has_previous,
    })
}

/// How many people the list holds.
///
/// # Errors
/// When the database fails.
pub async fn count(
    app: &App,
    organization: &OrganizationId,
    filter: &UserFilter,
) -> Result<u64, Fault> {
    let mut select = Query::select();
    select.expr(how_many_rows());
    let list = List {
        organization,
        filter,
        order: Order::default(),
    };
    statement::from(&mut select, app, list, &[]);
    let row = app
        .db
        .query_one_raw(app.db.get_database_backend().build(&select))
        .await?;
    let count: i64 = row
        .map(|row| row.try_get_by_index(0))
        .transpose()?
        .unwrap_or_default();
    Ok(u64::try_from(count).unwrap_or_default())
}

impl List<'_> {
    /// The folded words that are searched, if any are.
    fn words(&self) -> Option<String> {
        let words = self.filter.search.as_deref().map(entity::fold)?;
        (!words.is_empty()).then_some(words)
    }
}

/// Whether a filter finds one person. An empty one finds everybody, and asks nobody.
///
/// # Errors
/// When the database fails.
pub async fn finds(
    app: &App,
    organization: &OrganizationId,
    filter: &UserFilter,
    id: &UserId,
) -> Result<bool, Fault> {
    if filter.finds_everyone() {
        return Ok(true);
    }
    let mut select = Query::select();
    select.expr(Expr::val(1));
    statement::from(
        &mut select,
        app,
        List {
            organization,
            filter,
            order: Order::default(),
        },
        &[],
    );
    select.and_where(Column::User(user::Column::Id).expression().eq(id.as_str()));
    let found = app
        .db
        .query_one_raw(app.db.get_database_backend().build(&select))
        .await?;
    Ok(found.is_some())
}

async fn fetch(
    app: &App,
    list: List<'_>,
    window: &Window,
    columns: &[Column],
    named: bool,
) -> Result<Rows, Fault> {
    let ask = |way| {
        let statement = statement::page(app, list, window, (columns, named), way);
        app.db.query_all_raw(statement)
    };
    let full = |rows: &Vec<QueryResult>| rows.len() as u64 > window.size;
    let mut rows = Vec::new();
    if list.words().is_some() {
        rows = ask(Way::Near).await?;
    }
    // What is near is a whole page, or no answer: there may be more further on.
    if !full(&rows) {
        rows = ask(Way::Everywhere).await?;
    }
    let more = full(&rows);
    rows.truncate(usize::try_from(window.size).unwrap_or(usize::MAX));
    if window.backwards {
        rows.reverse();
        return Ok(Rows {
            rows,
            has_next: window.before.is_some(),
            has_previous: more,
        });
    }
    Ok(Rows {
        rows,
        has_next: more,
        has_previous: window.after.is_some(),
    })
}

/// The same column of the same table; the entities' own columns cannot be compared.
impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        let named = |column: &Self| match column {
            Self::User(column) => (0, column.as_str()),
            Self::Team(column) => (1, column.as_str()),
            Self::Invitation(column) => (2, column.as_str()),
            Self::Inviter(column) => (3, column.as_str()),
        };
        named(self) == named(other)
    }
}
