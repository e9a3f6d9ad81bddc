//! The people whom a synchronisation may concern: of an organisation of 100,000 only those whom Slack speaks of.

use std::collections::{HashMap, HashSet};

use entity::{EmailAddress, OrganizationId, user};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{CHUNK, verdict::Somebody};
use crate::{db::Write, slack_api::directory::Directory};

/// Whoever is known from Slack, and whoever has the address of a member, as little of each as there must be. Whoever is
/// changed is locked later.
pub(super) async fn concerned(
    tx: &Write,
    organization: &OrganizationId,
    directory: &Directory,
) -> Result<Vec<Somebody>, DbErr> {
    let mut found = HashMap::new();
    let mut note = |some: Vec<Somebody>| {
        found.extend(some.into_iter().map(|person| (person.id.clone(), person)))
    };
    let mut last = String::new();
    loop {
        let known = of(organization)
            .filter(user::Column::SlackId.gt(last.as_str()))
            .order_by_asc(user::Column::SlackId)
            .limit(CHUNK as u64);
        let known = known.into_model::<Somebody>().all(&**tx).await?;
        let Some(end) = known.last() else {
            break;
        };
        last = end.slack_id.clone().unwrap_or_default();
        note(known);
    }
    let members = directory.chosen().into_iter();
    let keys: HashSet<String> = members
        .filter_map(|member| EmailAddress::parse(member.email()?).ok())
        .map(|email| email.key().to_owned())
        .collect();
    let keys: Vec<String> = keys.into_iter().collect();
    for some in keys.chunks(CHUNK) {
        let having = of(organization).filter(user::Column::EmailKey.is_in(some));
        note(having.into_model::<Somebody>().all(&**tx).await?);
    }
    Ok(found.into_values().collect())
}

fn of(organization: &OrganizationId) -> Select<user::Entity> {
    use user::Column::{EmailKey, FullName, Id, Role, SlackId, Status};
    user::Entity::find()
        .select_only()
        .columns([Id, EmailKey, FullName, SlackId, Status, Role])
        .filter(user::Column::OrganizationId.eq(organization.clone()))
}
