use entity::{
    Channel, InvitationId, LinkId, Locale, MessageId, MessageKind, MessageState, OrganizationId,
    Timestamp, UserId, message,
};

use super::{Inviter, Occasion, write};

const KINDS: [(MessageKind, &str); 4] = [
    (MessageKind::Invitation, "invitation"),
    (MessageKind::Reminder, "reminder"),
    (MessageKind::FreshLink, "fresh_link"),
    (MessageKind::Welcome, "welcome"),
];

/// What could do harm if it became structure: a line end, an end of quote, markup, a template, a turn of direction.
const HOSTILE: &str = "Ada\r\nBcc: eve@evil.example\n\n.\n</td><script>alert(1)</script>\"'&{{ sentences.button }}\u{202e}\0=1+1";

pub(in crate::delivery) fn occasion(kind: MessageKind, locale: Locale) -> Occasion {
    let at = Timestamp::parse("2026-11-22T05:50:00.000Z").unwrap();
    let linked = kind != MessageKind::Welcome;
    let message = message::Model {
        id: MessageId::new(at, [1; 10]),
        organization_id: OrganizationId::new(at, [2; 10]),
        user_id: UserId::new(at, [3; 10]),
        invitation_id: Some(InvitationId::new(at, [4; 10])),
        link_id: linked.then(|| LinkId::new(at, [5; 10])),
        operation_id: None,
        kind,
        channel: Channel::Email,
        locale,
        recipient: "ada@example.com".to_owned(),
        state: MessageState::Queued,
        attempts: 1,
        doubts: 0,
        provider_id: None,
        segments: None,
        created_at: at,
        due_at: at,
        give_up_at: at.plus_hours(168),
        leased_until: None,
        settled_at: None,
        reason: None,
    };
    Occasion {
        message,
        organization: "Analytical Engines".to_owned(),
        recipient_name: Some("Ada Lovelace".to_owned()),
        signs_in_with: None,
        slack_token: None,
        inviter: Some(Inviter {
            name: "Grace Hopper".to_owned(),
            email: Some("grace@example.com".to_owned()),
        }),
        note: Some("Welcome aboard.\n\nThe engine room is on the second floor.".to_owned()),
        link: linked.then(|| {
            "https://join.example.com/join/Zm9vYmFyYmF6cXV4cXV1eGNvcmdlZ3JhdWx0Z2FycGx5".to_owned()
        }),
        sign_in: "https://join.example.com/sign-in".to_owned(),
    }
}

pub(in crate::delivery) fn hostile(locale: Locale) -> Occasion {
    Occasion {
        organization: HOSTILE.to_owned(),
        recipient_name: Some(HOSTILE.to_owned()),
        inviter: Some(Inviter {
            name: HOSTILE.to_owned(),
            email: Some("grace@example.com".to_owned()),
        }),
        note: Some(HOSTILE.to_owned()),
        ..occasion(MessageKind::Invitation, locale)
    }
}

#[test]
fn every_letter_in_every_language_as_text() {
    for (kind, name) in KINDS {
        for locale in Locale::ALL {
            let letter = write(&occasion(kind, *locale));
            insta::assert_snapshot!(
                format!("{name}_{locale}_text"),
                format!("Subject: {}\n\n{}", letter.subject, letter.text)
            );
        }
    }
}

#[test]
fn every_letter_in_every_language_as_html() {
    for (kind, name) in KINDS {
        for locale in Locale::ALL {
            insta::assert_snapshot!(
                format!("{name}_{locale}_html"),
                write(&occasion(kind, *locale)).html
            );
        }
    }
}

#[test]
fn what_somebody_typed_stays_text() {
    let letter = write(&hostile(Locale::En));
    insta::assert_snapshot!(
        "hostile_text",
        format!("Subject: {}\n\n{}", letter.subject, letter.text)
    );
    insta::assert_snapshot!("hostile_html", letter.html);
    assert!(!letter.html.contains("<script"));
    assert!(!letter.subject.contains(['\r', '\n', '\0', '\u{202e}']));
    assert!(!letter.text.contains(['\r', '\0', '\u{202e}']));
    let own_lines = letter.text.lines().filter(|line| *line == ".");
    assert_eq!(own_lines.count(), 0, "a line of the note stands unquoted");
}

#[test]
fn nobody_is_named_who_is_gone() {
    for locale in Locale::ALL {
        let mut orphan = occasion(MessageKind::Invitation, *locale);
        orphan.inviter = None;
        orphan.recipient_name = None;
        orphan.note = None;
        let letter = write(&orphan);
        insta::assert_snapshot!(
            format!("without_inviter_{locale}_text"),
            format!("Subject: {}\n\n{}", letter.subject, letter.text)
        );
    }
}

#[test]
fn the_link_is_in_both_parts_and_the_expiry_is_said() {
    for (kind, _) in KINDS.into_iter().take(3) {
        for (locale, until) in [
            (Locale::En, "Sunday 29 November 2026 at 05:50\u{a0}UTC"),
            (Locale::Fr, "dimanche 29 novembre 2026 à 05:50\u{a0}UTC"),
        ] {
            let occasion = occasion(kind, locale);
            let letter = write(&occasion);
            let link = occasion.link.unwrap();
            assert!(
                letter.text.contains(&format!("\n{link}\n")),
                "{}",
                letter.text
            );
            assert!(
                letter.html.contains(&format!("href=\"{link}\"")),
                "{}",
                letter.html
            );
            assert!(letter.text.contains(until), "{}", letter.text);
            assert!(letter.html.contains(until), "{}", letter.html);
            assert!(
                letter
                    .html
                    .contains(&format!("<html lang=\"{locale}\" dir=\"ltr\">"))
            );
        }
    }
}
