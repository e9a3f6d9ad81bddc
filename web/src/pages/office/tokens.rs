//! Settings > API tokens.

mod create;
mod revoke;
mod row;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::tokens::{ApiToken, ApiTokenPage, api_tokens};
use crate::components::page_head::PageHead;
use crate::components::status_line::StatusLine;
use crate::locales::{Speech, console::ConsoleWords, tokens::TokenWords};
use crate::pages::frame::session::Session;
use crate::pages::frame::unread::unread;
use create::NewToken;
use revoke::AskRevoke;
use row::Row;

/// The tokens as far as they were read.
#[derive(Clone, Copy)]
struct List {
    page: RwSignal<Option<ApiTokenPage>>,
    failure: RwSignal<Option<String>>,
    session: Session,
    speech: Speech,
}

impl List {
    /// Reads the first page anew, or the one that follows what is shown.
    fn read(self, more: bool) {
        let shown = self
            .page
            .get_untracked()
            .filter(|_| more)
            .unwrap_or_default();
        spawn_local(async move {
            match api_tokens(shown.next).await {
                Ok(next) => {
                    let tokens = shown.tokens.into_iter().chain(next.tokens).collect();
                    let _ = self.failure.try_set(None);
                    let _ = self.page.try_set(Some(ApiTokenPage { tokens, ..next }));
                }
                Err(failure) => {
                    let _ = self
                        .failure
                        .try_set(Some(self.session.explain(&failure, self.speech)));
                }
            }
        });
    }

    /// Shows a token as it is after a deed.
    fn renew(self, token: ApiToken) {
        self.page.update(|page| {
            let shown = page.iter_mut().flat_map(|page| page.tokens.iter_mut());
            for known in shown.filter(|known| known.id == token.id) {
                *known = token.clone();
            }
        });
    }
}

/// The tokens, the newest first, and the way to make one.
#[component]
pub fn TokensPage() -> impl IntoView {
    let speech = Speech::expect();
    let words = speech.words(TokenWords);
    let list = List {
        page: RwSignal::new(None),
        failure: RwSignal::new(None),
        session: Session::expect(),
        speech,
    };
    list.read(false);
    let adding = RwSignal::new(false);
    let asking = RwSignal::new(None::<ApiToken>);
    view! {
        <PageHead title=words.title() about=words.about()>
            <button type="button" class="button primary" on:click=move |_| adding.set(true)>{words.add()}</button>
        </PageHead>
        <StatusLine />
        {move || match (list.page.get(), list.failure.get()) {
            (_, Some(failure)) => unread(failure, move || list.read(false)),
            (None, None) => view! { <p class="muted" role="status">{speech.words(ConsoleWords).loading()}</p> }.into_any(),
            (Some(page), None) if page.tokens.is_empty() => {
                view! { <div class="empty"><h2>{words.empty()}</h2><p class="muted">{words.empty_about()}</p></div> }.into_any()
            }
            (Some(page), None) => table(page, list, asking).into_any(),
        }}
        {move || adding.get().then(|| view! { <NewToken on_created=move || list.read(false) on_close=move |()| adding.set(false) /> })}
        {move || asking.get().map(|token| view! {
            <AskRevoke token on_revoked=move |token: ApiToken| list.renew(token) on_close=move |()| asking.set(None) />
        })}
    }
}

fn table(page: ApiTokenPage, list: List, asking: RwSignal<Option<ApiToken>>) -> impl IntoView {
    let words = list.speech.words(TokenWords);
    let rows = page
        .tokens
        .into_iter()
        .map(|token| view! { <Row token asking /> })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="table tokens">
                <caption class="sr">{words.caption()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.name()}</th>
                        <th scope="col">{words.state()}</th>
                        <th scope="col" class="roomy">{words.role()}</th>
                        <th scope="col" class="roomy">{words.last_used()}</th>
                        <th scope="col" class="roomiest">{words.made()}</th>
                        <th scope="col"><span class="sr">{words.deeds()}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {page.next.is_some().then(|| view! {
            <button type="button" class="button" on:click=move |_| list.read(true)>{words.show_more()}</button>
        })}
    }
}
