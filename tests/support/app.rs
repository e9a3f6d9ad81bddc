//! A whole server, as a test sees it.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use entity::{EmailAddress, Timestamp};
use server::{
    app::App,
    clock::Clock,
    config::{Config, Mail, MessageLimits, PasswordCost, Slack, Smtp, TextLimits, Texts},
    db::Db,
    organizations::{self, SetUp},
    random::Random,
    running::{self, Running},
    secret::Secrets,
};
use tokio::net::TcpListener;

use crate::{
    Admin, PASSWORD, Visitor, database::TestDatabase, eventually, letter::Letter, people,
    smtp::MailServer, visitor,
};

/// The server key of every test server: whoever shares a database shares it too.
const KEY: [u8; 32] = *b"a key for tests, and only there!";

/// When the clock of a test stands: Monday 2 March 2026, 09:00 UTC.
pub const BEGINNING: Timestamp = Timestamp::from_millis(1_772_442_000_000);

/// How the server is made.
#[derive(Clone, Debug)]
pub struct Options {
    /// Its clock; one that stands at [`BEGINNING`] by default.
    pub clock: Clock,
    /// Where its mail goes; to a mail server of the test by default.
    pub post: Post,
    /// Where its text messages go; nowhere by default.
    pub texts: Texts,
    /// Where the built browser client lies; where `cargo xtask web` puts it by default.
    pub client_folder: Option<PathBuf>,
    /// Whether it believes `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Whether it serves real people.
    pub production: bool,
    /// How costly a password hash is; as little as there is by default.
    pub password_cost: PasswordCost,
    /// How much may be written to people; the usual by default.
    pub message_limits: MessageLimits,
    /// How much may be spent on text messages; the usual by default.
    pub text_limits: TextLimits,
    /// The Slack that it asks; where nobody answers by default.
    pub slack: Slack,
}

/// Where a server's mail goes.
#[derive(Clone, Debug)]
pub enum Post {
    /// To a mail server on the loopback.
    Smtp(MailServer),
    /// To a mail server that the test gets.
    OwnSmtp,
    /// To the mailbox page.
    Mailbox,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            clock: Clock::standing_at(BEGINNING),
            post: Post::OwnSmtp,
            texts: Texts::None,
            client_folder: None,
            behind_proxy: false,
            production: false,
            password_cost: PasswordCost::LEAST,
            message_limits: MessageLimits::USUAL,
            text_limits: TextLimits::USUAL,
            // Port 9 discards (RFC 863), and nobody listens there: no test reaches the real one.
            slack: Slack {
                api: "http://127.0.0.1:9/api/".parse().expect("a URL"),
                ..Slack::default()
            },
        }
    }
}

/// A running server with its database, its clock and its mail server.
#[derive(Debug)]
pub struct TestApp {
    /// What the server shares; tests look into it only to take a step of it.
    pub app: Arc<App>,
    /// Its clock.
    pub clock: Clock,
    /// Its database.
    pub database: TestDatabase,
    /// Where it listens.
    pub address: SocketAddr,
    smtp: Option<MailServer>,
    options: Options,
    http: reqwest::Client,
    running: Option<Running>,
}

impl TestApp {
    /// A server without an organisation, whose mail goes to a mail server of the test.
    pub async fn start() -> Self {
        Self::with(Options::default()).await
    }

    /// A server whose organisation “Acme” has an owner, who is signed in.
    pub async fn founded() -> (Self, Admin) {
        let app = Self::start().await;
        let owner = app.found().await;
        (app, owner)
    }

    /// A server without an organisation.
    pub async fn with(options: Options) -> Self {
        Self::on(TestDatabase::create().await, options).await
    }

    /// A second server process on the same PostgreSQL; on SQLite there is none.
    pub async fn sibling(&self) -> Option<Self> {
        let database = self.database.shared()?;
        Some(Self::on(database, self.options.clone()).await)
    }

    async fn on(database: TestDatabase, mut options: Options) -> Self {
        if let Post::OwnSmtp = options.post {
            options.post = Post::Smtp(MailServer::start().await);
        }
        let smtp = match &options.post {
            Post::Smtp(server) => Some(server.clone()),
            Post::OwnSmtp | Post::Mailbox => None,
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let (app, running) = run(&database, &options, listener).await;
        let http = visitor::http();
        Self {
            app,
            clock: options.clock.clone(),
            database,
            address,
            smtp,
            options,
            http,
            running: Some(running),
        }
    }

    /// The mail server.
    ///
    /// # Panics
    /// When the server keeps its mail in the mailbox.
    #[must_use]
    pub fn smtp(&self) -> &MailServer {
        self.smtp
            .as_ref()
            .expect("this server's mail goes to the mailbox")
    }

    /// The address of a page as a visitor types it. Links are built from another name of the same place, `localhost`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}/{}", self.address, path.trim_start_matches('/'))
    }

