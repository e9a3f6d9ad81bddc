//! What must be true of people by now, and the doors through which it is asked.

use entity::Timestamp;
use serde_json::json;
use server::reminders;
use tests::{Admin, PASSWORD, TestApp, Visitor, letter::Letter};

use super::Deed;

/// What must be true of one person by now.
pub(super) struct Soul {
    email: String,
    id: Option<String>,
    status: &'static str,
    has_joined: bool,
    /// Every link they ever got, oldest first.
    links: Vec<String>,
    /// How many of them came by letter.
    letters: usize,
    newest_ends_at: Timestamp,
}

impl Soul {
    pub(super) fn new(email: String) -> Self {
        Self {
            email,
            id: None,
            status: "",
            has_joined: false,
            links: Vec::new(),
            letters: 0,
            newest_ends_at: Timestamp::from_millis(0),
        }
    }

    fn has_got(&mut self, link: String, now: Timestamp) {
        self.links.push(link);
        self.newest_ends_at = now.plus_hours(168);
    }

    fn works(&self, link: &str, now: Timestamp) -> bool {
        let is_newest = self.links.last().is_some_and(|newest| newest == link);
        self.status == "INVITED" && is_newest && now < self.newest_ends_at
    }

    fn link(&self, number: usize) -> Option<&String> {
        // Rather a recent one.
        let recent = &self.links[self.links.len().saturating_sub(3)..];
        (!recent.is_empty()).then(|| &recent[number % recent.len()])
    }
}

/// The doors, with whoever goes through them.
pub(super) struct World<'a> {
    pub(super) app: &'a TestApp,
    pub(super) admin: &'a Admin,
    pub(super) stranger: Visitor,
}

