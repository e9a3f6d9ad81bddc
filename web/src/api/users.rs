//! The people of the organisation: one, a page of them, and how many stand where.

mod changes;
mod eligible;
mod live;
mod person;

pub use changes::*;
pub use eligible::*;
pub use live::*;
pub use person::*;

use cynic::{Enum, InputObject, QueryBuilder, QueryFragment, QueryVariables};

use super::schema;
use super::values::{
    Channel, DateTime, DeliveryState, EmailAddress, InvitationState, Locale, PhoneNumber, Role,
    UserFilter, UserSource, UserStatus,
};
use super::{Failure, post};

/// People on one page of the table.
pub const PAGE: i32 = 50;

/// A person as the table and the drawer show them.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "User")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Person {
    pub id: cynic::Id,
    pub full_name: Option<String>,
    pub email: Option<EmailAddress>,
    pub phone: Option<PhoneNumber>,
    pub locale: Locale,
    pub role: Role,
    pub status: UserStatus,
    pub source: UserSource,
    pub team: Option<Named>,
    pub products: Vec<ProductName>,
    pub invitation: Option<Invitation>,
    pub reached_by: Option<Channel>,
    pub viewer_can_invite: bool,
    pub viewer_can_remind: bool,
    pub viewer_can_revoke: bool,
    pub viewer_can_edit: bool,
    pub viewer_can_deactivate: bool,
    pub viewer_can_reactivate: bool,
    pub viewer_can_delete: bool,
    pub created_at: DateTime,
    pub last_event_at: DateTime,
}

impl Person {
    /// E-mail address or phone number, whichever there is.
    pub fn contact(&self) -> String {
        let phone = || self.phone.as_ref().map(|phone| phone.0.clone());
        self.email
            .as_ref()
            .map(|email| email.0.clone())
            .or_else(phone)
            .unwrap_or_default()
    }

    /// The name to show: the person's own, else how they are reached.
    pub fn name(&self) -> String {
        self.full_name
            .clone()
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| self.contact())
    }
}

/// A team, by name.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Team")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Named {
    pub id: cynic::Id,
    pub name: String,
}

/// A product, by name.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Product")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct ProductName {
    pub id: cynic::Id,
    pub name: String,
}

/// The latest invitation of a person.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Invitation {
    pub id: cynic::Id,
    pub channel: Channel,
    pub state: InvitationState,
    pub expires_at: DateTime,
    pub reminders_sent: i32,
    pub last_sent_at: Option<DateTime>,
    pub note: Option<String>,
    pub invited_by: Option<Colleague>,
    pub delivery: Delivery,
}

/// Someone who did something.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "User")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Colleague {
    pub id: cynic::Id,
    pub full_name: Option<String>,
    pub email: Option<EmailAddress>,
}

impl Colleague {
    /// The name to show.
    pub fn name(&self) -> String {
        let email = || self.email.as_ref().map(|email| email.0.clone());
        self.full_name.clone().or_else(email).unwrap_or_default()
    }
}

/// How the newest message of an invitation fared.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Delivery {
    pub state: DeliveryState,
    pub at: Option<DateTime>,
    pub reason: Option<String>,
}

/// What a page is sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "UserOrderField")]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum OrderField {
    Name,
    CreatedAt,
    LastEventAt,
}

/// Which way.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "OrderDirection")]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum Direction {
    Asc,
    Desc,
}

/// The order of a page.
#[derive(InputObject, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "UserOrder")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Order {
    pub field: OrderField,
    pub direction: Direction,
}

/// Which page of which people.
#[derive(QueryVariables)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct PageVariables {
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
    pub filter: UserFilter,
    pub order_by: Order,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query", variables = "PageVariables")]
struct PageQuery {
    #[arguments(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $order_by)]
    users: PersonConnection,
}

/// A page of people.
#[derive(QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "UserConnection")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct PersonConnection {
    pub nodes: Vec<Person>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// Whether there is more on either side.
#[derive(QueryFragment, Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct PageInfo {
    pub has_next_page: bool,
    pub has_previous_page: bool,
    pub start_cursor: Option<String>,
    pub end_cursor: Option<String>,
}

/// Reads a page of people.
///
/// # Errors
/// See [`post`].
pub async fn page(variables: PageVariables) -> Result<PersonConnection, Failure> {
    Ok(post(PageQuery::build(variables)).await?.users)
}

#[derive(QueryVariables)]
struct CountsVariables {
    filter: UserFilter,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query", variables = "CountsVariables")]
struct CountsQuery {
    #[arguments(filter: $filter)]
    user_counts: Counts,
}

/// How many people of a filter stand where.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "UserCounts")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Counts {
    pub total: i32,
    pub by_status: Vec<StatusCount>,
    pub expired: i32,
    pub undelivered: i32,
}

impl Counts {
    /// How many have this status.
    pub fn of(&self, status: UserStatus) -> i32 {
        self.by_status
            .iter()
            .find(|count| count.status == status)
            .map_or(0, |count| count.count)
    }
}

/// How many have a status.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct StatusCount {
    pub status: UserStatus,
    pub count: i32,
}

/// Asks ahead what [`page`] and [`counts`] will; `in_the_head` when the page's head asks that too.
pub fn ask_ahead(page: PageVariables, filter: UserFilter, in_the_head: bool) {
    super::ask_ahead(&PageQuery::build(page), in_the_head);
    super::ask_ahead(&CountsQuery::build(CountsVariables { filter }), in_the_head);
}

/// Counts the people of a filter.
///
/// # Errors
/// See [`post`].
pub async fn counts(filter: UserFilter) -> Result<Counts, Failure> {
    Ok(post(CountsQuery::build(CountsVariables { filter }))
        .await?
        .user_counts)
}

/// Looks whether the console's head names what [`ask_ahead`] asks in this case.
#[cfg(test)]
pub fn assert_in_the_head(page: PageVariables, filter: UserFilter) {
    let attribute = "data-under=\"/settings/users\"";
    super::assert_in_the_head(&PageQuery::build(page), attribute, &[super::CONSOLE]);
    let counts = CountsQuery::build(CountsVariables { filter });
    super::assert_in_the_head(&counts, attribute, &[super::CONSOLE]);
}
