//! Deeds done to many whose messages are leaving: which there are, how far they are, and taking one back.

use std::{cell::RefCell, rc::Rc};

use cynic::{
    Enum, InputObject, MutationBuilder, QueryBuilder, QueryFragment, QueryVariables,
    SubscriptionBuilder,
};
use futures_util::future::AbortHandle;

use super::invitations::{OutcomeCode, OutcomeCount};
use super::socket::{self, Heard};
use super::users::{Colleague, PageInfo, Person};
use super::values::UserError;
use super::{Failure, data_of, post, schema};

/// What was done to many people.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(non_exhaustive)]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum OperationKind {
    BulkInvite,
    SendReminder,
    #[cynic(fallback)]
    Other,
}

/// A deed whose messages are leaving.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Operation")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Job {
    pub id: cynic::Id,
    pub kind: OperationKind,
    pub actor: Option<Colleague>,
    pub undo_seconds_left: i32,
    pub delivery: DeliveryProgress,
}

/// How far its messages have left.
#[derive(QueryFragment, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct DeliveryProgress {
    pub queued: i32,
    pub sent: i32,
    pub failed: i32,
    pub cancelled: i32,
}

impl DeliveryProgress {
    /// How many messages there are.
    pub fn total(self) -> i32 {
        self.queued + self.sent + self.failed + self.cancelled
    }
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query")]
struct RunningQuery {
    #[arguments(withFailed: true)]
    running_operations: Vec<Job>,
}

/// The organisation's deeds whose messages are leaving, whoever did them, and the viewer's own that did not reach everyone.
///
/// # Errors
/// See [`post`].
pub async fn running() -> Result<Vec<Job>, Failure> {
    Ok(post(RunningQuery::build(())).await?.running_operations)
}

#[derive(InputObject)]
struct CancelOperationInput {
    id: cynic::Id,
}

#[derive(QueryVariables)]
struct CancelVariables {
    input: CancelOperationInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CancelVariables")]
struct Cancel {
    #[arguments(input: $input)]
    cancel_operation: CancelOperationPayload,
}

#[derive(QueryFragment)]
struct CancelOperationPayload {
    operation: Option<Cancelled>,
    errors: Vec<UserError>,
}

/// A deed that was taken back, as far as its messages had not left.
#[derive(QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Operation")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Cancelled {
    pub counts: Vec<OutcomeCount>,
}

impl Cancelled {
    /// For how many people it was taken back.
    pub fn count(&self) -> i32 {
        let taken_back = self
            .counts
            .iter()
            .filter(|count| count.code == OutcomeCode::Cancelled);
        taken_back.map(|count| count.count).sum()
    }
}

/// Takes a deed back.
///
/// # Errors
/// See [`post`].
pub async fn cancel(id: cynic::Id) -> Result<Result<Cancelled, Vec<UserError>>, Failure> {
    let input = CancelOperationInput { id };
    let payload = post(Cancel::build(CancelVariables { input }))
        .await?
        .cancel_operation;
    Ok(payload.operation.ok_or(payload.errors))
}

#[derive(QueryVariables)]
struct IdVariables {
    id: cynic::Id,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "IdVariables")]
struct Progress {
    #[arguments(id: $id)]
    operation_progress: Job,
}

/// Listens to the progress of a deed until its last message has left, or until the returned handle is aborted.
pub fn listen(id: cynic::Id, tell: impl Fn(Job) + 'static) -> AbortHandle {
    let line = Rc::new(RefCell::new(None::<AbortHandle>));
    let own_line = Rc::clone(&line);
    let question = move |_| {
        let variables = IdVariables { id: id.clone() };
        serde_json::to_string(&Progress::build(variables)).unwrap_or_default()
    };
    let handle = socket::listen(0, question, move |heard| {
        if let Heard::Event(payload) = heard {
            let progress: Progress = serde_json::from_str(&data_of(payload).ok()?).ok()?;
            let over = progress.operation_progress.delivery.queued == 0;
            tell(progress.operation_progress);
            if over {
                own_line.borrow().iter().for_each(AbortHandle::abort);
            }
        }
        None
    });
    *line.borrow_mut() = Some(handle.clone());
    handle
}

#[derive(QueryVariables)]
struct LeftOutVariables {
    id: cynic::Id,
    after: Option<String>,
    code: Option<Vec<OutcomeCode>>,
    undelivered: bool,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query", variables = "LeftOutVariables")]
struct LeftOutQuery {
    #[arguments(id: $id)]
    operation: Option<LeftOutOf>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Operation", variables = "LeftOutVariables")]
struct LeftOutOf {
    #[arguments(first: 100, after: $after, code: $code, undelivered: $undelivered)]
    outcomes: LeftOutPage,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "OutcomeConnection")]
struct LeftOutPage {
    nodes: Vec<LeftOutOne>,
    page_info: PageInfo,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Outcome")]
struct LeftOutOne {
    user: Option<Person>,
    message: Option<String>,
}

/// Somebody whom a deed left out, or whom its message did not reach.
#[derive(Clone, Debug)]
pub struct Unreached {
    /// Whom.
    pub person: Person,
    /// Why: the server's words.
    pub reason: String,
}

impl LeftOutOne {
    fn with_reason(self, undelivered: bool) -> Option<Unreached> {
        let person = self.user?;
        let reason = if undelivered {
            let invitation = person.invitation.as_ref();
            invitation.and_then(|invitation| invitation.delivery.reason.clone())
        } else {
            self.message
        };
        Some(Unreached {
            reason: reason.unwrap_or_default(),
            person,
        })
    }
}

/// Everyone whom a deed left out for one of these reasons; without a reason, everyone whom its messages did not reach.
///
/// # Errors
/// See [`post`].
pub async fn left_out(id: cynic::Id, why: Vec<OutcomeCode>) -> Result<Vec<Unreached>, Failure> {
    let (mut people, mut after) = (Vec::new(), None);
    let undelivered = why.is_empty();
    let code = (!undelivered).then_some(why);
    loop {
        let variables = LeftOutVariables {
            id: id.clone(),
            after,
            code: code.clone(),
            undelivered,
        };
        let Some(operation) = post(LeftOutQuery::build(variables)).await?.operation else {
            break;
        };
        let page = operation.outcomes;
        let some = page.nodes.into_iter();
        people.extend(some.filter_map(|one| one.with_reason(undelivered)));
        if !page.page_info.has_next_page {
            break;
        }
        after = page.page_info.end_cursor;
    }
    Ok(people)
}
