//! Something on the page, named as assistive technology names it: by role and accessible name, which the browser computes. Never by
//! a class, an id or a place in the markup.
//!
//! A locator is looked up when it is used, again and again until it is there, so that a page that is drawn anew in between does not
//! matter.

use std::time::Duration;

use fantoccini::{
    elements::{Element, ElementRef},
    error::CmdError,
};
use serde_json::{Value, json};

use super::{Window, eventually, within};

/// What is looked for, and where.
#[derive(Clone, Debug)]
pub struct Locator<'a> {
    window: &'a Window,
    path: Vec<Step>,
    /// Takes the first of several; otherwise several are as good as none.
    first: bool,
}

/// What is looked for on the way: first a row by what heads it, then a button in it.
#[derive(Clone, Debug)]
struct Step {
    role: &'static str,
    name: Name,
    /// Takes the whole row of a table that the found header heads.
    row: bool,
}

#[derive(Clone, Debug)]
enum Name {
    Any,
    Is(String),
    Begins(String),
}

/// A node of the accessibility tree.
struct Node {
    backend: Value,
    name: String,
}

impl Step {
    fn new(role: &'static str, name: Name) -> Self {
        Self {
            role,
            name,
            row: false,
        }
    }

    fn fits(&self, name: &str) -> bool {
        match &self.name {
            Name::Any => true,
            Name::Is(wanted) => name == wanted,
            Name::Begins(wanted) => name.starts_with(wanted.as_str()),
        }
    }
}

impl std::fmt::Display for Locator<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, step) in self.path.iter().enumerate() {
            let within = if index == 0 { "" } else { " > " };
            match &step.name {
                Name::Any => write!(f, "{within}{}", step.role)?,
                Name::Is(name) => write!(f, "{within}{} “{name}”", step.role)?,
                Name::Begins(name) => write!(f, "{within}{} “{name}…”", step.role)?,
            }
        }
        Ok(())
    }
}

impl Window {
    /// Something with this role and exactly this name.
    pub fn get(&self, role: &'static str, name: &str) -> Locator<'_> {
        Locator {
            window: self,
            path: vec![Step::new(role, Name::Is(name.to_owned()))],
            first: false,
        }
    }

    /// Something with this role whose name begins so.
    pub fn starting(&self, role: &'static str, name: &str) -> Locator<'_> {
        Locator {
            window: self,
            path: vec![Step::new(role, Name::Begins(name.to_owned()))],
            first: false,
        }
    }

    /// Whatever has this role.
    pub fn any(&self, role: &'static str) -> Locator<'_> {
        Locator {
            window: self,
            path: vec![Step::new(role, Name::Any)],
            first: false,
        }
    }

    /// The row of a table whose heading begins so.
    pub fn row(&self, heading: &str) -> Locator<'_> {
        let step = Step {
            row: true,
            ..Step::new("rowheader", Name::Begins(heading.to_owned()))
        };
        Locator {
            window: self,
            path: vec![step],
            first: false,
        }
    }

    /// A button.
    pub fn button(&self, name: &str) -> Locator<'_> {
        self.get("button", name)
    }

    /// A link.
    pub fn link(&self, name: &str) -> Locator<'_> {
        self.get("link", name)
    }

    /// A line or lines to type into.
    pub fn field(&self, name: &str) -> Locator<'_> {
        self.get("textbox", name)
    }

    /// A heading.
    pub fn heading(&self, name: &str) -> Locator<'_> {
        self.get("heading", name)
    }
}

impl<'a> Locator<'a> {
    /// Something with this role and exactly this name, inside.
    #[must_use]
    pub fn get(&self, role: &'static str, name: &str) -> Self {
        self.inside(Step::new(role, Name::Is(name.to_owned())))
    }

    /// Something with this role whose name begins so, inside.
    #[must_use]
    pub fn starting(&self, role: &'static str, name: &str) -> Self {
        self.inside(Step::new(role, Name::Begins(name.to_owned())))
    }

    /// Whatever has this role, inside.
    #[must_use]
    pub fn any(&self, role: &'static str) -> Self {
        self.inside(Step::new(role, Name::Any))
    }

    fn inside(&self, step: Step) -> Self {
        let path = self.path.iter().cloned().chain([step]).collect();
        Self {
            window: self.window,
            path,
            first: false,
        }
    }

    /// The first of several that fit.
    #[must_use]
    pub fn first(self) -> Self {
        Self {
            first: true,
            ..self
        }
    }

