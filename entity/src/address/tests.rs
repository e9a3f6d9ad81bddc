//! What is an address and what is not, by example and by property.

use super::{AddressError, EmailAddress};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn key(text: &str) -> String {
    EmailAddress::parse(text)
        .map(|a| a.key().to_owned())
        .unwrap_or_else(|e| format!("refused: {e}"))
}

#[test]
fn case_spaces_and_domain_forms_do_not_make_another_address() {
    for text in [
        "ada@example.com",
        " Ada@Example.COM ",
        "ADA@EXAMPLE.com",
        "ada@ｅxample.com",
    ] {
        assert_eq!(key(text), "ada@example.com", "{text}");
    }
    assert_eq!(
        key("jörg@bücher.example"),
        key("JÖRG@xn--bcher-kva.example")
    );
    assert_eq!(key("jo\u{308}rg@example.com"), key("jörg@example.com"));
}

#[test]
fn plus_addresses_and_look_alikes_stay_distinct() {
    assert_ne!(key("ada+x@example.com"), key("ada@example.com"));
    assert_ne!(
        key("аda@example.com"),
        key("ada@example.com"),
        "the first begins with a Cyrillic а"
    );
}

#[test]
fn what_is_typed_is_kept() {
    let address = EmailAddress::parse(" Ada.Lovelace@Example.com ").map(|a| a.typed().to_owned());
    assert_eq!(address, Ok("Ada.Lovelace@Example.com".to_owned()));
}

#[test]
fn what_is_no_address_is_refused_with_its_reason() {
    for (text, error) in [
        ("", AddressError::Empty),
        ("ada", AddressError::Shape),
        ("@example.com", AddressError::Shape),
        ("a..b@example.com", AddressError::Shape),
        ("\"a b\"@example.com", AddressError::InvisibleCharacter),
        ("<ada@example.com>", AddressError::Shape),
        ("ada@localhost", AddressError::Domain),
        ("ada@127.0.0.1", AddressError::Domain),
        ("ada@exa_mple.com", AddressError::Domain),
        ("ada@example..com", AddressError::Domain),
        (
            "ada@example.com\r\nBcc: x@y.zz",
            AddressError::InvisibleCharacter,
        ),
        ("ada\u{202e}@example.com", AddressError::InvisibleCharacter),
        ("ada\0@example.com", AddressError::InvisibleCharacter),
    ] {
        assert_eq!(EmailAddress::parse(text).err(), Some(error), "{text:?}");
    }
    let long = format!("{}@example.com", "a".repeat(65));
    assert_eq!(
        EmailAddress::parse(&long).err(),
        Some(AddressError::TooLong)
    );
}

#[test]
fn a_masked_address_shows_one_letter_and_the_domain() {
    assert_eq!(EmailAddress::mask("ada@example.com"), "a•••@example.com");
}

proptest! {
    #[test]
    fn whatever_is_typed_is_an_address_or_is_not(text in any::<String>()) {
        if let Ok(address) = EmailAddress::parse(&text) {
            prop_assert!(address.key().len() <= 254);
            prop_assert!(!address.key().contains(|c: char| c.is_whitespace() || c.is_control()));
        }
    }

    #[test]
    fn the_canonical_form_is_its_own(local in "[\\p{L}\\p{N}!#$%&'*+=?_-]{1,12}(\\.[\\p{L}\\p{N}]{1,6})?", domain in "[a-zäöé]{1,10}\\.(example|fr|中国)") {
        if let Ok(address) = EmailAddress::parse(&format!("{local}@{domain}")) {
            let again = EmailAddress::parse(address.key());
            prop_assert_eq!(again.map(|a| a.key().to_owned()), Ok(address.key().to_owned()));
            let decomposed: String = format!("{local}@{domain}").nfd().collect();
            prop_assert_eq!(EmailAddress::parse(&decomposed), Ok(address));
        }
    }

    #[test]
    fn case_and_surrounding_spaces_make_no_difference_and_a_tag_does(local in "[a-z0-9]{1,10}", domain in "[a-z]{1,10}\\.example", tag in "[a-z0-9]{1,5}") {
        let plain = EmailAddress::parse(&format!("{local}@{domain}"));
        prop_assert!(plain.is_ok());
        let shouted = format!(" \t{}@{} ", local.to_uppercase(), domain.to_uppercase());
        prop_assert_eq!(&EmailAddress::parse(&shouted), &plain);
        prop_assert_ne!(&EmailAddress::parse(&format!("{local}+{tag}@{domain}")), &plain);
    }
}
