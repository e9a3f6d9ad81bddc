//! Editing a person. Only what was changed is sent.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::profile::{LanguageField, ProductsField, TeamField};
use crate::api::organization::Organization;
use crate::api::users::{Patch, Person, UpdateUserInput, update_user};
use crate::api::values::{
    EmailAddress, Locale, PhoneNumber, Role, UserError, UserStatus, message_for, other_messages,
};
use crate::components::dialog::{Dialog, DialogControl};
use crate::components::field::{FormErrors, SelectField, TextField, focus_first_error};
use crate::locales::{
    Language, Speech, console::ConsoleWords, users::UsersWords, values::ValueWords,
};
use crate::pages::console::users::deeds::Deeds;
use crate::pages::console::users::names::InUrl;
use crate::pages::frame::session::Session;

/// The fields that have a place for their own message.
const FIELDS: [&str; 6] = ["email", "phone", "fullName", "teamId", "locale", "role"];

/// What the form holds.
#[derive(Clone, Copy)]
struct Draft {
    full_name: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    locale: RwSignal<String>,
    role: RwSignal<String>,
    team: RwSignal<String>,
    products: RwSignal<Vec<cynic::Id>>,
    errors: RwSignal<Vec<UserError>>,
    trouble: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

impl Draft {
    fn of(person: &Person) -> Self {
        let locale = Language::from_tag(&person.locale.0)
            .map_or(person.locale.0.clone(), |language| {
                language.tag().to_owned()
            });
        Self {
            full_name: RwSignal::new(person.full_name.clone().unwrap_or_default()),
            email: RwSignal::new(
                person
                    .email
                    .as_ref()
                    .map(|email| email.0.clone())
                    .unwrap_or_default(),
            ),
            phone: RwSignal::new(
                person
                    .phone
                    .as_ref()
                    .map(|phone| phone.0.clone())
                    .unwrap_or_default(),
            ),
            locale: RwSignal::new(locale),
            role: RwSignal::new(person.role.name().to_owned()),
            team: RwSignal::new(
                person
                    .team
                    .as_ref()
                    .map(|team| team.id.inner().to_owned())
                    .unwrap_or_default(),
            ),
            products: RwSignal::new(
                person
                    .products
                    .iter()
                    .map(|product| product.id.clone())
                    .collect(),
            ),
            errors: RwSignal::new(Vec::new()),
            trouble: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    fn error(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.errors.with(|errors| message_for(errors, field)))
    }

    /// What differs from the person as they were.
    fn changes(self, person: &Person) -> UpdateUserInput {
        let before = Self::of(person);
        let text = |now: RwSignal<String>, before: RwSignal<String>| {
            let now = now.get_untracked().trim().to_owned();
            (now != before.get_untracked()).then_some(now)
        };
        fn patch<T>(change: Option<String>, wrap: fn(String) -> T) -> Patch<T> {
            change.map_or(Patch::Keep, |text| {
                Patch::to((!text.is_empty()).then(|| wrap(text)))
            })
        }
        UpdateUserInput {
            id: person.id.clone(),
            full_name: patch(text(self.full_name, before.full_name), |name| name),
            email: patch(text(self.email, before.email), EmailAddress),
            phone: patch(text(self.phone, before.phone), PhoneNumber),
            locale: text(self.locale, before.locale).map(Locale),
            role: text(self.role, before.role).and_then(|name| Role::named(&name)),
            team_id: patch(text(self.team, before.team), cynic::Id::new),
            product_ids: (self.products.get_untracked() != before.products.get_untracked())
                .then(|| self.products.get_untracked()),
        }
    }
}

/// The dialog.
#[component]
pub fn EditUser(person: Person, on_close: Callback<()>) -> impl IntoView {
    let words = Speech::expect().words(UsersWords);
    let organization = Session::expect().organization().get_untracked();
    view! {
        <Dialog title=words.edit_title(&person.name()) on_close=on_close>
            {organization.map(|organization| view! { <EditForm person=person organization=organization /> })}
        </Dialog>
    }
}

#[component]
fn EditForm(person: Person, organization: Organization) -> impl IntoView {
    let (deeds, session, speech) = (Deeds::expect(), Session::expect(), Speech::expect());
    let (words, shared) = (speech.words(UsersWords), speech.words(ConsoleWords));
    let control = DialogControl::expect();
    let draft = Draft::of(&person);
    let invited = person.status == UserStatus::Invited;
    let person = StoredValue::new(person);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if draft.busy.get_untracked() {
            return;
        }
        draft.busy.set(true);
        let changes = person.with_value(|person| draft.changes(person));
        spawn_local(async move {
            let outcome = update_user(changes).await;
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
                    control.close();
                    deeds.saved(person, false, false);
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
    let email_hint = invited.then(|| words.email_change_hint().to_owned());
    view! {
        <form class="form" novalidate on:submit=submit>
            <TextField label=words.full_name() value=draft.full_name error=draft.error("fullName") optional=true autofocus=true />
            <EmailField draft=draft hint=email_hint />
            <div class="form-row">
                <TextField label=words.phone() kind="tel" value=draft.phone error=draft.error("phone") optional=true />
                <RoleField draft=draft />
                <TeamField value=draft.team organization=organization.clone() error=draft.error("teamId") />
                <LanguageField value=draft.locale error=draft.error("locale") />
            </div>
            <ProductsField value=draft.products organization=organization />
            <FormErrors messages=Signal::derive(messages) />
            <div class="form-end">
                <button type="button" class="button" on:click=move |_| control.close()>{shared.cancel()}</button>
                <button type="submit" class="button primary" aria-busy=move || draft.busy.get().to_string()>{shared.save()}</button>
            </div>
        </form>
    }
}

#[component]
fn EmailField(draft: Draft, hint: Option<String>) -> impl IntoView {
    let words = Speech::expect().words(UsersWords);
    match hint {
        Some(hint) => view! { <TextField label=words.email() kind="email" value=draft.email hint=hint error=draft.error("email") /> }.into_any(),
        None => view! { <TextField label=words.email() kind="email" value=draft.email error=draft.error("email") /> }.into_any(),
    }
}

/// Roles up to the viewer's own: nobody grants one above it.
#[component]
fn RoleField(draft: Draft) -> impl IntoView {
    let speech = Speech::expect();
    let (words, values) = (speech.words(UsersWords), speech.words(ValueWords));
    let is_owner = Session::expect().viewer().with_untracked(|viewer| {
        viewer
            .as_ref()
            .is_some_and(|viewer| viewer.role == Role::Owner)
    });
    let was_owner = draft.role.with_untracked(|role| role == Role::Owner.name());
    let options = Role::NAMES
        .iter()
        .filter(|(role, _)| *role != Role::Owner || is_owner || was_owner)
        .map(|(role, name)| ((*name).to_owned(), values.role(*role).to_owned()))
        .collect();
    view! { <SelectField label=words.role() value=draft.role options=options error=draft.error("role") /> }
}
