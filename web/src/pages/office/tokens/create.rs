//! A new token: what it may do and for how long, then its secret, this once.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::tokens::{CreateApiTokenInput, create_api_token};
use crate::api::values::{DateTime, Role};
use crate::components::copy_field::CopyField;
use crate::components::dialog::{Dialog, DialogControl};
use crate::components::field::{FormErrors, SelectField, TextField};
use crate::components::time::Present;
use crate::locales::{Speech, console::ConsoleWords, tokens::TokenWords, values::ValueWords};
use crate::pages::frame::form::{Form, is_blank, trimmed};
use crate::pages::frame::session::Session;

/// The ends that are offered, in days; the one without is the last. A token that nobody looks after should not live for ever.
const ENDS: [&str; 4] = ["30", "90", "365", ""];

/// The dialog.
#[component]
pub fn NewToken(
    on_created: impl Fn() + Copy + Send + Sync + 'static,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let words = Speech::expect().words(TokenWords);
    let secret = RwSignal::new(None::<String>);
    view! {
        <Dialog title=words.add() on_close=on_close>
            {move || match secret.get() {
                None => view! { <Describe secret on_created /> }.into_any(),
                Some(secret) => view! { <Take secret /> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn Describe(
    secret: RwSignal<Option<String>>,
    on_created: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let (form, control, present) = (Form::blank(), DialogControl::expect(), Present::expect());
    let (session, speech) = (Session::expect(), Speech::expect());
    let (words, values) = (speech.words(TokenWords), speech.words(ValueWords));
    let name = RwSignal::new(String::new());
    let own = session.viewer().get_untracked().map(|viewer| viewer.role);
    let roles: Vec<Role> = [Role::Admin, Role::Owner, Role::Member]
        .into_iter()
        .filter(|role| *role != Role::Owner || own == Some(Role::Owner))
        .collect();
    let role = RwSignal::new("0".to_owned());
    let end = RwSignal::new(ENDS[1].to_owned());
    let end_at = move || {
        let days: f64 = end.get().parse().ok()?;
        Some(present.get() + days * 86_400_000.0)
    };
    let options = (0..)
        .zip(&roles)
        .map(|(at, role): (usize, _)| (at.to_string(), values.role(*role).to_owned()))
        .collect();
    let ends = ENDS
        .into_iter()
        .zip([words.month(), words.quarter(), words.year(), words.never()])
        .map(|(days, words)| (days.to_owned(), words.to_owned()))
        .collect();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = role.get_untracked().parse().ok();
        let input = CreateApiTokenInput {
            name: trimmed(name),
            role: chosen
                .and_then(|at: usize| roles.get(at).copied())
                .unwrap_or(Role::Member),
            expires_at: untrack(end_at)
                .map(|at| DateTime(String::from(js_sys::Date::new(&at.into()).to_iso_string()))),
        };
        let complete = untrack(|| !is_blank(name));
        form.send(complete, create_api_token(input), move |shown| {
            secret.set(Some(shown));
            on_created();
        });
    };
    let name_error = form.error("name", move || is_blank(name).then(|| words.name_missing()));
    let ends_on = move || end_at().map(|at| words.ends(&speech.day(at, present.get())));
    view! {
        <form class="form" novalidate on:submit=submit>
            <TextField label=words.name() value=name hint=words.name_hint() error=name_error autofocus=true />
            <SelectField label=words.role() value=role options=options hint=words.role_hint() error=form.error("role", || None) />
            <div class="field">
                <SelectField label=words.end() value=end options=ends error=form.error("expiresAt", || None) />
                <p class="hint" role="status">{ends_on}</p>
            </div>
            <FormErrors messages=form.rest(&["name", "role", "expiresAt"]) />
            <div class="form-end">
                <button type="button" class="button" on:click=move |_| control.close()>
                    {speech.words(ConsoleWords).cancel()}
                </button>
                <button type="submit" class="button primary" aria-busy=form.busy()>{words.create()}</button>
            </div>
        </form>
    }
}

#[component]
fn Take(secret: String) -> impl IntoView {
    let (speech, control) = (Speech::expect(), DialogControl::expect());
    let words = speech.words(TokenWords);
    view! {
        <div class="form">
            <p>{words.secret_about()}</p>
            <CopyField label=words.secret() value=secret before=words.shown_once() />
            <div class="form-end">
                <button type="button" class="button" on:click=move |_| control.close()>{speech.words(ConsoleWords).close()}</button>
            </div>
        </div>
    }
}
