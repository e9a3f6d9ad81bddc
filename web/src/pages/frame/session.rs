//! Who is signed in and to which organisation: known once, used by every page.

use futures_util::future::join;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::Failure;
use crate::api::organization::{Organization, organization};
use crate::api::users::set_locale;
use crate::api::values::Channel;
use crate::api::viewer::{self, Presence, Viewer};
use crate::locales::{Language, Speech, console::ConsoleWords};

/// What is known of who is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knowledge {
    /// The question is on its way.
    Asking,
    /// No answer came.
    Unreachable,
    /// The answer is there.
    Known,
}

/// The session, found with [`Session::expect`].
#[derive(Clone, Copy)]
pub struct Session {
    knowledge: RwSignal<Knowledge>,
    setup_pending: RwSignal<bool>,
    viewer: RwSignal<Option<Viewer>>,
    organization: RwSignal<Option<Organization>>,
    language: RwSignal<Language>,
}

impl Session {
    /// Makes the session of the application.
    pub fn provide() -> Self {
        let session = Self {
            knowledge: RwSignal::new(Knowledge::Asking),
            setup_pending: RwSignal::new(false),
            viewer: RwSignal::new(None),
            organization: RwSignal::new(None),
            language: RwSignal::new(Language::of_browser()),
        };
        provide_context(session);
        session
    }

    /// The session of the application.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Asks the server who is there. Both questions travel together, though the second is answered only to a viewer.
    pub fn load(self) {
        self.knowledge.set(Knowledge::Asking);
        spawn_local(async move {
            match join(viewer::presence(), organization()).await {
                (Ok(presence), organization) => self.learn(presence, organization.ok()),
                (Err(_), _) => self.knowledge.set(Knowledge::Unreachable),
            }
        });
    }

    fn learn(self, presence: Presence, organization: Option<Organization>) {
        self.setup_pending.set(presence.setup_pending);
        self.organization.set(organization);
        self.adopt_language(presence.viewer.as_ref());
        self.viewer.set(presence.viewer);
        self.knowledge.set(Knowledge::Known);
    }

    fn adopt_language(self, viewer: Option<&Viewer>) {
        let preferred = viewer.and_then(|viewer| Language::from_tag(&viewer.locale.0));
        if let Some(language) = preferred
            && language != self.language.get_untracked()
        {
            self.language.set(language);
        }
    }

    /// Takes over a viewer who has just signed in or set up, and reads the organisation.
    pub fn enter(self, viewer: Viewer) {
        self.knowledge.set(Knowledge::Asking);
        spawn_local(async move {
            let presence = Presence {
                setup_pending: false,
                viewer: Some(viewer),
            };
            self.learn(presence, organization().await.ok());
        });
    }

    /// Forgets the viewer: every page leads to the sign-in now.
    pub fn leave(self) {
        self.viewer.set(None);
        self.organization.set(None);
    }

    /// Reads the organisation again, after something of it was changed.
    pub fn refresh_organization(self) {
        spawn_local(async move {
            if let Ok(organization) = organization().await {
                self.organization.set(Some(organization));
            }
        });
    }

    /// Takes over what the server answered about the viewer after a change.
    pub fn renew_viewer(self, viewer: Viewer) {
        self.viewer.set(Some(viewer));
    }

    /// Takes over what the server answered about the organisation after a change.
    pub fn renew_organization(self, organization: Organization) {
        self.organization.set(Some(organization));
    }

    /// What to say about a failure. An ended session leads to the sign-in as well.
    pub fn explain(self, failure: &Failure, speech: Speech) -> String {
        let words = speech.words(ConsoleWords);
        match failure {
            Failure::Unreachable => words.unreachable().to_owned(),
            Failure::TooMany => words.too_many().to_owned(),
            Failure::Refused(reason) => words.refused(reason),
            Failure::SignedOut => {
                self.leave();
                words.signed_out().to_owned()
            }
        }
    }

    /// What is known.
    pub fn knowledge(self) -> Knowledge {
        self.knowledge.get()
    }

    /// Whether the server waits for its first organisation.
    pub fn setup_pending(self) -> bool {
        self.setup_pending.get()
    }

    /// Who is signed in.
    pub fn viewer(self) -> Signal<Option<Viewer>> {
        self.viewer.into()
    }

    /// The viewer's organisation.
    pub fn organization(self) -> Signal<Option<Organization>> {
        self.organization.into()
    }

    /// Whether messages of the organisation can be sent by a channel now.
    pub fn can_send(self, channel: Channel) -> bool {
        self.organization
            .with_untracked(|known| known.as_ref().is_some_and(|known| known.can_send(channel)))
    }

    /// The language of the console: the viewer's; the browser's before that is known.
    pub fn language(self) -> Signal<Language> {
        self.language.into()
    }

    /// Speaks another language from now on, here and at the next sign-in.
    pub fn choose_language(self, language: Language) {
        self.language.set(language);
        let Some(id) = self
            .viewer
            .with_untracked(|viewer| viewer.as_ref().map(|viewer| viewer.id.clone()))
        else {
            return;
        };
        spawn_local(async move {
            // Not worth a complaint: the console already speaks it, only the next sign-in would not.
            let _ = set_locale(id, language.tag()).await;
        });
    }
}
