//! In: a short introduction, and the ways on.

use leptos::prelude::*;

use super::journey::Journey;
use super::screen::Screen;
use crate::paths::Page;

/// Greets who has joined.
pub(super) fn welcome_screen() -> impl IntoView {
    let journey = expect_context::<Journey>();
    let welcome = journey.welcome.get_untracked().unwrap_or_default();
    let tick = || {
        view! {
            <svg class="tick" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
                <circle cx="12" cy="12" r="10"></circle>
                <path d="M7.5 12.5l3 3 6-6.5" stroke-linecap="round" stroke-linejoin="round"></path>
            </svg>
        }
    };
    let deeds = move || {
        let account = if welcome.admin {
            "button quiet"
        } else {
            "button primary"
        };
        view! {
            {welcome.admin.then(|| view! {
                <a class="button primary" href=Page::Users.path()>{move || journey.words().open_users()}</a>
            })}
            <a class=account href=Page::Account.path()>{move || journey.words().open_account()}</a>
        }
    };
    let welcome = journey.welcome.get_untracked().unwrap_or_default();
    let products = (!welcome.products.is_empty()).then(|| {
        let products = welcome
            .products
            .into_iter()
            .map(|name| view! { <li>{name}</li> })
            .collect_view();
        view! {
            <h2>{move || journey.words().welcome_products()}</h2>
            <ul class="products" role="list">{products}</ul>
        }
    });
    let next_time = welcome.address.map(|address| {
        view! { <p>{move || journey.words().welcome_next_time(&address)}</p> }
    });
    view! {
        <Screen
            title=Signal::derive(move || journey.words().welcome_title(&journey.organization()))
            sign=tick
            deeds
        >
            <p>{move || journey.words().welcome_text()}</p>
            {products}
            {next_time}
            <p class="quiet-text">{move || journey.words().welcome_account()}</p>
        </Screen>
    }
}
