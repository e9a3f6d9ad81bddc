//! What Bienvenue stores: rows and their relations, statuses, typed ids, instants and canonical addresses.
//!
//! Nothing here is async, talks to anything or reacts to a change: rules live in the server, and how a table came to be
//! lives in `migration`. The same types serve SQLite and PostgreSQL: ids and statuses are text, instants are integers.

mod address;
mod country;
mod fold;
mod id;
mod phone;
mod sheet;
mod slack_status;
mod status;
mod text_enum;
mod timestamp;

pub mod api_token;
pub mod earlier_invitation;
pub mod event;
pub mod idempotency_key;
pub mod import;
pub mod import_row;
pub mod invitation;
pub mod link;
pub mod message;
pub mod operation;
pub mod organization;
pub mod outcome;
pub mod product;
pub mod product_access;
pub mod reminder_plan;
pub mod reminder_step;
pub mod session;
pub mod slack_member;
pub mod slack_sync;
pub mod slack_sync_row;
pub mod slack_workspace;
pub mod step_taken;
pub mod team;
pub mod user;
pub mod view;

pub use address::{AddressError, EmailAddress};
pub use country::{Country, UnknownCountry};
pub use fold::{fold, without_accent};
pub use id::{
    ApiTokenId, ImportId, InvitationId, LinkId, MessageId, OperationId, OrganizationId, ProductId,
    SessionId, SlackSyncId, TeamId, UnknownId, UserId,
};
pub use phone::PhoneNumber;
pub use sheet::{Flaw, ImportField, RowClass, RowFlaw};
pub use slack_status::{SlackFailure, SlackReason, SlackRowClass, SlackSyncKind, SlackSyncState};
pub use status::{
    Channel, DeliveryState, EventKind, InvitationState, LinkEnd, LinkReason, Locale, MessageKind,
    MessageState, OperationKind, OutcomeCode, Role, StepAnchor, StepFate, UnknownLocale,
    UserSource, UserStatus, Weekday,
};
pub use text_enum::UnknownWord;
pub use timestamp::{Timestamp, UnreadableInstant};