    /// Waits until it is there.
    pub async fn wait(&self) {
        self.one().await;
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

    /// Whether it is there now.
    pub async fn is_there(&self) -> bool {
        self.nodes().await.is_ok_and(|nodes| !nodes.is_empty())
    }

    /// The names of all that fit now, in the order of the page.
    pub async fn names(&self) -> Vec<String> {
        self.nodes()
            .await
            .unwrap_or_default()
            .into_iter()
            .map(|node| node.name)
            .collect()
    }

    /// Clicks it.
    pub async fn click(&self) {
        self.with(|element| async move { element.click().await })
            .await;
    }

    /// Replaces what is typed in it.
    pub async fn fill(&self, text: &str) {
        self.with(|element| async move {
            element.clear().await?;
            element.send_keys(text).await
        })
        .await;
    }

    /// Chooses an option of it by its words.
    pub async fn choose(&self, option: &str) {
        self.with(|element| async move { element.select_by_label(option).await })
            .await;
    }

    /// The words in it that can be seen.
    pub async fn text(&self) -> String {
        plain(
            &self
                .with(|element| async move { element.text().await })
                .await,
        )
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

    /// A property of its element: `value`, `checked`.
    pub async fn property(&self, name: &str) -> Option<String> {
        self.with(|element| async move { element.prop(name).await })
            .await
    }

    /// An attribute of its element.
    pub async fn attribute(&self, name: &str) -> Option<String> {
        self.with(|element| async move { element.attr(name).await })
            .await
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

    /// Does something with the element, anew if the page was drawn anew meanwhile.
    async fn with<T, F: Future<Output = Result<T, CmdError>>>(
        &self,
        deed: impl Fn(Element) -> F,
    ) -> T {
        let mut last = None;
        let done = eventually(async || {
            let element = self.found().await?;
            match deed(element).await {
                Ok(outcome) => Some(outcome),
                Err(error) => {
                    last = Some(error);
                    None
                }
            }
        })
        .await;
        match (done, last) {
            (Some(outcome), _) => outcome,
            (None, Some(error)) => panic!("{self} is there, but: {error}"),
            (None, None) => self.missing().await,
        }
    }

    async fn one(&self) -> Element {
        match eventually(async || self.found().await).await {
            Some(element) => element,
            None => self.missing().await,
        }
    }

    /// Says what there is instead.
    async fn missing(&self) -> ! {
        let window = self.window;
        let last = self.path.last().expect("a locator has a step");
        let alike = window.any(last.role).names().await;
        let fitting = self.names().await.len();
        let (url, text) = (window.url().await, window.text().await);
        panic!(
            "there are {fitting} {self} at {url}. Every {}: {alike:#?}\nThe page reads:\n{text}",
            last.role
        )
    }

    /// The element, if exactly one fits now.
    async fn found(&self) -> Option<Element> {
        match &self.nodes().await.ok()?[..] {
            [node] => self.window.element(&node.backend).await.ok(),
            [node, ..] if self.first => self.window.element(&node.backend).await.ok(),
            _ => None,
        }
    }

    async fn nodes(&self) -> Result<Vec<Node>, CmdError> {
        let mut found = self.window.document().await?;
        for (index, step) in self.path.iter().enumerate() {
            let tree = self
                .window
                .devtools(
                    "Accessibility.queryAXTree",
                    json!({ "role": step.role }).with(found),
                )
                .await?;
            let mut nodes: Vec<Node> = visible(&tree)
                .filter(|node| step.fits(&node.name))
                .collect();
            if step.row {
                for node in &mut nodes {
                    node.backend = self.window.row_of(&node.backend).await?;
                }
            }
            if index + 1 == self.path.len() {
                return Ok(nodes);
            }
            let [within] = &nodes[..] else {
                return Ok(Vec::new());
            };
            found = json!({ "backendNodeId": within.backend });
        }
        Ok(Vec::new())
    }
}

impl Window {
    async fn document(&self) -> Result<Value, CmdError> {
        let document = self
            .devtools("Runtime.evaluate", json!({ "expression": "document" }))
            .await?;
        Ok(json!({ "objectId": document["result"]["objectId"] }))
    }

    /// The row that a header heads.
    async fn row_of(&self, header: &Value) -> Result<Value, CmdError> {
        let object = self
            .devtools("DOM.resolveNode", json!({ "backendNodeId": header }))
            .await?;
        let closest = json!({
            "objectId": object["object"]["objectId"],
            "functionDeclaration": "function () { return this.closest('tr, [role=row]'); }",
        });
        let row = self.devtools("Runtime.callFunctionOn", closest).await?;
        let described = self
            .devtools(
                "DOM.describeNode",
                json!({ "objectId": row["result"]["objectId"] }),
            )
            .await?;
        Ok(described["node"]["backendNodeId"].clone())
    }

    /// The element of a node, as WebDriver knows it: handed over in a variable of the page.
    async fn element(&self, backend: &Value) -> Result<Element, CmdError> {
        let object = self
            .devtools("DOM.resolveNode", json!({ "backendNodeId": backend }))
            .await?;
        let keep = json!({
            "objectId": object["object"]["objectId"],
            "functionDeclaration": "function () { globalThis.located = this; }",
        });
        self.devtools("Runtime.callFunctionOn", keep).await?;
        let element = self
            .client
            .execute("return globalThis.located", Vec::new())
            .await?;
        let id = element
            .as_object()
            .and_then(|element| element.values().next())
            .and_then(Value::as_str)
            .unwrap_or_default();
        Ok(Element::from_element_id(
            self.client.clone(),
            ElementRef::from(id.to_owned()),
        ))
    }
}

/// The nodes that assistive technology would find, with their names.
fn visible(tree: &Value) -> impl Iterator<Item = Node> {
    let nodes = tree["nodes"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    nodes
        .iter()
        .filter(|node| node["ignored"] != true)
        .map(|node| Node {
            backend: node["backendDOMNodeId"].clone(),
            name: plain(node["name"]["value"].as_str().unwrap_or_default()),
        })
}

/// Text with ordinary spaces: which kind a language asks for is not what these tests are about.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

trait With {
    fn with(self, more: Value) -> Value;
}

impl With for Value {
    fn with(mut self, more: Value) -> Value {
        if let (Some(object), Value::Object(more)) = (self.as_object_mut(), more) {
            object.extend(more);
        }
        self
    }
}
