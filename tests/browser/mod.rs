//! The product in a real browser, in the hands of administrators and invitees.

mod account;
mod add_users;
mod address_bar;
mod channels;
mod copied_link;
mod crowd;
mod doors;
mod every_page;
mod explorer;
mod history;
mod hostile_text;
mod import;
mod keyboard;
mod line;
mod lists;
mod mailbox;
mod many;
mod office;
mod phone;
mod profile;
mod reminder_plan;
mod reminders;
mod scanner;
mod selection;
mod slack;
mod whole_road;

use server::{
    clock::Clock,
    config::{Slack, TextLimits, Texts},
    demo,
};
use tests::{
    Admin, Options, PASSWORD, Post, TestApp,
    browser::{Device, Window},
};

/// What the browser says of a socket when it keeps the page that was left. The page is read anew when it comes back.
const KEPT: &str = "Back-Forward Cache";

/// A server without an organisation. Its clock stands at the present, the only time that browsers know.
async fn server(post: Post) -> TestApp {
    let clock = Clock::standing_at(Clock::system().now());
    // Who has a mailbox has it for text messages too, as the program does.
    let texts = match post {
        Post::Mailbox => Texts::Mailbox,
        Post::Smtp(_) | Post::OwnSmtp => Texts::None,
    };
    TestApp::with(Options {
        clock,
        post,
        texts,
        ..Options::default()
    })
    .await
}

/// A server with the organisation “Acme”, whose mail goes to a real mail server.
async fn acme() -> (TestApp, Admin) {
    let app = server(Post::OwnSmtp).await;
    let owner = app.found().await;
    (app, owner)
}

/// A server with “Acme”, whose messages go there.
async fn acme_with(texts: Texts, slack: Slack) -> (TestApp, Admin) {
    let app = TestApp::with(Options {
        clock: Clock::standing_at(Clock::system().now()),
        texts,
        slack,
        text_limits: TextLimits::USUAL,
        ..Options::default()
    })
    .await;
    let owner = app.found().await;
    (app, owner)
}

/// A server with the demonstration organisation: some 250 people in every state.
async fn demonstration() -> TestApp {
    let mut app = server(Post::Mailbox).await;
    // As the program does: nothing else runs while the past month is played.
    app.stop().await;
    assert!(
        demo::fill(&app.app)
            .await
            .expect("the demonstration is made"),
        "the database was empty"
    );
    app.restart().await;
    app.all_settled().await;
    app.all_numbered().await;
    app
}

/// The address of a page.
fn page(app: &TestApp, path: &str) -> String {
    format!("{}{path}", app.public_url())
}

/// A browser on a desk in which somebody is signed in, at Settings > Users.
async fn console(app: &TestApp, email: &str, password: &str) -> Window {
    let window = Window::open(Device::DESKTOP).await;
    window.go(&page(app, "/")).await;
    enter(&window, email, password).await;
    window.heading("Users").wait().await;
    window
}

/// The console of the owner of Acme.
async fn owners_console(app: &TestApp, owner: &Admin) -> Window {
    console(app, &owner.email, PASSWORD).await
}

/// Signs in at the page that asks for it.
async fn enter(window: &Window, email: &str, password: &str) {
    window.field("E-mail or phone number").fill(email).await;
    window.field("Password").fill(password).await;
    window.button("Sign in").click().await;
}

/// Waits until the table shows what the address bar asks for; answers whom it shows, in order.
async fn people(window: &Window) -> Vec<String> {
    window.table_is_ready().await;
    window.any("rowheader").names().await
}
