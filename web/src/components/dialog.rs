//! A modal `<dialog>`: the platform keeps the focus inside and gives it back.

use leptos::{ev, html, prelude::*};

use super::fresh_id;
use super::icon::{Draw, Icon};
use crate::locales::{Speech, console::ConsoleWords};

/// Closes the dialog around the present owner: `DialogControl::expect().close()`.
#[derive(Clone, Copy)]
pub struct DialogControl(NodeRef<html::Dialog>);

impl DialogControl {
    /// The control of the dialog that this part of the page lies in.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Closes it. Its `on_close` follows.
    pub fn close(self) {
        if let Some(dialog) = self.0.get_untracked() {
            dialog.close();
        }
    }
}

/// A dialog that is open as long as it is mounted. Mount it to open it; unmount it in `on_close`, so that the focus has returned by then.
#[component]
pub fn Dialog(
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// Runs once it is closed, however it was closed.
    #[prop(into)]
    on_close: Callback<()>,
    /// `drawer` or `wide`; a plain dialog without.
    #[prop(default = "")]
    class: &'static str,
    /// Closes on a click beside it: for dialogs in which nothing can be lost.
    #[prop(optional)]
    light: bool,
    /// Its content.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    provide_context(DialogControl(node));
    Effect::new(move || {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            // Fails only for an element that is not in the document; a mounted one is.
            let _ = dialog.show_modal();
        }
    });
    let heading = fresh_id("dialog");
    let labelled_by = heading.clone();
    let close_words = Speech::expect().words(ConsoleWords).close();
    let beside = move |event: ev::MouseEvent| {
        let on_backdrop = event.target() == node.get_untracked().map(Into::into);
        if light && on_backdrop {
            DialogControl(node).close();
        }
    };
    view! {
        <dialog node_ref=node class=class aria-labelledby=labelled_by on:close=move |_| on_close.run(()) on:mousedown=beside>
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2 id=heading>{title}</h2>
                    <button type="button" class="button quiet icon-only" aria-label=close_words on:click=move |_| DialogControl(node).close()>
                        <Draw icon=Icon::Close />
                    </button>
                </header>
                {children()}
            </div>
        </dialog>
    }
}
