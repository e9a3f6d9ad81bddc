//! What a synchronisation comes to, written a thousand at a time with a statement for each table.

use entity::{
    EventKind, Locale, OperationId, OperationKind, OutcomeCode, Role, Timestamp, UserId,
    UserSource, organization, slack_member, slack_workspace, user,
};
use sea_orm::{EntityTrait, IntoActiveModel};

use super::{
    CHUNK,
    verdict::{Deed, Said, Verdict},
};
use crate::{
    access::Admin,
    app::App,
    db::Write,
    events::{self, Happening},
    invitations::{
        draft::{self, Draft, Offer},
        hold_back::{Addressee, hold_back},
        ledger::{self, Ledger},
    },
    outbox::texts,
    problem::DeedError,
    reach::{Channels, Reach, Way},
    users::{self, person::CheckedPerson},
};

/// Where it is carried out.
pub(super) struct Site<'a> {
    pub(super) tx: &'a Write,
    pub(super) app: &'a App,
    pub(super) admin: &'a Admin,
    pub(super) workspace: &'a slack_workspace::Model,
    pub(super) by_itself: bool,
    pub(super) now: Timestamp,
}

/// What was written.
pub(super) struct Written {
    /// What was done for each person; none when nobody was added or changed.
    pub(super) operation: Option<OperationId>,
    /// Who was added, in the order of the verdicts.
    pub(super) added: Vec<UserId>,
}

/// Somebody about to be added.
struct Newcomer {
    slack_id: String,
    user: user::Model,
    remember: Option<Said>,
}

