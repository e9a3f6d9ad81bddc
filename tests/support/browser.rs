//! Headless Chromium as people use it. Each window is a browser of its own, with a fresh profile; what is on its page is found by role
//! and name. A window that is closed swears that its console held no error and that nothing broke the content security policy.

mod audit;
mod camera;
mod driver;
mod locator;
mod tabs;
mod tree;
mod waiting;

use std::{path::PathBuf, sync::Arc, time::Duration};

use fantoccini::{
    Client, ClientBuilder,
    actions::{InputSource, KeyAction, KeyActions},
    error::CmdError,
    key::Key,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout_at};

use crate::PATIENCE;
pub use audit::Scheme;
use driver::{Driver, Vendor, program};
pub use locator::Locator;
use tree::plain;

/// What a person holds in their hands.
#[derive(Clone, Copy, Debug)]
pub struct Device {
    width: u32,
    height: u32,
    phone: bool,
    language: &'static str,
}

impl Device {
    /// A desk with a screen.
    pub const DESKTOP: Self = Self {
        width: 1280,
        height: 860,
        phone: false,
        language: "en",
    };
    /// A telephone.
    pub const PHONE: Self = Self {
        width: 390,
        height: 844,
        phone: true,
        language: "en",
    };

    /// The same, set to French.
    #[must_use]
    pub const fn in_french(self) -> Self {
        Self {
            language: "fr",
            ..self
        }
    }

    /// Its language.
    #[must_use]
    pub const fn language(self) -> &'static str {
        self.language
    }

    /// Its width, in CSS pixels.
    #[must_use]
    pub const fn width(self) -> u32 {
        self.width
    }

    /// Its height, in CSS pixels.
    #[must_use]
    pub const fn height(self) -> u32 {
        self.height
    }

    /// Whether it is a telephone.
    #[must_use]
    pub const fn is_phone(self) -> bool {
        self.phone
    }
}

/// A browser with one page open.
#[derive(Debug)]
pub struct Window {
    client: Client,
    device: Device,
    /// Lives as long as the last window.
    _driver: Arc<Driver>,
}

