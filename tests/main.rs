//! What Bienvenue promises, one file per promise, through its public doors. `TEST_DATABASE` chooses the database.

// The deeds, one file each.
mod accept_invitation;
mod browser;
mod bulk_invite;
mod cancel_operation;
mod change_password;
mod copy_link;
mod create_product;
mod create_team;
mod create_user;
mod deactivate_user;
mod decline_invitation;
mod delete_user;
mod invite;
mod reactivate_user;
mod request_new_link;
mod revoke_invitation;
mod send_reminder;
mod set_up;
mod sign_in;
mod sign_out;
mod update_organization;
mod update_user;

// What holds whatever is done.
mod addresses;
mod conformance;
mod contract;
mod entries;
mod event_feed;
mod expiry;
mod health;
mod held_back;
mod hostile_text;
mod house;
mod idempotency;
mod killed;
mod killed_in_bulk;
mod links;
mod lists;
mod matrix;
mod misbehaving_mail;
mod operation_progress;
mod owners;
mod races;
mod rate_limits;
mod refused_requests;
mod scanners;
mod secrets_at_rest;
mod sessions;
mod slow_loris;
mod socket_protocol;
mod start_up;
mod stopping;
mod whole_road;
