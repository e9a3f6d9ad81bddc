//! The heading of a page: after a navigation it takes the focus, so that a screen reader begins there, and names the tab.

use leptos::{html, prelude::*};

use crate::browser::location::Navigation;
use crate::locales::{Speech, console::ConsoleWords};

/// A page's heading with what can be done on the page.
#[component]
pub fn PageHead(
    /// The heading, also the tab's title.
    #[prop(into)]
    title: String,
    /// Beside the heading, quietly: a number.
    #[prop(optional, into)]
    aside: ViewFn,
    /// A sentence below it.
    #[prop(optional, into)]
    about: Option<String>,
    /// Buttons at the end of the line.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let node = NodeRef::<html::H1>::new();
    document().set_title(&Speech::expect().words(ConsoleWords).title(&title));
    let moved = Navigation::expect().has_moved();
    Effect::new(move || {
        if let Some(heading) = node.get()
            && moved
        {
            let _ = heading.focus();
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    view! {
        <header class="head">
            <div class="head-words">
                <h1 node_ref=node tabindex="-1">{title} {aside.run()}</h1>
                {about.map(|about| view! { <p class="muted">{about}</p> })}
            </div>
            {children.map(|children| view! { <div class="head-actions">{children()}</div> })}
        </header>
    }
}
