//! Which addresses and numbers of the request belong to somebody already.

use std::collections::HashMap;

use entity::{UserId, user};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::ExprTrait};

use super::{Deed, newcomers::Newcomer};
use crate::{db, invitations::selection::CHUNK};

/// Who has an address or a number in the organisation already.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) emails: HashMap<String, UserId>,
    pub(super) phones: HashMap<String, UserId>,
}

impl Deed<'_> {
    /// Who of the newcomers' addresses and numbers belongs to somebody.
    pub(super) async fn taken(&self, newcomers: &[Newcomer]) -> Result<Taken, DbErr> {
        use user::Column;
        let here = || {
            let organization = (user::Entity, Column::OrganizationId);
            db::beside_ids(organization).eq(self.organization().id.clone())
        };
        let find = |column: Column, values: Vec<&str>| {
            user::Entity::find()
                .select_only()
                .columns([column, Column::Id])
                .filter(match column {
                    // Addresses have an index of their own.
                    Column::EmailKey => here(),
                    _ => Column::OrganizationId.eq(self.organization().id.clone()),
                })
                .filter(column.is_in(values))
                .into_tuple::<(String, UserId)>()
        };
        let mut taken = Taken::default();
        for some in newcomers.chunks(10 * CHUNK) {
            let people = || some.iter().map(|newcomer| &newcomer.person);
            let emails = people().filter_map(|person| person.email.as_ref());
            let emails: Vec<_> = emails.map(|email| email.key()).collect();
            let phones = people().filter_map(|person| person.phone.as_ref());
            let phones: Vec<_> = phones.map(|phone| phone.as_str()).collect();
            if !emails.is_empty() {
                let found = find(Column::EmailKey, emails).all(&**self.tx).await?;
                taken.emails.extend(found);
            }
            if !phones.is_empty() {
                let found = find(Column::Phone, phones).all(&**self.tx).await?;
                taken.phones.extend(found);
            }
        }
        Ok(taken)
    }
}
