//! bulkInvite: add and invite many, or invite many who were created before. One answer per person, one transaction.

mod newcomers;
mod taken;

use std::collections::HashMap;

use entity::{
    Channel, OperationKind, OutcomeCode, Timestamp, UserId, UserStatus, invitation, operation,
    organization, user,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::{
    draft::{self, Draft, Invitee, Offer},
    hold_back::{Addressee, hold_back},
    ledger::{self, Ledger},
    selection::{self, Chosen, Locked, Somebody},
};
use crate::{
    access::Admin,
    app::App,
    db::Write,
    events, once,
    outbox::texts,
    problem::{Code, DeedError, Hint, Problem},
    reach::{Channels, Reach, Way},
    users::{self, Person, Selection},
};

/// The most people in one request. A selection may find any number.
pub const MOST_PEOPLE: usize = 10_000;

/// Whom to invite at once, and how.
#[derive(Clone, Debug)]
pub struct BulkInvite {
    /// Whom.
    pub targets: Targets,
    /// How to reach those for whom nothing else is said.
    pub channel: Option<Channel>,
    /// What the inviter adds.
    pub note: Option<String>,
}

/// Whom to invite at once.
#[derive(Clone, Debug)]
pub enum Targets {
    /// People to add. Whoever is there already is invited as they are.
    People(Vec<Person>),
    /// People who were created before.
    Selection(Selection),
}

/// Invites many in one transaction; who cannot be invited is told apart by outcome.
///
/// # Errors
/// When the note is not acceptable, the people are too many, or the selection is no longer what the person saw.
pub async fn bulk_invite(
    app: &App,
    admin: &Admin,
    input: BulkInvite,
) -> Result<operation::Model, DeedError> {
    let note = users::person::note(input.note.as_deref())?;
    if matches!(&input.targets, Targets::People(people) if people.len() > MOST_PEOPLE) {
        let too_many = Problem::at(Code::TooMany, "people");
        return Err(too_many.with(Hint::Longest(MOST_PEOPLE)).into());
    }
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    if let Some(earlier) = once::begin(&tx, admin, now).await? {
        return ledger::again(&tx, admin, &earlier).await;
    }
    let organization = users::organization(&tx, admin).await?;
    texts::count_first(&tx, app, &organization.id).await?;
    let (people, chosen) = match input.targets {
        Targets::People(people) => (people, Chosen::of([])),
        Targets::Selection(selection) => {
            let chosen = selection::choose(&tx, app, admin, selection, now).await?;
            (Vec::new(), chosen)
        }
    };
    let undo_until = ledger::undo_until(&organization, people.len() + chosen.len(), now);
    let kind = OperationKind::BulkInvite;
    let mut ledger = Ledger::open(&tx, app, admin, kind, undo_until, now).await?;
    let deed = Deed {
        tx: &tx,
        app,
        admin,
        offer: Offer {
            organization: &organization,
            inviter: admin.actor(),
            note,
            operation: Some((ledger.id().clone(), ledger.due_at())),
            now,
        },
        channel: input.channel,
        channels: Channels::of(&app.config, &organization),
    };
    deed.invite_people(people, &mut ledger).await?;
    deed.invite_chosen(&chosen, &HashMap::new(), &mut ledger)
        .await?;
    let operation = ledger.close(&tx, admin).await?;
    tx.commit().await?;
    app.events.ring();
    app.outbox.ring();
    Ok(operation)
}

/// What is the same for everyone.
struct Deed<'a> {
    tx: &'a Write,
    app: &'a App,
    admin: &'a Admin,
    offer: Offer<'a>,
    channel: Option<Channel>,
    channels: Channels,
}