impl Site<'_> {
    /// Writes everything.
    pub(super) async fn write(&self, verdicts: Vec<Verdict>) -> Result<Written, DeedError> {
        let organization = users::organization(self.tx, self.admin).await?;
        texts::count_first(self.tx, self.app, &organization.id).await?;
        let (mut newcomers, mut changes, mut gone) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen = Vec::new();
        for verdict in verdicts {
            let slack_id = verdict.slack_id;
            match verdict.deed {
                Deed::Add {
                    email,
                    full_name,
                    locale,
                } => newcomers.push(Newcomer {
                    user: self.fresh(&organization, &slack_id, (email, full_name, locale)),
                    slack_id,
                    remember: verdict.remember,
                }),
                Deed::Change(change) => changes.push((slack_id, change, verdict.remember)),
                Deed::Miss => gone.extend(verdict.user_id.map(|user| (slack_id, user))),
                Deed::Nothing => seen.extend(
                    verdict
                        .remember
                        .zip(verdict.user_id)
                        .map(|(said, user)| self.member(slack_id, &user, said)),
                ),
            }
        }
        self.miss(gone).await?;
        let mut ledger = None;
        if !newcomers.is_empty() || !changes.is_empty() {
            let window = ledger::undo_until(&organization, newcomers.len(), self.now);
            let undo_until = window.filter(|_| organization.auto_invite && !newcomers.is_empty());
            let kind = OperationKind::SlackSync;
            ledger = Some(
                Ledger::open(self.tx, self.app, self.admin, kind, undo_until, self.now).await?,
            );
        }
        let added = newcomers
            .iter()
            .map(|newcomer| newcomer.user.id.clone())
            .collect();
        let mut operation = None;
        if let Some(mut ledger) = ledger {
            // Who is there is locked before anybody is added, in the order in which every deed does both.
            let line = newcomers.len();
            self.change(&organization, changes, line, &mut ledger, &mut seen)
                .await?;
            self.add(&organization, newcomers, &mut ledger, &mut seen)
                .await?;
            operation = Some(ledger.close(self.tx, self.admin).await?.id);
        }
        self.remember(seen).await?;
        Ok(Written { operation, added })
    }

    fn fresh(
        &self,
        organization: &organization::Model,
        slack_id: &str,
        (email, full_name, locale): (entity::EmailAddress, Option<String>, Option<String>),
    ) -> user::Model {
        let person = CheckedPerson {
            full_name,
            email: Some(email),
            phone: None,
            channel: None,
            locale: locale.and_then(|tag| Locale::from_tag(&tag).ok()),
            role: Role::Member,
            team_id: None,
            product_ids: Vec::new(),
        };
        let user = users::fresh(self.app, organization, person, UserSource::Slack, self.now);
        user::Model {
            slack_id: Some(slack_id.to_owned()),
            ..user
        }
    }

    pub(super) fn happening(&self, user: &user::Model, kind: EventKind) -> Happening {
        let happening = Happening::to(user, kind);
        if self.by_itself {
            happening
        } else {
            happening.by(self.admin.actor())
        }
    }

    /// Adds people, and invites them if the organisation invites by itself.
    async fn add(
        &self,
        organization: &organization::Model,
        newcomers: Vec<Newcomer>,
        ledger: &mut Ledger,
        seen: &mut Vec<slack_member::Model>,
    ) -> Result<(), DeedError> {
        let channels = Channels::of(&self.app.config, organization);
        let by = self.workspace.invites_by;
        let invites = organization.auto_invite && channels.send_by(by);
        let offer = Offer {
            organization,
            inviter: self.admin.actor(),
            note: None,
            operation: Some((ledger.id().clone(), ledger.due_at())),
            now: self.now,
        };
        let mut newcomers = newcomers.into_iter().peekable();
        let mut line = 0;
        while newcomers.peek().is_some() {
            let some: Vec<Newcomer> = newcomers.by_ref().take(CHUNK).collect();
            let codes = self.codes(organization, &some, invites).await?;
            let (mut rows, mut drafts, mut happened) = (Vec::new(), Vec::new(), Vec::new());
            for (
                Newcomer {
                    slack_id,
                    mut user,
                    remember,
                },
                code,
            ) in some.into_iter().zip(codes)
            {
                line += 1;
                ledger.note(line, code, Some(&user.id));
                let mut created = self.happening(&user, EventKind::UserCreated);
                created.previous_status = None;
                happened.push(created);
                // Whoever is new has an address and an id: either way reaches them.
                let way = Reach::of(&user).by(by, channels).ok();
                if let Some(way) = way.filter(|_| code == OutcomeCode::Invited) {
                    let draft = Draft::open(self.app, &offer, &mut user, &way);
                    happened.push(draft.happening());
                    drafts.push(draft);
                }
                seen.extend(remember.map(|said| self.member(slack_id, &user.id, said)));
                rows.push(user.into_active_model());
            }
            user::Entity::insert_many(rows)
                .exec_without_returning(&**self.tx)
                .await?;
            ledger.note_undoable(drafts.len());
            draft::write_many(self.tx, self.app, &offer, drafts).await?;
            events::record(self.tx, self.now, happened).await?;
            ledger.write(self.tx).await?;
        }
        Ok(())
    }

    /// Who is invited, and who is only added because too much would be written at once.
    async fn codes(
        &self,
        organization: &organization::Model,
        some: &[Newcomer],
        invites: bool,
    ) -> Result<Vec<OutcomeCode>, DeedError> {
        let code = if invites {
            OutcomeCode::Invited
        } else {
            OutcomeCode::Created
        };
        let mut codes = vec![code; some.len()];
        if invites {
            let channels = Channels::of(&self.app.config, organization);
            let by = self.workspace.invites_by;
            let way = |newcomer: &Newcomer| Reach::of(&newcomer.user).by(by, channels).ok();
            let ways: Vec<Option<Way>> = some.iter().map(way).collect();
            let people = some.iter().zip(&ways).zip(&mut codes);
            let people = people.filter_map(|((newcomer, way), code)| {
                Some(Addressee {
                    user: newcomer.user.id.clone(),
                    known: false,
                    way: way.as_ref()?,
                    code,
                })
            });
            hold_back(self.tx, self.app, organization, people.collect(), self.now).await?;
        }
        Ok(codes)
    }
}
