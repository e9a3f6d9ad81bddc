//! What an invitee, a scanner and an attacker see before any program runs.

use entity::{Locale, Timestamp};

use super::{JoinPreview, LinkState, fill_shell, first_screen, page, waiting_screen};

const SHELL: &str = r#"<html lang="{{lang}}" dir="{{dir}}"><title>{{title}}</title><div id="join" data-preview="{{preview}}">{{first_screen}}</div></html>"#;

fn preview(state: LinkState) -> JoinPreview {
    JoinPreview {
        state,
        organization_name: Some("Acme".to_owned()),
        invited_by_name: Some("Claire Martin".to_owned()),
        sent_to: Some("a•••@example.com".to_owned()),
        locale: Locale::Fr,
        locales: Locale::ALL.to_vec(),
        asks_full_name: Some(true),
        expires_at: Some(Timestamp::from_millis(1_796_047_500_000)),
    }
}

#[test]
fn an_open_link_says_who_invites_whom_where_and_until_when() {
    let screen = first_screen(&preview(LinkState::Open), Locale::Fr);
    assert!(
        screen.contains("<h1 tabindex=\"-1\">Rejoindre Acme</h1>"),
        "{screen}"
    );
    assert!(
        screen.contains("Claire Martin vous invite à rejoindre Acme."),
        "{screen}"
    );
    assert!(screen.contains("a•••@example.com"), "{screen}");
    assert!(
        screen.contains(
            "<time datetime=\"2026-11-30T14:05:00.000Z\">30 novembre 2026 à 14:05\u{a0}UTC</time>"
        ),
        "{screen}"
    );
    let english = first_screen(&preview(LinkState::Open), Locale::En);
    assert!(
        english.contains("30 November 2026, 14:05\u{a0}UTC"),
        "{english}"
    );
}

#[test]
fn the_first_step_is_the_name_only_when_it_is_unknown() {
    let mut known = preview(LinkState::Open);
    assert!(first_screen(&known, Locale::En).contains("href=\"#name\""));
    known.asks_full_name = Some(false);
    let screen = first_screen(&known, Locale::En);
    assert!(
        screen.contains("href=\"#language\"") && !screen.contains("href=\"#name\""),
        "{screen}"
    );
}

#[test]
fn without_the_inviter_the_organisation_invites() {
    let mut orphan = preview(LinkState::Open);
    orphan.invited_by_name = None;
    assert!(first_screen(&orphan, Locale::En).contains("You are invited to join Acme."));
}

#[test]
fn every_dead_end_has_a_way_out_in_every_language() {
    let ways_out = [
        (LinkState::Expired, "href=\"#fresh-link\""),
        (LinkState::Superseded, "href=\"#fresh-link\""),
        (LinkState::Revoked, "href=\"/sign-in\""),
        (LinkState::Declined, "href=\"/sign-in\""),
        (LinkState::Accepted, "href=\"/sign-in\""),
        (LinkState::Unknown, "href=\"/sign-in\""),
    ];
    for (state, way_out) in ways_out {
        for language in Locale::ALL {
            let screen = first_screen(&preview(state), *language);
            assert!(
                screen.contains(way_out),
                "{state:?} in {language}: {screen}"
            );
            assert!(
                !screen.contains("#decline"),
                "{state:?} in {language}: {screen}"
            );
        }
    }
}

#[test]
fn a_link_that_does_not_exist_names_nobody() {
    let mut unknown = preview(LinkState::Unknown);
    unknown.organization_name = None;
    unknown.invited_by_name = None;
    unknown.sent_to = None;
    unknown.expires_at = None;
    let screen = first_screen(&unknown, Locale::En);
    assert!(
        screen.contains("This link is not complete") && !screen.contains("monogram"),
        "{screen}"
    );
}

#[test]
fn hostile_names_stay_text() {
    let mut hostile = preview(LinkState::Open);
    hostile.organization_name =
        Some("<script>alert(1)</script>\"'&{{first_screen}}{{preview}}".to_owned());
    hostile.invited_by_name = Some("\" autofocus onfocus=\"alert(2)".to_owned());
    let page = page(SHELL, Some(&hostile), None);
    assert!(!page.contains("<script"), "{page}");
    assert!(!page.contains("\" autofocus"), "{page}");
    assert_eq!(
        page.matches("<main").count(),
        1,
        "a name was taken for a placeholder: {page}"
    );
    assert_eq!(page.matches("data-preview=\"").count(), 1, "{page}");
}

#[test]
fn the_preview_reads_back_from_the_attribute_as_the_contract_spells_it() {
    let page = page(SHELL, Some(&preview(LinkState::Open)), None);
    let attribute = page
        .split("data-preview=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("the attribute");
    let json: serde_json::Value =
        serde_json::from_str(&attribute.replace("&quot;", "\"")).expect("JSON");
    assert_eq!(json["state"], "OPEN");
    assert_eq!(json["organizationName"], "Acme");
    assert_eq!(json["asksFullName"], true);
    assert_eq!(json["locales"], serde_json::json!(["en", "fr"]));
    assert_eq!(json["expiresAt"], "2026-11-30T14:05:00.000Z");
}

#[test]
fn the_language_asked_for_wins_if_the_invitation_offers_it() {
    let mut french = preview(LinkState::Open);
    assert!(
        page(SHELL, Some(&french), Some(Locale::En))
            .contains("<html lang=\"en\" dir=\"ltr\"><title>Join Acme</title>")
    );
    french.locales = vec![Locale::Fr];
    let only_french = page(SHELL, Some(&french), Some(Locale::En));
    assert!(only_french.contains("<html lang=\"fr\""), "{only_french}");
    assert!(
        !only_french.contains("class=\"languages\""),
        "a switch with nothing to choose: {only_french}"
    );
}

#[test]
fn the_page_without_a_token_waits_and_holds_no_preview() {
    let waiting = page(SHELL, None, Some(Locale::Fr));
    assert!(
        waiting.contains("data-preview=\"\"") && waiting.contains("Nous ouvrons votre invitation."),
        "{waiting}"
    );
    assert_eq!(waiting_screen(Locale::Fr).matches("<noscript>").count(), 1);
}

#[test]
fn a_shell_with_other_braces_keeps_them() {
    let filled = fill_shell("a {{other}} {{title}} {{unclosed", Locale::En, "T", "", "");
    assert_eq!(filled, "a {{other}} T {{unclosed");
}
