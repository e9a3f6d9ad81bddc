//! Settings > Products.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::organization::Product;
use crate::api::products::create_product;
use crate::components::dialog::{Dialog, DialogControl};
use crate::components::field::{FormErrors, TextField};
use crate::components::page_head::PageHead;
use crate::components::status_line::Status;
use crate::locales::{Speech, catalogue::ProductWords, console::ConsoleWords};
use crate::pages::frame::form::{Form, is_blank, trimmed};
use crate::pages::frame::session::Session;
use crate::pages::frame::unread::with_organization;

/// The products, and the way to add one.
#[component]
pub fn ProductsPage() -> impl IntoView {
    let session = Session::expect();
    let words = Speech::expect().words(ProductWords);
    let adding = RwSignal::new(false);
    let list = move |_| {
        let products = move || {
            session
                .organization()
                .get()
                .map(|organization| organization.products)
                .unwrap_or_default()
        };
        (move || match products() {
            none if none.is_empty() => empty(words).into_any(),
            products => table(words, products).into_any(),
        })
        .into_any()
    };
    view! {
        <PageHead title=words.title() about=words.about()>
            <button type="button" class="button primary" on:click=move |_| adding.set(true)>{words.add()}</button>
        </PageHead>
        {with_organization(list)}
        {move || adding.get().then(|| view! {
            <Dialog title=words.add() on_close=move |()| adding.set(false)><NewProduct /></Dialog>
        })}
    }
}

fn empty(words: ProductWords) -> impl IntoView {
    view! { <div class="empty"><h2>{words.empty()}</h2><p class="muted">{words.empty_about()}</p></div> }
}

fn table(words: ProductWords, products: Vec<Product>) -> impl IntoView {
    let row = |product: Product| {
        view! { <tr><th scope="row">{product.name}</th><td><code>{product.key}</code></td></tr> }
    };
    view! {
        <div class="table-wrap">
            <table class="table">
                <caption class="sr">{words.caption()}</caption>
                <thead><tr><th scope="col">{words.name()}</th><th scope="col">{words.key()}</th></tr></thead>
                <tbody>{products.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn NewProduct() -> impl IntoView {
    let (form, status, control) = (Form::blank(), Status::expect(), DialogControl::expect());
    let (session, words) = (Session::expect(), Speech::expect().words(ProductWords));
    let [name, key] = [(); 2].map(|()| RwSignal::new(String::new()));
    // The key follows the name until someone writes a key.
    Effect::new(move |suggested: Option<String>| {
        let suggestion = key_of(&name.get());
        let untouched = key.with_untracked(|key| suggested.as_ref().is_none_or(|last| key == last));
        if untouched {
            key.set(suggestion.clone());
        }
        suggestion
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let complete = untrack(|| !is_blank(name) && !is_blank(key));
        form.send(
            complete,
            create_product(trimmed(key), trimmed(name)),
            move |product| {
                status.say(words.created(&product.name));
                session.refresh_organization();
                control.close();
            },
        );
    };
    let name_error = form.error("name", move || is_blank(name).then(|| words.name_missing()));
    let key_error = form.error("key", move || is_blank(key).then(|| words.key_missing()));
    view! {
        <form class="form" novalidate on:submit=submit>
            <TextField label=words.name() value=name error=name_error autofocus=true />
            <TextField label=words.key() value=key hint=words.key_hint() error=key_error />
            <FormErrors messages=form.rest(&["name", "key"]) />
            <div class="form-end">
                <button type="button" class="button" on:click=move |_| control.close()>
                    {Speech::expect().words(ConsoleWords).cancel()}
                </button>
                <button type="submit" class="button primary" aria-busy=form.busy()>{words.create()}</button>
            </div>
        </form>
    }
}

/// A key made of a name: its letters and digits in lower case, without accents, with hyphens between words.
fn key_of(name: &str) -> String {
    let plain = String::from(
        js_sys::JsString::from(name)
            .normalize("NFD")
            .to_lower_case(),
    );
    let mut key = String::new();
    for character in plain.chars() {
        match character {
            'a'..='z' | '0'..='9' => key.push(character),
            '\u{300}'..='\u{36f}' => {}
            _ if !key.is_empty() && !key.ends_with('-') => key.push('-'),
            _ => {}
        }
    }
    key.trim_end_matches('-').to_owned()
}
