//! Asking before the token is forgotten.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Desk;
use crate::api::slack::disconnect_slack;
use crate::components::dialog::{Dialog, DialogControl};
use crate::components::field::FormErrors;
use crate::components::status_line::Status;
use crate::locales::{console::ConsoleWords, slack::SlackWords};
use crate::pages::frame::form::Form;

/// The question.
#[component]
pub(super) fn AskDisconnect(desk: Desk, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let words = desk.speech.words(SlackWords);
    view! {
        <Dialog title=words.ask_disconnect_title() on_close=on_close light=true>
            <p>{words.ask_disconnect()}</p>
            <Answer desk />
        </Dialog>
    }
}

#[component]
fn Answer(desk: Desk) -> impl IntoView {
    let (form, status, control) = (Form::blank(), Status::expect(), DialogControl::expect());
    let words = desk.speech.words(SlackWords);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.send(true, disconnect_slack(), move |()| {
            status.say(words.disconnected());
            control.close();
            desk.read();
        });
    };
    view! {
        <form class="form" on:submit=submit>
            <FormErrors messages=form.rest(&[]) />
            <div class="form-end">
                <button type="button" class="button" autofocus=true on:click=move |_| control.close()>
                    {desk.speech.words(ConsoleWords).cancel()}
                </button>
                <button type="submit" class="button danger" aria-busy=form.busy()>{words.disconnect()}</button>
            </div>
        </form>
    }
}
