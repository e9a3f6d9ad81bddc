//! What is looked at on every page: WCAG by axe, the console, the width.

use serde_json::{Value, json};

use super::{Window, driver::Vendor};

/// Makes the page report to the console what the content security policy kept it from.
pub(super) const WATCH: &str = "addEventListener('securitypolicyviolation', (event) => \
    console.error(`broke the content security policy: ${event.violatedDirective} ${event.blockedURI}`));";

/// A browser's word on what a page's head asks ahead, when this machine takes seconds to compile the client that will ask for it. That
/// it is not asked twice is looked at by `address_bar`.
const STILL_COMPILING: &str = "was preloaded using link preload but not used within a few seconds";

/// The rules of WCAG 2.0 to 2.2, levels A and AA.
const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/// What the system prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Scheme {
    /// As media queries name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Window {
    /// Sets the system's appearance. Motion is always reduced: nothing is looked at while it moves.
    pub async fn prefer(&self, scheme: Scheme) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme.name() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.must(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await;
    }

    /// Everything that axe has against the page as it stands.
    pub async fn barriers(&self) -> Vec<String> {
        self.axe(json!({ "type": "tag", "values": RULES })).await
    }

    /// What axe has against the page's colours, the one thing that changes with the appearance: all of its rules that look at them.
    pub async fn colour_barriers(&self) -> Vec<String> {
        self.axe(json!({ "type": "rule", "values": ["color-contrast", "link-in-text-block"] }))
            .await
    }

    async fn axe(&self, only: Value) -> Vec<String> {
        const AXE: &str = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/node/node_modules/axe-core/axe.min.js"
        );
        if self.evaluate("return typeof axe").await == "undefined" {
            let source = std::fs::read_to_string(AXE)
                .unwrap_or_else(|error| panic!("{AXE}: {error}: run npm ci in tests/node"));
            self.evaluate(&source).await;
        }
        let script = "const [only, done] = arguments; \
            axe.run(document, { runOnly: only, resultTypes: ['violations'], iframes: false }) \
            .then((results) => done(results.violations), (fault) => done(String(fault)))";
        let found = self
            .client
            .execute_async(script, vec![only])
            .await
            .expect("axe answers");
        let violations = found
            .as_array()
            .unwrap_or_else(|| panic!("axe failed: {found}"));
        violations.iter().flat_map(describe).collect()
    }

    /// By how many pixels the page is wider than its window.
    pub async fn sideways(&self) -> i64 {
        let script = "const page = document.documentElement; return Math.max(page.scrollWidth, document.body.scrollWidth) - page.clientWidth";
        self.evaluate(script)
            .await
            .as_i64()
            .unwrap_or(i64::MAX)
            .max(0)
    }

    /// What makes the page wider than its window, as markup: not what lies in a part that scrolls by itself.
    pub async fn widest(&self) -> String {
        let script = "const reach = (element) => element.getBoundingClientRect().right; \
            const clipped = (element) => { \
                for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) \
                    if (getComputedStyle(box).overflowX !== 'visible') return true; \
                return false; }; \
            const elements = [...document.body.querySelectorAll('*')].filter((element) => !clipped(element)); \
            return elements.reduce((a, b) => (reach(b) > reach(a) ? b : a)).outerHTML.slice(0, 200)";
        self.evaluate(script)
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Warnings and errors of the console since it was last asked, but for those that hold an expected word.
    pub async fn complaints(&self, expected: &[&str]) -> Vec<String> {
        let log = self
            .client
            .issue_cmd(Vendor::console())
            .await
            .expect("the console can be read");
        let entries = log.as_array().map(Vec::as_slice).unwrap_or_default();
        entries
            .iter()
            .filter(|entry| matches!(entry["level"].as_str(), Some("SEVERE" | "WARNING")))
            .filter_map(|entry| entry["message"].as_str())
            .filter(|message| !expected.iter().any(|word| message.contains(word)))
            .filter(|message| !message.contains(STILL_COMPILING))
            .map(str::to_owned)
            .collect()
    }
}

/// A violation, once for each element.
fn describe(violation: &Value) -> Vec<String> {
    let rule = violation["id"].as_str().unwrap_or_default();
    let nodes = violation["nodes"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let text = |node: &Value, key: &str| node[key].as_str().unwrap_or_default().replace('\n', " ");
    nodes
        .iter()
        .map(|node| {
            format!(
                "{rule}: {} – {}",
                text(node, "html"),
                text(node, "failureSummary")
            )
        })
        .collect()
}
