//! Changing people who are there, a thousand at a time with a statement for each table.

use std::collections::HashMap;

use entity::{
    EventKind, OutcomeCode, Timestamp, UserId, UserStatus, organization, slack_member, user,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};

use super::{
    CHUNK,
    verdict::{Change, Said},
    write::Site,
};
use crate::{
    events::{self, Happening},
    invitations::ledger::Ledger,
    problem::DeedError,
    users,
};

impl Site<'_> {
    /// Changes people, a thousand at a time in the order of their ids. Whoever is no longer as they were judged is left as
    /// they are: the next synchronisation looks again.
    pub(super) async fn change(
        &self,
        organization: &organization::Model,
        mut changes: Vec<(String, Change, Option<Said>)>,
        newcomers: usize,
        ledger: &mut Ledger,
        seen: &mut Vec<slack_member::Model>,
    ) -> Result<(), DeedError> {
        changes.sort_by(|(_, one, _), (_, other, _)| one.before.id.cmp(&other.before.id));
        let mut line = i32::try_from(newcomers).unwrap_or(i32::MAX);
        for some in changes.chunks(CHUNK) {
            let ids = some.iter().map(|(_, change, _)| change.before.id.clone());
            let people = user::Entity::find()
                .filter(user::Column::Id.is_in(ids))
                .order_by_asc(user::Column::Id)
                .lock_exclusive();
            let people = people.all(&**self.tx).await?;
            let mut people: HashMap<UserId, user::Model> = people
                .into_iter()
                .map(|user| (user.id.clone(), user))
                .collect();
            let (mut rows, mut happened, mut renamed) = (Vec::new(), Vec::new(), Vec::new());
            for (slack_id, change, remember) in some {
                line += 1;
                let person = people
                    .remove(&change.before.id)
                    .filter(|person| is_as_judged(person, change));
                let Some(mut person) = person else {
                    ledger.note(line, OutcomeCode::Unchanged, None);
                    continue;
                };
                let as_was = person.clone();
                let fields = apply(&mut person, slack_id, change, self.now);
                ledger.note(line, OutcomeCode::Updated, Some(&person.id));
                happened.push(
                    self.happening(&person, EventKind::UserUpdated)
                        .detail(fields.join(", ")),
                );
                seen.extend(
                    remember
                        .clone()
                        .map(|said| self.member(slack_id.clone(), &person.id, said)),
                );
                let moved = change.recognise || change.email.is_some();
                if moved && person.status == UserStatus::Invited {
                    renamed.push((as_was, person.clone()));
                }
                rows.push(person);
            }
            self.write_changed(rows).await?;
            happened.extend(self.invite_again(organization, renamed).await?);
            events::record(self.tx, self.now, happened).await?;
            ledger.write(self.tx).await?;
        }
        Ok(())
    }

    /// Sends a new link to whoever is reached elsewhere than before.
    async fn invite_again(
        &self,
        organization: &organization::Model,
        moved: Vec<(user::Model, user::Model)>,
    ) -> Result<Vec<Happening>, DeedError> {
        let mut happened = Vec::new();
        for (before, person) in moved {
            let again =
                users::invite_again(self.tx, self.app, organization, &before, &person, self.now);
            happened.extend(again.await?.map(|again| {
                if self.by_itself {
                    again
                } else {
                    again.by(self.admin.actor())
                }
            }));
        }
        Ok(happened)
    }

    async fn write_changed(&self, changed: Vec<user::Model>) -> Result<(), DbErr> {
        use user::Column::{
            Email, EmailKey, FullName, Id, LastEventAt, NameKey, SearchKey, SlackId,
        };
        if changed.is_empty() {
            return Ok(());
        }
        // The rows are locked and there, as in an import.
        let give_way = OnConflict::column(Id)
            .update_columns([
                FullName,
                Email,
                EmailKey,
                SlackId,
                SearchKey,
                NameKey,
                LastEventAt,
            ])
            .to_owned();
        let rows = changed.into_iter().map(IntoActiveModel::into_active_model);
        user::Entity::insert_many(rows)
            .on_conflict(give_way)
            .exec_without_returning(&**self.tx)
            .await?;
        Ok(())
    }
}

fn is_as_judged(person: &user::Model, change: &Change) -> bool {
    let before = &change.before;
    person.email_key == before.email_key
        && person.full_name == before.full_name
        && person.slack_id == before.slack_id
        && person.status == before.status
        && person.role == before.role
}

/// Changes a row that is not written yet; answers the names of what changed, in the contract's spelling.
fn apply(
    person: &mut user::Model,
    slack_id: &str,
    change: &Change,
    now: Timestamp,
) -> Vec<&'static str> {
    let mut fields = Vec::new();
    if change.recognise {
        person.slack_id = Some(slack_id.to_owned());
        fields.push("slack");
    }
    if let Some(email) = &change.email {
        person.email = Some(email.typed().to_owned());
        person.email_key = Some(email.key().to_owned());
        fields.push("email");
    }
    if let Some(name) = &change.full_name {
        person.full_name = Some(name.clone());
        fields.push("fullName");
    }
    (person.search_key, person.name_key) = user::keys(
        person.full_name.as_deref(),
        person.email.as_deref(),
        person.phone.as_deref(),
    );
    person.last_event_at = now;
    fields
}
