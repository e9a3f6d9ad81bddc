//! The page of a link, up to the point where its program takes over.
//!
//! `GET /join/{token}` answers the client's shell with the first screen already in it, in the invitee's language, so that the
//! first paint waits for nothing. It reads and never writes: mail scanners open every link. `GET /join` (where the address
//! bar stands once the token has left it) answers the same shell with a screen that waits for the program.
//!
//! Nothing here knows the database or the router: a preview goes in, a page comes out.

mod first_screen;
mod shell;
mod words;

use entity::{Locale, Timestamp};
use serde::{Serialize, Serializer};

pub use first_screen::{first_screen, waiting_screen};
pub use shell::fill_shell;

/// Where the link stands: decides which screen is shown, and which other fields of the preview are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LinkState {
    /// It works.
    Open,
    /// It has reached its end.
    Expired,
    /// A newer link was sent.
    Superseded,
    /// The invitation was taken back.
    Revoked,
    /// The invitee said no.
    Declined,
    /// The invitee has joined.
    Accepted,
    /// There is no such link.
    Unknown,
    /// Nobody can say now: it was asked too often, or the server cannot look.
    Later,
}

/// What the page of a link may show to whoever holds it: `InvitationPreview` of the contract.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JoinPreview {
    /// Where the link stands.
    pub state: LinkState,
    /// The organisation one would join.
    pub organization_name: Option<String>,
    /// Who invites; none once that person is gone.
    pub invited_by_name: Option<String>,
    /// Where the invitation went, masked.
    pub sent_to: Option<String>,
    /// The language of the invitation.
    #[serde(serialize_with = "as_text")]
    pub locale: Locale,
    /// The languages one may choose.
    #[serde(serialize_with = "as_texts")]
    pub locales: Vec<Locale>,
    /// Whether the name is still unknown.
    pub asks_full_name: Option<bool>,
    /// End of the link.
    #[serde(serialize_with = "as_optional_text")]
    pub expires_at: Option<Timestamp>,
}

impl JoinPreview {
    /// Of a link that cannot be looked at now.
    #[must_use]
    pub fn later(locale: Locale) -> Self {
        Self {
            state: LinkState::Later,
            organization_name: None,
            invited_by_name: None,
            sent_to: None,
            locale,
            locales: Locale::ALL.to_vec(),
            asks_full_name: None,
            expires_at: None,
        }
    }
}

/// The whole page of a link: the built client's `join/index.html` with its placeholders filled in.
///
/// `asked` is the `lang` of the query string: the switch on the first screen. A language the invitation does not offer is
/// ignored. `None` for the preview is the page without a token.
#[must_use]
pub fn page(shell: &str, preview: Option<&JoinPreview>, asked: Option<Locale>) -> String {
    let Some(preview) = preview else {
        let language = asked.unwrap_or(Locale::En);
        let words = words::of(language);
        return fill_shell(
            shell,
            language,
            words.waiting_heading,
            "",
            &waiting_screen(language),
        );
    };
    let language = asked
        .filter(|asked| preview.locales.contains(asked))
        .unwrap_or(preview.locale);
    let json = serde_json::to_string(preview).expect("a struct of texts is always JSON");
    let title = first_screen::title(preview, language);
    fill_shell(
        shell,
        language,
        &title,
        &json,
        &first_screen(preview, language),
    )
}

fn as_text<S: Serializer>(locale: &Locale, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(locale)
}

fn as_texts<S: Serializer>(locales: &[Locale], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(locales.iter().map(Locale::as_str))
}

fn as_optional_text<S: Serializer>(
    at: &Option<Timestamp>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => serializer.collect_str(at),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests;
