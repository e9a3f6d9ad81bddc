//! Signing in. Nothing to remember but the password, which a password manager fills in; pasting works.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::viewer::sign_in;
use crate::components::field::{Checkbox, FormErrors, TextField};
use crate::components::page_head::PageHead;
use crate::locales::{Speech, door::DoorWords};
use crate::pages::frame::form::{Form, is_blank, trimmed};
use crate::pages::frame::session::Session;

/// The fields that show their own errors.
const FIELDS: &[&str] = &["email", "password", "organization"];

/// E-mail and password; the organisation only when the address belongs to several. Who is in goes on by the console's guard.
#[component]
pub fn SignInPage() -> impl IntoView {
    let (session, form) = (Session::expect(), Form::blank());
    let words = Speech::expect().words(DoorWords);
    let [email, password, organization] = [(); 3].map(|()| RwSignal::new(String::new()));
    let shown = RwSignal::new(false);
    // Once asked for, it stays: the next attempt needs it too.
    let asks_organization = Memo::new(move |asked: Option<&bool>| {
        asked == Some(&true) || form.is_about("organization")
    });
    // The server's sentence there is about credentials in general; what is missing is only which organisation.
    let organization_error = Signal::derive(move || {
        let missing = form.is_about("organization") && is_blank(organization);
        missing.then(|| words.organization_missing().to_owned())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let complete =
            untrack(|| !is_blank(email) && password.with(|password| !password.is_empty()));
        let organization = Some(trimmed(organization)).filter(|name| !name.is_empty());
        form.send(
            complete,
            sign_in(trimmed(email), password.get_untracked(), organization),
            move |viewer| session.enter(viewer),
        );
    };
    let email_error = form.error("email", move || {
        is_blank(email).then(|| words.email_missing())
    });
    let password_error = form.error("password", move || {
        password
            .with(String::is_empty)
            .then(|| words.password_missing())
    });
    view! {
        <p class="wordmark">"Bienvenue"</p>
        <PageHead title=words.sign_in_title() />
        <form class="form" novalidate on:submit=submit>
            <TextField label=words.email_or_phone() value=email autocomplete="username" error=email_error autofocus=true />
            {move || {
                let kind = if shown.get() { "text" } else { "password" };
                view! { <TextField label=words.password() value=password kind autocomplete="current-password" error=password_error /> }
            }}
            <Checkbox label=words.show_password() value=shown />
            {move || asks_organization.get().then(|| view! {
                <TextField label=words.organization_choice() value=organization autocomplete="organization"
                    hint=words.organization_choice_hint() error=organization_error />
            })}
            <FormErrors messages=form.rest(FIELDS) />
            <button class="button primary" type="submit" aria-busy=form.busy()>{words.sign_in_do()}</button>
        </form>
        <p class="muted">{words.sign_in_help()}</p>
    }
}
