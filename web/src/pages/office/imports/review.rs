//! What the file would do, in totals and row by row, and the button that does it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{desk::Desk, rows::RowTable};
use crate::api::imports::{Import, RowClass, confirm};
use crate::components::field::Checkbox;
use crate::components::status_line::Status;
use crate::locales::{Speech, imports::ImportWords};
use crate::pages::frame::session::Session;
use crate::paths;

/// Rows that change something.
const DOES: [RowClass; 2] = [RowClass::New, RowClass::Update];
/// Rows that have to be mended first.
const MENDS: [RowClass; 2] = [RowClass::Invalid, RowClass::DuplicateInFile];

/// The id of the button that carries a file out.
pub(super) const CONFIRM: &str = "confirm";

/// The look before the leap.
#[component]
pub fn Review(
    /// The file.
    import: Import,
    /// Whether the people it adds are invited at once; kept while the file is read again.
    invite: RwSignal<bool>,
    /// Called with the file's id once it has been carried out.
    done: Callback<cynic::Id>,
    /// Where the file lies, if it can be corrected.
    #[prop(optional)]
    desk: Option<Desk>,
) -> impl IntoView {
    let speech = Speech::expect();
    let words = speech.words(ImportWords);
    let mends = import.count(&MENDS) > 0;
    let download = paths::import_result(import.id.inner());
    let encoding = import.encoding.clone();
    let busy = desk.map_or_else(|| RwSignal::new(false), |desk| desk.busy);
    let short = desk.filter(|desk| mends && desk.is_short());
    let correct = short.map(|desk| {
        let correct = move |_| desk.correct(encoding.clone());
        view! { <button type="button" class="button" on:click=correct>{words.correct()}</button> }
    });
    // Whoever comes back to its address has not got the file here; a long one is mended where it was made.
    let hint = if desk.is_some_and(Desk::is_editable) {
        words.mend_hint()
    } else {
        words.mend_file_hint()
    };
    view! {
        <section class="stack" aria-labelledby="rows-title">
            <header class="head">
                <div class="head-words"><h2 id="rows-title">{import.file_name.clone()}</h2></div>
                {correct}
                {mends.then(|| view! { <a class="button" href=download download="">{words.download_check()}</a> })}
            </header>
            {mends.then(|| view! { <p class="muted">{hint}</p> })}
            <Confirm import=import.clone() invite done busy />
            {match desk {
                Some(desk) => view! { <RowTable import desk /> }.into_any(),
                None => view! { <RowTable import /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Confirm(
    import: Import,
    invite: RwSignal<bool>,
    done: Callback<cynic::Id>,
    /// Whether it must wait: the file is being read again, or carried out already.
    busy: RwSignal<bool>,
) -> impl IntoView {
    let (speech, session, status) = (Speech::expect(), Session::expect(), Status::expect());
    let words = speech.words(ImportWords);
    let count = import.count(&DOES);
    let id = StoredValue::new(import.id.clone());
    let carry_out = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let id = id.get_value();
            let answer = confirm(id.clone(), invite.get_untracked()).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(Ok(_)) => done.run(id),
                Ok(Err(errors)) => {
                    let messages: Vec<String> =
                        errors.into_iter().map(|error| error.message).collect();
                    status.regret(messages.join(" "));
                }
                Err(failure) => status.regret(session.explain(&failure, speech)),
            }
        });
    };
    if count == 0 {
        return view! { <p class="notice">{words.nothing_to_do()}</p> }.into_any();
    }
    let new = import.count(&[RowClass::New]) > 0;
    let organization = session.organization().get_untracked();
    let by_itself = organization.is_some_and(|organization| organization.auto_invite);
    let switch = if by_itself {
        words.auto_on()
    } else {
        words.auto_off()
    };
    let hint = format!("{} {switch}", words.invite_hint());
    view! {
        <div class="card">
            {makes(&import)}
            {new.then(|| view! { <Checkbox label=words.invite() value=invite hint=hint /> })}
            <div class="form-end">
                <button id=CONFIRM type="button" class="button primary" aria-busy=move || busy.get().to_string() on:click=carry_out>
                    {words.confirm(speech.count(count))}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// What of the organisation the file would make.
fn makes(import: &Import) -> AnyView {
    let speech = Speech::expect();
    let words = speech.words(ImportWords);
    let lists = |names: &[String]| speech.list(names);
    let teams = (!import.new_teams.is_empty()).then(|| words.new_teams(&lists(&import.new_teams)));
    let products =
        (!import.new_products.is_empty()).then(|| words.new_products(&lists(&import.new_products)));
    let made = [teams, products].into_iter().flatten();
    made.map(|made| view! { <p>{made}</p> })
        .collect_view()
        .into_any()
}