impl World<'_> {
    /// Does it, and holds what came of it against what should have.
    pub(super) async fn act(&self, soul: &mut Soul, deed: &Deed) {
        let now = self.app.clock.now();
        let id = soul
            .id
            .clone()
            .unwrap_or_else(|| "usr_00000000000000000000000000".to_owned());
        let open = soul.status == "INVITED";
        match deed {
            Deed::Invite => self.invite(soul).await,
            Deed::Create => self.create(soul).await,
            Deed::Import => self.import(soul).await,
            Deed::InviteBoth(_) => unreachable!("it is done to both"),
            Deed::Remind => {
                let code = self.outcome(self.admin.remind(&[&id]).await);
                // Held back is an answer as well: nothing went.
                assert_eq!(
                    ["REMINDED", "TOO_SOON", "RATE_LIMITED"].contains(&code.as_str()),
                    open,
                    "{code}"
                );
                self.app.past_undo();
            }
            Deed::Revoke => {
                let code = self.outcome(self.admin.revoke(&[&id]).await);
                assert_eq!(code == "REVOKED", open, "{code}");
                soul.status = if open { "CREATED" } else { soul.status };
            }
            Deed::CopyLink => {
                let copied = self.admin.copy_link(&id).await;
                let may = ["CREATED", "INVITED"].contains(&soul.status);
                assert_eq!(
                    copied.codes().is_empty(),
                    may,
                    "{:?} when {}",
                    copied.codes(),
                    soul.status
                );
                if may {
                    soul.has_got(
                        copied.value["url"].as_str().expect("a link").to_owned(),
                        now,
                    );
                    soul.status = "INVITED";
                }
            }
            Deed::Accept(number) | Deed::Decline(number) | Deed::AskForLink(number) => {
                if let Some(link) = soul.link(*number).cloned() {
                    self.answer(soul, deed, &link).await;
                }
            }
            Deed::Deactivate => {
                let may = !["", "DEACTIVATED"].contains(&soul.status);
                assert_eq!(
                    self.admin.deactivate(&id).await.codes().is_empty(),
                    may,
                    "deactivate when {}",
                    soul.status
                );
                soul.status = if may { "DEACTIVATED" } else { soul.status };
            }
            Deed::Reactivate => {
                let may = soul.status == "DEACTIVATED";
                assert_eq!(
                    self.admin.reactivate(&id).await.codes().is_empty(),
                    may,
                    "reactivate when {}",
                    soul.status
                );
                let after = if soul.has_joined { "ACTIVE" } else { "CREATED" };
                soul.status = if may { after } else { soul.status };
            }
            Deed::Delete => {
                let may = !["", "ACTIVE"].contains(&soul.status);
                assert_eq!(
                    self.admin.delete(&id).await.codes().is_empty(),
                    may,
                    "delete when {}",
                    soul.status
                );
                if may {
                    (soul.id, soul.status, soul.has_joined) = (None, "", false);
                }
            }
            Deed::Wait(hours) => {
                self.app.advance_millis(hours * 3_600_000);
                reminders::take_due_steps(&self.app.app)
                    .await
                    .expect("a look at the plans");
                // A session lives for 30 days.
                let me = json!({ "email": self.admin.email, "password": PASSWORD });
                self.admin.deed("signIn", me, "viewer { id }").await.done();
            }
        }
    }

    async fn invite(&self, soul: &mut Soul) {
        let input = match &soul.id {
            Some(id) => json!({ "userId": id }),
            None => json!({ "person": { "email": soul.email } }),
        };
        let invited = self.admin.try_invite(input).await;
        // Held back for the day is an answer as well: nothing was done.
        let is_held_back = invited.codes() == ["RATE_LIMITED"];
        let may = ["", "CREATED"].contains(&soul.status) && !is_held_back;
        assert_eq!(
            invited.codes().is_empty(),
            may,
            "{:?} when {}",
            invited.codes(),
            soul.status
        );
        if may {
            soul.id = invited.value["user"]["id"].as_str().map(str::to_owned);
            soul.status = "INVITED";
        }
    }

    async fn create(&self, soul: &mut Soul) {
        let input = json!({ "person": { "email": soul.email } });
        let created = self.admin.try_create(input).await;
        assert_eq!(created.codes().is_empty(), soul.id.is_none());
        if soul.id.is_none() {
            soul.id = created.value["user"]["id"].as_str().map(str::to_owned);
            soul.status = "INVITED";
        }
    }

    async fn import(&self, soul: &mut Soul) {
        let operation = self.admin.import(format!("email\n{}\n", soul.email)).await;
        let user = &operation["outcomes"]["nodes"][0]["user"]["id"];
        assert_eq!(
            self.outcome(operation.clone()) == "INVITED",
            soul.id.is_none()
        );
        if soul.id.is_none() {
            soul.id = user.as_str().map(str::to_owned);
            soul.status = "INVITED";
        }
        self.app.past_undo();
    }

    /// Invites both, as far as they are there, and perhaps takes it back.
    pub(super) async fn invite_both(&self, souls: &mut [Soul; 2], undo: bool) {
        let there: Vec<&mut Soul> = souls.iter_mut().filter(|soul| soul.id.is_some()).collect();
        let ids: Vec<&str> = there.iter().filter_map(|soul| soul.id.as_deref()).collect();
        let operation = self.admin.invite_all(&ids).await;
        let nodes = operation["outcomes"]["nodes"].as_array().expect("outcomes");
        let invited: Vec<bool> = nodes.iter().map(|node| node["code"] == "INVITED").collect();
        let taken_back = undo && invited.contains(&true);
        if taken_back {
            self.admin.cancel(&operation).await.done();
        } else {
            self.app.past_undo();
        }
        for ((soul, invited), node) in there.into_iter().zip(invited).zip(nodes) {
            let held_back = node["code"] == "RATE_LIMITED";
            assert_eq!(
                invited || held_back,
                soul.status == "CREATED",
                "{node} when {}",
                soul.status
            );
            if invited && !taken_back {
                soul.status = "INVITED";
            }
        }
    }

    async fn answer(&self, soul: &mut Soul, deed: &Deed, link: &str) {
        let works = soul.works(link, self.app.clock.now());
        let invitee = self.stranger.elsewhere();
        match deed {
            Deed::Accept(_) => {
                assert_eq!(
                    invitee.accept(link).await.codes().is_empty(),
                    works,
                    "accept when {}",
                    soul.status
                );
                if works {
                    (soul.status, soul.has_joined) = ("ACTIVE", true);
                }
            }
            Deed::Decline(_) => {
                assert_eq!(
                    invitee.decline(link).await.codes().is_empty(),
                    works,
                    "decline when {}",
                    soul.status
                );
                soul.status = if works { "CREATED" } else { soul.status };
            }
            _ => {
                invitee.request_new_link(link).await.done();
            }
        }
    }

    fn outcome(&self, operation: serde_json::Value) -> String {
        let code = &operation["outcomes"]["nodes"][0]["code"];
        code.as_str().expect("an outcome").to_owned()
    }

    /// Takes in what has arrived, and asks the doors where everything stands.
    pub(super) async fn look(&self, soul: &mut Soul) {
        let now = self.app.clock.now();
        let letters = self.app.smtp().letters_to(&soul.email);
        let arrived: Vec<String> = letters.iter().filter_map(Letter::link).collect();
        for link in &arrived[soul.letters..] {
            soul.has_got(link.clone(), now);
        }
        soul.letters = arrived.len();
        if let Some(id) = &soul.id {
            let user = self.admin.user(id).await;
            assert_eq!(user["status"], soul.status);
            if let Some(end) = user["invitation"]["expiresAt"].as_str() {
                soul.newest_ends_at = Timestamp::parse(end).expect("an instant");
            }
        }
        for link in soul.links.iter().rev().take(4) {
            let state = self.stranger.link_state(link).await;
            assert_eq!(
                state == "OPEN",
                soul.works(link, now),
                "{state} when {}",
                soul.status
            );
        }
    }
}
