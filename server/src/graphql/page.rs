//! Pages of lists, as the Relay Cursor Connections Specification has them.
//!
//! A cursor is opaque: base64url of what the list is sorted by, after a letter that says which list and order it belongs to,
//! so that a cursor of another list is refused instead of misread.

use async_graphql::{Object, OutputType, Result, SimpleObject};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{
    api_token::ApiToken,
    error::bad_input,
    import::ImportRow,
    operation::Outcome,
    slack::{SlackMissing, SlackSync, SlackSyncRow},
    team::Team,
    user::User,
};

/// Entries of a page when neither `first` nor `last` is given.
const USUAL: u64 = 50;
/// Entries of the largest page.
const MOST: u64 = 100;

/// Which part of a list was asked for; cursors are still in their letters.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) size: u64,
    pub(super) backwards: bool,
    pub(super) after: Option<String>,
    pub(super) before: Option<String>,
}

impl Asked {
    /// Reads the four arguments of a connection.
    ///
    /// # Errors
    /// BAD_USER_INPUT when they contradict each other or ask for too much.
    pub(super) fn read(
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Self> {
        let (name, number) = match (first, last) {
            (Some(_), Some(_)) => return Err(bad_input("Give `first` or `last`, not both.")),
            (None, None) => {
                return Ok(Self {
                    size: USUAL,
                    backwards: false,
                    after,
                    before,
                });
            }
            (Some(first), None) => ("first", first),
            (None, Some(last)) => ("last", last),
        };
        match u64::try_from(number) {
            Ok(size) if size <= MOST => Ok(Self {
                size,
                backwards: name == "last",
                after,
                before,
            }),
            _ => Err(bad_input(format!(
                "`{name}` is {number}; it takes a number from 0 to {MOST}."
            ))),
        }
    }

    /// Turns rows as they were fetched, one more than asked for if there are more, into the page: what is on it, and
    /// whether somebody follows and precedes.
    pub(super) fn cut<T>(&self, mut rows: Vec<T>) -> (Vec<T>, bool, bool) {
        let more = rows.len() as u64 > self.size;
        rows.truncate(usize::try_from(self.size).unwrap_or(usize::MAX));
        if self.backwards {
            rows.reverse();
            return (rows, self.before.is_some(), more);
        }
        (rows, more, self.after.is_some())
    }
}

/// Writes a cursor.
pub(super) fn encode(list: char, key: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{list}{key}"))
}

/// Reads a cursor; none when it is broken or belongs to another list.
pub(super) fn decode(list: char, cursor: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    String::from_utf8(bytes)
        .ok()?
        .strip_prefix(list)
        .map(str::to_owned)
}

/// The cursor in an argument is not one of this list and order.
pub(super) fn foreign(argument: &str) -> async_graphql::Error {
    bad_input(format!(
        "`{argument}` is not a cursor of this list in this order. Start again without it."
    ))
}

/// Where a page stands in its list.
#[derive(Clone, SimpleObject)]
pub(super) struct PageInfo {
    /// Whether there is more after this page. When paging backwards: whether a `before` was given.
    pub(super) has_next_page: bool,
    /// Whether there is more before this page. When paging forwards: whether an `after` was given.
    pub(super) has_previous_page: bool,
    /// The first entry's cursor; null on an empty page.
    pub(super) start_cursor: Option<String>,
    /// The last entry's cursor; null on an empty page.
    pub(super) end_cursor: Option<String>,
}

/// An entry of a page.
pub(super) struct Edge<T> {
    pub(super) cursor: String,
    pub(super) node: T,
}

/// An entry of a page, with its place in the list.
#[Object(
    concrete(name = "UserEdge", params(User)),
    concrete(name = "TeamEdge", params(Team)),
    concrete(name = "OutcomeEdge", params(Outcome)),
    concrete(name = "ImportRowEdge", params(ImportRow)),
    concrete(name = "ApiTokenEdge", params(ApiToken)),
    concrete(name = "SlackSyncEdge", params(SlackSync)),
    concrete(name = "SlackSyncRowEdge", params(SlackSyncRow)),
    concrete(name = "SlackMissingEdge", params(SlackMissing)),
    concrete(name = "EventEdge", params(super::event::Event))
)]
impl<T: OutputType> Edge<T> {
    /// Its place: what `after` and `before` take.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// What stands there.
    async fn node(&self) -> &T {
        &self.node
    }
}

