use entity::{Channel, Locale, MessageKind};
use proptest::prelude::{ProptestConfig, proptest};

use super::{alphabet, write};
use crate::delivery::letter::{self, Occasion, tests::occasion};

fn text_occasion(kind: MessageKind, locale: Locale) -> Occasion {
    let mut occasion = occasion(kind, locale);
    occasion.message.channel = Channel::Sms;
    occasion.message.recipient = "+33612345678".to_owned();
    occasion
}

const KINDS: [MessageKind; 4] = [
    MessageKind::Invitation,
    MessageKind::Reminder,
    MessageKind::FreshLink,
    MessageKind::Welcome,
];

#[test]
fn every_message_has_its_words_in_each_language_and_fits_in_two_parts() {
    let mut said = String::new();
    for locale in Locale::ALL {
        for kind in KINDS {
            let text = write(&text_occasion(kind, *locale));
            said.push_str(&format!(
                "{} {:?} ({}): {}\n",
                locale, kind, text.parts, text.body
            ));
            assert!(text.parts <= 2, "{}", text.body);
        }
    }
    insta::assert_snapshot!("texts", said);
}

#[test]
fn parts_are_counted_as_networks_count_them() {
    for (text, parts) in [
        ("a".repeat(160), 1),
        ("a".repeat(161), 2),
        ("a".repeat(306), 2),
        ("a".repeat(307), 3),
        ("é".repeat(160), 1),
        ("€".repeat(80), 1),
        ("€".repeat(81), 2),
        ("ê".repeat(70), 1),
        ("ê".repeat(71), 2),
        ("ê".repeat(134), 2),
        ("ê".repeat(135), 3),
        ("😀".repeat(35), 1),
        ("😀".repeat(36), 2),
    ] {
        assert_eq!(alphabet::parts(&text), parts, "{}", text.chars().count());
    }
}

#[test]
fn names_are_written_in_the_alphabet_where_they_can_be() {
    assert_eq!(
        alphabet::fit("L’Œuvre du Château — Ño"),
        "L'OEuvre du Chateau - Ño"
    );
    assert_eq!(alphabet::fit("Çédille à Noël"), "Çédille à Noel");
    assert_eq!(alphabet::fit("李小龍"), "李小龍");
}

#[test]
fn a_long_name_leaves_the_link_whole() {
    let mut occasion = text_occasion(MessageKind::Invitation, Locale::Fr);
    occasion.organization = "Société des amis de la bibliothèque de l’Arsenal".repeat(3);
    let text = write(&occasion);
    assert!(
        text.parts <= 2 && text.body.ends_with(occasion.link.as_deref().unwrap()),
        "{text:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_names_are_the_text_is_one_line_of_two_parts_with_the_whole_link(name in "\\PC{0,200}", inviter in "(.|\n){0,200}") {
        for kind in KINDS {
            for locale in Locale::ALL {
                let mut occasion = text_occasion(kind, *locale);
                occasion.organization = name.clone();
                occasion.inviter = Some(letter::Inviter { name: inviter.clone(), email: None });
                let text = write(&occasion);
                let address = occasion.link.as_deref().unwrap_or(&occasion.sign_in);
                assert!(text.parts <= 2 && text.body.ends_with(address) && !text.body.contains('\n'), "{text:?}");
            }
        }
    }
}
