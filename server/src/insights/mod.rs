//! Insight: how far people have come, when they accept, and how long they take. Reads only; each question is one or two grouped
//! queries over narrow columns.

mod acceptance;
mod funnel;
mod time_to_accept;

pub use acceptance::{Interval, Step, acceptance_over_time};
pub use funnel::{Funnel, invitation_funnel};
pub use time_to_accept::{Group, TimeToAccept, time_to_accept};
