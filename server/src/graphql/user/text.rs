//! A page of people as JSON text, written from its rows by a plan.

use std::{collections::HashMap, io::Write};

use entity::{Channel, InvitationState, Timestamp, UserId, UserStatus, product};
use sea_orm::QueryResult;

use super::{
    page::cursor,
    plan::{Contacts, EdgeValue, InfoValue, Object, PageValue, Plan, ProductValue, Value},
};
use crate::{
    problem::Fault,
    reach::{Channels, Reach},
    users::{
        abilities::{Ability, Looked, Looker},
        find::{OrderField, Rows},
    },
};

/// Everything that a page is written from.
pub(super) struct Page<'a> {
    pub(super) plan: &'a Plan,
    pub(super) rows: &'a Rows,
    pub(super) order: OrderField,
    pub(super) total: u64,
    pub(super) products: HashMap<UserId, Vec<product::Model>>,
    pub(super) looker: Looker,
    /// By what the organisation writes; nobody asks where the plan does not.
    pub(super) channels: Channels,
    pub(super) now: Timestamp,
}

/// A page of fifty with twenty values each has about this many bytes.
const USUAL_BYTES: usize = 32 * 1024;

impl Page<'_> {
    /// The page as JSON.
    ///
    /// # Errors
    /// When a row is not what the plan asked for.
    pub(super) fn text(&self) -> Result<String, Fault> {
        let mut out = Vec::with_capacity(USUAL_BYTES);
        object(&mut out, &self.plan.values, |out, value| {
            self.value(out, value)
        })?;
        String::from_utf8(out).map_err(|error| Fault::Other(error.to_string()))
    }

    fn value(&self, out: &mut Vec<u8>, value: &PageValue) -> Result<(), Fault> {
        match value {
            PageValue::Typename => string(out, "UserConnection"),
            PageValue::Edges(edge) => list(out, &self.rows.rows, |out, row| {
                object(out, edge, |out, value| match value {
                    EdgeValue::Typename => string(out, "UserEdge"),
                    EdgeValue::Cursor => string(out, &self.cursor(row)?),
                    EdgeValue::Node(node) => self.node(out, row, node),
                })
            }),
            PageValue::Nodes(node) => {
                list(out, &self.rows.rows, |out, row| self.node(out, row, node))
            }
            PageValue::PageInfo(info) => object(out, info, |out, value| match value {
                InfoValue::Typename => string(out, "PageInfo"),
                InfoValue::HasNext => json(out, &self.rows.has_next),
                InfoValue::HasPrevious => json(out, &self.rows.has_previous),
                InfoValue::Start => self.end(out, self.rows.rows.first()),
                InfoValue::End => self.end(out, self.rows.rows.last()),
            }),
            PageValue::TotalCount => json(out, &self.total),
        }
    }

    fn cursor(&self, row: &QueryResult) -> Result<String, Fault> {
        let id: String = row.try_get_by_index(1)?;
        Ok(cursor(self.order, &self.order.key(row)?, &id))
    }

    fn end(&self, out: &mut Vec<u8>, row: Option<&QueryResult>) -> Result<(), Fault> {
        json(out, &row.map(|row| self.cursor(row)).transpose()?)
    }

    fn node(
        &self,
        out: &mut Vec<u8>,
        row: &QueryResult,
        values: &Object<Value>,
    ) -> Result<(), Fault> {
        object(out, values, |out, value| match value {
            Value::Typename(name) => string(out, name),
            Value::Text(at) => json(out, &row.try_get_by_index::<Option<String>>(*at)?),
            Value::Instant(at) => match row.try_get_by_index::<Option<Timestamp>>(*at)? {
                Some(instant) => write(out, format_args!("\"{instant}\"")),
                None => write(out, format_args!("null")),
            },
            Value::Number(at) => json(out, &row.try_get_by_index::<i32>(*at)?),
            Value::State(state, end) => {
                let state: InvitationState = row.try_get_by_index(*state)?;
                string(
                    out,
                    state.at(self.now, row.try_get_by_index(*end)?).as_str(),
                )
            }
            Value::Can(ability, standing, contacts) => {
                json(out, &self.may(row, *ability, standing, contacts.as_ref())?)
            }
            Value::ReachedBy(status, contacts) => {
                let by = self.reached_by(row, row.try_get_by_index(*status)?, contacts)?;
                json(out, &by.as_ref().map(Channel::as_str))
            }
            Value::Joined(at, values) => match row.try_get_by_index::<Option<String>>(*at)? {
                Some(_) => self.node(out, row, values),
                None => write(out, format_args!("null")),
            },
            Value::Inner(values) => self.node(out, row, values),
            Value::Products(values) => {
                let theirs = self.products.get(&row.try_get_by_index(1)?);
                list(out, theirs.map_or(&[], Vec::as_slice), |out, product| {
                    object(out, values, |out, value| match value {
                        ProductValue::Typename => string(out, "Product"),
                        ProductValue::Id => string(out, product.id.as_str()),
                        ProductValue::Key => string(out, &product.key),
                        ProductValue::Name => string(out, &product.name),
                    })
                })
            }
        })
    }

    /// Whether the viewer may do something to the person of a row.
    fn may(
        &self,
        row: &QueryResult,
        ability: Ability,
        [role, status]: &[usize; 2],
        contacts: Option<&Contacts>,
    ) -> Result<bool, Fault> {
        let id: String = row.try_get_by_index(1)?;
        let status = row.try_get_by_index(*status)?;
        let person = Looked {
            id: &id,
            role: row.try_get_by_index(*role)?,
            status,
            reached: match contacts {
                Some(contacts) => self.reached_by(row, status, contacts)?.is_some(),
                None => false,
            },
        };
        Ok(self.looker.may(ability, person))
    }

    fn reached_by(
        &self,
        row: &QueryResult,
        status: UserStatus,
        contacts: &Contacts,
    ) -> Result<Option<Channel>, Fault> {
        let text = |at| row.try_get_by_index::<Option<String>>(at);
        let [email, phone, slack] = [
            text(contacts.email)?,
            text(contacts.phone)?,
            text(contacts.slack)?,
        ];
        let reach = Reach {
            email: email.as_deref(),
            phone: phone.as_deref(),
            slack: slack.as_deref(),
        };
        let before = match status {
            UserStatus::Invited => row.try_get_by_index(contacts.before)?,
            _ => None,
        };
        Ok(reach.reached_by(before, self.channels))
    }
}

fn object<T>(
    out: &mut Vec<u8>,
    values: &Object<T>,
    mut each: impl FnMut(&mut Vec<u8>, &T) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut before = b'{';
    for (key, value) in values {
        // A key is a name of GraphQL: letters, digits and underscores, which JSON writes as they are.
        out.push(before);
        out.push(b'"');
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\":");
        each(out, value)?;
        before = b',';
    }
    out.push(b'}');
    Ok(())
}

fn list<T>(
    out: &mut Vec<u8>,
    entries: &[T],
    mut each: impl FnMut(&mut Vec<u8>, &T) -> Result<(), Fault>,
) -> Result<(), Fault> {
    out.push(b'[');
    for (place, entry) in entries.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        each(out, entry)?;
    }
    out.push(b']');
    Ok(())
}

fn string(out: &mut Vec<u8>, text: &str) -> Result<(), Fault> {
    json(out, text)
}

fn json(out: &mut Vec<u8>, value: &(impl serde::Serialize + ?Sized)) -> Result<(), Fault> {
    serde_json::to_writer(out, value).map_err(|error| Fault::Other(error.to_string()))
}

fn write(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) -> Result<(), Fault> {
    out.write_fmt(text)
        .map_err(|error| Fault::Other(error.to_string()))
}
