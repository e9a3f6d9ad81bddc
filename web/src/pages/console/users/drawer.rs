//! One person, over the table, at a URL of their own: who they are, how they stand, and all that happened.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::badge::Standing;
use super::deeds::Deeds;
use super::people::People;
use super::row_menu::PersonMenu;
use super::selection::ManyDeed;
use super::timeline::Timeline;
use crate::api::Failure;
use crate::api::users::{self, Event, PageInfo, Person};
use crate::api::values::InvitationState;
use crate::browser::query::Query;
use crate::components::dialog::Dialog;
use crate::components::field::FormErrors;
use crate::components::icon::{Draw, Icon};
use crate::components::status_line::{Status, StatusLine};
use crate::components::time::FullTime;
use crate::locales::{
    Language, Speech, console::ConsoleWords, users::UsersWords, values::ValueWords,
};
use crate::pages::frame::session::Session;
use crate::paths::Page;

/// What is known of the person.
#[derive(Clone, Copy)]
pub struct History {
    /// The person; none until read.
    pub person: RwSignal<Option<Person>>,
    /// What happened, newest first, as far as it was read.
    pub events: RwSignal<Vec<Event>>,
    /// Whether there is more.
    pub page_info: RwSignal<PageInfo>,
    /// Why nothing is known: no such person, or a failure.
    missing: RwSignal<Option<Option<Failure>>>,
    id: StoredValue<cynic::Id>,
}

impl History {
    fn of(id: cynic::Id) -> Self {
        let history = Self {
            person: RwSignal::new(None),
            events: RwSignal::new(Vec::new()),
            page_info: RwSignal::new(PageInfo::default()),
            missing: RwSignal::new(None),
            id: StoredValue::new(id),
        };
        history.read(None);
        history
    }

    /// Reads from the newest event on, or what lies before the oldest one known.
    pub fn read(self, after: Option<String>) {
        let id = self.id.get_value();
        spawn_local(async move {
            let older = after.is_some();
            let answer = users::person(id, after).await;
            if self.missing.is_disposed() {
                return;
            }
            match answer {
                Ok(Some((person, events))) => {
                    self.missing.set(None);
                    if self
                        .person
                        .with_untracked(|known| known.as_ref() != Some(&person))
                    {
                        self.person.set(Some(person));
                    }
                    self.page_info.set(events.page_info);
                    self.events.update(|known| {
                        if older {
                            known.extend(events.nodes)
                        } else {
                            *known = events.nodes
                        }
                    });
                }
                Ok(None) => self.missing.set(Some(None)),
                Err(failure) => self.missing.set(Some(Some(failure))),
            }
        });
    }
}

/// The drawer of the person with this id.
#[component]
pub fn Drawer(id: String) -> impl IntoView {
    let people = People::expect();
    let words = Speech::expect().words(UsersWords);
    let history = History::of(cynic::Id::new(&id));
    let whole = Page::Activity.with(&Query::default().with("user", &*id));
    // What the table knows already is shown at once.
    let known = people.rows.with_untracked(|rows| {
        rows.iter()
            .find(|row| row.id.inner() == id)
            .map(|row| row.person.get_untracked())
    });
    history.person.set(known);
    Effect::new(move |before: Option<()>| {
        let heard = people.heard.get();
        if before.is_some() && heard.is_some_and(|(who, _)| who.inner() == id) {
            history.read(None);
        }
    });
    let name = Signal::derive(move || {
        history.person.with(|person| {
            person
                .as_ref()
                .map_or(words.person().to_owned(), Person::name)
        })
    });
    // What was said before concerned someone else.
    Status::expect().clear();
    let titles = Speech::expect().words(ConsoleWords);
    Effect::new(move || document().set_title(&titles.title(&name.get())));
    on_cleanup(move || document().set_title(&titles.title(words.title())));
    let close = move |()| people.show(&people.listing.get_untracked());
    view! {
        <Dialog title=name class="drawer" light=true on_close=close>
            <StatusLine />
            <Missing history=history />
            {move || history.person.get().map(|person| view! { <Profile person=person /> })}
            <Timeline history=history whole=whole />
        </Dialog>
    }
}

#[component]
fn Missing(history: History) -> impl IntoView {
    let (session, speech) = (Session::expect(), Speech::expect());
    let (words, shared) = (speech.words(UsersWords), speech.words(ConsoleWords));
    move || {
        let missing = history.missing.get()?;
        let explained = match &missing {
            None => words.nobody_here().to_owned(),
            Some(failure) => session.explain(failure, speech),
        };
        Some(view! {
            <FormErrors messages=vec![explained] />
            <p hidden=missing.is_none()>
                <button type="button" class="button" on:click=move |_| history.read(None)>{shared.retry()}</button>
            </p>
        })
    }
}

