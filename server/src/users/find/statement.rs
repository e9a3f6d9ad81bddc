//! The statements of a list, written around the condition of its filter.

use entity::{OrganizationId, invitation, team, user};
use sea_orm::{
    IdenStatic, Iterable, Statement,
    sea_query::{
        Alias, CommonTableExpression, Expr, ExprTrait, JoinType, Order as Sort, Query,
        SelectStatement, SimpleExpr,
    },
};

use super::{Column, List, Place, SortKey, Window};
use crate::{app::App, db::Db, users::UserFilter};

/// The name under which whoever made the invitation is joined.
const INVITER: &str = "inviter";
/// The name of the people whom a search has found.
const FOUND: &str = "found";
/// The name of the next few people of a list.
const NEXT: &str = "next_few";

/// How many people in the order of the list are read for a search before the index of words is asked: if one in twelve has the
/// words, a page is full by then. Whoever searches for somebody waits for it in vain: with a thousand, a third of their time.
const NEAR: u64 = 640;

/// Where a page looks for people.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Among the next few in the order of the list: quick when many have the words that are searched.
    Near,
    /// Among all.
    Everywhere,
}

/// Asks for one row more than the page, so that it is known whether there are more.
pub(super) fn page(
    app: &App,
    list: List<'_>,
    window: &Window,
    (columns, named): (&[Column], bool),
    way: Way,
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
    match way {
        Way::Near => near(&mut select, app, list, window, columns),
        Way::Everywhere => from(&mut select, app, list, columns),
    }
    part(&mut select, list, window);
    let mut statement = app.db.get_database_backend().build(&select);
    statement
        .sql
        .push_str(&format!(" LIMIT {}", window.size + 1));
    statement
}

/// The part of the list, in its order, or in the opposite one when it is read from its end.
fn part(select: &mut SelectStatement, list: List<'_>, window: &Window) {
    let key = list.order.field.column();
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
///
/// A search comes first, materialised under the name of the table: how many people it finds is what databases guess worst,
/// and a plan that hangs on the guess is quick or fifty times slower with the luck of the last ANALYZE.
pub(super) fn from(select: &mut SelectStatement, app: &App, list: List<'_>, columns: &[Column]) {
    let Some(words) = list.words() else {
        select.from(user::Entity);
        return join_and_filter(select, app, list.organization, list.filter, columns);
    };
    let found = everybody(list, user::Column::iter())
        .and_where(app.db.search(&words))
        .to_owned();
    let found = CommonTableExpression::new()
        .table_name(FOUND)
        .query(found)
        .materialized(true)
        .to_owned();
    select.with_cte(found).from_as(FOUND, user::Entity);
    let rest = UserFilter {
        search: None,
        ..list.filter.clone()
    };
    join_and_filter(select, app, list.organization, &rest, columns);
}

/// The same among the next few people of the list, each of whom is read. Only what a search reads is kept of them: whole rows
/// of so many people would cost more than the search.
fn near(
    select: &mut SelectStatement,
    app: &App,
    list: List<'_>,
    window: &Window,
    columns: &[Column],
) {
    let read = [user::Column::Id, user::Column::SearchKey];
    let mut next = everybody(list, read);
    part(&mut next, list, window);
    let next = CommonTableExpression::new()
        .table_name(NEXT)
        .query(next.limit(NEAR).to_owned())
        .materialized(true)
        .to_owned();
    let mut found = Query::select()
        .column((user::Entity, user::Column::Id))
        .from_as(NEXT, user::Entity)
        .to_owned();
    if let Some(words) = list.words() {
        found.and_where(Db::search_by_reading(&words));
    }
    let id = Column::User(user::Column::Id).expression();
    select
        .with_cte(next)
        .from(user::Entity)
        .and_where(id.in_subquery(found));
    let rest = UserFilter {
        search: None,
        ..list.filter.clone()
    };
    join_and_filter(select, app, list.organization, &rest, columns);
}

fn everybody(list: List<'_>, columns: impl IntoIterator<Item = user::Column>) -> SelectStatement {
    let organization = Column::User(user::Column::OrganizationId).expression();
    Query::select()
        .columns(columns.into_iter().map(|column| (user::Entity, column)))
        .from(user::Entity)
        .and_where(organization.eq(list.organization.as_str()))
        .to_owned()
}

fn join_and_filter(
    select: &mut SelectStatement,
    app: &App,
    organization: &OrganizationId,
    filter: &UserFilter,
    columns: &[Column],
) {
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
    if invitation || inviter || filter.needs_invitation() {
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
    select.cond_where(filter.condition(&app.db, organization, app.clock.now()));
}

impl Column {
    pub(super) fn expression(self) -> Expr {
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
