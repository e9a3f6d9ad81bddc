//! Something on the page, named as assistive technology names it: by role and accessible name, which the browser computes. Never by
//! a class, an id or a place in the markup.
//!
//! A locator is looked up when it is used, again and again until it is there, so that a page that is drawn anew in between does not
//! matter.

use fantoccini::{elements::Element, error::CmdError};

use super::{
    Window, eventually,
    tree::{Name, Node, Step, plain},
};

/// What is looked for, and where.
#[derive(Clone, Debug)]
pub struct Locator<'a> {
    pub(super) window: &'a Window,
    path: Vec<Step>,
    /// Takes the first of several; otherwise several are as good as none.
    first: bool,
}

impl std::fmt::Display for Locator<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, step) in self.path.iter().enumerate() {
            write!(f, "{}{step}", if index == 0 { "" } else { " > " })?;
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

    /// Says what there is instead.
    pub(super) async fn missing(&self) -> ! {
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
    pub(super) async fn found(&self) -> Option<Element> {
        match &self.nodes().await.ok()?[..] {
            [node] => self.window.element(&node.backend).await.ok(),
            [node, ..] if self.first => self.window.element(&node.backend).await.ok(),
            _ => None,
        }
    }

    pub(super) async fn nodes(&self) -> Result<Vec<Node>, CmdError> {
        self.window.nodes(&self.path).await
    }
}
