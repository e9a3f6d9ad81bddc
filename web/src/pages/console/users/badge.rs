//! Where a person stands, in a word that says what matters: not that they are invited, but that they have a day left.

use leptos::prelude::*;

use crate::api::users::Person;
use crate::api::values::{DeliveryState, InvitationState, UserStatus};
use crate::components::badge::{Badge, Tone};
use crate::components::time::Present;
use crate::locales::{Speech, users::UsersWords, values::ValueWords};

const HOUR: f64 = 3_600_000.0;
/// From here on the badge says how long the link still works.
const SOON: f64 = 48.0 * HOUR;

/// The badge of a person, and what explains it: the provider's reason, or when the link ends.
#[component]
pub fn Standing(
    /// Whose.
    #[prop(into)]
    person: Signal<Person>,
) -> impl IntoView {
    let (speech, present) = (Speech::expect(), Present::expect());
    move || {
        let told = person.with(|person| tell(person, present.get(), speech));
        view! {
            <span class="standing">
                <Badge tone=told.tone>{told.word}</Badge>
                {told.detail.map(|detail| {
                    let title = detail.clone();
                    view! { <small class="muted" title=title>{detail}</small> }
                })}
            </span>
        }
    }
}

struct Told {
    tone: Tone,
    word: String,
    detail: Option<String>,
}

fn tell(person: &Person, now: f64, speech: Speech) -> Told {
    let (words, values) = (speech.words(UsersWords), speech.words(ValueWords));
    let told = |tone, word: &str, detail| Told {
        tone,
        word: word.to_owned(),
        detail,
    };
    let status = values.status(person.status);
    let invitation = match (person.status, &person.invitation) {
        (UserStatus::Invited, Some(invitation)) => invitation,
        // Foreseen, and not yet answered.
        (UserStatus::Invited, None) => return told(Tone::Info, status, None),
        (UserStatus::Active, _) => return told(Tone::Good, status, None),
        (UserStatus::Created, Some(invitation)) => {
            return told(Tone::Quiet, status, ended(invitation.state, words));
        }
        _ => return told(Tone::Quiet, status, None),
    };
    let delivery = &invitation.delivery;
    let end = invitation.expires_at.at();
    let left = end - now;
    if DeliveryState::UNDELIVERED.contains(&delivery.state) {
        return told(
            Tone::Bad,
            values.delivery(delivery.state),
            delivery.reason.clone(),
        );
    }
    if invitation.state == InvitationState::Expired || left <= 0.0 {
        return told(Tone::Warn, words.expired(), Some(speech.day(end, now)));
    }
    if left < SOON {
        let word = if left < HOUR {
            words.expires_within_the_hour().to_owned()
        } else if left < 24.0 * HOUR {
            words.expires_in_hours(speech.count((left / HOUR).floor() as i32))
        } else {
            words.expires_in_days(speech.count((left / (24.0 * HOUR)).floor() as i32))
        };
        return told(Tone::Warn, &word, Some(speech.short_moment(end)));
    }
    told(Tone::Info, status, Some(words.until(&speech.day(end, now))))
}

/// Why someone whose invitation has ended is back among the created.
fn ended(state: InvitationState, words: UsersWords) -> Option<String> {
    match state {
        InvitationState::Declined => Some(words.declined().to_owned()),
        InvitationState::Revoked => Some(words.revoked().to_owned()),
        _ => None,
    }
}
