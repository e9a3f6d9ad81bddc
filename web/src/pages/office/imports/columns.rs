//! What the columns of the file hold: guessed, and mendable.

use leptos::{html, prelude::*};

use super::desk::Desk;
use crate::api::imports::{Import, ImportField};
use crate::components::field::{Checkbox, SelectField};
use crate::locales::{Speech, imports::ImportWords};

/// The columns with a choice for each.
#[component]
pub fn Columns(import: Import) -> impl IntoView {
    let (desk, speech) = (Desk::expect(), Speech::expect());
    let words = speech.words(ImportWords);
    let fields = import.columns.iter().map(|column| column.field);
    let chosen: Vec<RwSignal<String>> = fields
        .map(|field| RwSignal::new(field.map(ImportField::path).unwrap_or_default().to_owned()))
        .collect();
    let signals = chosen.clone();
    // Choosing is answered at once: the rows below show what it does.
    Effect::new(move |before: Option<Vec<String>>| {
        let now: Vec<String> = signals.iter().map(|signal| signal.get()).collect();
        if before.is_some_and(|before| before != now) {
            desk.mend(now.iter().map(|path| field(path)).collect());
        }
        now
    });
    let create = RwSignal::new(false);
    Effect::new(move |before: Option<bool>| {
        let now = create.get();
        if before.is_some_and(|before| before != now) {
            desk.create_missing(now);
        }
        now
    });
    let makes = [ImportField::Team, ImportField::Products].map(ImportField::path);
    let named = chosen.clone();
    let can_make = move || {
        named
            .iter()
            .any(|field| field.with(|field| makes.contains(&field.as_str())))
    };
    let choices: Vec<(String, String)> =
        std::iter::once((String::new(), words.left_out().to_owned()))
            .chain(
                ImportField::ALL
                    .map(|field| (field.path().to_owned(), words.field(field).to_owned())),
            )
            .collect();
    let selects = (1..)
        .zip(import.columns)
        .zip(chosen)
        .map(|((number, column), value)| {
            let heading = column.heading.filter(|heading| !heading.trim().is_empty());
            let heading = heading.unwrap_or_else(|| words.column(number));
            view! { <SelectField label=words.holds(&heading) value options=choices.clone() /> }
        });
    let selects = selects.collect_view();
    // The button that was pressed is gone with the first step: what follows it takes the focus, once for each file.
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move || {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    let understood = words.understood(&import.encoding, &words.separator(&import.separator));
    view! {
        <section class="card wide" aria-labelledby="columns-title">
            <header class="head">
                <div class="head-words"><h2 id="columns-title" node_ref=heading tabindex="-1">{words.columns()}</h2><p class="muted">{words.columns_about()} " " {understood}</p></div>
                <button type="button" class="button" on:click=move |_| desk.clear()>{words.another()}</button>
            </header>
            <div class="form-row">{selects}</div>
            {move || can_make().then(|| view! { <Checkbox label=words.missing() value=create /> })}
        </section>
    }
}

fn field(path: &str) -> Option<ImportField> {
    ImportField::ALL
        .into_iter()
        .find(|field| field.path() == path)
}
