//! Addresses: what was typed, and the one form by which two are compared.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// A text that is not an address, with how to mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing was typed.
    #[error("is empty")]
    Empty,
    /// Longer than mail allows (RFC 5321, 4.5.3.1: 64 octets before the `@`, 254 in all).
    #[error("is too long")]
    TooLong,
    /// Holds a space, a control character or a character that changes the direction of text.
    #[error("contains a space or an invisible character")]
    InvisibleCharacter,
    /// Not of the form `name@domain`.
    #[error("is not of the form name@example.com")]
    Shape,
    /// The part after the `@` cannot be a domain name.
    #[error("has an impossible domain name")]
    Domain,
    /// Not a phone number.
    #[error("is not a phone number, like +33612345678")]
    Phone,
    /// A phone number without a country code, where no country is meant.
    #[error("has no country code, like +33")]
    CountryCode,
    /// A phone number that its country does not give out.
    #[error("is not a number of its country")]
    NumberPlan,
}

/// A valid e-mail address: as it was typed, and its canonical form.
///
/// The canonical form decides equality: trimmed, Unicode NFC, lower case, the domain in ASCII form (UTS 46). Plus-addresses
/// stay distinct and look-alike letters are not folded, because mail servers tell them apart. The grammar is that of HTML's
/// `input type=email` (WHATWG) with letters of every script allowed (RFC 6531): no quoted local parts, no comments.
#[derive(Clone, Debug)]
pub struct EmailAddress {
    typed: String,
    key: String,
}

impl EmailAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// When it is not one: the error says how to mend it.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let typed = text.trim();
        if typed.is_empty() {
            return Err(AddressError::Empty);
        }
        if typed.len() > 254 {
            return Err(AddressError::TooLong);
        }
        if typed.chars().any(is_invisible) {
            return Err(AddressError::InvisibleCharacter);
        }
        let (local, domain) = typed.rsplit_once('@').ok_or(AddressError::Shape)?;
        let local: String = local.nfc().collect();
        if local.len() > 64 {
            return Err(AddressError::TooLong);
        }
        let allowed =
            |c: char| c.is_alphanumeric() || !c.is_ascii() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
        if local.is_empty()
            || !local.chars().all(allowed)
            || local.starts_with('.')
            || local.ends_with('.')
            || local.contains("..")
        {
            return Err(AddressError::Shape);
        }
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| AddressError::Domain)?;
        let labels_fit = domain
            .split('.')
            .all(|label| (1..=63).contains(&label.len()));
        let last_is_a_word = domain
            .rsplit('.')
            .next()
            .is_some_and(|l| !l.bytes().all(|b| b.is_ascii_digit()));
        if !domain.contains('.') || domain.len() > 253 || !labels_fit || !last_is_a_word {
            return Err(AddressError::Domain);
        }
        let key = format!(
            "{}@{domain}",
            local.to_lowercase().nfc().collect::<String>()
        );
        if key.len() > 254 {
            return Err(AddressError::TooLong);
        }
        Ok(Self {
            typed: typed.to_owned(),
            key,
        })
    }

    /// As it was typed, trimmed: what people see and mail goes to.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The canonical form: what is compared and unique in an organisation.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Enough to recognise one's own address and too little to learn another's: `a•••@example.com`.
    #[must_use]
    pub fn mask(typed: &str) -> String {
        match typed.rsplit_once('@') {
            Some((local, domain)) => {
                let first = local.chars().next().map(String::from).unwrap_or_default();
                format!("{first}•••@{domain}")
            }
            None => "•••".to_owned(),
        }
    }
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}
impl Eq for EmailAddress {}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

/// Characters that would become structure elsewhere: spaces, controls (RFC 5322 line ends among them), and the ones that
/// hide or turn text (Unicode Bidi_Control, zero-width characters).
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}' | '\u{ad}')
}

#[cfg(test)]
mod tests;
