//! The steps of joining, and which of them may be shown when.

/// A screen of the join page. Each has a fragment of the address, so that Back and reload mean what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// What the server rendered: the offer, or why the link does not work.
    First,
    /// The name, when it is unknown.
    Name,
    /// The language.
    Language,
    /// The password, and the yes.
    Password,
    /// In.
    Welcome,
    /// The no.
    Decline,
    /// A fresh link in place of one that ended.
    FreshLink,
    /// No link at hand: the page was opened without one.
    Lost,
}

/// What decides which steps are open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Progress {
    /// Whether the page knows a link.
    pub(super) has_link: bool,
    /// Whether the link works.
    pub(super) open: bool,
    /// Whether a fresh one may be asked for.
    pub(super) renewable: bool,
    /// Whether the name must be asked.
    pub(super) asks_name: bool,
    /// Whether a name was given.
    pub(super) named: bool,
    /// Whether the invitation was accepted.
    pub(super) joined: bool,
}

impl Step {
    /// Reads `#name` and its like.
    pub(super) fn of_fragment(fragment: &str) -> Self {
        match fragment.trim_start_matches('#') {
            "name" => Self::Name,
            "language" => Self::Language,
            "password" => Self::Password,
            "welcome" => Self::Welcome,
            "decline" => Self::Decline,
            "fresh-link" => Self::FreshLink,
            _ => Self::First,
        }
    }

    /// The fragment of this step, with its `#`; nothing for the first.
    pub(super) fn fragment(self) -> &'static str {
        match self {
            Self::First | Self::Lost => "",
            Self::Name => "#name",
            Self::Language => "#language",
            Self::Password => "#password",
            Self::Welcome => "#welcome",
            Self::Decline => "#decline",
            Self::FreshLink => "#fresh-link",
        }
    }

    /// This step if it is open now, else the nearest before it. An address typed or kept from yesterday is never trusted.
    pub(super) fn allowed(self, progress: Progress) -> Self {
        match self {
            _ if progress.joined => Self::Welcome,
            _ if !progress.has_link => Self::Lost,
            Self::FreshLink if progress.renewable => self,
            _ if !progress.open => Self::First,
            Self::Name if !progress.asks_name => Self::Language,
            Self::Language | Self::Password if progress.asks_name && !progress.named => Self::Name,
            Self::Welcome | Self::FreshLink | Self::Lost => Self::First,
            step => step,
        }
    }

    /// The step before this one.
    pub(super) fn previous(self, progress: Progress) -> Self {
        match self {
            Self::Password => Self::Language,
            Self::Language if progress.asks_name => Self::Name,
            _ => Self::First,
        }
    }

    /// Position of this step among the decisions and how many those are; none for a screen that is no decision.
    pub(super) fn position(self, progress: Progress) -> Option<(usize, usize)> {
        let before = usize::from(progress.asks_name);
        match self {
            Self::Name => Some((1, 2 + before)),
            Self::Language => Some((1 + before, 2 + before)),
            Self::Password => Some((2 + before, 2 + before)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Progress, Step};

    const START: Progress = Progress {
        has_link: true,
        open: true,
        renewable: false,
        asks_name: true,
        named: false,
        joined: false,
    };

    #[test]
    fn nobody_reaches_the_password_without_a_name() {
        assert_eq!(Step::Password.allowed(START), Step::Name);
        assert_eq!(
            Step::Password.allowed(Progress {
                named: true,
                ..START
            }),
            Step::Password
        );
    }

    #[test]
    fn a_known_name_is_not_asked_again() {
        let known = Progress {
            asks_name: false,
            ..START
        };
        assert_eq!(Step::Name.allowed(known), Step::Language);
        assert_eq!(Step::Language.previous(known), Step::First);
        assert_eq!(Step::Password.position(known), Some((2, 2)));
        assert_eq!(Step::Password.position(START), Some((3, 3)));
    }

    #[test]
    fn after_joining_every_address_shows_the_welcome() {
        let joined = Progress {
            joined: true,
            has_link: false,
            ..START
        };
        assert_eq!(Step::Password.allowed(joined), Step::Welcome);
        assert_eq!(Step::First.allowed(joined), Step::Welcome);
    }

    #[test]
    fn a_link_that_ended_leads_nowhere_but_to_a_fresh_one() {
        let expired = Progress {
            open: false,
            renewable: true,
            ..START
        };
        assert_eq!(Step::Password.allowed(expired), Step::First);
        assert_eq!(Step::Decline.allowed(expired), Step::First);
        assert_eq!(Step::FreshLink.allowed(expired), Step::FreshLink);
        assert_eq!(Step::FreshLink.allowed(START), Step::First);
    }

    #[test]
    fn without_a_link_there_is_nothing_to_do_here() {
        assert_eq!(
            Step::Name.allowed(Progress {
                has_link: false,
                ..START
            }),
            Step::Lost
        );
    }

    #[test]
    fn fragments_read_back() {
        for step in [
            Step::First,
            Step::Name,
            Step::Language,
            Step::Password,
            Step::Welcome,
            Step::Decline,
            Step::FreshLink,
        ] {
            assert_eq!(Step::of_fragment(step.fragment()), step);
        }
    }
}
