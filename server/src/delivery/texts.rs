//! Text messages: the words of a message, in as few parts as they fit.
//!
//! A text message is paid for by the part: 160 characters of the alphabet of GSM, or 70 of any other, and a little less of
//! each when there are several (3GPP TS 23.038 and 23.040). Several wordings are at hand for each message, the fuller one
//! first: the first that fits in one part is taken, else the first that fits in two. The link is whole in each of them.

mod alphabet;
mod words;

use super::{letter::Occasion, one_line};
use words::About;

/// How many parts a text message has at most, unless the public URL alone is longer.
pub const MOST_PARTS: i32 = 2;

/// The longest name that stands in a text, in characters.
const LONGEST_NAME: usize = 30;

/// A text message, ready to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its words.
    pub body: String,
    /// In how many parts it leaves, at least one.
    pub parts: i32,
}

/// Writes the text message of an occasion in the language of its message.
#[must_use]
pub fn write(occasion: &Occasion) -> Text {
    let name = |name: &str| alphabet::fit(&clipped(&one_line(name)));
    let inviter = occasion.inviter.as_ref();
    let about = About {
        kind: occasion.message.kind,
        organization: name(&occasion.organization),
        inviter: inviter.map(|inviter| name(&inviter.name)),
        expires_at: occasion.message.give_up_at,
        address: occasion.link.as_deref().unwrap_or(&occasion.sign_in),
    };
    let texts = words::texts(&about, occasion.message.locale).map(|body| Text {
        parts: alphabet::parts(&body),
        body,
    });
    let fits = |most: i32| texts.iter().find(|text| text.parts <= most);
    let chosen = fits(1).or_else(|| fits(MOST_PARTS)).or(texts.last());
    chosen.cloned().unwrap_or(Text {
        body: about.address.to_owned(),
        parts: alphabet::parts(about.address),
    })
}

/// A name with its end cut off where it is too long.
fn clipped(name: &str) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LONGEST_NAME - 3).collect();
    format!("{}...", kept.trim_end())
}

#[cfg(test)]
mod tests;
