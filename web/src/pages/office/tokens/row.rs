//! One token in the table. On a phone what has no column of its own stands under the name.

use leptos::prelude::*;

use crate::api::tokens::{ApiToken, ApiTokenState};
use crate::components::badge::{Badge, Tone};
use crate::components::time::{Present, RelativeTime};
use crate::locales::{Speech, tokens::TokenWords, values::ValueWords};

/// The row.
#[component]
pub fn Row(token: ApiToken, asking: RwSignal<Option<ApiToken>>) -> impl IntoView {
    let (speech, present) = (Speech::expect(), Present::expect());
    let (words, values) = (speech.words(TokenWords), speech.words(ValueWords));
    let role = values.role(token.role);
    let used_at = token.last_used_at.as_ref().map(|at| at.at());
    let used = move || match used_at {
        Some(at) => {
            let now = present.get();
            words.used(&speech.relative(at.min(now), now))
        }
        None => words.never_used().to_owned(),
    };
    let last_used = match used_at {
        Some(at) => view! { <RelativeTime at=at /> }.into_any(),
        None => view! { <span class="muted">{words.never_used()}</span> }.into_any(),
    };
    let maker = token
        .created_by
        .as_ref()
        .and_then(|maker| maker.full_name.as_deref())
        .map(|name| words.made_by(name));
    let created_at = token.created_at.at();
    let revoke = (token.state != ApiTokenState::Revoked).then(|| {
        let label = words.revoke_named(&token.name);
        let token = token.clone();
        view! {
            <button type="button" class="button small" aria-label=label on:click=move |_| asking.set(Some(token.clone()))>
                {words.revoke()}
            </button>
        }
    });
    view! {
        <tr>
            <th scope="row">
                <span class="who"><b>{token.name.clone()}</b> <small><code>{token.beginning.clone()} "…"</code></small></span>
                <small class="cramped muted">{role} " · " {used}</small>
            </th>
            <td><Standing token=token.clone() /></td>
            <td class="roomy">{role}</td>
            <td class="roomy">{last_used}</td>
            <td class="roomiest"><RelativeTime at=created_at /> " " <span class="muted">{maker}</span></td>
            <td class="deeds">{revoke}</td>
        </tr>
    }
}

/// Whether it is let in, and until when.
#[component]
fn Standing(token: ApiToken) -> impl IntoView {
    let (speech, present) = (Speech::expect(), Present::expect());
    let words = speech.words(TokenWords);
    let tone = match token.state {
        ApiTokenState::Active => Tone::Good,
        ApiTokenState::Suspended => Tone::Warn,
        ApiTokenState::Expired | ApiTokenState::Revoked => Tone::Quiet,
    };
    let end = token.expires_at.map(|end| end.at());
    let more = move || match (token.state, end) {
        (ApiTokenState::Suspended, _) => Some(words.suspended_why().to_owned()),
        (ApiTokenState::Active, Some(end)) => Some(words.ends(&speech.day(end, present.get()))),
        _ => None,
    };
    view! {
        <div class="standing">
            <Badge tone=tone>{words.standing(token.state)}</Badge>
            <small class="muted">{more}</small>
        </div>
    }
}
