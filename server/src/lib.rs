//! Bienvenue's server. Rooms, from the inside out: rules (`invitations`, `users`, `organizations`, `reminders`, `imports`, `slack`, `tokens`), promises (`outbox`), ways
//! to reach a person (`delivery`), shapes (`graphql`), doors (`http`). Who may import whom is a test: `tests/house.rs`.

pub mod access;
pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod delivery;
pub mod demo;
pub mod events;
pub mod graphql;
pub mod http;
pub mod imports;
pub mod insights;
pub mod invitations;
pub mod limits;
pub mod once;
pub mod organizations;
pub mod outbox;
pub mod problem;
pub mod qr;
pub mod random;
pub(crate) mod reach;
pub mod reminders;
pub mod running;
pub mod secret;
pub mod slack;
pub mod slack_api;
pub mod telemetry;
pub mod terminal;
pub mod text;
pub mod together;
pub mod tokens;
pub mod users;
pub mod words;
