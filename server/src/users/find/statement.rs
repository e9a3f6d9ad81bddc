//! The statements of a list, written around the condition of its filter.

use std::borrow::Cow;

use entity::{invitation, team, user};
use sea_orm::{
    IdenStatic, Iterable, Statement,
    sea_query::{
        Alias, CommonTableExpression, Expr, ExprTrait, JoinType, Order as Sort, Query,
        SelectStatement, SimpleExpr,
    },
};

use super::{Column, List, Place, SortKey, Window};
use crate::{app::App, users::UserFilter};

/// The name under which whoever made the invitation is joined.
const INVITER: &str = "inviter";
/// The name of the people whom a search has found.
const FOUND: &str = "found";

/// Asks for one row more than the page, so that it is known whether there are more.
pub(super) fn page(
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
pub(super) fn from(select: &mut SelectStatement, app: &App, list: List<'_>, columns: &[Column]) {
    let filter = people(select, app, list);
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
    select.cond_where(filter.condition(&app.db, list.organization, app.clock.now()));
}

/// The people to look among, and what of the filter is left to hold for them.
///
/// A search comes first, materialised under the name of the table: how many people it finds is what databases guess worst,
/// and a plan that hangs on the guess is quick or fifty times slower with the luck of the last ANALYZE.
fn people<'a>(select: &mut SelectStatement, app: &App, list: List<'a>) -> Cow<'a, UserFilter> {
    let words = list.filter.search.as_deref().map(entity::fold);
    let Some(words) = words.filter(|words| !words.is_empty()) else {
        select.from(user::Entity);
        return Cow::Borrowed(list.filter);
    };
    let organization = Column::User(user::Column::OrganizationId).expression();
    let found = Query::select()
        .columns(user::Column::iter().map(|column| (user::Entity, column)))
        .from(user::Entity)
        .and_where(organization.eq(list.organization.as_str()))
        .and_where(app.db.search(&words))
        .to_owned();
    let found = CommonTableExpression::new()
        .table_name(FOUND)
        .query(found)
        .materialized(true)
        .to_owned();
    select.with_cte(found).from_as(FOUND, user::Entity);
    Cow::Owned(UserFilter {
        search: None,
        ..list.filter.clone()
    })
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
