//! People: finding them, changing them, signing them in.

pub mod filter;
