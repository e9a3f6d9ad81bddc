//! The demonstration organisation: about 250 people in every status, made by the real rules at instants of the past month.
//!
//! The seed is fixed, so everyone sees the same people. Only what must not be guessed (the server key, sessions) is not.

use std::{collections::HashSet, sync::Arc};

use entity::{DeliveryState, EventKind, Role, UserSource, invitation, session, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

use crate::{
    access::Admin,
    app::App,
    clock::Clock,
    config::PasswordCost,
    delivery::Courier,
    events::{self, Happening},
    invitations::{self, Accept, Invite, Target},
    organizations::{self, OrganizationChanges, SetUp},
    outbox,
    problem::{DeedError, Fault},
    random::Random,
    secret::Token,
    users::{self, Person, Selection, password::Hasher},
};

mod cast;
#[cfg(test)]
pub(crate) mod trial;

/// The demonstration administrator's address.
pub const EMAIL: &str = "ada@acme.example";
/// Their password: a demonstration has nothing to protect, and it listens on this machine only.
pub const PASSWORD: &str = "welcome to acme";

const DAY: i64 = 24 * 3_600_000;
/// How many people there are, beside the administrator.
const PEOPLE: usize = 249;

/// Fills an empty database. Answers false when there is an organisation already.
///
/// # Errors
/// When the database fails.
pub async fn fill(app: &Arc<App>) -> Result<bool, DeedError> {
    if !organizations::setup_pending(app).await? {
        return Ok(false);
    }
    let owner = organizations::create(
        app,
        SetUp {
            code: String::new(),
            organization_name: "Acme".to_owned(),
            full_name: "Ada Martin".to_owned(),
            email: EMAIL.to_owned(),
            password: PASSWORD.to_owned(),
            locale: "en".to_owned(),
        },
    )
    .await?;
    Stage::set(app, owner).await?.play().await?;
    app.events.ring();
    Ok(true)
}

/// The past month, on the same database.
struct Stage {
    app: Arc<App>,
    courier: Arc<Courier>,
    admin: Admin,
    dice: Random,
    teams: Vec<String>,
    products: Vec<String>,
}

impl Stage {
    async fn set(app: &Arc<App>, owner: user::Model) -> Result<Self, DeedError> {
        let dice = Random::seeded(1843);
        let start = app.clock.now().plus_millis(-30 * DAY);
        let mut past = App::build(
            app.db.clone(),
            app.config.clone(),
            app.secrets.clone(),
            Clock::standing_at(start),
            Random::seeded(1815),
        )
        .await?;
        // Nobody signs in with these passwords, so their hashes need not be slow.
        past.passwords = Hasher::new(PasswordCost::LEAST, Random::system());
        let admin = Admin::founder(&owner);
        let past = Arc::new(past);
        let mut teams = Vec::new();
        for name in ["Sales", "Support", "Field", "People", "Product", "Finance"] {
            teams.push(
                organizations::create_team(&past, &admin, name)
                    .await?
                    .id
                    .to_string(),
            );
        }
        let mut products = Vec::new();
        for (key, name) in [
            ("pulse", "Pulse"),
            ("onboard", "Onboard"),
            ("goals", "Goals"),
        ] {
            products.push(
                organizations::create_product(&past, &admin, key, name)
                    .await?
                    .id
                    .to_string(),
            );
        }
        let courier = Arc::new(Courier::new(&past.config));
        Ok(Self {
            app: past,
            courier,
            admin,
            dice,
            teams,
            products,
        })
    }

    fn roll(&self, sides: usize) -> usize {
        usize::from(u16::from_le_bytes(self.dice.bytes())) % sides
    }

    async fn play(self) -> Result<(), DeedError> {
        let changes = OrganizationChanges {
            link_lifetime_hours: Some(168),
            ..OrganizationChanges::default()
        };
        organizations::update(&self.app, &self.admin, changes).await?;
        let end = self.app.clock.now().plus_millis(30 * DAY);
        let mut taken = HashSet::new();
        for number in 0..PEOPLE {
            let left = end - self.app.clock.now();
            let share = left / i64::try_from(PEOPLE - number + 1).unwrap_or(1);
            self.app
                .clock
                .advance(share / 2 + share * i64::try_from(self.roll(100)).unwrap_or(50) / 100);
            self.person(number, &mut taken).await?;
        }
        self.deliver().await?;
        // Whoever knows the seed knows these sessions' tokens.
        session::Entity::delete_many().exec(&*self.app.db).await?;
        Ok(())
    }

    async fn person(&self, number: usize, taken: &mut HashSet<String>) -> Result<(), DeedError> {
        let cast = cast::person(number, taken, |sides| self.roll(sides));
        let person = Person {
            full_name: cast.full_name,
            email: Some(cast.email),
            locale: Some(cast.locale.to_string()),
            role: Some(if number % 60 == 7 {
                Role::Admin
            } else {
                Role::Member
            }),
            team_id: (self.roll(8) > 0).then(|| self.teams[self.roll(self.teams.len())].clone()),
            product_ids: Some(
                self.products
                    .iter()
                    .filter(|_| self.roll(3) > 0)
                    .cloned()
                    .collect(),
            ),
            ..Person::default()
        };
        if number % 5 == 4 {
            users::create(
                &self.app,
                &self.admin,
                person,
                UserSource::Import,
                Some(false),
            )
            .await?;
            return Ok(());
        }
        let target = Target::Person(Box::new(person));
        let note = (number % 20 == 3).then(|| "Looking forward to working with you.".to_owned());
        let (user, invitation) =
            invitations::invite(&self.app, &self.admin, Invite { target, note }).await?;
        self.deliver().await?;
        self.app
            .clock
            .advance(60_000 * i64::try_from(self.roll(40)).unwrap_or(1));
        if !number.is_multiple_of(4) {
            let link = self.app.secrets.link_token(&invitation.link_id);
            invitations::view_invitation(&self.app, link.expose(), !number.is_multiple_of(5))
                .await?;
        }
        match number % 20 {
            // Most people accept within days: of those invited weeks ago, few have not.
            0 | 6 if number > PEOPLE * 3 / 4 || number.is_multiple_of(60) => {}
            1 if number > PEOPLE / 2 => self.remind(&user).await?,
            12 if number % 40 == 12 => self.bounce(&user).await?,
            13 if number % 40 == 13 => {
                let link = self.app.secrets.link_token(&invitation.link_id);
                invitations::decline_invitation(&self.app, link.expose()).await?;
            }
            17 if number % 40 == 17 => {
                let selection = Selection::Ids(vec![user.id.clone()]);
                invitations::revoke_invitation(&self.app, &self.admin, selection).await?;
            }
            // The last ones have only just been invited.
            _ if number > PEOPLE - 25 => {}
            fate => {
                self.accept(&invitation, &user).await?;
                if fate == 18 && number % 40 == 18 {
                    users::deactivate(&self.app, &self.admin, &user.id).await?;
                }
            }
        }
        Ok(())
    }

    async fn deliver(&self) -> Result<(), Fault> {
        outbox::dispatch_due(&self.app, &self.courier).await?;
        events::number_committed(&self.app).await?;
        Ok(())
    }

    async fn accept(
        &self,
        invitation: &invitation::Model,
        user: &user::Model,
    ) -> Result<(), DeedError> {
        let accept = Accept {
            token: self
                .app
                .secrets
                .link_token(&invitation.link_id)
                .expose()
                .to_owned(),
            full_name: user
                .full_name
                .clone()
                .or_else(|| Some("Camille Roy".to_owned())),
            locale: user.locale,
            password: Token::random(&Random::system()).expose().to_owned(),
        };
        invitations::accept_invitation(&self.app, accept).await?;
        Ok(())
    }

    async fn remind(&self, user: &user::Model) -> Result<(), DeedError> {
        self.app.clock.advance(DAY / 24);
        let selection = Selection::Ids(vec![user.id.clone()]);
        let reminder = invitations::SendReminder {
            selection,
            note: None,
        };
        let operation = invitations::send_reminder(&self.app, &self.admin, reminder).await?;
        // The moment in which it could be taken back passes.
        let until = operation.undo_until.unwrap_or(operation.created_at);
        self.app.clock.advance(until - operation.created_at);
        Ok(self.deliver().await?)
    }

    /// A mailbox that never answers back cannot bounce, so what a mail server would have reported is written here.
    async fn bounce(&self, user: &user::Model) -> Result<(), DeedError> {
        let Some(id) = user.invitation_id.clone() else {
            return Ok(());
        };
        let now = self.app.clock.now();
        let tx = self.app.db.begin_write().await?;
        let change = invitation::ActiveModel {
            id: Set(id.clone()),
            delivery_state: Set(DeliveryState::Bounced),
            delivery_reason: Set(Some(
                "550 5.1.1 The email account that you tried to reach does not exist".to_owned(),
            )),
            delivery_at: Set(Some(now)),
            ..ActiveModelTrait::default()
        };
        change.update(&*tx).await?;
        let bounced = Happening::to(user, EventKind::InvitationBounced)
            .about(&id, entity::InvitationState::Pending);
        events::record(&tx, now, [bounced]).await?;
        tx.commit().await?;
        Ok(())
    }
}
