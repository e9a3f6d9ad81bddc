//! Words of Settings > Users.

use super::words;

words! {
    /// Settings > Users.
    UsersWords {
        title = "Users", "Utilisateurs";
    }
}
