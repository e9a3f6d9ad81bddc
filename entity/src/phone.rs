//! Phone numbers: read as they are written in their country, kept in one form.

use std::fmt;

use phonenumber::{Type, metadata::DATABASE};

use crate::{AddressError, Country};

/// A phone number that its country gives out, in E.164 (ITU-T): `+`, then up to 15 digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumber(String);

/// The longest text that is read as a number: far more than any has, with every way to write it.
const LONGEST: usize = 60;

impl PhoneNumber {
    /// Reads a number in international form, or as it is dialled within a country if one is meant: `06 12 34 56 78` in France.
    ///
    /// What is a number is decided by the numbering plans that libphonenumber collects.
    ///
    /// # Errors
    /// When it is not one, or could be one of many countries.
    pub fn parse(text: &str, meant: Option<Country>) -> Result<Self, AddressError> {
        let text = plain(text);
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.len() > LONGEST || !text.chars().all(is_written) {
            return Err(AddressError::Phone);
        }
        let international = text.starts_with('+');
        if !international && meant.is_none() {
            return Err(AddressError::CountryCode);
        }
        let country = meant.filter(|_| !international).map(|country| country.id());
        let number = phonenumber::parse(country, &text).map_err(|_| AddressError::Phone)?;
        if number.extension().is_some() {
            return Err(AddressError::Phone);
        }
        if !number.is_valid() {
            return Err(AddressError::NumberPlan);
        }
        Ok(Self(
            number.format().mode(phonenumber::Mode::E164).to_string(),
        ))
    }

    /// The number that was probably meant by a text that is none: with the `+` that was left out, or in place of `00`.
    #[must_use]
    pub fn meant_by(text: &str, meant: Option<Country>) -> Option<Self> {
        let text = plain(text);
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let digits = digits.strip_prefix("00").unwrap_or(&digits);
        let with_plus = Self::parse(&format!("+{digits}"), None);
        with_plus.or_else(|_| Self::parse(digits, meant)).ok()
    }

    /// A number that was read before.
    ///
    /// # Errors
    /// When it is none.
    pub fn stored(text: &str) -> Result<Self, AddressError> {
        Self::parse(text, None)
    }

    /// The number in E.164.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country that gives it out; none for numbers that belong to no country, such as those of satellites.
    #[must_use]
    pub fn country(&self) -> Option<Country> {
        let number = phonenumber::parse(None, &self.0).ok()?;
        number.country().id().map(Country::of)
    }

    /// Whether it can be the number of a person's mobile phone: premium-rate, shared-cost, free and landline numbers, pagers,
    /// numbers of companies and of the internet are not, nor those that follow a person at the caller's expense (070 in the
    /// United Kingdom), nor those of satellites, which belong to no country and cost many times as much.
    #[must_use]
    pub fn is_mobile(&self) -> bool {
        let number = phonenumber::parse(None, &self.0);
        number.is_ok_and(|number| {
            let kind = number.number_type(&DATABASE);
            number.country().id().is_some()
                && matches!(kind, Type::Mobile | Type::FixedLineOrMobile)
        })
    }

    /// Enough to recognise one's own number and too little to learn another's: `+33•••78`.
    #[must_use]
    pub fn mask(number: &str) -> String {
        let begin: String = number.chars().take(3).collect();
        let end = number.len().saturating_sub(2);
        format!("{begin}•••{}", number.get(end..).unwrap_or_default())
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What was typed without what cannot be seen, with the digits and the plus sign of other scripts as ours.
fn plain(text: &str) -> String {
    let ascii = |c: char| match c {
        '\u{ff0b}' => '+',
        '\u{ff10}'..='\u{ff19}' => digit(c, '\u{ff10}'),
        '\u{660}'..='\u{669}' => digit(c, '\u{660}'),
        '\u{6f0}'..='\u{6f9}' => digit(c, '\u{6f0}'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    // Marks of direction that come with a copied number, and the invisible joiners of web pages.
    let visible = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let text: String = text.chars().filter(visible).map(ascii).collect();
    let text = text.trim();
    text.strip_prefix("tel:").unwrap_or(text).to_owned()
}

fn digit(c: char, zero: char) -> char {
    let value = (c as u32).wrapping_sub(zero as u32);
    char::from_digit(value, 10).unwrap_or(c)
}

/// What a number is written with.
fn is_written(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '+' | ' ' | '.' | '-' | '(' | ')' | '/')
}

#[cfg(test)]
mod tests;