    /// What every link begins with.
    #[must_use]
    pub fn public_url(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.http.clone(), self.address)
    }

    /// Sets up the organisation “Acme” with the printed code; its owner is signed in.
    pub async fn found(&self) -> Admin {
        let code = self.app.setup_code.expose().expect("no organisation yet");
        people::set_up(
            self.visitor(),
            &code,
            "Acme",
            "Olivia Owner",
            "olivia@acme.example",
        )
        .await
    }

    /// Creates a further organisation, as `bienvenue create-organization` does; its owner is signed in.
    pub async fn another_organization(&self, name: &str, owner_email: &str) -> Admin {
        let input = SetUp {
            code: String::new(),
            organization_name: name.to_owned(),
            full_name: "Una Other".to_owned(),
            email: owner_email.to_owned(),
            password: PASSWORD.to_owned(),
            locale: "en".to_owned(),
        };
        organizations::create(&self.app, input)
            .await
            .expect("a further organisation");
        people::sign_in_to(self.visitor(), owner_email, Some(name)).await
    }

    /// Moves the clock.
    pub fn advance_millis(&self, millis: i64) {
        self.clock.advance(millis);
    }

    /// Moves the clock to the end of the usual undo window: what was promised to many at this moment is due.
    pub fn past_undo(&self) {
        self.advance_millis(10_000);
    }

    /// Moves the clock by hours.
    pub fn advance_hours(&self, hours: i64) {
        self.advance_millis(hours * 3_600_000);
    }

    /// Moves the clock by days.
    pub fn advance_days(&self, days: i64) {
        self.clock.advance(days * 86_400_000);
    }

    /// The nth letter to an address, from 1, once it has arrived.
    pub async fn letter(&self, address: &str, nth: usize) -> Letter {
        let smtp = self.smtp();
        let what = format!("letter {nth} to {address}");
        eventually(&what, async || {
            smtp.letters_to(address).into_iter().nth(nth - 1)
        })
        .await
    }

    /// The link of the nth letter to an address that has one, from 1.
    pub async fn link(&self, address: &str, nth: usize) -> String {
        let smtp = self.smtp();
        let what = format!("link {nth} to {address}");
        let links = || {
            smtp.letters_to(address)
                .iter()
                .filter_map(Letter::link)
                .nth(nth - 1)
        };
        eventually(&what, async || links()).await
    }

    /// Waits until nothing is queued any more.
    pub async fn all_settled(&self) {
        self.database.all_settled().await;
    }

    /// Waits until nothing is queued any more, moving the clock in steps that no lease is shorter than.
    pub async fn until_settled(&self) {
        let queued = "SELECT count(*) FROM messages WHERE state = 'QUEUED'";
        let look = async || {
            self.advance_millis(5_000);
            tokio::time::sleep(Duration::from_millis(150)).await;
            (self.database.number(queued).await == 0).then_some(())
        };
        eventually("every message is settled as time passes", look).await;
    }

    /// Waits until the server has nothing left to do by itself.
    pub async fn at_rest(&self) {
        self.all_settled().await;
        self.all_numbered().await;
    }

    /// Waits until every event has its place in the feed.
    pub async fn all_numbered(&self) {
        let waiting = "SELECT count(*) FROM events WHERE position IS NULL";
        eventually("every event is numbered", async || {
            (self.database.number(waiting).await == 0).then_some(())
        })
        .await;
    }

    /// Stops the server, as SIGTERM does.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// Stops the server and starts it again at the same address.
    pub async fn restart(&mut self) {
        self.stop().await;
        let again = async || TcpListener::bind(self.address).await.ok();
        let listener = eventually("the port is free again", again).await;
        let (app, running) = run(&self.database, &self.options, listener).await;
        self.app = app;
        self.running = Some(running);
    }
}

async fn run(
    database: &TestDatabase,
    options: &Options,
    listener: TcpListener,
) -> (Arc<App>, Running) {
    let address = listener
        .local_addr()
        .expect("a bound listener has an address");
    let public_url = format!("http://localhost:{}", address.port());
    let mail = match &options.post {
        Post::Smtp(server) => {
            let from = EmailAddress::parse("hello@bienvenue.example").expect("an address");
            Mail::Smtp(Smtp::parse(&server.url(), from).expect("a URL that Bienvenue understands"))
        }
        Post::OwnSmtp | Post::Mailbox => Mail::Mailbox,
    };
    let config = Config {
        public_url: public_url.parse().expect("a URL"),
        listen: address,
        production: options.production,
        mail,
        texts: options.texts.clone(),
        client_folder: options.client_folder.clone(),
        behind_proxy: options.behind_proxy,
        password_cost: options.password_cost,
        message_limits: options.message_limits,
        text_limits: options.text_limits,
        slack: options.slack.clone(),
    };
    let db = Db::open(database.url())
        .await
        .expect("the test's database opens");
    let (clock, random) = (options.clock.clone(), Random::system());
    let app = App::build(db, config, Secrets::new(KEY), clock, random)
        .await
        .expect("the server is put together");
    let app = Arc::new(app);
    let running = running::start(&app, listener).expect("the server starts");
    (app, running)
}
