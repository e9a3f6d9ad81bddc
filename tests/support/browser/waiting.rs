//! Waiting for what a page does in its own time, and saying what is there instead when it does not.

use std::time::Duration;

use super::{Locator, eventually, tree::plain, within};
use crate::PATIENCE;

impl Locator<'_> {
    /// Waits until it is there.
    pub async fn wait(&self) {
        if eventually(async || self.found().await).await.is_none() {
            self.missing().await
        }
    }

    /// Waits until it is there no more.
    pub async fn gone(&self) {
        eventually(async || {
            self.nodes()
                .await
                .is_ok_and(|nodes| nodes.is_empty())
                .then_some(())
        })
        .await
        .unwrap_or_else(|| panic!("{self} is still there"));
    }

    /// Waits until it says this.
    pub async fn reads(&self, words: &str) {
        self.reads_within(PATIENCE, words).await;
    }

    /// Waits until it says this, but no longer.
    pub async fn reads_within(&self, patience: Duration, words: &str) {
        if within(patience, async || {
            self.seen()
                .await
                .is_some_and(|text| text.contains(words))
                .then_some(())
        })
        .await
        .is_none()
        {
            panic!(
                "{self} does not say “{words}” after {patience:?}, but: {}",
                self.text().await
            );
        }
    }

    /// Waits until an attribute of its element has this value.
    pub async fn attribute_is(&self, name: &str, value: &str) {
        let there = async || {
            self.found()
                .await?
                .attr(name)
                .await
                .ok()?
                .filter(|found| found == value)
        };
        if eventually(there).await.is_none() {
            panic!(
                "{self} has no {name}={value}, but {:?}",
                self.attribute(name).await
            );
        }
    }

    /// The words in it now, if it is there.
    async fn seen(&self) -> Option<String> {
        self.found()
            .await?
            .text()
            .await
            .ok()
            .map(|text| plain(&text))
    }

    /// Whether it has the keyboard now.
    pub async fn is_focused(&self) -> bool {
        let focused = self.window.client.active_element().await;
        match (self.found().await, focused) {
            (Some(element), Ok(focused)) => focused.element_id() == element.element_id(),
            _ => false,
        }
    }

    /// Waits until it has the keyboard.
    pub async fn has_focus(&self) {
        if eventually(async || self.is_focused().await.then_some(()))
            .await
            .is_none()
        {
            panic!(
                "{self} has not the keyboard, but {}",
                self.window.focused().await
            );
        }
    }
}
