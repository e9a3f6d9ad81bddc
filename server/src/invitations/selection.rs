//! A deed done to many: who is meant, and what becomes of each.

use std::collections::{HashMap, HashSet};

use entity::{
    OperationId, OperationKind, OutcomeCode, Timestamp, UserId, UserStatus, invitation, operation,
    outcome, user,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::{
    access::Admin,
    app::App,
    db::Write,
    problem::{Code, DeedError, Hint, Problem},
    users::Selection,
};

/// How many ids one statement takes.
const CHUNK: usize = 1_000;

/// One person named in the request, locked, with their latest invitation; nobody for an id unknown in this organisation.
pub(super) struct Line {
    pub(super) user: Option<user::Model>,
    pub(super) invitation: Option<invitation::Model>,
    pub(super) repeated: bool,
}

impl Line {
    /// Why nothing can be done about an open invitation of this person, if there is none.
    pub(super) fn without_open_invitation(&self) -> Option<OutcomeCode> {
        let Some(user) = &self.user else {
            return Some(OutcomeCode::UserNotFound);
        };
        match user.status {
            _ if self.repeated => Some(OutcomeCode::DuplicateInRequest),
            UserStatus::Created => Some(OutcomeCode::NotInvited),
            UserStatus::Active => Some(OutcomeCode::AlreadyActive),
            UserStatus::Deactivated => Some(OutcomeCode::Deactivated),
            UserStatus::Invited if self.invitation.is_none() => Some(OutcomeCode::NotInvited),
            UserStatus::Invited => None,
        }
    }
}

/// Locks everyone a selection means and answers them in the order of the request. Rows are locked in the order of their ids, so that two deeds cannot wait for each other.
pub(super) async fn lock(
    tx: &Write,
    app: &App,
    admin: &Admin,
    selection: Selection,
    now: Timestamp,
) -> Result<Vec<Line>, DeedError> {
    let (order, people) = match selection {
        Selection::Ids(ids) => {
            let people = lock_ids(tx, admin, &ids).await?;
            (ids, people)
        }
        Selection::Matching {
            filter,
            except,
            expected_count,
        } => {
            let condition = filter.condition(&app.db, admin.organization(), now);
            let mut found = user::Entity::find()
                .select_only()
                .column(user::Column::Id)
                .filter(condition);
            if filter.needs_invitation() {
                found = found.inner_join(invitation::Entity);
            }
            let found: Vec<UserId> = found
                .order_by_asc(user::Column::Id)
                .into_tuple()
                .all(&**tx)
                .await?;
            let except: HashSet<UserId> = except.into_iter().collect();
            let ids: Vec<UserId> = found
                .into_iter()
                .filter(|id| !except.contains(id))
                .collect();
            if ids.len() as u64 != expected_count {
                let changed = Problem::at(Code::CountChanged, "users.matching.expectedCount");
                return Err(changed.with(Hint::Count(ids.len() as u64)).into());
            }
            let people = lock_ids(tx, admin, &ids).await?;
            (ids, people)
        }
    };
    let mut invitations = invitations_of(tx, people.values()).await?;
    let mut seen = HashSet::new();
    let line = |id: UserId| {
        let repeated = !seen.insert(id.clone());
        let user = people.get(&id).cloned();
        let invitation = user
            .as_ref()
            .and_then(|u| u.invitation_id.as_ref())
            .and_then(|id| invitations.remove(id));
        Line {
            user,
            invitation,
            repeated,
        }
    };
    Ok(order.into_iter().map(line).collect())
}

async fn lock_ids(
    tx: &Write,
    admin: &Admin,
    ids: &[UserId],
) -> Result<HashMap<UserId, user::Model>, DbErr> {
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut people = HashMap::with_capacity(sorted.len());
    for some in sorted.chunks(CHUNK) {
        let found = user::Entity::find()
            .filter(user::Column::OrganizationId.eq(admin.organization().clone()))
            .filter(user::Column::Id.is_in(some.iter().cloned()))
            .order_by_asc(user::Column::Id)
            .lock_exclusive()
            .all(&**tx)
            .await?;
        people.extend(found.into_iter().map(|user| (user.id.clone(), user)));
    }
    Ok(people)
}

async fn invitations_of(
    tx: &Write,
    people: impl Iterator<Item = &user::Model>,
) -> Result<HashMap<entity::InvitationId, invitation::Model>, DbErr> {
    let ids: Vec<_> = people
        .filter_map(|user| user.invitation_id.clone())
        .collect();
    let mut invitations = HashMap::with_capacity(ids.len());
    for some in ids.chunks(CHUNK) {
        let found =
            invitation::Entity::find().filter(invitation::Column::Id.is_in(some.iter().cloned()));
        invitations.extend(
            found
                .all(&**tx)
                .await?
                .into_iter()
                .map(|found| (found.id.clone(), found)),
        );
    }
    Ok(invitations)
}

/// Writes what was done to everyone, so that it can be read later.
pub(super) async fn record(
    tx: &Write,
    app: &App,
    admin: &Admin,
    kind: OperationKind,
    outcomes: Vec<(OutcomeCode, Option<UserId>)>,
    operation_id: OperationId,
) -> Result<operation::Model, DbErr> {
    let operation = operation::Model {
        id: operation_id,
        organization_id: admin.organization().clone(),
        kind,
        actor_id: Some(admin.actor().clone()),
        created_at: app.clock.now(),
    };
    operation.clone().into_active_model().insert(&**tx).await?;
    let rows: Vec<_> = (1..)
        .zip(outcomes)
        .map(|(line, (code, user_id))| outcome::Model {
            operation_id: operation.id.clone(),
            line,
            code,
            user_id,
        })
        .collect();
    for some in rows.chunks(CHUNK) {
        let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
        outcome::Entity::insert_many(rows)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(operation)
}

/// Says that something has just happened to these people.
pub(super) async fn touch(tx: &Write, ids: &[UserId], now: Timestamp) -> Result<(), DbErr> {
    for some in ids.chunks(CHUNK) {
        user::Entity::update_many()
            .col_expr(
                user::Column::LastEventAt,
                sea_orm::sea_query::Expr::value(now),
            )
            .filter(user::Column::Id.is_in(some.iter().cloned()))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}
