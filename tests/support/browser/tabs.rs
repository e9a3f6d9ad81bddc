//! Where a link in a frame leads: to a tab of its own.

use fantoccini::Locator as Place;

use super::{Locator, Window, eventually};

impl Window {
    /// Clicks a link in a frame, as a person does who does not know that there is one, and looks from then on at the tab that it
    /// opens. What lies in a frame is not in the tree of the page around it, so its link is found by its words.
    ///
    /// # Panics
    /// When there is no such link, or when no tab is opened.
    pub async fn follow(&self, frame: &Locator<'_>, link: &str) {
        frame.wait().await;
        let before = self.client.windows().await.expect("there is a tab");
        let frame = frame.found().await.expect("it was there");
        frame.enter_frame().await.expect("a frame can be entered");
        let link = eventually(async || self.client.find(Place::LinkText(link)).await.ok()).await;
        let link = link.expect("the frame has this link");
        link.click().await.expect("the link can be clicked");
        let opened = eventually(async || {
            let tabs = self.client.windows().await.ok()?;
            tabs.into_iter().find(|tab| !before.contains(tab))
        });
        let opened = opened.await.expect("the link opens a tab");
        let switched = self.client.switch_to_window(opened).await;
        switched.expect("the tab can be looked at");
        self.furnish().await;
    }
}
