//! A fresh link to hand over by hand. It is shown this once; the secret rests nowhere.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::links::{FreshLink, copy_link};
use crate::api::users::Person;
use crate::components::copy_field::CopyField;
use crate::components::dialog::{Dialog, DialogControl};
use crate::components::field::FormErrors;
use crate::locales::{Speech, console::ConsoleWords, users::UsersWords};
use crate::pages::frame::session::Session;

/// The dialog: it says what a fresh link does before it makes one.
#[component]
pub fn CopyLink(person: Person, on_close: Callback<()>) -> impl IntoView {
    let words = Speech::expect().words(UsersWords);
    let link = RwSignal::new(None::<FreshLink>);
    let earlier = person
        .invitation
        .is_some()
        .then(|| words.earlier_link_stops());
    let name = person.name();
    let id = StoredValue::new(person.id);
    view! {
        <Dialog title=words.copy_link_title(&name) on_close=on_close>
            {move || match link.get() {
                None => view! { <Make id=id.get_value() link=link earlier=earlier /> }.into_any(),
                Some(link) => view! { <Take link=link /> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn Make(
    id: cynic::Id,
    link: RwSignal<Option<FreshLink>>,
    earlier: Option<&'static str>,
) -> impl IntoView {
    let (session, speech) = (Session::expect(), Speech::expect());
    let (words, shared) = (speech.words(UsersWords), speech.words(ConsoleWords));
    let control = DialogControl::expect();
    let (busy, messages) = (RwSignal::new(false), RwSignal::new(Vec::new()));
    let make = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let id = id.clone();
        spawn_local(async move {
            let answer = copy_link(id).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(Ok(fresh)) => link.set(Some(fresh)),
                Ok(Err(errors)) => {
                    messages.set(errors.into_iter().map(|error| error.message).collect())
                }
                Err(failure) => messages.set(vec![session.explain(&failure, speech)]),
            }
        });
    };
    view! {
        <div class="form">
            <p>{words.link_is_a_key()}</p>
            {earlier.map(|earlier| view! { <p>{earlier}</p> })}
            <FormErrors messages=messages />
            <div class="form-end">
                <button type="button" class="button" on:click=move |_| control.close()>{shared.cancel()}</button>
                <button type="button" class="button primary" autofocus=true aria-busy=move || busy.get().to_string() on:click=make>{words.make_link()}</button>
            </div>
        </div>
    }
}

#[component]
fn Take(link: FreshLink) -> impl IntoView {
    let speech = Speech::expect();
    let (words, shared) = (speech.words(UsersWords), speech.words(ConsoleWords));
    let control = DialogControl::expect();
    view! {
        <div class="form">
            <CopyField label=words.link() value=link.url before=words.shown_once() />
            {link.picture.map(|picture| view! { <img class="qr" src=picture alt=words.link_picture() width="240" height="240" /> })}
            <div class="form-end">
                <button type="button" class="button" on:click=move |_| control.close()>{shared.close()}</button>
            </div>
        </div>
    }
}
