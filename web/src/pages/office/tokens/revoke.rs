//! Asking before a token is revoked.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::tokens::{ApiToken, revoke_api_token};
use crate::components::dialog::{Dialog, DialogControl};
use crate::components::field::FormErrors;
use crate::components::status_line::Status;
use crate::locales::{Speech, console::ConsoleWords, tokens::TokenWords};
use crate::pages::frame::form::Form;

/// The question.
#[component]
pub fn AskRevoke(
    token: ApiToken,
    #[prop(into)] on_revoked: Callback<ApiToken>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let words = Speech::expect().words(TokenWords);
    view! {
        <Dialog title=words.ask_revoke_title(&token.name) on_close=on_close light=true>
            <p>{words.ask_revoke()}</p>
            <Answer token on_revoked />
        </Dialog>
    }
}

#[component]
fn Answer(token: ApiToken, on_revoked: Callback<ApiToken>) -> impl IntoView {
    let (form, status, control) = (Form::blank(), Status::expect(), DialogControl::expect());
    let speech = Speech::expect();
    let words = speech.words(TokenWords);
    let id = StoredValue::new(token.id);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.send(true, revoke_api_token(id.get_value()), move |token| {
            status.say(words.done(&token.name));
            control.close();
            on_revoked.run(token);
        });
    };
    view! {
        <form class="form" on:submit=submit>
            <FormErrors messages=form.rest(&[]) />
            <div class="form-end">
                <button type="button" class="button" autofocus=true on:click=move |_| control.close()>
                    {speech.words(ConsoleWords).cancel()}
                </button>
                <button type="submit" class="button danger" aria-busy=form.busy()>{words.revoke()}</button>
            </div>
        </form>
    }
}
