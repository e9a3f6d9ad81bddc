//! The first screen, and the dead ends: what each state of a link says, and the ways on from there.

use askama::Template;
use entity::{Locale, Timestamp};

use super::{
    JoinPreview, LinkState,
    words::{self, Words},
};
use crate::words::calendar;

/// The first screen of a link, as markup.
#[must_use]
pub fn first_screen(preview: &JoinPreview, language: Locale) -> String {
    let words = words::of(language);
    let open = preview.state == LinkState::Open;
    let organization = organization(preview, words);
    render(&FirstScreen {
        monogram: preview.organization_name.as_deref().and_then(monogram),
        heading: heading(preview.state, organization, words),
        paragraphs: paragraphs(preview, words),
        facts: if open {
            facts(preview, words, language)
        } else {
            Vec::new()
        },
        deeds: deeds(preview, words),
        languages: languages(&preview.locales, language),
        language_label: words.language_label,
        wait: words.wait,
        no_script: words.no_script,
    })
}

/// The screen of the page without a token: its program knows the link, or says that there is none.
#[must_use]
pub fn waiting_screen(language: Locale) -> String {
    let words = words::of(language);
    render(&FirstScreen {
        monogram: None,
        heading: words.waiting_heading.to_owned(),
        paragraphs: vec![words.waiting_text.to_owned()],
        facts: Vec::new(),
        deeds: Vec::new(),
        languages: Vec::new(),
        language_label: words.language_label,
        wait: words.wait,
        no_script: words.no_script,
    })
}

/// The title of the document that shows this preview.
pub(super) fn title(preview: &JoinPreview, language: Locale) -> String {
    let words = words::of(language);
    heading(preview.state, organization(preview, words), words)
}

#[derive(Template)]
#[template(path = "join/first_screen.html")]
struct FirstScreen {
    monogram: Option<String>,
    heading: String,
    paragraphs: Vec<String>,
    facts: Vec<Fact>,
    deeds: Vec<Deed>,
    languages: Vec<Choice>,
    language_label: &'static str,
    wait: &'static str,
    no_script: &'static str,
}

struct Fact {
    label: &'static str,
    value: String,
    /// Set when the value is an instant: the page's program then says it in the reader's own time zone.
    instant: Option<Timestamp>,
}

struct Deed {
    label: &'static str,
    target: &'static str,
    main: bool,
}

impl Deed {
    /// The part of the page it leads to; none when it leaves the page.
    fn fragment(&self) -> Option<&'static str> {
        self.target.strip_prefix('#')
    }
}

struct Choice {
    tag: &'static str,
    name: &'static str,
    shown: bool,
}

fn render(screen: &FirstScreen) -> String {
    screen.render().expect("writing to a string does not fail")
}

fn organization<'a>(preview: &'a JoinPreview, words: &Words) -> &'a str {
    preview
        .organization_name
        .as_deref()
        .unwrap_or(words.some_organization)
}

fn monogram(name: &str) -> Option<String> {
    let letter = name.chars().find(|c| c.is_alphanumeric())?;
    Some(letter.to_uppercase().collect())
}

fn heading(state: LinkState, organization: &str, words: &Words) -> String {
    match state {
        LinkState::Open => (words.join)(organization),
        LinkState::Expired => words.expired_heading.to_owned(),
        LinkState::Superseded => words.superseded_heading.to_owned(),
        LinkState::Revoked => words.revoked_heading.to_owned(),
        LinkState::Declined => words.declined_heading.to_owned(),
        LinkState::Accepted => (words.accepted_heading)(organization),
        LinkState::Unknown => words.unknown_heading.to_owned(),
        LinkState::Later => words.later_heading.to_owned(),
    }
}

fn paragraphs(preview: &JoinPreview, words: &Words) -> Vec<String> {
    let organization = organization(preview, words);
    match preview.state {
        LinkState::Open => vec![
            match preview.invited_by_name.as_deref() {
                Some(inviter) => (words.invited_by)(inviter, organization),
                None => (words.invited)(organization),
            },
            if preview.asks_full_name == Some(true) {
                words.three_steps
            } else {
                words.two_steps
            }
            .to_owned(),
        ],
        LinkState::Expired => vec![
            words.expired_text.to_owned(),
            words.fresh_link_text.to_owned(),
        ],
        LinkState::Superseded => vec![
            words.superseded_text.to_owned(),
            words.fresh_link_text.to_owned(),
        ],
        LinkState::Revoked => vec![words.revoked_text.to_owned()],
        LinkState::Declined => vec![(words.declined_text)(organization)],
        LinkState::Accepted => vec![words.accepted_text.to_owned()],
        LinkState::Unknown => vec![
            words.unknown_text.to_owned(),
            words.unknown_way_out.to_owned(),
        ],
        LinkState::Later => vec![words.later_text.to_owned()],
    }
}

fn facts(preview: &JoinPreview, words: &Words, language: Locale) -> Vec<Fact> {
    let to = preview.sent_to.clone().map(|value| Fact {
        label: words.sent_to_label,
        value,
        instant: None,
    });
    let until = preview.expires_at.map(|at| Fact {
        label: words.expires_label,
        value: calendar::short(at, language),
        instant: Some(at),
    });
    to.into_iter().chain(until).collect()
}

fn deeds(preview: &JoinPreview, words: &Words) -> Vec<Deed> {
    let main = |label, target| Deed {
        label,
        target,
        main: true,
    };
    let quiet = |label, target| Deed {
        label,
        target,
        main: false,
    };
    match preview.state {
        LinkState::Open => {
            let first = if preview.asks_full_name == Some(true) {
                "#name"
            } else {
                "#language"
            };
            vec![main(words.begin, first), quiet(words.decline, "#decline")]
        }
        LinkState::Expired | LinkState::Superseded => vec![main(words.fresh_link, "#fresh-link")],
        LinkState::Accepted => vec![main(words.sign_in, "/sign-in")],
        // The address as it stands.
        LinkState::Later => vec![main(words.try_again, "")],
        LinkState::Revoked | LinkState::Declined | LinkState::Unknown => {
            vec![quiet(words.sign_in_instead, "/sign-in")]
        }
    }
}

fn languages(offered: &[Locale], shown: Locale) -> Vec<Choice> {
    if offered.len() < 2 {
        return Vec::new();
    }
    let choice = |locale: &Locale| Choice {
        tag: locale.as_str(),
        name: words::own_name(*locale),
        shown: *locale == shown,
    };
    offered.iter().map(choice).collect()
}
