//! Asking first, for what cannot be taken back or reaches many people at once.

use leptos::prelude::*;

use crate::api::users::Person;
use crate::components::dialog::{Dialog, DialogControl};
use crate::components::field::TextArea;
use crate::locales::{Speech, console::ConsoleWords, users::UsersWords};
use crate::pages::console::users::deeds::Deeds;
use crate::pages::console::users::selection::Selection;

/// What is asked.
#[derive(Clone)]
pub enum Ask {
    /// Remind everyone who is ticked.
    RemindTicked,
    /// Revoke the invitations of everyone who is ticked.
    RevokeTicked,
    /// Revoke one.
    Revoke(Person),
    /// Deactivate someone.
    Deactivate(Person),
    /// Delete someone.
    Delete(Person),
}

/// The words of a question.
struct Question {
    title: String,
    about: String,
    button: String,
}

/// The question, and the deed behind its button.
#[component]
pub fn AskFirst(ask: Ask, on_close: Callback<()>) -> impl IntoView {
    let (deeds, speech) = (Deeds::expect(), Speech::expect());
    let question = put(&ask, deeds, speech);
    let gentle = matches!(ask, Ask::RemindTicked);
    view! {
        <Dialog title=question.title on_close=on_close light=!gentle>
            <p>{question.about}</p>
            <AskForm ask=ask button=question.button gentle=gentle />
        </Dialog>
    }
}

#[component]
fn AskForm(ask: Ask, button: String, gentle: bool) -> impl IntoView {
    let (deeds, control, speech) = (Deeds::expect(), DialogControl::expect(), Speech::expect());
    let cancel = speech.words(ConsoleWords).cancel();
    let note = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let note = note.get_untracked();
        control.close();
        perform(&ask, deeds, &note);
    };
    let words = speech.words(UsersWords);
    view! {
        <form class="form" on:submit=submit>
            {gentle.then(|| view! { <TextArea label=words.note() value=note hint=words.note_hint() optional=true /> })}
            <div class="form-end">
                <button type="button" class="button" autofocus=!gentle on:click=move |_| control.close()>{cancel}</button>
                <button type="submit" class="button" autofocus=gentle class:primary=gentle class:danger=!gentle>{button}</button>
            </div>
        </form>
    }
}

fn put(ask: &Ask, deeds: Deeds, speech: Speech) -> Question {
    let words = speech.words(UsersWords);
    let question = |title: String, about: String, button: &str| Question {
        title,
        about,
        button: button.to_owned(),
    };
    let ticked = |eligible: fn(&Selection) -> Option<i32>| {
        deeds.people.selection.with_untracked(|selection| {
            let eligible = eligible(selection).unwrap_or_else(|| selection.count());
            (speech.count(eligible), selection.count() - eligible)
        })
    };
    match ask {
        Ask::RemindTicked => {
            let (count, others) = ticked(Selection::remindable);
            let about = words.ask_remind_many(speech.count(others));
            question(
                words.remind_many(count.clone()),
                about,
                &words.remind_many_button(count),
            )
        }
        Ask::RevokeTicked => {
            let (count, others) = ticked(Selection::revocable);
            let about = words.ask_revoke_many(speech.count(others));
            question(
                words.revoke_many(count.clone()),
                about,
                &words.revoke_many_button(count),
            )
        }
        Ask::Revoke(person) => question(
            words.ask_revoke_title(&person.name()),
            words.ask_revoke().to_owned(),
            words.revoke(),
        ),
        Ask::Deactivate(person) => question(
            words.ask_deactivate_title(&person.name()),
            words.ask_deactivate().to_owned(),
            words.deactivate(),
        ),
        Ask::Delete(person) => question(
            words.ask_delete_title(&person.name()),
            words.ask_delete().to_owned(),
            words.delete(),
        ),
    }
}

fn perform(ask: &Ask, deeds: Deeds, note: &str) {
    match ask {
        Ask::RemindTicked => {
            deeds.remind_ticked(Some(note.trim().to_owned()).filter(|note| !note.is_empty()))
        }
        Ask::RevokeTicked => deeds.revoke_ticked(),
        Ask::Revoke(person) => deeds.revoke(person),
        Ask::Deactivate(person) => deeds.deactivate(person),
        Ask::Delete(person) => deeds.delete(person),
    }
}
