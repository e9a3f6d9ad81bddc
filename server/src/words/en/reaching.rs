//! In English: what is wrong with an address, and what a channel lacks.

use entity::{AddressError, Channel};

use crate::problem::{Code, Hint};

pub(super) fn address(what: &str, hint: Option<&Hint>) -> String {
    if let Some(Hint::Meant(number)) = hint {
        return format!("Check the {what}. Did you mean {number}?");
    }
    let Some(Hint::Address(error)) = hint else {
        return format!("Check the {what}.");
    };
    let why = match error {
        AddressError::Empty => "It is empty.",
        AddressError::TooLong => "It is too long.",
        AddressError::InvisibleCharacter => {
            "It contains a space or an invisible character; type it again."
        }
        AddressError::Shape => "It is not of the form name@example.com.",
        AddressError::Domain => "The part after the @ cannot be a domain name.",
        AddressError::Phone => "Write it in international form, like +33612345678.",
        AddressError::CountryCode => {
            "Write it with its country code, like +33612345678, or choose your organisation’s country in the settings."
        }
        AddressError::NumberPlan => "Its country has no such number; a digit may be missing.",
    };
    format!("Check the {what}. {why}")
}

pub(in crate::words) fn missing_channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "No mail server is set up. Start the server with --smtp-url.",
        Channel::Sms => "No provider of text messages is set up. Use e-mail, or copy the link.",
        Channel::Slack => "No Slack workspace is connected. Use e-mail, or copy the link.",
        Channel::Link => "Nothing is missing: copy the link and hand it over.",
    }
}

/// Why somebody cannot be written to, or not now.
pub(super) fn text(code: Code) -> &'static str {
    match code {
        Code::ChannelNotConfigured => {
            "This channel is not set up yet. Use e-mail, or copy the link and hand it over yourself."
        }
        Code::ChannelNotPossible => {
            "There is no address for this channel. Add one to the profile, or copy the link and hand it over yourself."
        }
        Code::TooSoon => {
            "A message went to this person a moment ago. Wait a little before the next."
        }
        Code::RateLimited => {
            "Too many messages have left of late, so this one was held back. Try again later."
        }
        Code::NumberNotAllowed => {
            "Text messages do not go to this number: it is not one of a mobile phone, or its country is not served. Use e-mail, or copy the link."
        }
        Code::OverBudget => {
            "This month’s budget for text messages is spent, so this one was held back. Use e-mail, or copy the link."
        }
        Code::InvalidCountry => "Write the country as its two letters, like FR or CA.",
        _ => "Check the phone number.",
    }
}

/// How much of the month's budget for text messages is spent, in per cent.
pub(in crate::words) fn spent(percent: u64) -> String {
    match percent {
        100 => "This month’s budget for text messages is spent: they are held back until it ends."
            .to_owned(),
        _ => format!("{percent}% of this month’s budget for text messages is spent."),
    }
}
