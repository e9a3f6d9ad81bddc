//! Our words, in every language we speak. Each page has a file of words in which the languages stand side by side, declared with
//! [`words!`]: a missing translation does not compile, an unused one is not shipped. Numbers, dates and plurals are the browser's
//! (`formats`).

pub mod account;
pub mod catalogue;
pub mod console;
pub mod door;
pub mod formats;
pub mod imports;
pub mod insights;
pub mod join;
pub mod organization;
pub mod reminder_plan;
pub mod slack;
pub mod speech;
pub mod tokens;
pub mod users;
pub mod values;

pub use formats::{Count, Formats};
pub use speech::Speech;

/// A language in which the product is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
}

impl Language {
    /// Every language, as offered in menus.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// The language's name in itself: the one form that its speakers always recognise.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
        }
    }

    /// The language of a tag such as `fr-CA`; none when we do not speak it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The first of the browser's languages that we speak, else English.
    pub fn of_browser() -> Self {
        let preferred = web_sys::window()
            .map(|window| window.navigator().languages())
            .unwrap_or_default();
        preferred
            .iter()
            .filter_map(|tag| tag.as_string())
            .find_map(|tag| Self::from_tag(&tag))
            .unwrap_or(Self::En)
    }
}

/// Declares the words of a page: a type that holds a language and has a method for each phrase.
///
/// ```text
/// words! {
///     /// Settings > Teams.
///     TeamsWords {
///         title = "Teams", "Équipes";
///         members(count: Count) = format!("{count} members"), format!("{count} membres");
///     }
/// }
/// ```
///
/// English first, then French. `TeamsWords(language).title()` is a `&'static str`, a phrase with arguments is a `String`.
macro_rules! words {
    ($(#[$about:meta])* $name:ident {
        $($key:ident $(($($arg:ident: $type:ty),+))? = $en:expr, $fr:expr;)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name(pub $crate::locales::Language);

        impl $name {
            $($crate::locales::words!(@phrase $key $(($($arg: $type),+))? = $en, $fr);)*
        }
    };
    (@phrase $key:ident = $en:expr, $fr:expr) => {
        #[doc = concat!("“", $en, "”")]
        pub const fn $key(self) -> &'static str {
            match self.0 {
                $crate::locales::Language::En => $en,
                $crate::locales::Language::Fr => $fr,
            }
        }
    };
    (@phrase $key:ident($($arg:ident: $type:ty),+) = $en:expr, $fr:expr) => {
        #[doc = concat!("`", stringify!($en), "`")]
        pub fn $key(self, $($arg: $type),+) -> String {
            match self.0 {
                $crate::locales::Language::En => $en,
                $crate::locales::Language::Fr => $fr,
            }
        }
    };
}
pub(crate) use words;
