//! The accessibility tree, asked for roles and names over the Chrome DevTools Protocol.

use fantoccini::{
    elements::{Element, ElementRef},
    error::CmdError,
};
use serde_json::{Value, json};

use super::Window;

/// What is looked for on the way: first a row by what heads it, then a button in it.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) role: &'static str,
    pub(super) name: Name,
    /// Takes the whole row of a table that the found header heads.
    pub(super) row: bool,
}

/// Which name it has.
#[derive(Clone, Debug)]
pub(super) enum Name {
    Any,
    Is(String),
    Begins(String),
}

/// A node of the accessibility tree.
pub(super) struct Node {
    pub(super) backend: Value,
    pub(super) name: String,
}

impl Step {
    pub(super) fn new(role: &'static str, name: Name) -> Self {
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

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.name {
            Name::Any => write!(f, "{}", self.role),
            Name::Is(name) => write!(f, "{} “{name}”", self.role),
            Name::Begins(name) => write!(f, "{} “{name}…”", self.role),
        }
    }
}

impl Window {
    /// Everything that fits the last step, inside what fits the steps before it.
    pub(super) async fn nodes(&self, path: &[Step]) -> Result<Vec<Node>, CmdError> {
        let document = self
            .devtools("Runtime.evaluate", json!({ "expression": "document" }))
            .await?;
        let mut within = json!({ "objectId": document["result"]["objectId"] });
        let mut nodes: Vec<Node> = Vec::new();
        for (index, step) in path.iter().enumerate() {
            if index > 0 {
                let [only] = &nodes[..] else {
                    return Ok(Vec::new());
                };
                within = json!({ "backendNodeId": only.backend });
            }
            within["role"] = json!(step.role);
            let tree = self
                .devtools("Accessibility.queryAXTree", within.take())
                .await?;
            nodes = visible(&tree)
                .filter(|node| step.fits(&node.name))
                .collect();
            if step.row {
                for node in &mut nodes {
                    node.backend = self.row_of(&node.backend).await?;
                }
            }
        }
        Ok(nodes)
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
    pub(super) async fn element(&self, backend: &Value) -> Result<Element, CmdError> {
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