impl Window {
    /// Opens a browser that has never been anywhere.
    pub async fn open(device: Device) -> Self {
        let driver = Driver::shared();
        let capabilities = json!({
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": {
                "binary": program("CHROMIUM", "/usr/bin/chromium"),
                "args": [
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync",
                    format!("--window-size={},{}", device.width, device.height),
                ],
                "prefs": { "intl.accept_languages": device.language },
            },
        });
        let Value::Object(capabilities) = capabilities else {
            unreachable!("written as an object")
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver.url())
            .await
            .unwrap_or_else(|error| panic!("Chromium does not start: {error}"));
        let window = Self {
            client,
            device,
            _driver: driver,
        };
        window.furnish().await;
        window
    }

    /// Gives a tab its size, its appearance, and somebody who watches it.
    async fn furnish(&self) {
        self.resize(self.device.width, self.device.height).await;
        self.prefer(Scheme::Light).await;
        self.watch(audit::WATCH).await;
    }

    /// Has a script watch every page that is opened from now on, from its first moment.
    pub async fn watch(&self, script: &str) {
        self.must(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await;
    }

    /// What it runs on.
    #[must_use]
    pub fn device(&self) -> Device {
        self.device
    }

    /// Gives the page another size, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let scale = if self.device.phone { 2 } else { 1 };
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": self.device.phone });
        self.must("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// Switches the scripts of pages off, as some people do.
    pub async fn forbid_scripts(&self) {
        self.must(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": true }),
        )
        .await;
    }

    /// Goes to an address.
    pub async fn go(&self, url: &str) {
        self.client
            .goto(url)
            .await
            .unwrap_or_else(|error| panic!("{url} does not open: {error}"));
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.client.refresh().await.expect("the page loads again");
    }

    /// The browser's Back.
    pub async fn back(&self) {
        self.client.back().await.expect("there is a page before");
    }

    /// The browser's Forward.
    pub async fn forward(&self) {
        self.client.forward().await.expect("there is a page after");
    }

    /// The address bar.
    pub async fn url(&self) -> String {
        self.client
            .current_url()
            .await
            .map(String::from)
            .unwrap_or_default()
    }

    /// Waits until the address bar holds what is wanted.
    pub async fn arrives(&self, wanted: impl Fn(&str) -> bool) {
        if eventually(async || wanted(&self.url().await).then_some(()))
            .await
            .is_none()
        {
            panic!("still at {}", self.url().await);
        }
    }

    /// The title of the tab.
    pub async fn title(&self) -> String {
        self.client.title().await.unwrap_or_default()
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> String {
        let text = self
            .client
            .execute("return document.body.innerText", Vec::new())
            .await;
        plain(
            text.ok()
                .as_ref()
                .and_then(Value::as_str)
                .unwrap_or_default(),
        )
    }

    /// Waits until the page says this.
    pub async fn reads(&self, words: &str) {
        self.reads_within(PATIENCE, words).await;
    }

    /// Waits until the page says this, but no longer.
    pub async fn reads_within(&self, patience: Duration, words: &str) {
        if within(patience, async || {
            self.text().await.contains(words).then_some(())
        })
        .await
        .is_none()
        {
            panic!(
                "“{words}” is not on the page after {patience:?}:\n{}",
                self.text().await
            );
        }
    }

    /// Waits until the page says this no more.
    pub async fn reads_no_more(&self, words: &str) {
        let gone = eventually(async || (!self.text().await.contains(words)).then_some(())).await;
        assert!(gone.is_some(), "“{words}” is still on the page");
    }

    /// Waits until every table shows what was asked of it.
    pub async fn table_is_ready(&self) {
        self.any("table").attribute_is("aria-busy", "false").await;
    }

    /// Waits until the page has answered what was done to it: no request is under way, and it has been drawn since.
    pub async fn settles(&self) {
        let script = "const done = arguments[0];             const quiet = () => performance.getEntriesByType('resource').length;             let before = -1;             const look = () => { const now = quiet(); if (document.readyState === 'complete' && now === before) done(now); \
                else { before = now; setTimeout(look, 150); } };             look()";
        // A page that was left meanwhile answers nothing; the one that follows is asked.
        eventually(async || self.client.execute_async(script, Vec::new()).await.ok()).await;
    }

    /// Presses keys, one after another, wherever the keyboard is.
    pub async fn press(&self, keys: &[char]) {
        let strokes =
            keys.iter()
                .fold(KeyActions::new("keyboard".to_owned()), |strokes, &value| {
                    strokes
                        .then(KeyAction::Down { value })
                        .then(KeyAction::Up { value })
                });
        self.client
            .perform_actions(strokes)
            .await
            .expect("keys can be pressed");
    }

    /// Does something while Shift is held down.
    pub async fn with_shift(&self, deed: impl AsyncFnOnce()) {
        let value = Key::Shift.into();
        self.stroke(KeyAction::Down { value }).await;
        deed().await;
        self.stroke(KeyAction::Up { value }).await;
    }

    async fn stroke(&self, action: KeyAction) {
        let stroke = KeyActions::new("keyboard".to_owned()).then(action);
        self.client
            .perform_actions(stroke)
            .await
            .expect("keys can be pressed");
    }

    /// Types words, wherever the keyboard is.
    pub async fn type_keys(&self, words: &str) {
        self.press(&words.chars().collect::<Vec<_>>()).await;
    }

    /// Presses Tab until something has the keyboard.
    pub async fn tab_to(&self, locator: &Locator<'_>) {
        locator.wait().await;
        for _ in 0..60 {
            if locator.is_focused().await {
                return;
            }
            self.press(&[Key::Tab.into()]).await;
        }
        panic!("Tab does not lead to {locator}");
    }

    /// Runs a script in the page and answers what it returns. For what no person does: measuring, marking.
    pub async fn evaluate(&self, script: &str) -> Value {
        self.client
            .execute(script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// What has the keyboard, as markup.
    pub(crate) async fn focused(&self) -> String {
        let script = "const e = document.activeElement; return e ? e.outerHTML.slice(0, 300) : ''";
        self.evaluate(script)
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Cuts the browser's network, or mends it.
    pub async fn offline(&self, offline: bool) {
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.must("Network.enable", json!({})).await;
        self.must("Network.emulateNetworkConditions", conditions)
            .await;
    }

    /// Refuses requests whose address fits one of these patterns, with `*` for anything.
    pub async fn refuse(&self, patterns: &[&str]) {
        self.must("Network.enable", json!({})).await;
        self.must("Network.setBlockedURLs", json!({ "urls": patterns }))
            .await;
    }

    /// Writes a picture of what is seen to `target/screenshots`.
    pub async fn picture(&self, name: &str) {
        let folder = PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../target/screenshots"
        ));
        std::fs::create_dir_all(&folder).expect("the folder of pictures can be made");
        let picture = self.client.screenshot().await.expect("the browser draws");
        std::fs::write(folder.join(format!("{name}.png")), picture)
            .expect("the picture can be written");
    }

    /// Closes the browser and swears that all went well in it.
    pub async fn close(self) {
        self.close_despite(&[]).await;
    }

    /// Closes the browser. Errors that hold one of these words were caused on purpose.
    pub async fn close_despite(self, expected: &[&str]) {
        let faults = self.complaints(expected).await;
        self.client.close().await.expect("the browser closes");
        assert!(faults.is_empty(), "the console holds errors: {faults:#?}");
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Result<Value, CmdError> {
        self.client
            .issue_cmd(Vendor::devtools(command, parameters))
            .await
    }

    async fn must(&self, command: &str, parameters: Value) -> Value {
        self.devtools(command, parameters)
            .await
            .unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}

/// Asks until there is an answer; none when patience ends.
async fn eventually<T>(ask: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    within(PATIENCE, ask).await
}

/// Asks until there is an answer, or until so much time has passed.
async fn within<T>(patience: Duration, mut ask: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout_at(Instant::now() + patience, asking).await.ok()
}
