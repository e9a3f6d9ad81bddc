//! An invitee's telephone: from a link to being in.

use tests::{
    PASSWORD,
    browser::{Device, Window},
};

/// The words of an invitee's way in, and of signing in again.
pub(super) struct Words {
    pub(super) device: Device,
    pub(super) language: &'static str,
    pub(super) join: &'static str,
    pub(super) begin: &'static str,
    pub(super) name: &'static str,
    pub(super) go_on: &'static str,
    pub(super) password: &'static str,
    pub(super) welcome: &'static str,
    pub(super) open: &'static str,
    pub(super) account: &'static str,
    pub(super) sign_out: &'static str,
    pub(super) sign_in: &'static str,
    pub(super) contact: &'static str,
}

pub(super) const ENGLISH: Words = Words {
    device: Device::PHONE,
    language: "English",
    join: "Join Acme",
    begin: "Begin",
    name: "Full name",
    go_on: "Continue",
    password: "Password",
    welcome: "Welcome to Acme",
    open: "Open my account",
    account: "Your account",
    sign_out: "Sign out",
    sign_in: "Sign in",
    contact: "E-mail or phone number",
};

pub(super) const FRENCH: Words = Words {
    device: Device::PHONE.in_french(),
    language: "Français",
    join: "Rejoindre Acme",
    begin: "Commencer",
    name: "Prénom et nom",
    go_on: "Continuer",
    password: "Mot de passe",
    welcome: "Bienvenue chez Acme",
    open: "Ouvrir mon compte",
    account: "Votre compte",
    sign_out: "Se déconnecter",
    sign_in: "Se connecter",
    contact: "Adresse e-mail ou numéro de téléphone",
};

/// Follows a link on a telephone until its person is in; a name is asked for where none is known.
pub(super) async fn join(words: &Words, link: &str, name: Option<&str>) -> Window {
    let phone = Window::open(words.device).await;
    phone.go(link).await;
    answer(words, &phone, name).await;
    phone
}

/// Answers everything that the page of a link asks.
pub(super) async fn answer(words: &Words, phone: &Window, name: Option<&str>) {
    phone.heading(words.join).wait().await;
    phone.link(words.begin).click().await;
    if let Some(name) = name {
        phone.field(words.name).fill(name).await;
        phone.button(words.go_on).click().await;
    }
    let language = phone.get("radio", words.language);
    language.wait().await;
    assert_eq!(
        language.property("checked").await.as_deref(),
        Some("true"),
        "it is theirs already"
    );
    phone.button(words.go_on).click().await;
    phone.field(words.password).fill(PASSWORD).await;
    phone.button(words.join).click().await;
    phone.heading(words.welcome).wait().await;
}
