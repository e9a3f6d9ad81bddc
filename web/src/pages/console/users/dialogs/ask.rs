//! Asking first, for what cannot be taken back or reaches many people at once.

use leptos::prelude::*;

use crate::api::users::Person;
use crate::api::values::Channel;
use crate::components::dialog::{Dialog, DialogControl};
use crate::components::field::{SelectField, TextArea};
use crate::locales::{
    Language, Speech, console::ConsoleWords, users::UsersWords, values::ValueWords,
};
use crate::pages::console::users::deeds::Deeds;
use crate::pages::console::users::selection::ManyDeed;
use crate::pages::frame::session::Session;

/// What the choice of Slack is called in the form.
const SLACK: &str = "SLACK";

/// What is asked.
#[derive(Clone)]
pub enum Ask {
    /// Do something for everyone who is ticked, by a channel that can still be chosen.
    Ticked(ManyDeed, Option<Channel>),
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
    /// By what people are written to.
    ways: Option<String>,
    /// In which languages.
    languages: Option<String>,
    button: String,
}

/// The question, and the deed behind its button.
#[component]
pub fn AskFirst(ask: Ask, on_close: Callback<()>) -> impl IntoView {
    let (deeds, speech) = (Deeds::expect(), Speech::expect());
    let question = put(&ask, deeds, speech);
    let gentle = matches!(ask, Ask::Ticked(ManyDeed::Invite | ManyDeed::Remind, _));
    // Empty, or the channel that is chosen for everyone.
    let slack = matches!(ask, Ask::Ticked(_, Some(_)));
    let channel = RwSignal::new(if slack { SLACK } else { "" }.to_owned());
    let chosen = move || !channel.with(String::is_empty);
    view! {
        <Dialog title=question.title on_close=on_close light=!gentle>
            <p>{question.about}</p>
            {question.ways.map(|ways| view! { <p hidden=chosen>{ways}</p> })}
            {question.languages.map(|languages| view! { <p class="muted">{languages}</p> })}
            <AskForm ask=ask button=question.button gentle=gentle channel=channel />
        </Dialog>
    }
}

#[component]
fn AskForm(ask: Ask, button: String, gentle: bool, channel: RwSignal<String>) -> impl IntoView {
    let (deeds, control, speech) = (Deeds::expect(), DialogControl::expect(), Speech::expect());
    let cancel = speech.words(ConsoleWords).cancel();
    let note = RwSignal::new(String::new());
    let invites = matches!(ask, Ask::Ticked(ManyDeed::Invite, _));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (note, slack) = (
            note.get_untracked(),
            !channel.with_untracked(String::is_empty),
        );
        control.close();
        perform(&ask, deeds, slack.then_some(Channel::Slack), &note);
    };
    let words = speech.words(UsersWords);
    let choice = (invites && Session::expect().can_send(Channel::Slack)).then(|| {
        let options = [("", words.usual_way()), (SLACK, speech.words(ValueWords).channel(Channel::Slack))];
        let options = options.map(|(key, words)| (key.to_owned(), words.to_owned())).into();
        view! { <SelectField label=words.way() value=channel options=options hint=words.way_hint() /> }
    });
    view! {
        <form class="form" on:submit=submit>
            {choice}
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
    let question = |title: String, about: &str, button: &str| Question {
        title,
        about: about.to_owned(),
        ways: None,
        languages: None,
        button: button.to_owned(),
    };
    match ask {
        Ask::Ticked(deed, _) => put_to_many(*deed, deeds, speech),
        Ask::Revoke(person) => question(
            words.ask_revoke_title(&person.name()),
            words.ask_revoke(),
            words.revoke(),
        ),
        Ask::Deactivate(person) => question(
            words.ask_deactivate_title(&person.name()),
            words.ask_deactivate(),
            words.deactivate(),
        ),
        Ask::Delete(person) => question(
            words.ask_delete_title(&person.name()),
            words.ask_delete(),
            words.delete(),
        ),
    }
}

fn put_to_many(deed: ManyDeed, deeds: Deeds, speech: Speech) -> Question {
    let words = speech.words(UsersWords);
    let selection = deeds.people.selection.get_untracked();
    let eligible = selection
        .eligible(deed)
        .unwrap_or_else(|| selection.count());
    let count = speech.count(eligible);
    let others = speech.count(selection.count() - eligible);
    let languages: Vec<String> = Language::ALL
        .into_iter()
        .filter_map(|language| {
            let some = selection.eligible_in(deed, language);
            (some > 0).then(|| words.because(language.own_name(), &speech.number(some)))
        })
        .collect();
    let languages = (!languages.is_empty()).then(|| words.in_languages(&speech.list(&languages)));
    let ways: Vec<String> = [Channel::Email, Channel::Sms, Channel::Slack]
        .into_iter()
        .filter_map(|channel| {
            let some = selection.eligible_by(deed, channel);
            (some > 0).then(|| words.by_channel(channel, &speech.number(some)))
        })
        .collect();
    let ways = (!ways.is_empty()).then(|| format!("{}.", speech.list(&ways)));
    let (title, about, button) = match deed {
        ManyDeed::Invite => (
            words.invite_many(count.clone()),
            words.ask_invite_many(others),
            words.invite_many_button(count),
        ),
        ManyDeed::Remind => (
            words.remind_many(count.clone()),
            words.ask_remind_many(others),
            words.remind_many_button(count),
        ),
        ManyDeed::Revoke => {
            return Question {
                title: words.revoke_many(count.clone()),
                about: words.ask_revoke_many(others),
                ways: None,
                languages: None,
                button: words.revoke_many_button(count),
            };
        }
    };
    Question {
        title,
        about,
        ways,
        languages,
        button,
    }
}

fn perform(ask: &Ask, deeds: Deeds, channel: Option<Channel>, note: &str) {
    match ask {
        Ask::Ticked(deed, _) => deeds.do_to_ticked(
            *deed,
            channel,
            Some(note.trim().to_owned()).filter(|note| !note.is_empty()),
        ),
        Ask::Revoke(person) => deeds.to_one(ManyDeed::Revoke, person, None),
        Ask::Deactivate(person) => deeds.deactivate(person),
        Ask::Delete(person) => deeds.delete(person),
    }
}
