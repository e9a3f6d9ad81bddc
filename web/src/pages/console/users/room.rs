//! How much room the table has: what its styles hide (`styles/users.css`), fifty times, is not even made.

use leptos::{ev, prelude::*};

use crate::browser::is_at_most;

/// How much, by the widths at which the styles change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// A phone's: where they stand is said below the name.
    Narrow,
    /// Without the column that says when they were added.
    Usual,
    /// For every column.
    Wide,
}

impl Room {
    fn now() -> Self {
        if is_at_most("40rem") {
            Self::Narrow
        } else if is_at_most("96rem") {
            Self::Usual
        } else {
            Self::Wide
        }
    }

    /// Follows the window for as long as the present owner lives.
    pub fn follow() -> RwSignal<Self> {
        let room = RwSignal::new(Self::now());
        let resized = window_event_listener(ev::resize, move |_| {
            let now = Self::now();
            if room.get_untracked() != now {
                room.set(now);
            }
        });
        on_cleanup(move || resized.remove());
        room
    }
}
