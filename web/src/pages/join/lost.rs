//! The page without a link: opened by hand, or in another tab than the one that knew it.

use leptos::prelude::*;

use super::journey::Journey;
use super::screen::Screen;
use crate::paths::Page;

/// Says how to come back.
pub(super) fn lost_screen() -> impl IntoView {
    let journey = expect_context::<Journey>();
    view! {
        <Screen
            title=Signal::derive(move || journey.words().lost_title().to_owned())
            deeds=move || view! {
                <a class="button quiet" href=Page::SignIn.path()>{move || journey.words().sign_in()}</a>
            }
        >
            <p>{move || journey.words().lost_text()}</p>
        </Screen>
    }
}
