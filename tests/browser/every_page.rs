//! Every page and state of the product, looked at the way it is met: on a desk and on a phone, in English and in French, light and dark.
//! At each: no barrier that axe knows of (WCAG 2.0 to 2.2, A and AA), no error in the console, nothing kept back by the content
//! security policy, no scrolling sideways down to 320 pixels. Pictures of all of it lie in `target/screenshots` afterwards.

mod console;
mod join;
mod slack;
mod trouble;

use serde_json::json;
use tests::{
    Post, TestApp,
    browser::{Device, Scheme, Window},
};

use super::{demonstration, page, server};

/// The narrowest screen that pages must fit (WCAG 1.4.10).
const NARROW: u32 = 320;

#[tokio::test(flavor = "multi_thread")]
async fn in_english_on_a_desk() {
    walk(Device::DESKTOP).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_french_on_a_desk() {
    walk(Device::DESKTOP.in_french()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_english_on_a_phone() {
    walk(Device::PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_french_on_a_phone() {
    walk(Device::PHONE.in_french()).await;
}

async fn walk(device: Device) {
    let mut visit = Visit {
        window: Window::open(device).await,
        faults: Vec::new(),
        states: 0,
    };
    visit.settle_in().await;
    let mut fresh = server(Post::OwnSmtp).await;
    console::before_anyone_is_in(&mut visit, &fresh).await;
    trouble::every_state(&mut visit, &mut fresh).await;
    join::every_screen(&mut visit, &fresh).await;
    let full = demonstration().await;
    console::every_page(&mut visit, &full).await;
    slack::every_state(&mut visit).await;
    visit.leave().await;
}

trait InTheDark {
    /// Colours depend on the appearance, not on the words: one desk in English and one phone in French show all of them.
    fn is_looked_at_in_the_dark(&self) -> bool;
}

impl InTheDark for Device {
    fn is_looked_at_in_the_dark(&self) -> bool {
        self.is_phone() == (self.language() == "fr")
    }
}

/// Somebody who looks at everything and writes down what is wrong.
struct Visit {
    window: Window,
    faults: Vec<String>,
    states: usize,
}

impl Visit {
    /// The words in the visitor's language.
    fn say(&self, english: &'static str, french: &'static str) -> &'static str {
        if self.window.device().language() == "fr" {
            french
        } else {
            english
        }
    }

    async fn go(&self, app: &TestApp, path: &str) {
        self.window.go(&page(app, path)).await;
    }

    /// Looks at the page as it stands.
    async fn look(&mut self, state: &str) {
        self.look_despite(state, &[]).await;
    }

    /// The same, where errors that hold one of these words were caused on purpose.
    async fn look_despite(&mut self, state: &str, expected: &[&str]) {
        self.states += 1;
        let device = self.window.device();
        let form = if device.is_phone() { "phone" } else { "desk" };
        let mut found = Vec::new();
        for scheme in [Scheme::Light, Scheme::Dark] {
            if scheme == Scheme::Dark && !device.is_looked_at_in_the_dark() {
                continue;
            }
            self.window.prefer(scheme).await;
            let name = format!("{state}-{form}-{}-{}", device.language(), scheme.name());
            self.window.picture(&name).await;
            let barriers = match scheme {
                Scheme::Light => self.window.barriers().await,
                Scheme::Dark => self.window.colour_barriers().await,
            };
            found.extend(
                barriers
                    .into_iter()
                    .map(|barrier| format!("{}: {barrier}", scheme.name())),
            );
        }
        self.window.prefer(Scheme::Light).await;
        found.extend(self.too_wide().await);
        found.extend(self.lost_its_place().await);
        found.extend(self.window.complaints(expected).await);
        self.faults
            .extend(found.into_iter().map(|fault| format!("{state}: {fault}")));
    }

    async fn too_wide(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.window.device().is_phone() {
            for width in [self.window.device().width(), NARROW] {
                self.window
                    .resize(width, self.window.device().height())
                    .await;
                let pixels = self.window.sideways().await;
                if pixels > 0 {
                    found.push(format!(
                        "{pixels} pixels wider than {width}: {}",
                        self.window.widest().await
                    ));
                }
            }
            self.window
                .resize(self.window.device().width(), self.window.device().height())
                .await;
        } else if self.window.sideways().await > 0 {
            found.push(format!(
                "wider than the window: {}",
                self.window.widest().await
            ));
        }
        found
    }

    /// Whether the strip of pages shows the one that is open.
    async fn lost_its_place(&self) -> Option<String> {
        let script = "const current = document.querySelector('nav [aria-current=page]')?.getBoundingClientRect(); \
            return !current || (current.left >= 0 && current.right <= innerWidth + 1)";
        let in_view = self.window.evaluate(script).await == true;
        (!in_view).then(|| "the page's own entry is out of view".to_owned())
    }

    /// The first page of a browser's life: what it complains about has nothing to do with the product.
    async fn settle_in(&self) {
        self.window.go("about:blank").await;
        self.window.complaints(&[]).await;
    }

    async fn leave(self) {
        self.window.close().await;
        assert!(
            self.states > 55,
            "only {} states were looked at",
            self.states
        );
        assert!(
            self.faults.is_empty(),
            "{} faults:\n{}",
            self.faults.len(),
            self.faults.join("\n")
        );
    }
}

/// Lets somebody's console speak the visitor's language.
async fn speak(visit: &Visit, app: &TestApp, email: &str, password: &str) {
    let visitor = app.visitor();
    let input = json!({ "email": email, "password": password });
    let viewer = visitor.deed("signIn", input, "viewer { id }").await.done()["viewer"].clone();
    let language = visit.window.device().language();
    let input = json!({ "id": viewer["id"], "locale": language });
    visitor
        .deed("updateUser", input, "user { id }")
        .await
        .done();
}

/// Signs the visitor in.
async fn enter(visit: &Visit, email: &str, password: &str) {
    let window = &visit.window;
    window
        .field(visit.say(
            "E-mail or phone number",
            "Adresse e-mail ou numéro de téléphone",
        ))
        .fill(email)
        .await;
    window
        .field(visit.say("Password", "Mot de passe"))
        .fill(password)
        .await;
    window
        .button(visit.say("Sign in", "Se connecter"))
        .click()
        .await;
    window
        .heading(visit.say("Users", "Utilisateurs"))
        .wait()
        .await;
    window.table_is_ready().await;
}
