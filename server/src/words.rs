//! What the server says to people in its answers, in each language. A sentence that is missing does not compile.
//!
//! Letters have words of their own, in `delivery/letter`, and so has the page of a link, in `http/join`.

pub mod calendar;
mod en;
mod fr;

use entity::{Channel, EventKind, Locale, OutcomeCode};

use crate::problem::Problem;

/// What is wrong, and how to mend it.
#[must_use]
pub fn problem(problem: &Problem, locale: Locale) -> String {
    let hint = problem.hint.as_ref();
    match locale {
        Locale::En => en::problem(problem.code, hint),
        Locale::Fr => fr::problem(problem.code, hint),
    }
}

/// What an operation did for one person.
#[must_use]
pub fn outcome(code: OutcomeCode, locale: Locale) -> &'static str {
    match locale {
        Locale::En => en::outcome(code),
        Locale::Fr => fr::outcome(code),
    }
}

/// What happened, by whom if somebody else did it, with the particular that was kept.
#[must_use]
pub fn event(kind: EventKind, by: Option<&str>, detail: Option<&str>, locale: Locale) -> String {
    match locale {
        Locale::En => en::event(kind, by, detail),
        Locale::Fr => fr::event(kind, by, detail),
    }
}

/// What is missing for a channel to send, and the way round it.
#[must_use]
pub fn missing_channel(channel: Channel, locale: Locale) -> &'static str {
    match locale {
        Locale::En => en::missing_channel(channel),
        Locale::Fr => fr::missing_channel(channel),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Code, Hint};
    use entity::AddressError;

    const SOME: [Code; 4] = [
        Code::InvalidEmail,
        Code::LastOwner,
        Code::CountChanged,
        Code::WeakPassword,
    ];

    #[test]
    fn french_has_its_own_words_and_its_own_typography() {
        for code in SOME {
            let said = |locale| problem(&Problem::whole(code), locale);
            assert_ne!(said(Locale::En), said(Locale::Fr));
        }
        // Every sentence there is, as it is written: what stands between two quotation marks of a line.
        let source = include_str!("words/fr.rs").lines();
        let lines = source.filter(|line| !line.trim_start().starts_with("//"));
        let mut sentences = 0;
        for sentence in lines.flat_map(|line| line.split('"').skip(1).step_by(2)) {
            assert!(
                !sentence.contains('\''),
                "a typewriter's apostrophe: {sentence}"
            );
            for sign in [':', ';', '!', '?', '»'] {
                assert!(
                    !sentence.contains(&format!(" {sign}")),
                    "a space that breaks: {sentence}"
                );
            }
            sentences += 1;
        }
        assert!(sentences > 100, "only {sentences} sentences were read");
    }

    #[test]
    fn a_particular_is_said_where_it_is_known() {
        let shape =
            Problem::at(Code::InvalidEmail, "email").with(Hint::Address(AddressError::Shape));
        assert!(problem(&shape, Locale::En).contains("name@example.com"));
        let changed = Problem::whole(Code::CountChanged).with(Hint::Count(7));
        assert!(problem(&changed, Locale::Fr).contains("7"));
        let long = Problem::whole(Code::InvalidNote).with(Hint::Longest(500));
        assert!(problem(&long, Locale::En).contains("500"));
    }

    #[test]
    fn an_event_names_who_did_it_and_what_changed() {
        let updated =
            |by, locale| event(EventKind::UserUpdated, by, Some("email, fullName"), locale);
        assert_eq!(
            updated(Some("Ada"), Locale::En),
            "Profile changed by Ada: e-mail, name"
        );
        assert_eq!(
            updated(None, Locale::Fr),
            "Profil modifié\u{a0}: adresse e-mail, nom"
        );
    }
}
