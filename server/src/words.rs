//! What the server says to people in its answers, in each language. A sentence that is missing does not compile.
//!
//! Letters have words of their own, in `delivery/letter`, and so has the page of a link, in `http/join`.

pub mod calendar;
mod en;
mod fr;

use entity::{Channel, EventKind, ImportField, Locale, OutcomeCode, SlackFailure, SlackReason};

use crate::{
    problem::Problem,
    reminders::{self, Step},
};

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

/// The step of a reminder plan behind an event, if a plan caused it and no person did.
fn said_by_the_plan(kind: EventKind, detail: Option<&str>) -> Option<Step> {
    let detail = detail.filter(|_| kind == EventKind::InvitationReminded)?;
    reminders::said_by_the_plan(detail)
}

/// What is missing for a channel to send, and the way round it.
#[must_use]
pub fn missing_channel(channel: Channel, locale: Locale) -> &'static str {
    match locale {
        Locale::En => en::missing_channel(channel),
        Locale::Fr => fr::missing_channel(channel),
    }
}

/// Why a synchronisation with Slack did nothing, and what to do about it.
#[must_use]
pub fn slack_failure(failure: SlackFailure, locale: Locale) -> &'static str {
    match locale {
        Locale::En => en::slack::failure(failure),
        Locale::Fr => fr::slack::failure(failure),
    }
}

/// Why a member of a Slack workspace is left alone, or is missing.
#[must_use]
pub fn slack_reason(reason: SlackReason, locale: Locale) -> &'static str {
    match locale {
        Locale::En => en::slack::reason(reason),
        Locale::Fr => fr::slack::reason(reason),
    }
}

/// How much of the month's budget for text messages is spent, in per cent.
#[must_use]
pub fn spent(percent: u64, locale: Locale) -> String {
    match locale {
        Locale::En => en::spent(percent),
        Locale::Fr => fr::spent(percent),
    }
}

/// The heading of a column in a file.
#[must_use]
pub fn heading(field: ImportField, locale: Locale) -> &'static str {
    match locale {
        Locale::En => en::files::heading(field),
        Locale::Fr => fr::files::heading(field),
    }
}

/// The headings of what a result adds to a file: what came of each row, and why.
#[must_use]
pub fn result_headings(locale: Locale) -> [&'static str; 2] {
    match locale {
        Locale::En => en::files::RESULT_HEADINGS,
        Locale::Fr => fr::files::RESULT_HEADINGS,
    }
}

/// The headings of what a file of people says beyond what can be read in.
#[must_use]
pub fn export_headings(locale: Locale) -> [&'static str; 2] {
    match locale {
        Locale::En => en::files::EXPORT_HEADINGS,
        Locale::Fr => fr::files::EXPORT_HEADINGS,
    }
}

/// What a file of people is called.
#[must_use]
pub fn export_file_name(locale: Locale) -> &'static str {
    match locale {
        Locale::En => en::files::EXPORT_FILE_NAME,
        Locale::Fr => fr::files::EXPORT_FILE_NAME,
    }
}

/// What is added to the name of a file for the one with its results.
#[must_use]
pub fn result_file_word(locale: Locale) -> &'static str {
    match locale {
        Locale::En => en::files::RESULT_FILE_WORD,
        Locale::Fr => fr::files::RESULT_FILE_WORD,
    }
}

/// What an empty file to fill in is called.
#[must_use]
pub fn template_file_name(locale: Locale) -> &'static str {
    match locale {
        Locale::En => en::files::TEMPLATE_FILE_NAME,
        Locale::Fr => fr::files::TEMPLATE_FILE_NAME,
    }
}

/// Why a file is not given out, in one sentence.
#[must_use]
pub fn no_download(why: NoDownload, locale: Locale) -> &'static str {
    match locale {
        Locale::En => en::files::no_download(why),
        Locale::Fr => fr::files::no_download(why),
    }
}

/// Why a file is not given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDownload {
    /// Whoever asks is not an administrator, or not here.
    NotAllowed,
    /// There is no such import in their organisation.
    NoImport,
    /// The filter is not one. What is wrong with it follows, in the words of the contract.
    NoFilter,
    /// The server cannot answer now.
    NotNow,
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
        let sources = [
            include_str!("words/fr.rs"),
            include_str!("words/fr/files.rs"),
            include_str!("words/fr/slack.rs"),
        ];
        let lines = sources
            .iter()
            .flat_map(|source| source.lines())
            .filter(|line| !line.trim_start().starts_with("//"));
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

    #[test]
    fn a_reminder_that_nobody_sent_names_the_step_of_the_plan() {
        let reminded =
            |detail, locale| event(EventKind::InvitationReminded, None, Some(detail), locale);
        assert_eq!(
            reminded("AFTER_INVITATION 48", Locale::En),
            "Reminded by the reminder plan: 2 days after the invitation"
        );
        assert_eq!(
            reminded("BEFORE_EXPIRY 24", Locale::Fr),
            "Rappel demandé par le plan de rappels\u{a0}: 24 heures avant l’échéance du lien"
        );
    }
}
