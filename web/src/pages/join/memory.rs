//! What the page remembers in this tab, so that a reload in a tunnel costs nothing: the link, the preview and what was typed.
//! Never the password.

use serde::{Deserialize, Serialize};

/// Where it is kept, in the tab's own storage: closed with the tab, seen by no other.
const KEY: &str = "bienvenue.join";

/// What the server put into the page: the fields of `InvitationPreview` that the later steps need.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Preview {
    /// `OPEN`, `EXPIRED` and so on.
    pub(super) state: String,
    /// The organisation one would join.
    pub(super) organization_name: Option<String>,
    /// The languages one may choose.
    pub(super) locales: Vec<String>,
    /// Whether the name is still unknown.
    pub(super) asks_full_name: Option<bool>,
}

impl Preview {
    /// Whether the link works.
    pub(super) fn is_open(&self) -> bool {
        self.state == "OPEN"
    }

    /// Whether a fresh link may be asked for.
    pub(super) fn is_renewable(&self) -> bool {
        matches!(self.state.as_str(), "EXPIRED" | "SUPERSEDED")
    }
}

/// Who joined, for the last screen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Welcome {
    /// The address to sign in with.
    pub(super) address: Option<String>,
    /// What one now has access to.
    pub(super) products: Vec<String>,
    /// Whether the console is theirs to see.
    pub(super) admin: bool,
}

/// Everything that survives a reload.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Memory {
    /// The secret of the link, once it has left the address bar.
    pub(super) token: String,
    /// What the link offers.
    pub(super) preview: Preview,
    /// The name as typed so far.
    #[serde(default)]
    pub(super) name: String,
    /// The tag of the language in use.
    pub(super) language: String,
    /// Set once the invitation is accepted.
    #[serde(default)]
    pub(super) welcome: Option<Welcome>,
}

impl Memory {
    /// What this tab remembers.
    pub(super) fn recall() -> Option<Self> {
        serde_json::from_str(&storage()?.get_item(KEY).ok()??).ok()
    }

    /// Keeps it. Where storage is refused (private windows, policies) a reload asks again: nothing else is lost.
    pub(super) fn keep(&self) {
        if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(self)) {
            let _ = storage.set_item(KEY, &text);
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}
