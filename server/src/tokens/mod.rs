//! API tokens: with what other systems ask. One file per deed, named as in the API.
//!
//! A token acts under its own name, and never does more than the person who made it may do now: a demotion reaches their
//! tokens, and while they are deactivated their tokens are suspended. It cannot make or revoke tokens, so that what was revoked
//! does not live on in its children.

mod create_api_token;
mod key;
mod last_use;
mod revoke_api_token;
mod standing;

pub use create_api_token::{CreateApiToken, Created, create_api_token};
pub use key::{ApiKey, looks_like_key};
pub use last_use::LastUse;
pub use revoke_api_token::revoke_api_token;
pub use standing::{Counting, State, bearer, standing, state, still};
