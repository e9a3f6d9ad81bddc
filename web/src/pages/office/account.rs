//! The viewer's own page: name, language, password, leaving.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::viewer::{Viewer, change_password, rename, sign_out};
use crate::components::field::{FormErrors, SelectField, TextField};
use crate::components::page_head::PageHead;
use crate::components::status_line::{Status, StatusLine};
use crate::locales::{Language, Speech, account::AccountWords};
use crate::pages::frame::form::{Form, is_blank, is_short, trimmed};
use crate::pages::frame::session::Session;

/// The page, once it is known whose it is.
#[component]
pub fn AccountPage() -> impl IntoView {
    let session = Session::expect();
    let words = Speech::expect().words(AccountWords);
    let viewer = session.viewer().get_untracked();
    let leave = move |_| {
        spawn_local(async move {
            if sign_out().await.is_ok() {
                session.leave();
            }
        });
    };
    view! {
        <PageHead title=words.title() />
        <StatusLine />
        {viewer.map(|viewer| view! { <Profile viewer /> })}
        <Password />
        <section class="card" aria-labelledby="leave-title">
            <h2 id="leave-title">{words.leave_title()}</h2>
            <div class="form-end">
                <button type="button" class="button" on:click=leave>{words.sign_out()}</button>
            </div>
        </section>
    }
}

#[component]
fn Profile(viewer: Viewer) -> impl IntoView {
    let (session, form, speech, status) = (
        Session::expect(),
        Form::blank(),
        Speech::expect(),
        Status::expect(),
    );
    let words = speech.words(AccountWords);
    let name = RwSignal::new(viewer.full_name.clone().unwrap_or_default());
    let locale = RwSignal::new(speech.language().tag().to_owned());
    let id = StoredValue::new(viewer.id);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let complete = untrack(|| !is_blank(name));
        form.send(
            complete,
            rename(id.get_value(), trimmed(name)),
            move |viewer| {
                status.say(words.saved());
                session.renew_viewer(viewer);
                // Last, because the page is then drawn again in that language.
                if let Some(language) = Language::from_tag(&locale.get_untracked())
                    .filter(|chosen| *chosen != speech.language())
                {
                    session.choose_language(language);
                }
            },
        );
    };
    let name_error = form.error("fullName", move || {
        is_blank(name).then(|| words.name_missing())
    });
    let locales = Language::ALL
        .map(|language| (language.tag().to_owned(), language.own_name().to_owned()))
        .to_vec();
    view! {
        <section class="card" aria-labelledby="profile-title">
            <h2 id="profile-title">{words.profile()}</h2>
            <form class="form" novalidate on:submit=submit>
                <TextField label=words.full_name() value=name autocomplete="name" error=name_error />
                {viewer.email.map(|email| view! {
                    <dl class="facts"><dt>{words.email()}</dt><dd>{email.0}</dd><dd class="hint">{words.email_hint()}</dd></dl>
                })}
                <SelectField label=words.language() value=locale options=locales />
                <FormErrors messages=form.rest(&["fullName"]) />
                <div class="form-end">
                    <button class="button primary" type="submit" aria-busy=form.busy()>{words.save()}</button>
                </div>
            </form>
        </section>
    }
}

#[component]
fn Password() -> impl IntoView {
    let (session, form, status) = (Session::expect(), Form::blank(), Status::expect());
    let words = Speech::expect().words(AccountWords);
    let [current, new] = [(); 2].map(|()| RwSignal::new(String::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let complete = untrack(|| current.with(|current| !current.is_empty()) && !is_short(new));
        let change = async move {
            let errors = change_password(current.get_untracked(), new.get_untracked()).await?;
            Ok(if errors.is_empty() {
                Ok(())
            } else {
                Err(errors)
            })
        };
        form.send(complete, change, move |()| {
            current.set(String::new());
            new.set(String::new());
            status.say(words.password_changed());
        });
    };
    let current_error = form.error("currentPassword", move || {
        current
            .with(String::is_empty)
            .then(|| words.current_missing())
    });
    let new_error = form.error("newPassword", move || {
        is_short(new).then(|| words.password_short())
    });
    let username = move || {
        session
            .viewer()
            .get()
            .and_then(|viewer| viewer.email)
            .map(|email| email.0)
            .unwrap_or_default()
    };
    view! {
        <section class="card" aria-labelledby="password-title">
            <h2 id="password-title">{words.password_title()}</h2>
            <p class="muted">{words.password_about()}</p>
            <form class="form" novalidate on:submit=submit>
                // Password managers file the new password under it.
                <input type="text" autocomplete="username" prop:value=username readonly hidden />
                <TextField label=words.current_password() value=current kind="password" autocomplete="current-password" error=current_error />
                <TextField label=words.new_password() value=new kind="password" autocomplete="new-password"
                    hint=words.new_password_hint() error=new_error />
                <FormErrors messages=form.rest(&["currentPassword", "newPassword"]) />
                <div class="form-end">
                    <button class="button primary" type="submit" aria-busy=form.busy()>{words.change_password()}</button>
                </div>
            </form>
        </section>
    }
}
