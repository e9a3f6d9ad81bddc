//! What Bienvenue promises, one file per promise, through its public doors. `TEST_DATABASE` chooses the database.

mod accept_invitation;