impl Deed<'_> {
    fn now(&self) -> Timestamp {
        self.offer.now
    }

    fn organization(&self) -> &organization::Model {
        self.offer.organization
    }

    /// How somebody is reached: as was asked for them, else as was asked for everyone, else by what is known of them.
    fn way(&self, own: Option<Channel>, reach: Reach<'_>) -> Result<Way, OutcomeCode> {
        let asked = own.or(self.channel);
        let channel = asked.unwrap_or_else(|| reach.usual(self.channels));
        let way = reach.by(channel, self.channels);
        way.map_err(selection::unreachable)
    }

    /// Invites people whose rows are there, some at a time. `own` are the channels asked for some of them.
    async fn invite_chosen(
        &self,
        chosen: &Chosen,
        own: &HashMap<UserId, Channel>,
        ledger: &mut Ledger,
    ) -> Result<(), DeedError> {
        for some in chosen.chunks() {
            let crowd = selection::lock(self.tx, self.admin, some, ledger).await?;
            let drafts = self.sort_out(crowd, own, ledger).await?;
            let people: Vec<UserId> = drafts.iter().map(|draft| draft.invitee().clone()).collect();
            self.write(drafts, ledger).await?;
            self.move_to_invited(people).await?;
            ledger.write(self.tx).await?;
        }
        Ok(())
    }

    /// Decides for each of some locked people, and drafts an invitation for those who get one.
    async fn sort_out(
        &self,
        crowd: Vec<Locked>,
        own: &HashMap<UserId, Channel>,
        ledger: &mut Ledger,
    ) -> Result<Vec<Draft>, DeedError> {
        let decide = |Locked { person, .. }: &Locked| {
            let way = self.way(own.get(&person.id).copied(), person.reach());
            self.not_invitable(person).map_or(way, Err)
        };
        let ways: Vec<_> = crowd.iter().map(decide).collect();
        let mut codes: Vec<OutcomeCode> = ways
            .iter()
            .map(|way| way.as_ref().err().copied().unwrap_or(OutcomeCode::Invited))
            .collect();
        let written_to = crowd.iter().zip(&ways).zip(&mut codes);
        let written_to = written_to
            .filter_map(|((Locked { person, .. }, way), code)| {
                let way = way.as_ref().ok().filter(|way| way.recipient().is_some())?;
                Some(Addressee {
                    user: person.id.clone(),
                    known: person.invited_at.is_some(),
                    way,
                    code,
                })
            })
            .collect();
        hold_back(
            self.tx,
            self.app,
            self.organization(),
            written_to,
            self.now(),
        )
        .await?;
        let mut drafts = Vec::new();
        for ((Locked { line, person }, way), code) in crowd.iter().zip(ways).zip(codes) {
            ledger.note(*line, code, Some(&person.id));
            if let (OutcomeCode::Invited, Ok(way)) = (code, way) {
                let invitee = Invitee {
                    id: &person.id,
                    locale: person.locale,
                    status: person.status,
                };
                let draft = Draft::for_invitee(self.app, &self.offer, &invitee, &way);
                drafts.push(draft);
            }
        }
        Ok(drafts)
    }

    fn not_invitable(&self, person: &Somebody) -> Option<OutcomeCode> {
        match person.status {
            _ if !self.admin.reaches(person.role) => Some(OutcomeCode::RoleNotGrantable),
            UserStatus::Created => None,
            UserStatus::Invited => Some(OutcomeCode::AlreadyInvited),
            UserStatus::Active => Some(OutcomeCode::AlreadyActive),
            UserStatus::Deactivated => Some(OutcomeCode::Deactivated),
        }
    }

    /// Writes invitations with their links, messages and events.
    async fn write(&self, drafts: Vec<Draft>, ledger: &mut Ledger) -> Result<(), DbErr> {
        ledger.note_undoable(drafts.len());
        let happened: Vec<_> = drafts.iter().map(Draft::happening).collect();
        draft::write_many(self.tx, self.app, &self.offer, drafts).await?;
        events::record(self.tx, self.now(), happened).await
    }

    /// Moves people to INVITED; their open invitations are there.
    async fn move_to_invited(&self, people: Vec<UserId>) -> Result<(), DbErr> {
        if people.is_empty() {
            return Ok(());
        }
        user::Entity::update_many()
            .col_expr(user::Column::Status, Expr::value(UserStatus::Invited))
            .col_expr(user::Column::InvitationId, open_invitation())
            .col_expr(user::Column::InvitedAt, Expr::value(self.now()))
            .col_expr(user::Column::LastEventAt, Expr::value(self.now()))
            .filter(user::Column::Id.is_in(people))
            .exec(&**self.tx)
            .await?;
        Ok(())
    }
}

/// The open invitation of a person who is updated: there is at most one. The state is written out and not bound, so that
/// both databases see that the partial index answers it.
fn open_invitation() -> SimpleExpr {
    let open = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Id)
        .filter(
            Expr::col((invitation::Entity, invitation::Column::UserId))
                .equals((user::Entity, user::Column::Id)),
        )
        .filter(
            Expr::col((invitation::Entity, invitation::Column::State)).eq(Expr::cust("'PENDING'")),
        )
        .into_query();
    SimpleExpr::from(open)
}
