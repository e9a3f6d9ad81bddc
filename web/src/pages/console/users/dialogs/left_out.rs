//! Whom a deed left out, or its messages did not reach, each with the reason: a list to take along, and another try where it may help.

mod file;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::invitations::OutcomeCode;
use crate::api::operations::{self, Unreached};
use crate::components::dialog::{Dialog, DialogControl};
use crate::locales::{Speech, console::ConsoleWords, users::UsersWords};
use crate::pages::console::users::deeds::Deeds;
use crate::pages::frame::session::Session;

/// So many people are drawn; the file and the button take everyone.
const SHOWN: usize = 1_000;

/// The dialog.
#[component]
pub fn LeftOut(
    /// The deed.
    id: cynic::Id,
    /// For which reasons they were left out; without one, whom its messages did not reach.
    why: Vec<OutcomeCode>,
    on_close: Callback<()>,
) -> impl IntoView {
    let (session, speech) = (Session::expect(), Speech::expect());
    let words = speech.words(UsersWords);
    let sent = why.is_empty();
    let people = RwSignal::new(None);
    spawn_local(async move {
        // The dialog may be closed by then.
        let _ = people.try_set(Some(operations::left_out(id, why).await));
    });
    let title = Signal::derive(move || {
        people.with(|people| match people {
            Some(Ok(people)) => {
                let count = speech.count(Vec::len(people) as i32);
                if sent {
                    words.not_reached(count)
                } else {
                    words.left_out(count)
                }
            }
            _ => words.working().to_owned(),
        })
    });
    view! {
        <Dialog title=title on_close=on_close class="wide" light=true>
            {move || match people.get()? {
                Ok(people) => Some(view! { <List people=people again=sent /> }.into_any()),
                Err(failure) => Some(view! { <p>{session.explain(&failure, speech)}</p> }.into_any()),
            }}
        </Dialog>
    }
}

#[component]
fn List(people: Vec<Unreached>, again: bool) -> impl IntoView {
    let (deeds, control, speech) = (Deeds::expect(), DialogControl::expect(), Speech::expect());
    let (words, shared) = (speech.words(UsersWords), speech.words(ConsoleWords));
    let href = file::address(&people, speech).unwrap_or_default();
    let of_file = href.clone();
    on_cleanup(move || drop(web_sys::Url::revoke_object_url(&of_file)));
    let all = people.len();
    let rest = (all > SHOWN)
        .then(|| words.first_of(&speech.number(SHOWN as i32), &speech.number(all as i32)));
    let rows = people.iter().take(SHOWN).map(|Unreached { person, reason }| {
        let contact = person.contact();
        let below = (person.name() != contact).then_some(contact);
        view! {
            <tr>
                <th scope="row"><span class="who"><bdi>{person.name()}</bdi> <small><bdi>{below}</bdi></small></span></th>
                <td>{reason.clone()}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let retry = move |_| {
        control.close();
        let ids: Vec<_> = people.iter().map(|one| one.person.id.clone()).collect();
        deeds.remind_these(&ids);
    };
    view! {
        {rest.map(|rest| view! { <p>{rest}</p> })}
        <div class="table-wrap">
            <table class="table">
                <caption class="sr">{words.left_out_table()}</caption>
                <thead><tr><th scope="col">{words.person()}</th><th scope="col">{words.reason()}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <div class="form-end">
            <a class="button" href=href download=words.left_out_file()>{words.download()}</a>
            <button type="button" class="button primary" hidden=!again on:click=retry>{shared.try_again()}</button>
        </div>
    }
}
