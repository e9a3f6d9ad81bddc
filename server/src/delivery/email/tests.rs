use entity::{EmailAddress, Locale, MessageKind};
use url::Url;

use super::{Sender, clean};
use crate::delivery::{
    DeliveryError,
    letter::{
        self, Occasion,
        tests::{hostile, occasion},
    },
};

fn sender() -> Sender {
    let from = EmailAddress::parse("hello@example.com").unwrap();
    Sender::new(
        Some(&from),
        &Url::parse("https://join.example.com").unwrap(),
    )
}

fn raw(occasion: &Occasion) -> String {
    let mail = sender()
        .compose(occasion, &letter::write(occasion))
        .unwrap();
    String::from_utf8(mail.formatted()).unwrap()
}

fn headers(raw: &str) -> &str {
    raw.split_once("\r\n\r\n").unwrap().0
}

#[test]
fn a_whole_message_as_it_leaves() {
    for locale in Locale::ALL {
        let raw = raw(&occasion(MessageKind::Invitation, *locale)).replace("\r\n", "\n");
        insta::assert_snapshot!(format!("message_{locale}"), raw);
    }
}

#[test]
fn a_repeat_is_the_same_to_the_byte() {
    let write = || raw(&occasion(MessageKind::Reminder, Locale::Fr));
    assert_eq!(write(), write());
}

#[test]
fn what_somebody_typed_never_becomes_a_header() {
    for locale in Locale::ALL {
        let raw = raw(&hostile(*locale));
        let headers = headers(&raw);
        let names = headers
            .lines()
            .filter(|line| !line.starts_with(' '))
            .map(|line| line.split(':').next());
        let names: Vec<_> = names.flatten().collect();
        let expected = [
            "From",
            "To",
            "Subject",
            "Message-ID",
            "Date",
            "Content-Language",
            "Auto-Submitted",
            "Reply-To",
            "MIME-Version",
            "Content-Type",
        ];
        assert_eq!(names, expected, "{headers}");
        assert!(raw.is_ascii(), "8BITMIME would be needed");
        assert!(raw.lines().all(|line| line.len() <= 998), "RFC 5322, 2.1.1");
    }
}

#[test]
fn an_international_domain_is_written_in_ascii_and_an_international_name_as_it_is() {
    let to = |recipient: &str| {
        let mut occasion = occasion(MessageKind::Invitation, Locale::En);
        occasion.message.recipient = recipient.to_owned();
        let mail = sender()
            .compose(&occasion, &letter::write(&occasion))
            .unwrap();
        mail.envelope().to()[0].to_string()
    };
    assert_eq!(to("Ada@Exämple.com"), "Ada@xn--exmple-cua.com");
    assert_eq!(to("été@example.com"), "été@example.com");
}

#[test]
fn an_address_that_is_none_is_refused_and_nothing_panics() {
    for recipient in [
        "",
        "ada",
        "ada@example.com\r\nRCPT TO:<eve@evil.example>",
        "ada@\0",
        "<ada@example.com>",
    ] {
        let mut occasion = occasion(MessageKind::Invitation, Locale::En);
        occasion.message.recipient = recipient.to_owned();
        let composed = sender().compose(&occasion, &letter::write(&occasion));
        assert!(
            matches!(composed, Err(DeliveryError::Refused { .. })),
            "{recipient:?}"
        );
    }
}

#[test]
fn message_ids_are_built_from_the_public_url() {
    let id = |url: &str| {
        let sender = Sender::new(None, &Url::parse(url).unwrap());
        sender.message_id(&occasion(MessageKind::Invitation, Locale::En).message)
    };
    assert!(id("https://join.example.com/x").ends_with("@join.example.com>"));
    assert!(id("http://127.0.0.1:8080").ends_with("@[127.0.0.1]>"));
    assert!(id("http://[::1]:8080").ends_with("@[IPv6:::1]>"));
}

#[test]
fn a_servers_words_fit_on_one_line() {
    assert_eq!(
        clean("5.1.1 no\r\nsuch\u{202e}\tuser\0"),
        "5.1.1 no such user"
    );
    assert_eq!(clean(&"x".repeat(1_000)).len(), 300);
}
