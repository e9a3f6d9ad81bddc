//! The schedule of a plan: whatever the clocks do, and whenever one looks, each step once, none in the quiet, none lost.

use std::collections::BTreeMap;

use entity::{
    Channel, DeliveryState, InvitationId, InvitationState, LinkId, Locale, OrganizationId, Role,
    StepAnchor, StepFate, Timestamp, UserId, UserSource, UserStatus, Weekday, invitation,
    reminder_step, step_taken, user,
};
use jiff::civil::Time;
use proptest::{prelude::*, test_runner::RngSeed};

use super::{
    calendar::Calendar,
    plan::{QuietHours, Step},
    stored::begun,
    verdict::{self, Person},
    walk::{rewound, settled},
};
use crate::config::MessageLimits;
use crate::reach::Channels;

const MAIL: Channels = Channels {
    email: true,
    sms: false,
    slack: false,
};
const HOUR: i64 = 3_600_000;
const LIFETIME: i64 = 168;

/// A look at the plan after the one before: some minutes later, some days later, or with the clock put back or forward.
fn look() -> impl Strategy<Value = i64> {
    prop_oneof![
        8 => (1..180_i64).prop_map(|minutes| minutes * 60_000),
        2 => (1..96_i64).prop_map(|hours| hours * HOUR),
        1 => Just(-HOUR),
        1 => Just(30 * 24 * HOUR),
        1 => (1..40_i64).prop_map(|days| -days * 24 * HOUR),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (24..300_i32).prop_map(|hours| Step {
            anchor: StepAnchor::AfterInvitation,
            hours
        }),
        (1..168_i32).prop_map(|hours| Step {
            anchor: StepAnchor::BeforeExpiry,
            hours
        }),
    ]
}

/// A plan that is looked at again and again, and the people it is for.
struct Scene {
    calendar: Calendar,
    steps: Vec<reminder_step::Model>,
    people: Vec<Person>,
    now: Timestamp,
    /// What was taken for whom, in the order of taking.
    taken: Vec<(usize, Step, StepFate)>,
}

fn person(number: u8, now: Timestamp) -> Person {
    let organization_id = OrganizationId::new(now, [0; 10]);
    let (user_id, id) = (
        UserId::new(now, [number; 10]),
        InvitationId::new(now, [number; 10]),
    );
    let user = user::Model {
        id: user_id.clone(),
        organization_id: organization_id.clone(),
        full_name: None,
        email: Some(format!("p{number}@example.com")),
        email_key: None,
        phone: None,
        slack_id: None,
        search_key: String::new(),
        name_key: String::new(),
        locale: Locale::En,
        role: Role::Member,
        status: UserStatus::Invited,
        source: UserSource::Manual,
        team_id: None,
        invitation_id: Some(id.clone()),
        password_hash: None,
        created_at: now,
        invited_at: Some(now),
        activated_at: None,
        last_event_at: now,
    };
    let invitation = invitation::Model {
        id,
        organization_id,
        user_id,
        channel: Channel::Email,
        state: InvitationState::Pending,
        locale: Locale::En,
        note: None,
        invited_by: None,
        created_at: now,
        link_id: LinkId::new(now, [number; 10]),
        expires_at: now.plus_hours(LIFETIME),
        reminders_sent: 0,
        reminded_at: None,
        last_sent_at: Some(now),
        accepted_at: None,
        delivery_state: DeliveryState::Sent,
        delivery_attempts: 1,
        delivery_at: Some(now),
        delivery_reason: None,
    };
    Person {
        user,
        invitation,
        link_issued_at: now,
        taken: Vec::new(),
    }
}