/// A page of a list.
pub(super) struct Connection<T> {
    pub(super) edges: Vec<Edge<T>>,
    pub(super) has_next: bool,
    pub(super) has_previous: bool,
    /// Counted only when it is selected.
    pub(super) total: u64,
}

impl<T> Connection<T> {
    pub(super) fn page_info(&self) -> PageInfo {
        page_info(&self.edges, self.has_next, self.has_previous)
    }
}

pub(super) fn page_info<T>(
    edges: &[Edge<T>],
    has_next_page: bool,
    has_previous_page: bool,
) -> PageInfo {
    PageInfo {
        has_next_page,
        has_previous_page,
        start_cursor: edges.first().map(|edge| edge.cursor.clone()),
        end_cursor: edges.last().map(|edge| edge.cursor.clone()),
    }
}

/// A page of a list (Relay Cursor Connections Specification).
#[Object(
    concrete(name = "UserConnection", params(User)),
    concrete(name = "TeamConnection", params(Team)),
    concrete(name = "OutcomeConnection", params(Outcome)),
    concrete(name = "ImportRowConnection", params(ImportRow)),
    concrete(name = "ApiTokenConnection", params(ApiToken)),
    concrete(name = "SlackSyncConnection", params(SlackSync)),
    concrete(name = "SlackSyncRowConnection", params(SlackSyncRow)),
    concrete(name = "SlackMissingConnection", params(SlackMissing))
)]
impl<T: OutputType> Connection<T>
where
    Edge<T>: OutputType,
{
    /// The entries with their cursors.
    async fn edges(&self) -> Vec<&Edge<T>> {
        self.edges.iter().collect()
    }

    /// The entries alone.
    async fn nodes(&self) -> Vec<&T> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where this page stands in its list.
    #[graphql(name = "pageInfo")]
    async fn info(&self) -> PageInfo {
        self.page_info()
    }

    /// How many entries the whole list has. Counted only when it is selected.
    #[graphql(name = "totalCount")]
    async fn total(&self) -> u64 {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, decode, encode};

    #[test]
    fn a_cursor_reads_back_in_its_own_list_alone() {
        let cursor = encode('n', "amelie cote usr_1");
        assert_eq!(decode('n', &cursor).as_deref(), Some("amelie cote usr_1"));
        assert_eq!(decode('c', &cursor), None);
        for broken in ["", "!", "Zm9v", "🦀", &cursor[1..]] {
            assert_eq!(decode('n', broken), None, "{broken}");
        }
    }

    #[test]
    fn a_page_has_up_to_100_entries_from_one_end() {
        let size = |first, last| {
            Asked::read(first, None, last, None)
                .map(|asked| (asked.size, asked.backwards))
                .ok()
        };
        assert_eq!(size(None, None), Some((50, false)));
        assert_eq!(size(Some(100), None), Some((100, false)));
        assert_eq!(size(None, Some(0)), Some((0, true)));
        assert_eq!(size(Some(101), None), None);
        assert_eq!(size(Some(-1), None), None);
        assert_eq!(size(Some(1), Some(1)), None);
    }

    #[test]
    fn a_backward_page_is_turned_round() {
        let asked = Asked::read(None, None, Some(2), Some("x".to_owned())).unwrap();
        assert_eq!(asked.cut(vec![9, 8, 7]), (vec![8, 9], true, true));
        let asked = Asked::read(Some(2), None, None, None).unwrap();
        assert_eq!(asked.cut(vec![1, 2]), (vec![1, 2], false, false));
    }
}
