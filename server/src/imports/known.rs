//! The people of an organisation whom some rows name.

use std::collections::{HashMap, HashSet};

use entity::{EmailAddress, OrganizationId, PhoneNumber, ProductId, UserId, product_access, user};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::reading::Reading;
use crate::{db::Write, problem::Fault};

/// People by address and by number, and what they have access to.
#[derive(Debug, Default)]
pub(super) struct Known {
    people: Vec<user::Model>,
    by_email: HashMap<String, usize>,
    by_phone: HashMap<String, usize>,
    access: HashMap<UserId, HashSet<ProductId>>,
}

impl Known {
    /// Looks up everyone whom these rows name; `lock` holds them until the transaction ends, in the order of their ids.
    pub(super) async fn read(
        tx: &Write,
        organization: &OrganizationId,
        readings: &[Reading],
        lock: bool,
    ) -> Result<Self, Fault> {
        let emails: Vec<&str> = readings
            .iter()
            .filter_map(|r| r.email.as_ref().map(EmailAddress::key))
            .collect();
        let phones: Vec<&str> = readings
            .iter()
            .filter_map(|r| r.phone.as_ref().map(PhoneNumber::as_str))
            .collect();
        let mut known = Self::default();
        if emails.is_empty() && phones.is_empty() {
            return Ok(known);
        }
        let mut any = Condition::any();
        if !emails.is_empty() {
            any = any.add(user::Column::EmailKey.is_in(emails));
        }
        if !phones.is_empty() {
            any = any.add(user::Column::Phone.is_in(phones));
        }
        let mut find = user::Entity::find()
            .filter(user::Column::OrganizationId.eq(organization.clone()))
            .filter(any)
            .order_by_asc(user::Column::Id);
        if lock {
            find = find.lock_exclusive();
        }
        known.people = find.all(&**tx).await?;
        for (place, person) in known.people.iter().enumerate() {
            known
                .by_email
                .extend(person.email_key.clone().map(|key| (key, place)));
            known
                .by_phone
                .extend(person.phone.clone().map(|phone| (phone, place)));
        }
        if !known.people.is_empty() && readings.iter().any(|reading| !reading.products.is_empty()) {
            let ids = known.people.iter().map(|person| person.id.clone());
            let access =
                product_access::Entity::find().filter(product_access::Column::UserId.is_in(ids));
            for row in access.all(&**tx).await? {
                known
                    .access
                    .entry(row.user_id)
                    .or_default()
                    .insert(row.product_id);
            }
        }
        Ok(known)
    }

    pub(super) fn with_email(&self, email: &EmailAddress) -> Option<&user::Model> {
        self.by_email
            .get(email.key())
            .map(|place| &self.people[*place])
    }

    pub(super) fn with_phone(&self, phone: &PhoneNumber) -> Option<&user::Model> {
        self.by_phone
            .get(phone.as_str())
            .map(|place| &self.people[*place])
    }

    pub(super) fn has_access(&self, user: &UserId, product: &ProductId) -> bool {
        self.access
            .get(user)
            .is_some_and(|products| products.contains(product))
    }
}
