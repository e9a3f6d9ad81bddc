//! Who came from the workspace and is not found in it any more. What becomes of them is decided with each of them.

use leptos::prelude::*;

use super::Desk;
use crate::api::slack::{SlackMissing, SlackMissingConnection};
use crate::components::time::RelativeTime;
use crate::locales::slack::SlackWords;
use crate::paths::Page;

/// The card; none when everybody is found.
#[component]
pub(super) fn Missing(desk: Desk) -> impl IntoView {
    let missing = Memo::new(move |_| {
        desk.slack
            .with(|slack| slack.as_ref().map(|slack| slack.missing.clone()))
            .unwrap_or_default()
    });
    move || {
        Some(missing.get())
            .filter(|missing| missing.total_count > 0)
            .map(|missing| card(desk, missing))
    }
}

fn card(desk: Desk, missing: SlackMissingConnection) -> impl IntoView {
    let words = desk.speech.words(SlackWords);
    let others = missing.total_count - i32::try_from(missing.nodes.len()).unwrap_or(i32::MAX);
    let rows = missing.nodes.into_iter().map(row).collect_view();
    view! {
        <section class="card wide" aria-labelledby="missing-title">
            <h2 id="missing-title">{words.missing_title()}</h2>
            <p class="muted">{words.missing_about()}</p>
            <div class="table-wrap" tabindex="0" role="group" aria-labelledby="missing-title"><table class="table small">
                <thead><tr><th scope="col">{words.person()}</th><th scope="col">{words.since()}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
            {(others > 0).then(|| view! { <p class="muted">{words.others(desk.speech.count(others))}</p> })}
        </section>
    }
}

fn row(missing: SlackMissing) -> Option<impl IntoView> {
    let user = missing.user?;
    let href = Page::User(user.id.inner().to_owned()).path();
    let email = user.email.clone().filter(|_| user.full_name.is_some());
    Some(view! {
        <tr>
            <th scope="row"><a href=href>{user.name()}</a> {email.map(|email| view! { <small class="muted">{email.0}</small> })}</th>
            <td>{missing.since.map(|since| view! { <RelativeTime at=since.at() /> })}</td>
        </tr>
    })
}