impl Scene {
    /// What a walk does, without a database.
    fn look(&mut self) {
        for step in &mut self.steps {
            *step = rewound(step, self.now).unwrap_or_else(|| step.clone());
        }
        if self.calendar.is_quiet(self.now) {
            return;
        }
        for (number, person) in self.people.iter_mut().enumerate() {
            let due = verdict::due(person, &self.steps, self.now);
            let Some((latest, overtaken)) = due.split_last() else {
                continue;
            };
            let way = verdict::fate(person, MAIL, 100, MessageLimits::USUAL, self.now);
            let fate = way.err().unwrap_or(StepFate::Reminded);
            let fates = overtaken
                .iter()
                .map(|step| (*step, StepFate::Overtaken))
                .chain([(*latest, fate)]);
            for (step, fate) in fates {
                let (anchor, hours) = (step.anchor, step.hours);
                self.taken.push((number, Step { anchor, hours }, fate));
                let invitation_id = person.invitation.id.clone();
                person.taken.push(step_taken::Model {
                    invitation_id,
                    anchor,
                    hours,
                    fate,
                    at: self.now,
                });
            }
            if fate == StepFate::Reminded {
                person.invitation.expires_at = self.now.plus_hours(LIFETIME);
                person.invitation.reminders_sent += 1;
                person.invitation.last_sent_at = Some(self.now);
                person.link_issued_at = self.now;
            }
        }
        for step in &mut self.steps {
            *step = settled(step, self.now).unwrap_or_else(|| step.clone());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 192,
        rng_seed: RngSeed::Fixed(1852),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whenever_one_looks_each_step_is_taken_once_and_none_is_lost(
        zone in prop::sample::select(vec!["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham"]),
        // From a week before the clocks of Paris and New York change.
        start in 1_772_000_000_000..1_775_000_000_000_i64,
        steps in prop::collection::vec(step(), 1..5),
        looks in prop::collection::vec(look(), 1..80),
        night in (18_i8..24, 0_i8..10),
    ) {
        let start = Timestamp::from_millis(start);
        let time = |hour| Time::new(hour, 30, 0, 0).expect("a time of day");
        let hours = QuietHours { from: time(night.0), to: time(night.1) };
        let organization = OrganizationId::new(start, [0; 10]);
        let mut steps: Vec<_> = steps.into_iter().map(|step| begun(&organization, step, start)).collect();
        steps.sort_by_key(|step| (step.anchor, step.hours));
        steps.dedup();
        let mut scene = Scene {
            calendar: Calendar::new(zone, Some(hours), vec![Weekday::Sunday]),
            steps,
            people: Vec::new(),
            now: start,
            taken: Vec::new(),
        };
        for (number, wait) in looks.iter().enumerate() {
            // Somebody is invited before each of the first looks.
            if number < 8 {
                let number = u8::try_from(number).expect("a few people");
                scene.people.push(person(number, scene.now));
            }
            scene.now = scene.now.plus_millis(*wait);
            let before = scene.taken.len();
            scene.look();
            let taken = &scene.taken[before..];
            prop_assert!(taken.is_empty() || !scene.calendar.is_quiet(scene.now), "in the quiet");
            for number in 0..scene.people.len() {
                let reminders = taken.iter().filter(|(who, _, fate)| *who == number && *fate == StepFate::Reminded);
                prop_assert!(reminders.count() <= 1, "one look, one reminder");
            }
        }
        let mut times: BTreeMap<(usize, StepAnchor, i32), usize> = BTreeMap::new();
        for (who, step, _) in &scene.taken {
            *times.entry((*who, step.anchor, step.hours)).or_default() += 1;
        }
        prop_assert!(times.values().all(|times| *times == 1), "{times:?}");
        // A look on a weekday at noon finds whatever is due by then: of what counts from the invitation, nothing is left.
        scene.now = scene.calendar.next_open(scene.now).expect("open some time");
        scene.look();
        for person in &scene.people {
            for step in scene.steps.iter().filter(|step| step.anchor == StepAnchor::AfterInvitation) {
                let due = step.due(person.invitation.created_at, person.invitation.expires_at);
                let is_taken = person.taken.iter().any(|taken| taken.anchor == step.anchor && taken.hours == step.hours);
                let is_due = step.begun_at < due && due <= scene.now;
                prop_assert!(is_taken || !is_due, "due at {due}, looked at {}: {step:?}", scene.now);
            }
        }
    }
}
