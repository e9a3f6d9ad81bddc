//! Whom a deed did not reach, each with the reason: try again, or take the list along.

mod file;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::operations;
use crate::api::users::Person;
use crate::components::dialog::{Dialog, DialogControl};
use crate::locales::{Speech, console::ConsoleWords, users::UsersWords};
use crate::pages::console::users::deeds::Deeds;
use crate::pages::frame::session::Session;

/// So many people are drawn; the file and the button take everyone.
const SHOWN: usize = 1_000;

/// The dialog.
#[component]
pub fn Failures(id: cynic::Id, on_close: Callback<()>) -> impl IntoView {
    let (session, speech) = (Session::expect(), Speech::expect());
    let words = speech.words(UsersWords);
    let unreached = RwSignal::new(None);
    spawn_local(async move {
        // The dialog may be closed by then.
        let _ = unreached.try_set(Some(operations::unreached(id).await));
    });
    let title = Signal::derive(move || match unreached.get() {
        Some(Ok(people)) => words.not_reached(speech.count(people.len() as i32)),
        _ => words.working().to_owned(),
    });
    view! {
        <Dialog title=title on_close=on_close class="wide" light=true>
            {move || match unreached.get()? {
                Ok(people) => Some(view! { <Unreached people=people /> }.into_any()),
                Err(failure) => Some(view! { <p>{session.explain(&failure, speech)}</p> }.into_any()),
            }}
        </Dialog>
    }
}

#[component]
fn Unreached(people: Vec<Person>) -> impl IntoView {
    let (deeds, control, speech) = (Deeds::expect(), DialogControl::expect(), Speech::expect());
    let (words, shared) = (speech.words(UsersWords), speech.words(ConsoleWords));
    let href = file::address(&people).unwrap_or_default();
    let of_file = href.clone();
    on_cleanup(move || drop(web_sys::Url::revoke_object_url(&of_file)));
    let all = people.len();
    let rest = (all > SHOWN)
        .then(|| words.first_of(&speech.number(SHOWN as i32), &speech.number(all as i32)));
    let rows = people.iter().take(SHOWN).map(|person| {
        let contact = person.contact();
        let below = (person.name() != contact).then_some(contact);
        view! {
            <tr>
                <th scope="row"><span class="who"><bdi>{person.name()}</bdi> <small><bdi>{below}</bdi></small></span></th>
                <td>{reason(person)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let again = move |_| {
        control.close();
        let ids: Vec<_> = people.iter().map(|person| person.id.clone()).collect();
        deeds.remind_these(&ids);
    };
    view! {
        {rest.map(|rest| view! { <p>{rest}</p> })}
        <div class="table-wrap">
            <table class="table">
                <caption class="sr">{words.not_reached_table()}</caption>
                <thead><tr><th scope="col">{words.person()}</th><th scope="col">{words.reason()}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <div class="form-end">
            <a class="button" href=href download="not-reached.csv">{words.download()}</a>
            <button type="button" class="button primary" on:click=again>{shared.try_again()}</button>
        </div>
    }
}

fn reason(person: &Person) -> String {
    let invitation = person.invitation.as_ref();
    invitation
        .and_then(|invitation| invitation.delivery.reason.clone())
        .unwrap_or_default()
}
