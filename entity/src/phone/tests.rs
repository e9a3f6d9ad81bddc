use proptest::prelude::{ProptestConfig, proptest};

use super::PhoneNumber;
use crate::{AddressError, Country};

fn country(letters: &str) -> Option<Country> {
    letters.parse().ok()
}

fn read(text: &str, meant: &str) -> Result<String, AddressError> {
    PhoneNumber::parse(text, country(meant)).map(|number| number.as_str().to_owned())
}

#[test]
fn one_number_has_one_form_however_it_is_written() {
    for (text, meant, number) in [
        ("+33 6 12 34 56 78", "", "+33612345678"),
        ("+33.6-12/34 56 78", "", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "", "+33612345678"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("06.12.34.56.78", "FR", "+33612345678"),
        ("00 33 6 12 34 56 78", "FR", "+33612345678"),
        ("tel:+33612345678", "", "+33612345678"),
        (
            "\u{202a}+33\u{a0}6\u{202f}12 34 56 78\u{202c}",
            "",
            "+33612345678",
        ),
        ("＋３３ ６１２３４５６７８", "", "+33612345678"),
        ("(514) 555-0123", "CA", "+15145550123"),
        ("1 514 555 0123", "CA", "+15145550123"),
        ("011 33 6 12 34 56 78", "CA", "+33612345678"),
        ("0470 12 34 56", "BE", "+32470123456"),
        ("07400 123456", "GB", "+447400123456"),
        ("079 123 45 67", "CH", "+41791234567"),
        ("0151 23456789", "DE", "+4915123456789"),
        ("347 123 4567", "IT", "+393471234567"),
        ("06 12 34 56 78", "MA", "+212612345678"),
        ("+1 202 555 0123", "FR", "+12025550123"),
    ] {
        assert_eq!(
            read(text, meant),
            Ok(number.to_owned()),
            "{text} in {meant}"
        );
    }
}

#[test]
fn what_is_no_number_says_how_to_mend_it() {
    for (text, meant, error) in [
        ("", "FR", AddressError::Empty),
        (" \u{200b} ", "FR", AddressError::Empty),
        ("06 12 34 56 78", "", AddressError::CountryCode),
        ("33612345678", "", AddressError::CountryCode),
        ("0612", "FR", AddressError::NumberPlan),
        ("06 12 34 56 7", "FR", AddressError::NumberPlan),
        ("+33 0 12 34 56 78 90", "", AddressError::NumberPlan),
        ("+999 123 456 789", "", AddressError::Phone),
        ("call me", "FR", AddressError::Phone),
        ("1-800-FLOWERS", "US", AddressError::Phone),
        ("+33612345678 ext. 12", "", AddressError::Phone),
        ("+33612345678; DROP TABLE users", "", AddressError::Phone),
        ("+33612345678\r\nBcc: x", "", AddressError::Phone),
    ] {
        assert_eq!(read(text, meant), Err(error), "{text:?} in {meant}");
    }
}

#[test]
fn a_plus_that_was_left_out_is_offered() {
    let meant = |text, letters| {
        PhoneNumber::meant_by(text, country(letters)).map(|number| number.as_str().to_owned())
    };
    let number = Some("+33612345678".to_owned());
    assert_eq!(meant("33612345678", ""), number);
    assert_eq!(meant("33 6 12 34 56 78", "BE"), number);
    assert_eq!(meant("0033 612345678", ""), number);
    assert_eq!(meant("+00 33 612345678", ""), number);
    assert_eq!(meant("06 12 34 56 78 (home)", "FR"), number);
    assert_eq!(meant("0612345678", ""), None);
    assert_eq!(meant("call me", "FR"), None);
}

#[test]
fn a_number_knows_its_country_and_whether_a_person_carries_it() {
    let read = |text| PhoneNumber::stored(text).unwrap();
    for (number, letters, mobile) in [
        ("+33612345678", "FR", true),
        ("+33142685300", "FR", false),
        ("+33899123456", "FR", false),
        ("+12025550123", "US", true),
        ("+15145550123", "CA", true),
        ("+18005550123", "", false),
        ("+447400123456", "GB", true),
        ("+449098790000", "GB", false),
        ("+447624123456", "IM", true),
        // Personal numbers, pagers, internet telephony.
        ("+447012345678", "GB", false),
        ("+447640123456", "GB", false),
        ("+445612345678", "GB", false),
        ("+33912345678", "FR", false),
        ("+15002345678", "", false),
        // Codes that countries share.
        ("+79123456789", "RU", true),
        ("+77012345678", "KZ", true),
        ("+18762101234", "JM", true),
    ] {
        let read = read(number);
        assert_eq!(read.is_mobile(), mobile, "{number}");
        if !letters.is_empty() {
            assert_eq!(read.country(), country(letters), "{number}");
        }
    }
}

#[test]
fn what_belongs_to_no_country_is_no_mobile_phone() {
    for (number, what) in [
        ("+881612345678", "Iridium"),
        ("+870773111632", "Inmarsat"),
        ("+8821612345", "an international network"),
        ("+883510012345", "the same, over the internet"),
        ("+80012345678", "free everywhere"),
        ("+97912345678", "premium everywhere"),
    ] {
        let read = PhoneNumber::stored(number);
        let mobile = read.as_ref().is_ok_and(PhoneNumber::is_mobile);
        assert!(!mobile, "{number}, {what}: {read:?}");
        assert_eq!(read.ok().and_then(|number| number.country()), None);
    }
}

#[test]
fn a_country_is_two_letters() {
    assert_eq!(" fr ".parse::<Country>().unwrap().as_str(), "FR");
    for text in ["", "F", "FRA", "ZZ", "XX", "33", "france"] {
        assert!(text.parse::<Country>().is_err(), "{text}");
    }
}

#[test]
fn a_mask_gives_little_away() {
    assert_eq!(PhoneNumber::mask("+33612345678"), "+33•••78");
    assert_eq!(PhoneNumber::mask(""), "•••");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_typed_is_read_or_refused(text in "\\PC{0,80}") {
        for meant in [None, country("FR"), country("US")] {
            if let Ok(number) = PhoneNumber::parse(&text, meant) {
                assert_eq!(PhoneNumber::stored(number.as_str()), Ok(number.clone()));
            }
            let _ = PhoneNumber::meant_by(&text, meant);
        }
    }
}
