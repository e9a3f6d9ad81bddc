//! Invitations: the rules, one file per deed, named as in the API. A rule never sends: it promises.

mod accept_invitation;
mod bulk_invite;
mod cancel_operation;
mod copy_link;
mod decline_invitation;
mod earlier;
mod invite;
mod request_new_link;
mod revoke_invitation;
mod revoked;
mod selection;
mod send_reminder;
mod view_invitation;

pub(crate) mod draft;
pub(crate) mod hold_back;
pub(crate) mod ledger;
pub(crate) mod links;
pub mod preview;

pub use accept_invitation::{Accept, accept_invitation};
pub use bulk_invite::{BulkInvite, MOST_PEOPLE, Targets, bulk_invite};
pub use cancel_operation::cancel_operation;
pub use copy_link::copy_link;
pub use decline_invitation::decline_invitation;
pub(crate) use hold_back::refuse_one_too_many;
pub use invite::{Invite, Target, invite};
pub use preview::preview;
pub use request_new_link::request_new_link;
pub use revoke_invitation::revoke_invitation;
pub use send_reminder::{SendReminder, send_reminder};
pub use view_invitation::{MAYBE_AUTOMATIC, view_invitation};
