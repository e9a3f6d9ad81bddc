//! The frame of every step: how far one is, a heading that takes the focus, the content, the ways on.

use leptos::html;
use leptos::prelude::*;

use super::journey::Journey;

/// The id of the form of a step: its button stands outside, at the bottom of the screen.
pub const FORM: &str = "step";

/// One screen. `title` is also the document's title; `deeds` are the buttons at the bottom.
#[component]
pub fn Screen(
    /// What is asked or said, in the language of the moment.
    title: Signal<String>,
    /// A sign above the heading.
    #[prop(optional, into)]
    sign: ViewFn,
    /// What stands under the heading.
    children: Children,
    /// The buttons at the bottom.
    #[prop(into)]
    deeds: ViewFn,
) -> impl IntoView {
    let journey = expect_context::<Journey>();
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    Effect::new(move |_| document().set_title(&title.get()));
    view! {
        <main class="screen">
            <div class="say">
                {progress_bar(journey)}
                {sign.run()}
                <h1 tabindex="-1" node_ref=heading>{title}</h1>
                {children()}
            </div>
            <div class="deeds">{deeds.run()}</div>
        </main>
    }
    .into_any()
}

fn progress_bar(journey: Journey) -> Option<AnyView> {
    let (step, steps) = journey.step.get_untracked().position(journey.progress())?;
    let bars = (1..=steps)
        .map(|bar| view! { <span data-reached=(bar <= step).then_some("")></span> })
        .collect_view();
    let label = move || journey.words().step_of(step, steps);
    Some(view! { <p class="steps" role="img" aria-label=label>{bars}</p> }.into_any())
}

/// The button that submits the step's form, and the way back under it.
#[component]
pub fn Onward(
    /// What the button does.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is being done.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it takes something away.
    #[prop(optional)]
    danger: bool,
) -> impl IntoView {
    let journey = expect_context::<Journey>();
    let class = if danger {
        "button danger"
    } else {
        "button primary"
    };
    view! {
        <button class=class type="submit" form=FORM aria-busy=move || busy.get().to_string()>{label}</button>
        <button class="button quiet" type="button" on:click=move |_| journey.back()>{move || journey.words().back()}</button>
    }
    .into_any()
}
