//! The parts, each in a process of its own, on a database of its own.

use std::{
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use anyhow::{Context, Result};
use sea_orm::{ConnectionTrait, Database};
use server::{
    app::App,
    clock::Clock,
    config::{Config, Mail, MessageLimits, PasswordCost, Slack, Smtp, TextLimits, Texts},
    db::Db,
    random::Random,
    running,
    secret::Secrets,
};
use tokio::net::TcpListener;

/// The key of every bench process, so that one can derive the links of another.
const KEY: [u8; 32] = *b"the same for all of bench's part";

/// A database to measure on.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) url: String,
}

impl Target {
    pub(crate) async fn all(postgres: Option<&str>) -> Result<Vec<Self>> {
        let file =
            std::env::temp_dir().join(format!("bienvenue-bench-{}.sqlite", std::process::id()));
        let mut all = vec![Self {
            name: "SQLite",
            url: format!("sqlite://{}?mode=rwc", file.display()),
        }];
        if let Some(server) = postgres {
            let name = format!("bench_{}", std::process::id());
            Database::connect(server)
                .await?
                .execute_unprepared(&format!("CREATE DATABASE {name}"))
                .await?;
            let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
            all.push(Self {
                name: "PostgreSQL",
                url: format!("{base}/{name}"),
            });
        }
        Ok(all)
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some(path) = self
            .url
            .strip_prefix("sqlite://")
            .and_then(|url| url.split('?').next())
        {
            for end in ["", "-wal", "-shm"] {
                // What was never made need not be removed.
                let _ = std::fs::remove_file(format!("{path}{end}"));
            }
        }
    }
}

/// What a part is told.
#[derive(clap::Args)]
pub(crate) struct Part {
    #[arg(long)]
    database: String,
    #[arg(long)]
    smtp: Option<String>,
    /// The folder with the built clients, for a browser.
    #[arg(long)]
    client: Option<PathBuf>,
    /// Where Slack's API is.
    #[arg(long)]
    slack: Option<String>,
}

impl Part {
    pub(crate) fn database(&self) -> &str {
        &self.database
    }
}

/// The application as every bench process builds it.
pub(crate) async fn app(database: &str) -> Result<Arc<App>> {
    build(database, "http://127.0.0.1/", None, None, None).await
}

async fn build(
    database: &str,
    public_url: &str,
    smtp: Option<&str>,
    client_folder: Option<PathBuf>,
    slack_url: Option<&str>,
) -> Result<Arc<App>> {
    let from = entity::EmailAddress::parse("bench@example.com")?;
    let mail = match smtp {
        Some(url) => {
            Mail::Smtp(Smtp::parse(url, from).map_err(|error| anyhow::anyhow!("{error}"))?)
        }
        None => Mail::Mailbox,
    };
    let mut slack = Slack::default();
    if let Some(url) = slack_url {
        slack.api = url.parse()?;
    }
    let config = Config {
        public_url: public_url.parse()?,
        listen: "127.0.0.1:0".parse()?,
        production: false,
        mail,
        texts: Texts::None,
        text_limits: TextLimits::USUAL,
        client_folder,
        // Every acceptance comes from an address of its own, as invitees do: one address may only try so often.
        behind_proxy: true,
        password_cost: PasswordCost::LEAST,
        // More is measured than an organisation writes in an hour.
        message_limits: MessageLimits {
            per_organization_an_hour: u32::MAX,
            ..MessageLimits::USUAL
        },
        slack,
    };
    let db = Db::open(database).await?;
    db.migrate().await?;
    Ok(Arc::new(
        App::build(
            db,
            config,
            Secrets::new(KEY),
            Clock::system(),
            Random::system(),
        )
        .await?,
    ))
}

/// Be Bienvenue until killed.
pub(crate) async fn be_server(part: Part) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/", listener.local_addr()?);
    let (smtp, slack) = (part.smtp.as_deref(), part.slack.as_deref());
    let app = build(&part.database, &url, smtp, part.client, slack).await?;
    let running = running::start(&app, listener)?;
    println!("{}", running.address);
    std::future::pending().await
}

/// A part that is killed when it is no longer needed.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Process {
    /// Starts this program in a role, with further flags; its first line says where it listens.
    pub(crate) fn start(role: &str, target: &Target, further: &[&str]) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg(role)
            .args(["--database", &target.url])
            .args(further)
            .stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let out = child.stdout.take().context("the part's first line")?;
        let mut line = String::new();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut line)?;
        let address = line
            .trim()
            .parse()
            .with_context(|| format!("the {role} did not start"))?;
        Ok(Self { child, address })
    }

    /// Memory that is its own and in use, in KiB (`VmRSS` of proc(5)).
    pub(crate) fn resident_kib(&self) -> Result<u64> {
        resident_kib(self.child.id())
    }

    /// The most memory that it ever had in use, in KiB (`VmHWM` of proc(5)).
    pub(crate) fn peak_kib(&self) -> Result<u64> {
        status_kib(self.child.id(), "VmHWM:")
    }
}

pub(crate) fn resident_kib(pid: u32) -> Result<u64> {
    status_kib(pid, "VmRSS:")
}

fn status_kib(pid: u32, name: &'static str) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next())
        .context(name)?
        .parse()
        .context(name)
}

impl Drop for Process {
    fn drop(&mut self) {
        // Already gone is as good as killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Bienvenue and the limit, both on the same database.
pub(crate) struct Parts {
    pub(crate) server: Process,
    pub(crate) limit: Process,
}

impl Parts {
    pub(crate) async fn start(target: &Target) -> Result<Self> {
        Ok(Self {
            server: Process::start("server", target, &[])?,
            limit: Process::start("limit", target, &[])?,
        })
    }
}
