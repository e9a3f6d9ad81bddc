//! Settings > Teams.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::teams::{Team, TeamPage, create_team, teams};
use crate::browser::query::Query;
use crate::components::dialog::{Dialog, DialogControl};
use crate::components::field::{FormErrors, TextField};
use crate::components::page_head::PageHead;
use crate::components::status_line::{Status, StatusLine};
use crate::locales::{Speech, catalogue::TeamWords, console::ConsoleWords};
use crate::pages::frame::form::{Form, is_blank, trimmed};
use crate::pages::frame::session::Session;
use crate::pages::frame::unread::unread;
use crate::paths::Page;

/// The list, by pages of the server's, and the way to add to it.
#[derive(Clone, Copy)]
struct List {
    page: RwSignal<Option<TeamPage>>,
    failure: RwSignal<Option<String>>,
}

impl List {
    /// Reads the first page anew, or the one that follows what is shown.
    fn read(self, more: bool) {
        let (session, speech) = (Session::expect(), Speech::expect());
        let shown = self
            .page
            .get_untracked()
            .filter(|_| more)
            .unwrap_or_default();
        spawn_local(async move {
            match teams(shown.next).await {
                Ok(next) => {
                    let teams = shown.teams.into_iter().chain(next.teams).collect();
                    self.failure.set(None);
                    self.page.set(Some(TeamPage { teams, ..next }));
                }
                Err(failure) => self.failure.set(Some(session.explain(&failure, speech))),
            }
        });
    }
}

/// The teams, with how many people each has.
#[component]
pub fn TeamsPage() -> impl IntoView {
    let words = Speech::expect().words(TeamWords);
    let list = List {
        page: RwSignal::new(None),
        failure: RwSignal::new(None),
    };
    let owner = Owner::current();
    let read = move |more| match &owner {
        Some(owner) => owner.with(|| list.read(more)),
        None => list.read(more),
    };
    let read = StoredValue::new(read);
    read.with_value(|read| read(false));
    let adding = RwSignal::new(false);
    let open = move |_| adding.set(true);
    view! {
        <PageHead title=words.title() about=words.about()>
            <button type="button" class="button primary" on:click=open>{words.add()}</button>
        </PageHead>
        <StatusLine />
        {move || match (list.page.get(), list.failure.get()) {
            (_, Some(failure)) => unread(failure, move || read.with_value(|read| read(false))),
            (None, None) => view! { <p class="muted" role="status">{Speech::expect().words(ConsoleWords).loading()}</p> }.into_any(),
            (Some(page), None) if page.teams.is_empty() => {
                view! { <div class="empty"><h2>{words.empty()}</h2><p class="muted">{words.empty_about()}</p></div> }.into_any()
            }
            (Some(page), None) => table(page, move || read.with_value(|read| read(true))).into_any(),
        }}
        {move || adding.get().then(|| view! {
            <Dialog title=words.add() on_close=move |()| adding.set(false)>
                <NewTeam on_created=move |()| read.with_value(|read| read(false)) />
            </Dialog>
        })}
    }
}

fn table(page: TeamPage, more: impl Fn() + 'static) -> impl IntoView {
    let words = Speech::expect().words(TeamWords);
    let rows = page.teams.into_iter().map(row).collect_view();
    view! {
        <div class="table-wrap">
            <table class="table">
                <caption class="sr">{words.caption()}</caption>
                <thead><tr><th scope="col">{words.name()}</th><th scope="col" class="num">{words.people()}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {page.next.is_some().then(|| view! {
            <button type="button" class="button" on:click=move |_| more()>{words.show_more()}</button>
        })}
    }
}

fn row(team: Team) -> impl IntoView {
    let speech = Speech::expect();
    let people = speech.count(team.user_count);
    let label = speech.words(TeamWords).show_people(&team.name, people);
    let href = Page::Users.with(&Query::default().with("team", team.id.into_inner()));
    view! {
        <tr>
            <th scope="row">{team.name}</th>
            <td class="num"><a class="count" href=href aria-label=label>{speech.number(team.user_count)}</a></td>
        </tr>
    }
}

#[component]
fn NewTeam(on_created: impl Fn(()) + Clone + 'static) -> impl IntoView {
    let (form, status, control) = (Form::blank(), Status::expect(), DialogControl::expect());
    let (session, words) = (Session::expect(), Speech::expect().words(TeamWords));
    let name = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let on_created = on_created.clone();
        let complete = untrack(|| !is_blank(name));
        form.send(complete, create_team(trimmed(name)), move |team| {
            status.say(words.created(&team.name));
            session.refresh_organization();
            on_created(());
            control.close();
        });
    };
    let error = form.error("name", move || is_blank(name).then(|| words.name_missing()));
    view! {
        <form class="form" novalidate on:submit=submit>
            <TextField label=words.name() value=name error autofocus=true />
            <FormErrors messages=form.rest(&["name"]) />
            <div class="form-end">
                <button type="button" class="button" on:click=move |_| control.close()>
                    {Speech::expect().words(ConsoleWords).cancel()}
                </button>
                <button type="submit" class="button primary" aria-busy=form.busy()>{words.create()}</button>
            </div>
        </form>
    }
}
