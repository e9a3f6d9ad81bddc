//! The dialogs of the page: at most one is open over the table.

mod add;
mod ask;
mod copy_link;
mod edit;
mod keys;
mod left_out;
mod profile;

use leptos::prelude::*;

use super::deeds::Deeds;
use crate::api::invitations::OutcomeCode;
use crate::api::users::Person;
pub use ask::Ask;

/// Which dialog is open.
#[derive(Clone)]
pub enum Open {
    /// Add users.
    Add,
    /// Change someone.
    Edit(Person),
    /// A fresh link to hand over.
    CopyLink(Person),
    /// Something that wants a second thought.
    Ask(Ask),
    /// Whom a deed left out for these reasons; without one, whom its messages did not reach.
    LeftOut(cynic::Id, Vec<OutcomeCode>),
    /// The keyboard shortcuts.
    Keys,
}

/// Shows the dialog that is open.
#[component]
pub fn Dialogs() -> impl IntoView {
    let deeds = Deeds::expect();
    let close = Callback::new(move |()| deeds.dialog.set(None));
    move || match deeds.dialog.get()? {
        Open::Add => Some(view! { <add::AddUsers on_close=close /> }.into_any()),
        Open::Edit(person) => {
            Some(view! { <edit::EditUser person=person on_close=close /> }.into_any())
        }
        Open::CopyLink(person) => {
            Some(view! { <copy_link::CopyLink person=person on_close=close /> }.into_any())
        }
        Open::Ask(ask) => Some(view! { <ask::AskFirst ask=ask on_close=close /> }.into_any()),
        Open::LeftOut(id, why) => {
            Some(view! { <left_out::LeftOut id=id why=why on_close=close /> }.into_any())
        }
        Open::Keys => Some(view! { <keys::Keys on_close=close /> }.into_any()),
    }
}
