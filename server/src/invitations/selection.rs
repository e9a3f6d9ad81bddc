//! A deed done to many: who is meant, and each of them locked when it is their turn.
//!
//! A hundred thousand people are named by their ids alone; what else must be known of them is read for some at a time. Rows
//! are locked in the order of their ids, so that two deeds cannot wait for each other.

use std::collections::{HashMap, HashSet};

use entity::{
    InvitationId, Locale, OutcomeCode, Role, Timestamp, UserId, UserStatus, invitation, user,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    sea_query::ExprTrait,
};

use super::ledger::Ledger;
use crate::{
    access::Admin,
    app::App,
    db::{self, Write},
    problem::{Code, DeedError, Hint, Problem},
    reach::Reach,
    users::Selection,
};

/// How many people one statement takes: well under what either database binds.
pub(super) const CHUNK: usize = 1_000;

/// Whom a deed is done to, in the order in which they are locked.
pub(super) struct Chosen(Vec<Named>);

/// Somebody who was named, and where in the request.
pub(super) struct Named {
    id: UserId,
    line: i32,
    /// Where they were named once more.
    repeated: Vec<i32>,
}

/// Somebody who was named, locked until the transaction ends.
pub(super) struct Locked {
    pub(super) line: i32,
    pub(super) person: Somebody,
}

/// What a deed done to many must know of a person.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Somebody {
    pub(super) id: UserId,
    pub(super) status: UserStatus,
    pub(super) role: Role,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) slack_id: Option<String>,
    pub(super) locale: Locale,
    pub(super) invitation_id: Option<InvitationId>,
    pub(super) invited_at: Option<Timestamp>,
}

impl Somebody {
    /// Where they can be written to.
    pub(super) fn reach(&self) -> Reach<'_> {
        Reach {
            email: self.email.as_deref(),
            phone: self.phone.as_deref(),
            slack: self.slack_id.as_deref(),
        }
    }
}

/// What the outcome says of somebody whom no channel reaches.
pub(super) fn unreachable(code: Code) -> OutcomeCode {
    match code {
        Code::ChannelNotConfigured => OutcomeCode::ChannelNotConfigured,
        _ => OutcomeCode::ChannelNotPossible,
    }
}

impl Chosen {
    /// These people, each with their line of the request.
    pub(super) fn of(named: impl IntoIterator<Item = (UserId, i32)>) -> Self {
        let mut people: Vec<Named> = Vec::new();
        let mut named: Vec<_> = named.into_iter().collect();
        named.sort_unstable();
        for (id, line) in named {
            match people.last_mut() {
                Some(last) if last.id == id => last.repeated.push(line),
                _ => people.push(Named {
                    id,
                    line,
                    repeated: Vec::new(),
                }),
            }
        }
        Self(people)
    }

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Some of them at a time.
    pub(super) fn chunks(&self) -> impl Iterator<Item = &[Named]> {
        self.0.chunks(CHUNK)
    }
}

/// Everyone a selection means. Lines are positions in the request, or in the order of ids where a filter found them.
pub(super) async fn choose(
    tx: &Write,
    app: &App,
    admin: &Admin,
    selection: Selection,
    now: Timestamp,
) -> Result<Chosen, DeedError> {
    let (filter, except, expected_count) = match selection {
        Selection::Ids(ids) => return Ok(Chosen::of(ids.into_iter().zip(1..))),
        Selection::Matching {
            filter,
            except,
            expected_count,
        } => (filter, except, expected_count),
    };
    let mut found = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(filter.condition(&app.db, admin.organization(), now));
    if filter.needs_invitation() {
        found = found.inner_join(invitation::Entity);
    }
    let mut ids: Vec<UserId> = found
        .order_by_asc(user::Column::Id)
        .into_tuple()
        .all(&**tx)
        .await?;
    let except: HashSet<UserId> = except.into_iter().collect();
    ids.retain(|id| !except.contains(id));
    if ids.len() as u64 != expected_count {
        let changed = Problem::at(Code::CountChanged, "users.matching.expectedCount");
        return Err(changed.with(Hint::Count(ids.len() as u64)).into());
    }
    Ok(Chosen::of(ids.into_iter().zip(1..)))
}

/// Locks some of those who were named. Who is not there, and who was named before, is noted in the ledger.
pub(super) async fn lock(
    tx: &Write,
    admin: &Admin,
    named: &[Named],
    ledger: &mut Ledger,
) -> Result<Vec<Locked>, DbErr> {
    let found = user::Entity::find()
        .select_only()
        .columns([
            user::Column::Id,
            user::Column::Status,
            user::Column::Role,
            user::Column::Email,
            user::Column::Phone,
            user::Column::SlackId,
            user::Column::Locale,
            user::Column::InvitationId,
            user::Column::InvitedAt,
        ])
        .filter(
            db::beside_ids((user::Entity, user::Column::OrganizationId))
                .eq(admin.organization().clone()),
        )
        .filter(user::Column::Id.is_in(named.iter().map(|named| named.id.clone())))
        .order_by_asc(user::Column::Id)
        .lock_exclusive()
        .into_model::<Somebody>()
        .all(&**tx)
        .await?;
    let mut people: HashMap<UserId, Somebody> = found
        .into_iter()
        .map(|person| (person.id.clone(), person))
        .collect();
    let mut locked = Vec::with_capacity(people.len());
    for Named { id, line, repeated } in named {
        let person = people.remove(id);
        let (again, known) = match &person {
            Some(_) => (OutcomeCode::DuplicateInRequest, Some(id)),
            None => (OutcomeCode::UserNotFound, None),
        };
        for line in repeated {
            ledger.note(*line, again, known);
        }
        match person {
            Some(person) => locked.push(Locked {
                line: *line,
                person,
            }),
            None => ledger.note(*line, OutcomeCode::UserNotFound, None),
        }
    }
    Ok(locked)
}

/// Why nothing can be done about an open invitation of this person, if there is none.
pub(super) fn without_open_invitation(person: &Somebody) -> Option<OutcomeCode> {
    match person.status {
        UserStatus::Created => Some(OutcomeCode::NotInvited),
        UserStatus::Active => Some(OutcomeCode::AlreadyActive),
        UserStatus::Deactivated => Some(OutcomeCode::Deactivated),
        UserStatus::Invited if person.invitation_id.is_none() => Some(OutcomeCode::NotInvited),
        UserStatus::Invited => None,
    }
}

/// Says that something has just happened to these people.
pub(super) async fn touch(
    tx: &Write,
    ids: impl IntoIterator<Item = UserId>,
    now: Timestamp,
) -> Result<(), DbErr> {
    user::Entity::update_many()
        .col_expr(
            user::Column::LastEventAt,
            sea_orm::sea_query::Expr::value(now),
        )
        .filter(user::Column::Id.is_in(ids))
        .exec(&**tx)
        .await?;
    Ok(())
}
