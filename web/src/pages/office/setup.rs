//! The first run: the organisation and its owner, guarded by the code printed in the terminal.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::values::{EmailAddress, Locale};
use crate::api::viewer::{SetUpInput, set_up};
use crate::browser::location::Navigation;
use crate::components::field::{FormErrors, SelectField, TextField};
use crate::components::page_head::PageHead;
use crate::locales::{Language, Speech, door::DoorWords};
use crate::pages::frame::form::{Form, is_blank, is_short, trimmed};
use crate::pages::frame::session::Session;

/// The fields that show their own errors.
const FIELDS: &[&str] = &[
    "code",
    "organizationName",
    "fullName",
    "email",
    "password",
    "locale",
];

/// Everything the first organisation needs, on one page.
#[component]
pub fn SetupPage() -> impl IntoView {
    let (session, form, speech) = (Session::expect(), Form::blank(), Speech::expect());
    let words = speech.words(DoorWords);
    let printed = Navigation::expect()
        .query()
        .with_untracked(|query| query.get("code").map(str::to_owned));
    let code = RwSignal::new(printed.unwrap_or_default());
    let [organization, name, email, password] = [(); 4].map(|()| RwSignal::new(String::new()));
    let locale = RwSignal::new(speech.language().tag().to_owned());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let complete = untrack(|| {
            ![code, organization, name, email].into_iter().any(is_blank) && !is_short(password)
        });
        let input = SetUpInput {
            code: trimmed(code),
            organization_name: trimmed(organization),
            full_name: trimmed(name),
            email: EmailAddress(trimmed(email)),
            password: password.get_untracked(),
            locale: Locale(locale.get_untracked()),
        };
        form.send(complete, set_up(input), move |viewer| session.enter(viewer));
    };
    let filled =
        move |field, value| form.error(field, move || is_blank(value).then(|| words.missing()));
    let short = form.error("password", move || {
        is_short(password).then(|| words.password_short())
    });
    let locales = Language::ALL
        .map(|language| (language.tag().to_owned(), language.own_name().to_owned()))
        .to_vec();
    view! {
        <p class="wordmark">"Bienvenue"</p>
        <PageHead title=words.setup_title() about=words.setup_about() />
        <form class="form" novalidate on:submit=submit>
            <TextField label=words.code() value=code autocomplete="one-time-code" hint=words.code_hint() error=filled("code", code) />
            <TextField label=words.organization_name() value=organization autocomplete="organization"
                hint=words.organization_name_hint() error=filled("organizationName", organization) />
            <SelectField label=words.language() value=locale options=locales hint=words.language_hint()
                error=form.error("locale", || None) />
            <TextField label=words.full_name() value=name autocomplete="name" error=filled("fullName", name) />
            <TextField label=words.email() value=email kind="email" autocomplete="username" error=filled("email", email) />
            <TextField label=words.password() value=password kind="password" autocomplete="new-password"
                hint=words.password_hint() error=short />
            <FormErrors messages=form.rest(FIELDS) />
            <button class="button primary" type="submit" aria-busy=form.busy()>{words.setup_do()}</button>
        </form>
    }
}
