//! Connecting a workspace, by a button or with a token.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Desk;
use crate::api::slack::{
    ConnectSlackInput, SlackGrantInput, connect_slack, start_slack_connection,
};
use crate::browser::location::Navigation;
use crate::components::field::{FormErrors, TextField};
use crate::components::status_line::Status;
use crate::locales::slack::SlackWords;
use crate::pages::frame::form::{Form, is_blank, trimmed};
use crate::paths::Page;

/// The card.
#[component]
pub(super) fn Connect(desk: Desk, has_app: bool) -> impl IntoView {
    let (form, status, navigation) = (Form::blank(), Status::expect(), Navigation::expect());
    let words = desk.speech.words(SlackWords);
    let token = RwSignal::new(String::new());
    let connect = move |complete: bool, input: ConnectSlackInput| {
        form.send(complete, connect_slack(input), move |()| {
            status.say(words.connected());
            desk.read();
        });
    };
    // Somebody comes back from Slack: the page asks with the cookie that the visit from there did not bring.
    let query = navigation.query().get_untracked();
    if let (Some(code), Some(state)) = (query.get("code"), query.get("state")) {
        let (code, state) = (code.to_owned(), state.to_owned());
        navigation.replace(&Page::Slack.path());
        connect(
            true,
            ConnectSlackInput {
                bot_token: None,
                grant: Some(SlackGrantInput { code, state }),
            },
        );
    }
    // Somebody comes back who has not let the app in (RFC 6749, 4.1.2.1).
    if query.get("error").is_some() {
        navigation.replace(&Page::Slack.path());
        status.say(words.cancelled());
    }
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let bot_token = Some(trimmed(token));
        connect(
            untrack(|| !is_blank(token)),
            ConnectSlackInput {
                bot_token,
                grant: None,
            },
        );
    };
    let go = move |_| {
        form.send(true, start_slack_connection(), |url: String| {
            let _ = window().location().assign(&url);
        });
    };
    let error = form.error("botToken", move || {
        is_blank(token).then(|| words.token_missing())
    });
    view! {
        <section class="card" aria-labelledby="connect-title">
            <h2 id="connect-title">{words.connect_title()}</h2>
            <p class="muted">{words.connect_about()}</p>
            {has_app.then(|| view! { <div><button type="button" class="button primary" on:click=go>{words.by_button()}</button></div> })}
            <form class="form" novalidate on:submit=submit>
                <TextField label=words.token() value=token kind="password" hint=words.token_hint() error=error />
                <FormErrors messages=form.rest(&["botToken"]) />
                <div class="form-end">
                    <button type="submit" class="button" class:primary=!has_app aria-busy=form.busy()>{words.connect()}</button>
                </div>
            </form>
        </section>
    }
}
