//! Bienvenue in the browser: an ordinary client of `schema.graphql` with three entries: the administrators' console and office,
//! and the invitee's join page. It depends on no other crate of the workspace: what it knows of the server is the contract.

#![expect(
    unreachable_pub,
    reason = "the component macro writes `pub` into modules that are not"
)]

pub mod api;
pub mod browser;
pub mod components;
pub mod locales;
pub mod pages;
pub mod paths;
