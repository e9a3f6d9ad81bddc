//! Changes of people as they happen.

use cynic::{QueryFragment, QueryVariables, SubscriptionBuilder};
use futures_util::future::AbortHandle;

use super::Person;
use crate::api::socket::{self, Heard};
use crate::api::values::EventKind;
use crate::api::{data_of, schema};

#[derive(QueryVariables)]
struct ChangesVariables {
    after: Option<String>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "ChangesVariables")]
struct Changes {
    #[arguments(after: $after)]
    user_status_changed: Change,
}

/// A change of a person's status or of their invitation.
#[derive(QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "UserStatusChange")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Change {
    pub cursor: String,
    pub kind: EventKind,
    pub user: Person,
}

/// What a listener to changes is told.
pub enum News {
    /// The line is open; with `true`, what is shown must be read again.
    Open(bool),
    /// A person changed.
    Change(Box<Change>),
    /// The line is down.
    Lost,
    /// The session has ended.
    SignedOut,
}

/// When the line is opened, in milliseconds: the first picture of a list goes first.
const FIRST_PICTURE: u32 = 200;

/// Listens to the changes of everyone, until the returned handle is aborted.
pub fn listen(tell: impl Fn(News) + 'static) -> AbortHandle {
    let question = |after| {
        serde_json::to_string(&Changes::build(ChangesVariables { after })).unwrap_or_default()
    };
    socket::listen(FIRST_PICTURE, question, move |heard| {
        let (news, cursor) = match heard {
            Heard::Open { gap } => (News::Open(gap), None),
            Heard::Lost => (News::Lost, None),
            Heard::SignedOut => (News::SignedOut, None),
            Heard::Event(payload) => {
                let changes: Changes = serde_json::from_str(&data_of(payload).ok()?).ok()?;
                let change = changes.user_status_changed;
                let cursor = change.cursor.clone();
                (News::Change(Box::new(change)), Some(cursor))
            }
        };
        tell(news);
        cursor
    })
}
