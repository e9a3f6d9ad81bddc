//! Instants in words. One timer keeps every relative time of the page current.

use std::time::Duration;

use leptos::prelude::*;

use crate::browser;
use crate::locales::Speech;

/// The present, in milliseconds, renewed every 20 seconds for everyone who looks.
#[derive(Clone, Copy)]
pub struct Present(RwSignal<f64>);

impl Present {
    /// Starts the clock of the application.
    pub fn provide() -> Self {
        let present = Self(RwSignal::new(browser::now()));
        set_interval(
            move || present.0.set(browser::now()),
            Duration::from_secs(20),
        );
        provide_context(present);
        present
    }

    /// The clock of the application.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Now, tracked.
    pub fn get(self) -> f64 {
        self.0.get()
    }
}

/// Now, in milliseconds, renewed every second while the present owner lives.
pub fn seconds() -> RwSignal<f64> {
    let now = RwSignal::new(browser::now());
    let tick = move || {
        // Its owner may be gone by then.
        let _ = now.try_set(browser::now());
    };
    let every = set_interval_with_handle(tick, Duration::from_secs(1)).ok();
    on_cleanup(move || {
        if let Some(every) = every {
            every.clear();
        }
    });
    now
}

/// How long ago, or in how long; in full on hover.
#[component]
pub fn RelativeTime(
    /// Milliseconds since 1970.
    at: f64,
) -> impl IntoView {
    let (speech, present) = (Speech::expect(), Present::expect());
    view! {
        <time datetime=iso(at) title=speech.moment(at)>
            {move || {
                // What happened after the last tick, or by a server clock a little ahead, is not in the future.
                let now = present.get();
                speech.relative(at.min(now), now)
            }}
        </time>
    }
}

/// Date and time in full.
#[component]
pub fn FullTime(
    /// Milliseconds since 1970.
    #[prop(into)]
    at: Signal<f64>,
) -> impl IntoView {
    let speech = Speech::expect();
    view! { <time datetime=move || iso(at.get())>{move || speech.moment(at.get())}</time> }
}

/// As RFC 3339; nothing for what is no instant.
pub fn iso(at: f64) -> String {
    let date = js_sys::Date::new(&at.into());
    // Only an invalid date has no ISO form.
    if at.is_nan() {
        String::new()
    } else {
        date.to_iso_string().into()
    }
}
