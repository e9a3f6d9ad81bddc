//! Add users: one person by e-mail or text message, invited at once unless said otherwise.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::profile::{LanguageField, ProductsField, TeamField};
use crate::api::invitations::{InviteInput, invite};
use crate::api::organization::Organization;
use crate::api::users::{CreateUserInput, Outcome, PersonInput, create_user};
use crate::api::values::{
    Channel, EmailAddress, Locale, PhoneNumber, UserError, message_for, other_messages,
};
use crate::components::dialog::{Dialog, DialogControl};
use crate::components::field::{Checkbox, FormErrors, TextArea, TextField, focus_first_error};
use crate::components::fresh_id;
use crate::locales::{Speech, console::ConsoleWords, users::UsersWords, values::ValueWords};
use crate::pages::console::users::deeds::Deeds;
use crate::pages::frame::session::Session;

/// The fields that have a place for their own message.
const FIELDS: [&str; 6] = ["email", "phone", "fullName", "teamId", "locale", "note"];

/// What the form holds.
#[derive(Clone, Copy)]
struct Draft {
    channel: RwSignal<Channel>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    full_name: RwSignal<String>,
    team: RwSignal<String>,
    products: RwSignal<Vec<cynic::Id>>,
    locale: RwSignal<String>,
    note: RwSignal<String>,
    invite: RwSignal<bool>,
    errors: RwSignal<Vec<UserError>>,
    trouble: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

impl Draft {
    fn empty(organization: &Organization) -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            channel: RwSignal::new(Channel::Email),
            email: text(),
            phone: text(),
            full_name: text(),
            team: text(),
            products: RwSignal::new(
                organization
                    .products
                    .iter()
                    .map(|product| product.id.clone())
                    .collect(),
            ),
            locale: RwSignal::new(organization.locale.0.clone()),
            note: text(),
            invite: RwSignal::new(true),
            errors: RwSignal::new(Vec::new()),
            trouble: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    fn error(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.errors.with(|errors| message_for(errors, field)))
    }

    async fn send(self) -> Outcome {
        let written = |text: RwSignal<String>| {
            Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let by_sms = self.channel.get_untracked() == Channel::Sms;
        let person = PersonInput {
            full_name: written(self.full_name),
            // An empty address is sent as such: the server knows best how to say what is missing.
            email: (!by_sms).then(|| EmailAddress(self.email.get_untracked().trim().to_owned())),
            phone: by_sms.then(|| PhoneNumber(self.phone.get_untracked().trim().to_owned())),
            channel: Some(self.channel.get_untracked()),
            locale: Some(Locale(self.locale.get_untracked())),
            team_id: written(self.team).map(cynic::Id::new),
            product_ids: Some(self.products.get_untracked()),
        };
        if self.invite.get_untracked() {
            invite(InviteInput {
                person: Some(person),
                note: written(self.note),
                user_id: None,
            })
            .await
        } else {
            create_user(CreateUserInput {
                person,
                invite: Some(false),
            })
            .await
        }
    }
}

/// The dialog.
#[component]
pub fn AddUsers(on_close: Callback<()>) -> impl IntoView {
    let words = Speech::expect().words(UsersWords);
    let organization = Session::expect().organization().get_untracked();
    view! {
        <Dialog title=words.add_users() on_close=on_close>
            {organization.map(|organization| view! { <AddForm organization=organization /> })}
        </Dialog>
    }
}

#[component]
fn AddForm(organization: Organization) -> impl IntoView {
    let (deeds, session, speech) = (Deeds::expect(), Session::expect(), Speech::expect());
    let (words, shared) = (speech.words(UsersWords), speech.words(ConsoleWords));
    let control = DialogControl::expect();
    let draft = Draft::empty(&organization);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if draft.busy.get_untracked() {
            return;
        }
        draft.busy.set(true);
        spawn_local(async move {
            let outcome = draft.send().await;
            if draft.busy.try_set(false).is_some() {
                return;
            }
            draft.trouble.set(
                outcome
                    .as_ref()
                    .err()
                    .map(|failure| session.explain(failure, speech)),
            );
            match outcome {
                Ok(Ok(person)) => {
                    let invited = draft.invite.get_untracked();
                    control.close();
                    deeds.saved(person, true, invited);
                }
                Ok(Err(errors)) => {
                    draft.errors.set(errors);
                    focus_first_error();
                }
                Err(_) => {}
            }
        });
    };
    let messages = move || {
        let mut messages = draft.errors.with(|errors| other_messages(errors, &FIELDS));
        messages.extend(draft.trouble.get());
        messages
    };
    let button = move || {
        if draft.invite.get() {
            words.add_and_invite()
        } else {
            words.add()
        }
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <Contact draft=draft sms=organization.can_send(Channel::Sms) />
            <TextField label=words.full_name() value=draft.full_name hint=words.full_name_hint() error=draft.error("fullName") optional=true />
            <div class="form-row">
                <TeamField value=draft.team organization=organization.clone() error=draft.error("teamId") />
                <LanguageField value=draft.locale error=draft.error("locale") />
            </div>
            <ProductsField value=draft.products organization=organization.clone() />
            <Checkbox label=words.invite_now() value=draft.invite hint=words.invite_now_hint() />
            <div hidden=move || !draft.invite.get()>
                <TextArea label=words.note() value=draft.note hint=words.note_hint() error=draft.error("note") optional=true />
            </div>
            <FormErrors messages=Signal::derive(messages) />
            <div class="form-end">
                <button type="button" class="button" on:click=move |_| control.close()>{shared.cancel()}</button>
                <button type="submit" class="button primary" aria-busy=move || draft.busy.get().to_string()>{button}</button>
            </div>
        </form>
    }
}

/// How to reach the person. The choice is there only where there is one.
#[component]
fn Contact(draft: Draft, sms: bool) -> impl IntoView {
    let speech = Speech::expect();
    let (words, values) = (speech.words(UsersWords), speech.words(ValueWords));
    let name = fresh_id("method");
    let choice = move |channel: Channel| {
        let id = fresh_id("method-choice");
        view! {
            <div class="check">
                <input id=id.clone() type="radio" name=name.clone() prop:checked=move || draft.channel.get() == channel
                    on:change=move |_| draft.channel.set(channel) />
                <label for=id>{values.channel(channel)}</label>
            </div>
        }
    };
    let method = sms.then(|| {
        let choices = [Channel::Email, Channel::Sms].map(choice).collect_view();
        view! { <fieldset class="field"><legend>{words.method()}</legend><div class="checks">{choices}</div></fieldset> }
    });
    view! {
        {method}
        {move || match draft.channel.get() {
            Channel::Sms => view! {
                <TextField label=words.phone() kind="tel" value=draft.phone hint=words.phone_hint() error=draft.error("phone") autofocus=true />
            },
            _ => view! { <TextField label=words.email() kind="email" value=draft.email error=draft.error("email") autofocus=true /> },
        }}
    }
}