/// How the person stands, what can be done now, and the facts.
#[component]
fn Profile(person: Person) -> impl IntoView {
    let (deeds, words) = (Deeds::expect(), Speech::expect().words(UsersWords));
    let main = match &person {
        person if person.viewer_can_invite => Some((Icon::Mail, words.invite())),
        person if person.viewer_can_remind => Some((Icon::Mail, words.remind())),
        person if person.viewer_can_reactivate => Some((Icon::Play, words.reactivate())),
        _ => None,
    };
    let subject = Signal::stored(person);
    let act = move |_| {
        subject.with_untracked(|person| match person {
            person if person.viewer_can_invite => deeds.to_one(ManyDeed::Invite, person, None),
            person if person.viewer_can_remind => deeds.to_one(ManyDeed::Remind, person, None),
            person => deeds.reactivate(person),
        });
    };
    let main = main.map(|(icon, label)| {
        view! { <button type="button" class="button" on:click=act><Draw icon=icon /> {label}</button> }
    });
    view! {
        <div class="standing-bar">
            <Standing person=subject />
            {main}
            <PersonMenu person=subject />
        </div>
        <Facts person=subject />
    }
}

#[component]
fn Facts(person: Signal<Person>) -> impl IntoView {
    let speech = Speech::expect();
    let (words, values) = (speech.words(UsersWords), speech.words(ValueWords));
    let person = person.get_untracked();
    let fact = |label: &'static str, value: Option<AnyView>| {
        value.map(|value| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
    };
    let text = |value: Option<String>| value.map(|value| view! { <bdi>{value}</bdi> }.into_any());
    let products: Vec<String> = person
        .products
        .iter()
        .map(|product| product.name.clone())
        .collect();
    let language = Language::from_tag(&person.locale.0)
        .map_or(person.locale.0.clone(), |language| {
            language.own_name().to_owned()
        });
    let added = person.created_at.at();
    let source = values.source(person.source);
    view! {
        <dl class="profile">
            {fact(words.email(), text(person.email.map(|email| email.0)))}
            {fact(words.phone(), text(person.phone.map(|phone| phone.0)))}
            {fact(words.role(), text(Some(values.role(person.role).to_owned())))}
            {fact(words.team(), text(person.team.map(|team| team.name)))}
            {fact(words.products(), text((!products.is_empty()).then(|| speech.list(&products))))}
            {fact(words.language(), text(Some(language)))}
            {fact(words.added(), Some(view! { <FullTime at=added /> }.into_any()))}
            {fact(words.source(), text(Some(source.to_owned())))}
            {person.invitation.map(|invitation| view! { <InvitationFacts invitation=invitation /> })}
        </dl>
    }
}

#[component]
fn InvitationFacts(invitation: users::Invitation) -> impl IntoView {
    let speech = Speech::expect();
    let (words, values) = (speech.words(UsersWords), speech.words(ValueWords));
    let open = matches!(
        invitation.state,
        InvitationState::Pending | InvitationState::Expired
    );
    let ends = invitation.expires_at.at();
    let inviter = invitation
        .invited_by
        .map_or(words.inviter_gone().to_owned(), |colleague| {
            colleague.name()
        });
    let ends_label = if invitation.state == InvitationState::Expired {
        words.link_expired()
    } else {
        words.link_expires()
    };
    let delivery = [
        Some(values.delivery(invitation.delivery.state).to_owned()),
        invitation.delivery.reason,
    ];
    let delivery = delivery
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ");
    let delivery_at = invitation.delivery.at.map(|at| at.at());
    let reminders =
        (invitation.reminders_sent > 0).then(|| speech.number(invitation.reminders_sent));
    view! {
        <div><dt>{words.invited_by()}</dt><dd>{inviter} " · " {values.channel(invitation.channel)}</dd></div>
        {open.then(|| view! { <div><dt>{ends_label}</dt><dd><FullTime at=ends /></dd></div> })}
        {open.then(|| view! {
            <div>
                <dt>{words.last_message()}</dt>
                <dd>{delivery} {delivery_at.map(|at| view! { " · " <FullTime at=at /> })}</dd>
            </div>
        })}
        {reminders.map(|reminders| view! { <div><dt>{words.reminders()}</dt><dd>{reminders}</dd></div> })}
        {invitation.note.map(|note| view! { <div><dt>{words.note()}</dt><dd><q>{note}</q></dd></div> })}
    }
}
