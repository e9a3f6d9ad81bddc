//! The rows of a file: a chip for each kind, the first rows, and what is wrong with each.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{cells, desk::Desk};
use crate::api::imports::{Import, ImportColumn, Row, RowClass, Rows, rows};
use crate::components::badge::Tone;
use crate::components::status_line::Status;
use crate::locales::{Speech, imports::ImportWords};
use crate::pages::frame::session::Session;

/// The kinds in the order in which somebody looks for them.
const KINDS: [RowClass; 8] = [
    RowClass::Invalid,
    RowClass::DuplicateInFile,
    RowClass::New,
    RowClass::Update,
    RowClass::Unchanged,
    RowClass::AlreadyInvited,
    RowClass::AlreadyActive,
    RowClass::Deactivated,
];

/// The rows, with what each does.
#[component]
pub fn RowTable(
    /// Whose.
    import: Import,
    /// Where its file lies, if its rows can be mended.
    #[prop(optional)]
    desk: Option<Desk>,
) -> impl IntoView {
    let (speech, session, status) = (Speech::expect(), Session::expect(), Status::expect());
    let words = speech.words(ImportWords);
    // The kind that is looked at outlives each further reading, as long as there are rows of it.
    let kind = desk.map_or_else(|| RwSignal::new(None), |desk| desk.kind);
    let here = |class: &RowClass| import.count(&[*class]) > 0;
    if kind.with_untracked(|kind| kind.is_some_and(|kind| !here(&kind))) {
        kind.set(None);
    }
    let shown = RwSignal::new(None::<Rows>);
    let id = StoredValue::new(import.id.clone());
    let read = move |more: bool| {
        let class = kind.get_untracked();
        let before = shown.get_untracked().filter(|_| more).unwrap_or_default();
        spawn_local(async move {
            match rows(id.get_value(), class.map(|class| vec![class]), before.next).await {
                // Another kind may have been chosen meanwhile.
                Ok(next) if kind.try_get_untracked() == Some(class) => {
                    let rows = before.rows.into_iter().chain(next.rows).collect();
                    shown.set(Some(Rows { rows, ..next }));
                    if let Some(cell) = desk.and_then(Desk::left_at) {
                        cells::refocus(cell);
                    }
                }
                Ok(_) => {}
                Err(failure) => status.regret(session.explain(&failure, speech)),
            }
        });
    };
    Effect::new(move || {
        kind.track();
        read(false);
    });
    let chip = move |class: Option<RowClass>, count: i32| {
        let label = class.map_or(words.all(), |class| words.class(class));
        let alert = class == Some(RowClass::Invalid);
        view! {
            <li><button type="button" class="chip" class:alert=alert aria-pressed=move || (kind.get() == class).to_string()
                on:click=move |_| kind.set(class)>{label} " " <span class="num">{speech.number(count)}</span></button></li>
        }
    };
    let kinds = KINDS
        .into_iter()
        .map(|class| (Some(class), import.count(&[class])))
        .filter(|(_, count)| *count > 0);
    let all = import.counts.iter().map(|count| count.count).sum();
    let chips = std::iter::once((None, all))
        .chain(kinds)
        .map(|(class, count)| chip(class, count))
        .collect_view();
    let columns = StoredValue::new(import.columns);
    let caption = words.caption(&import.file_name);
    view! {
        <ul class="chips" role="list" aria-label=words.rows()>{chips}</ul>
        {move || shown.get().map(|shown| {
            let more = shown.next.is_some();
            view! {
                <div class="table-wrap" tabindex="0" role="region" aria-label=caption.clone()>
                    {columns.with_value(|columns| table(columns, shown.rows, desk))}
                </div>
                {more.then(|| view! { <div><button type="button" class="button" on:click=move |_| read(true)>{words.show_more()}</button></div> })}
            }
        })}
    }
}

fn table(columns: &[ImportColumn], rows: Vec<Row>, desk: Option<Desk>) -> impl IntoView + use<> {
    let words = Speech::expect().words(ImportWords);
    if rows.is_empty() {
        return view! { <p class="empty muted">{words.no_rows()}</p> }.into_any();
    }
    let headings = (1..).zip(columns).map(|(number, column)| {
        let heading = column
            .heading
            .clone()
            .unwrap_or_else(|| words.column(number));
        view! { <th scope="col">{heading}</th> }
    });
    let headings = headings.collect_view();
    let rows = rows
        .into_iter()
        .map(|row| self::row(columns, row, desk))
        .collect_view();
    view! {
        <table class="table sheet">
            <thead><tr><th scope="col" class="num">{words.line()}</th><th scope="col">{words.outcome()}</th>{headings}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(columns: &[ImportColumn], row: Row, desk: Option<Desk>) -> AnyView {
    let speech = Speech::expect();
    let words = speech.words(ImportWords);
    let reasons = row
        .problems
        .iter()
        .map(|problem| view! { <p class="error">{problem.message.clone()}</p> })
        .collect_view();
    let (line, class) = (row.line, row.class);
    let reasons = view! { <td class="why" id=format!("why-{line}")><span class=tone(class).class()>{words.class(class)}</span>{reasons}</td> };
    let number = view! { <th scope="row" class="num">{speech.number(line)}</th> };
    let desk = desk.filter(|desk| desk.is_editable() && cells::is_mendable(&row));
    if let Some(desk) = desk {
        let cells = cells::fields(columns, &row, desk);
        return view! {
            <tr class="mend" on:focusout=move |event| cells::left(&event, line, desk) on:keydown=move |event| cells::pressed(&event, line, desk)>
                {number} {reasons} {cells}
            </tr>
        }
        .into_any();
    }
    let cells = columns.iter().enumerate().map(|(place, column)| {
        let wrong = column.field.is_some_and(|field| row.is_wrong(field));
        let class = if column.field.is_none() { "left-out" } else { "" };
        view! { <td class=class class:wrong=wrong>{row.cells.get(place).cloned().unwrap_or_default()}</td> }
    });
    let cells = cells.collect_view();
    view! { <tr>{number} {reasons} {cells}</tr> }.into_any()
}

fn tone(class: RowClass) -> Tone {
    match class {
        RowClass::New => Tone::Good,
        RowClass::Update => Tone::Info,
        RowClass::Invalid => Tone::Bad,
        RowClass::DuplicateInFile | RowClass::Deactivated => Tone::Warn,
        RowClass::Unchanged | RowClass::AlreadyActive | RowClass::AlreadyInvited => Tone::Quiet,
    }
}
