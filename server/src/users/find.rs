//! Filter → one keyset page, in both directions and three orders.
//!
//! A page is found by what its neighbour ends with, (sort key, id), and never by an offset: the page near row 90,000 costs
//! what the first one does. The statement is written by hand around the filter's condition, with `LIMIT` as a checked number:
//! bound, it doubles PostgreSQL's work on a page, because the plan must serve any number.

use entity::{OrganizationId, Timestamp, UserId, invitation, team, user};
use sea_orm::{
    ConnectionTrait, FromQueryResult, IdenStatic, Iterable, QueryResult, Statement,
    sea_query::{
        Alias, Asterisk, Expr, ExprTrait, JoinType, Order as Sort, Query, SelectStatement,
        SimpleExpr,
    },
};

use super::filter::UserFilter;
use crate::{app::App, problem::Fault};

/// The name under which whoever made the invitation is joined.
const INVITER: &str = "inviter";

/// What a list is ordered by; people who are equal in it follow each other by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderField {
    /// What they are listed under, without case and accents.
    Name,
    /// When they were added.
    CreatedAt,
    /// When something last happened to them.
    LastEventAt,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub field: OrderField,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Default for Order {
    /// The newest first.
    fn default() -> Self {
        Self {
            field: OrderField::CreatedAt,
            descending: true,
        }
    }
}

/// A place in an ordered list: what a person is sorted by, and who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What they are sorted by.
    pub key: SortKey,
    /// Who they are.
    pub id: UserId,
}

/// A value that a list is sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// A folded name.
    Name(String),
    /// An instant.
    At(Timestamp),
}

/// Which part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// How many at most.
    pub size: u64,
    /// Whether they are the last ones rather than the first.
    pub backwards: bool,
    /// Only who follows this place.
    pub after: Option<Place>,
    /// Only who precedes this place.
    pub before: Option<Place>,
}

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

impl OrderField {
    fn column(self) -> user::Column {
        match self {
            Self::Name => user::Column::NameKey,
            Self::CreatedAt => user::Column::CreatedAt,
            Self::LastEventAt => user::Column::LastEventAt,
        }
    }

    /// Reads the sort key of a row of [`Rows`].
    ///
    /// # Errors
    /// When the row is not one of [`rows`].
    pub fn key(self, row: &QueryResult) -> Result<SortKey, Fault> {
        Ok(match self {
            Self::Name => SortKey::Name(row.try_get_by_index(0)?),
            Self::CreatedAt | Self::LastEventAt => SortKey::At(row.try_get_by_index(0)?),
        })
    }

    /// The sort key of a person.
    #[must_use]
    pub fn key_of(self, user: &user::Model) -> SortKey {
        match self {
            Self::Name => SortKey::Name(user.name_key.clone()),
            Self::CreatedAt => SortKey::At(user.created_at),
            Self::LastEventAt => SortKey::At(user.last_event_at),
        }
    }
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
    select.expr(Expr::col(Asterisk).count());
    let list = List {
        organization,
        filter,
        order: Order::default(),
    };
    from(&mut select, app, list, &[]);
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
    if *filter == UserFilter::default() {
        return Ok(true);
    }
    let mut select = Query::select();
    select.expr(Expr::val(1));
    from(
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
    let mut rows = app
        .db
        .query_all_raw(statement(app, list, window, columns, named))
        .await?;
    let more = rows.len() as u64 > window.size;
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

/// Asks for one row more than the page, so that it is known whether there are more.
fn statement(
    app: &App,
    list: List<'_>,
    window: &Window,
    columns: &[Column],
    named: bool,
) -> Statement {
    let key = list.order.field.column();
    let mut select = Query::select();
    for column in [Column::User(key), Column::User(user::Column::Id)] {
        select.expr(column.expression());
    }
    for column in columns {
        if named {
            select.expr_as(column.expression(), Alias::new(column.name()));
        } else {
            select.expr(column.expression());
        }
    }
    from(&mut select, app, list, columns);
    for (place, following) in [(&window.after, true), (&window.before, false)] {
        if let Some(place) = place {
            select.and_where(beyond(key, place, following != list.order.descending));
        }
    }
    let sort = if list.order.descending == window.backwards {
        Sort::Asc
    } else {
        Sort::Desc
    };
    select
        .order_by((user::Entity, key), sort.clone())
        .order_by((user::Entity, user::Column::Id), sort);
    let mut statement = app.db.get_database_backend().build(&select);
    statement
        .sql
        .push_str(&format!(" LIMIT {}", window.size + 1));
    statement
}

/// `(sort key, id)` greater, or less, than a place: a comparison of rows, which both databases answer from the index.
fn beyond(key: user::Column, place: &Place, greater: bool) -> SimpleExpr {
    let here = Expr::tuple([
        Column::User(key).expression(),
        Column::User(user::Column::Id).expression(),
    ]);
    let value = match &place.key {
        SortKey::Name(name) => Expr::val(name.as_str()),
        SortKey::At(at) => Expr::val(at.as_millis()),
    };
    let there = Expr::tuple([value, Expr::val(place.id.as_str())]);
    if greater {
        here.gt(there)
    } else {
        here.lt(there)
    }
}

/// The tables that the columns and the filter speak of, and the filter.
fn from(select: &mut SelectStatement, app: &App, list: List<'_>, columns: &[Column]) {
    select.from(user::Entity);
    if columns
        .iter()
        .any(|column| matches!(column, Column::Team(_)))
    {
        let theirs = Column::User(user::Column::TeamId)
            .expression()
            .equals((team::Entity, team::Column::Id));
        select.left_join(team::Entity, theirs);
    }
    let inviter = columns
        .iter()
        .any(|column| matches!(column, Column::Inviter(_)));
    let invitation = columns
        .iter()
        .any(|column| matches!(column, Column::Invitation(_)));
    if invitation || inviter || list.filter.needs_invitation() {
        let latest = Column::User(user::Column::InvitationId).expression();
        select.left_join(
            invitation::Entity,
            latest.equals((invitation::Entity, invitation::Column::Id)),
        );
    }
    if inviter {
        let who = Column::Invitation(invitation::Column::InvitedBy).expression();
        let same = who.equals((INVITER, user::Column::Id));
        select.join_as(JoinType::LeftJoin, user::Entity, INVITER, same);
    }
    select.cond_where(
        list.filter
            .condition(&app.db, list.organization, app.clock.now()),
    );
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

impl Column {
    fn expression(self) -> Expr {
        match self {
            Self::User(column) => Expr::col((user::Entity, column)),
            Self::Team(column) => Expr::col((team::Entity, column)),
            Self::Invitation(column) => Expr::col((invitation::Entity, column)),
            Self::Inviter(column) => Expr::col((INVITER, column)),
        }
    }

    /// A name that no column of another table has.
    fn name(self) -> String {
        match self {
            Self::User(column) => format!("u_{}", column.as_str()),
            Self::Team(column) => format!("t_{}", column.as_str()),
            Self::Invitation(column) => format!("i_{}", column.as_str()),
            Self::Inviter(column) => format!("b_{}", column.as_str()),
        }
    }
}
