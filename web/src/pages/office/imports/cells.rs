//! The cells of a row that has to be mended, each a field: what is changed is read again once the row is left, or with Enter.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::desk::Desk;
use crate::api::imports::{ImportColumn, Row, RowClass};
use crate::api::values::UserErrorCode;
use crate::browser;
use crate::locales::{Speech, imports::ImportWords};

/// Whether a row can be mended cell by cell: not one whose quotation marks or separators are wrong.
pub fn is_mendable(row: &Row) -> bool {
    let is_faulty = matches!(row.class, RowClass::Invalid | RowClass::DuplicateInFile);
    let is_row = |code: UserErrorCode| code != UserErrorCode::RowUnreadable;
    is_faulty && row.problems.iter().all(|problem| is_row(problem.code))
}

/// The cells as fields; what no column holds stays text.
pub fn fields(columns: &[ImportColumn], row: &Row, desk: Desk) -> AnyView {
    let speech = Speech::expect();
    let words = speech.words(ImportWords);
    let line = row.line;
    let number = speech.number(line);
    let field = |(place, column): (usize, &ImportColumn)| {
        let cell = row.cells.get(place).cloned().unwrap_or_default();
        let Some(field) = column.field else {
            return view! { <td class="left-out">{cell}</td> }.into_any();
        };
        let wrong = row.is_wrong(field);
        let label = words.cell(words.field(field), &number);
        let typed =
            move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
                desk.type_cell(line, place, event.target().value());
            };
        let value = desk.typed(line, place).unwrap_or(cell);
        view! {
            <td class:wrong=wrong>
                <input class="input cell" id=format!("cell-{line}-{place}") aria-label=label aria-invalid=wrong.then_some("true")
                    aria-describedby=format!("why-{line}") autocomplete="off" spellcheck="false" prop:value=value on:input:target=typed />
            </td>
        }
        .into_any()
    };
    columns
        .iter()
        .enumerate()
        .map(field)
        .collect_view()
        .into_any()
}

/// Has the row read again when the focus leaves it.
pub fn left(event: &FocusEvent, line: i32, desk: Desk) {
    let row = event.current_target();
    let row = row.and_then(|row| row.dyn_into::<web_sys::Element>().ok());
    let to = event.related_target();
    let to = to.and_then(|to| to.dyn_into::<web_sys::Node>().ok());
    if row.is_none_or(|row| !row.contains(to.as_ref())) {
        desk.mend_row(line);
    }
}

/// Has the row read again with Enter.
pub fn pressed(event: &KeyboardEvent, line: i32, desk: Desk) {
    if event.key() == "Enter" {
        desk.mend_row(line);
    }
}

/// Gives the focus back after the rows were drawn anew: to the cell that had it if it is still to be mended, else to the next such
/// cell, else to the button that carries the file out.
pub fn refocus(cell: String) {
    request_animation_frame(move || {
        if browser::element(&cell).is_some() {
            browser::focus(&cell);
        } else if !browser::focus_first(".sheet .cell[aria-invalid=true]") {
            browser::focus(super::review::CONFIRM);
        }
    });
}
