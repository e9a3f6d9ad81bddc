//! Drawings of one line each, on a grid of 24, hidden from screen readers: the words beside them say it.

use leptos::prelude::*;

/// A drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they show")]
pub enum Icon {
    Activity,
    Alert,
    Box,
    Building,
    Chart,
    Check,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    Close,
    Copy,
    Dots,
    ArrowDown,
    ArrowUp,
    Filter,
    Inbox,
    Key,
    Link,
    Mail,
    Minus,
    Pause,
    Pencil,
    Person,
    Persons,
    Play,
    Plus,
    Search,
    SignOut,
    Team,
    Trash,
    Undo,
    Upload,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Activity => "M3 12.5h4l2.5-7 4.5 13 2.5-6H21",
            Self::Alert => {
                "M12 8.5v4.5m0 3.2v.1M10.3 4.2 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z"
            }
            Self::Box => "m12 3 8 4.4v9.2L12 21l-8-4.4V7.4L12 3Zm0 9 8-4.6M12 12 4 7.4m8 4.6v9",
            Self::Building => {
                "M5 21V5a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v16m0-11h2a2 2 0 0 1 2 2v9M3 21h18M9 7.5h2m-2 4h2m-2 4h2"
            }
            Self::Chart => "M4 20h16M6.5 16.5v-5m5.5 5V5m5.5 11.5V9",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::ChevronDown => "m6 9.5 6 6 6-6",
            Self::ChevronLeft => "m14.5 6-6 6 6 6",
            Self::ChevronRight => "m9.5 6 6 6-6 6",
            Self::Close => "m6.5 6.5 11 11m0-11-11 11",
            Self::Copy => {
                "M9 9h9a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H11a2 2 0 0 1-2-2V9Zm0 6H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v4"
            }
            Self::Dots => "M12 5.6v.01M12 12v.01M12 18.4v.01",
            Self::ArrowDown => "M12 5v14m-5.5-5.5L12 19l5.5-5.5",
            Self::ArrowUp => "M12 19V5M6.5 10.5 12 5l5.5 5.5",
            Self::Filter => "M4 6.5h16M7 12h10m-7 5.5h4",
            Self::Inbox => {
                "M4 13.5 6.6 5.4A2 2 0 0 1 8.5 4h7a2 2 0 0 1 1.9 1.4l2.6 8.1m-16 0V18a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-4.5M4 13.5h4.5a3.5 3.5 0 0 0 7 0H20"
            }
            Self::Key => {
                "M8 19.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.2-7.7L20 3m-4.2 4.2 3 3m-5.7-.3 2.2 2.2"
            }
            Self::Link => {
                "M10 14a4.5 4.5 0 0 0 6.4 0l3-3A4.5 4.5 0 0 0 13 4.6l-1 1m2 4.4a4.5 4.5 0 0 0-6.4 0l-3 3A4.5 4.5 0 0 0 11 19.4l1-1"
            }
            Self::Mail => {
                "M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Zm-1.5 1.5L12 13l8.5-6.5"
            }
            Self::Minus => "M6 12h12",
            Self::Pause => "M9 6v12m6-12v12",
            Self::Pencil => "M4 20h4L19.5 8.5a2.1 2.1 0 0 0-3-3L5 17l-1 3Zm10-12 3 3",
            Self::Person => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8.5a7.5 7.5 0 0 1 15 0",
            Self::Persons => {
                "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5a6.5 6.5 0 0 1 13 0m.5-14.8a3.5 3.5 0 0 1 0 6.6m2 2.7a6.5 6.5 0 0 1 3.5 5.5"
            }
            Self::Play => "M8 5.5v13l10.5-6.5L8 5.5Z",
            Self::Plus => "M12 5.5v13M5.5 12h13",
            Self::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm4.7-1.8L20 20",
            Self::SignOut => {
                "M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M4 12h11m-4-4.5 4.5 4.5L11 16.5"
            }
            Self::Team => {
                "M12 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm-6 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm12 0a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM12 8.5V12m-6 3.5V14a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v1.5"
            }
            Self::Trash => {
                "M4 6.5h16M9.5 6V4.5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1V6M6 6.5l.8 12.2a2 2 0 0 0 2 1.8h6.4a2 2 0 0 0 2-1.8L18 6.5m-8 4v6m4-6v6"
            }
            Self::Upload => {
                "M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3M12 15.5V4.5M7.5 9 12 4.5 16.5 9"
            }
            Self::Undo => "M8.5 5 4 9.5 8.5 14M4.5 9.5H14a6 6 0 0 1 0 12h-3",
        }
    }
}

/// Draws an icon.
#[component]
pub fn Draw(
    /// Which.
    icon: Icon,
) -> impl IntoView {
    let class = if icon == Icon::Dots {
        "icon dots"
    } else {
        "icon"
    };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true">
            <path d=icon.path()></path>
        </svg>
    }
}
