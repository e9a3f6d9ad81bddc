//! People: finding them, changing them, signing them in. One file per deed, named as in the API.

mod auto_invite;
mod change_password;
mod create;
mod deactivate;
mod delete;
mod invite_again;
mod owners;
mod reactivate;
mod sign_in;
mod sign_out;
mod text_again;
mod update;

pub mod abilities;
pub mod counts;
pub mod filter;
pub mod find;
pub mod password;
pub mod person;
pub mod sessions;

pub(crate) use auto_invite::{are_invited, invited_by};
pub use change_password::change_password;
pub use create::create;
pub(crate) use create::{add, again, fresh, organization, way};
pub use deactivate::deactivate;
pub use delete::delete;
pub use filter::{Selection, UserFilter};
pub(crate) use invite_again::invite_again;
pub use person::Person;
pub use reactivate::reactivate;
pub use sign_in::{SignIn, Who, sign_in};
pub use sign_out::sign_out;
pub(crate) use text_again::text_again;
pub use update::{Changes, update};

use entity::{UserId, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    access::Admin,
    db::Write,
    problem::{Code, DeedError, Problem},
    secret::Token,
};

/// Somebody who has just signed in.
pub struct SignedIn {
    /// Who.
    pub user: user::Model,
    /// What their browser shows from now on.
    pub token: Token,
}

/// A person of the administrator's organisation, locked until the transaction ends; refused when their role is above the
/// administrator's own. `path` is where the input names them.
pub(crate) async fn lock(
    tx: &Write,
    admin: &Admin,
    id: &UserId,
    path: &'static str,
) -> Result<user::Model, DeedError> {
    let found = user::Entity::find_by_id(id.clone())
        .filter(user::Column::OrganizationId.eq(admin.organization().clone()))
        .lock_exclusive()
        .one(&**tx)
        .await?;
    let person = found.ok_or_else(|| Problem::at(Code::UserNotFound, path))?;
    if admin.reaches(person.role) {
        Ok(person)
    } else {
        Err(Problem::at(Code::RoleNotGrantable, path).into())
    }
}
