//! Organisations: setting one up, its settings, teams and products. One file per deed.

mod create_product;
mod create_team;
mod set_up;
mod update;

pub use create_product::create_product;
pub use create_team::create_team;
pub use set_up::{SetUp, SetupCode, create, set_up, setup_pending};
pub use update::{OrganizationChanges, update};
