//! The command line: every setting is a flag with an environment name.

use std::{fs, net::SocketAddr, path::PathBuf};

mod files;
mod key;
mod limits;
mod slack;
#[cfg(test)]
mod tests;
mod texts;

use anyhow::{Context, bail, ensure};
use clap::{Args, Parser, Subcommand};
use entity::EmailAddress;
use url::Url;

use crate::{
    config::{Config, Mail, PasswordCost, Smtp},
    secret::Secrets,
    telemetry::LogFormat,
};

pub use files::{Export, Import, Who};
pub use key::existing_key;
pub use limits::Limits;
pub use texts::TextMessages;

/// Invites people into an organisation and sees them in.
#[derive(Debug, Parser)]
#[command(name = "bienvenue", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What to log, as `level` or `target=level,…`.
    #[arg(
        long,
        global = true,
        env = "BIENVENUE_LOG",
        default_value = "info,sqlx=warn,hyper=warn"
    )]
    pub log: String,
    /// How to write log lines.
    #[arg(
        long,
        global = true,
        env = "BIENVENUE_LOG_FORMAT",
        value_enum,
        default_value_t
    )]
    pub log_format: LogFormat,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the console, the join page and the API.
    Serve(Box<Serve>),
    /// Bring the database's schema up to date, and stop.
    Migrate(Storage),
    /// Create an organisation and its owner, who then signs in with the password read from standard input.
    CreateOrganization(CreateOrganization),
    /// Say what each row of a CSV file of people would do, and do it if it is confirmed.
    Import(Box<Import>),
    /// Write people as a CSV file.
    Export(Export),
    /// Print the GraphQL schema.
    PrintSchema,
}

/// Where things are kept.
#[derive(Clone, Debug, Args)]
pub struct Storage {
    /// The folder for the embedded database and the generated key.
    #[arg(long, env = "BIENVENUE_DATA_DIR", default_value = "data")]
    pub data_dir: PathBuf,
    /// The database: `postgres://user@host/name` or `sqlite://path`; by default a file in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
}

/// How to serve.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    #[expect(
        missing_docs,
        reason = "flattened: its fields are documented where they are defined"
    )]
    pub storage: Storage,
    /// The address and port to listen on.
    #[arg(long, env = "BIENVENUE_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where people reach the server; every link is built from it. By default the address it listens on.
    #[arg(long, env = "BIENVENUE_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Serve real people: insists on a public https URL, a secret key and a mail server, and keeps no mailbox.
    #[arg(long, env = "BIENVENUE_PRODUCTION")]
    pub production: bool,
    /// 32 random bytes in hex or base64url, from which the secrets of links are derived. By default made once and kept in
    /// the data folder.
    #[arg(long, env = "BIENVENUE_SECRET_KEY", hide_env_values = true)]
    pub secret_key: Option<String>,
    /// The mail server: `smtp://user:password@host:587` (with STARTTLS) or `smtps://…`. Without it messages are kept in the
    /// mailbox.
    #[arg(long, env = "BIENVENUE_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// The address that messages come from.
    #[arg(long, env = "BIENVENUE_MAIL_FROM")]
    pub mail_from: Option<String>,
    #[command(flatten)]
    #[expect(
        missing_docs,
        reason = "flattened: its fields are documented where they are defined"
    )]
    pub text_messages: TextMessages,
    /// A folder with the built browser client, in place of the one inside this program.
    #[arg(long, env = "BIENVENUE_CLIENT_DIR")]
    pub client_dir: Option<PathBuf>,
    /// A proxy in front sets X-Forwarded-For: believe its last entry.
    #[arg(long, env = "BIENVENUE_BEHIND_PROXY")]
    pub behind_proxy: bool,
    #[command(flatten)]
    #[expect(
        missing_docs,
        reason = "flattened: its fields are documented where they are defined"
    )]
    pub limits: Limits,
    /// The client ID of a Slack app, with which administrators connect their workspace by a button. Without it they paste a
    /// token.
    #[arg(long, env = "BIENVENUE_SLACK_CLIENT_ID")]
    pub slack_client_id: Option<String>,
    /// The client secret of the Slack app.
    #[arg(long, env = "BIENVENUE_SLACK_CLIENT_SECRET", hide_env_values = true)]
    pub slack_client_secret: Option<String>,
    /// The signing secret of the Slack app: with it, Slack's requests to /slack/events are listened to.
    #[arg(long, env = "BIENVENUE_SLACK_SIGNING_SECRET", hide_env_values = true)]
    pub slack_signing_secret: Option<String>,
    /// Where Slack's Web API is, if not at slack.com.
    #[arg(long, env = "BIENVENUE_SLACK_API_URL")]
    pub slack_api_url: Option<String>,
    /// Fill an empty database with a demonstration organisation of about 250 people.
    #[arg(long, env = "BIENVENUE_DEMO")]
    pub demo: bool,
}

/// An organisation and its owner.
#[derive(Debug, Args)]
pub struct CreateOrganization {
    #[command(flatten)]
    #[expect(
        missing_docs,
        reason = "flattened: its fields are documented where they are defined"
    )]
    pub storage: Storage,
    /// The organisation's name.
    #[arg(long, env = "BIENVENUE_ORGANIZATION_NAME")]
    pub name: String,
    /// The owner's name.
    #[arg(long, env = "BIENVENUE_OWNER_NAME")]
    pub owner_name: String,
    /// The owner's e-mail address.
    #[arg(long, env = "BIENVENUE_OWNER_EMAIL")]
    pub owner_email: String,
    /// The language of both: en or fr.
    #[arg(long, env = "BIENVENUE_ORGANIZATION_LOCALE", default_value = "en")]
    pub locale: String,
}

impl Storage {
    /// The database's URL; for the embedded default the folder is made first.
    ///
    /// # Errors
    /// When the folder cannot be written, or the URL is of no known database.
    pub fn url(&self) -> anyhow::Result<String> {
        if let Some(url) = &self.database_url {
            ensure!(
                ["postgres://", "postgresql://", "sqlite:"]
                    .iter()
                    .any(|scheme| url.starts_with(scheme)),
                "--database-url must begin with postgres:// or sqlite://"
            );
            return Ok(url.clone());
        }
        let folder = &self.data_dir;
        let cannot = || {
            format!(
                "the data folder {} cannot be written; name another with --data-dir",
                folder.display()
            )
        };
        fs::create_dir_all(folder).with_context(cannot)?;
        let probe = folder.join(".writable");
        fs::write(&probe, "").with_context(cannot)?;
        fs::remove_file(&probe).with_context(cannot)?;
        Ok(format!(
            "sqlite://{}?mode=rwc",
            folder.join("bienvenue.sqlite").display()
        ))
    }
}

impl Serve {
    /// The settings, checked, and the server key.
    ///
    /// # Errors
    /// With one sentence about the first setting that is wrong or missing.
    pub fn check(&self) -> anyhow::Result<(Config, Secrets)> {
        ensure!(
            self.production || self.listen.ip().is_loopback(),
            "listening on {} would let others read the mailbox; serve real people with --production, or listen on 127.0.0.1",
            self.listen
        );
        ensure!(
            !(self.production && self.demo),
            "--demo is for trying things out and does not go with --production"
        );
        let public_url = self.public_url()?;
        let mail = self.mail()?;
        let secrets = self.secrets()?;
        if let Some(folder) = &self.client_dir {
            ensure!(
                folder.is_dir(),
                "the client folder {} does not exist",
                folder.display()
            );
        }
        let config = Config {
            public_url,
            listen: self.listen,
            production: self.production,
            mail,
            texts: self.text_messages.way(self.production)?,
            client_folder: self.client_dir.clone(),
            behind_proxy: self.behind_proxy,
            password_cost: PasswordCost::RECOMMENDED,
            message_limits: self.limits.check(),
            text_limits: self.text_messages.limits(),
            slack: slack::check(self)?,
        };
        Ok((config, secrets))
    }

    fn public_url(&self) -> anyhow::Result<Url> {
        let Some(text) = &self.public_url else {
            ensure!(
                !self.production,
                "--production needs --public-url, for example https://invite.example.com"
            );
            return Ok(Url::parse(&format!("http://{}", self.listen))?);
        };
        let url =
            Url::parse(text).with_context(|| format!("the public URL “{text}” is not a URL"))?;
        ensure!(
            matches!(url.scheme(), "http" | "https")
                && url.has_host()
                && url.query().is_none()
                && url.path() == "/",
            "the public URL “{text}” must be like https://invite.example.com, without a path"
        );
        ensure!(
            !self.production || url.scheme() == "https",
            "--production needs a public URL with https, so that sessions and links travel encrypted"
        );
        Ok(url)
    }

    fn mail(&self) -> anyhow::Result<Mail> {
        let Some(url) = &self.smtp_url else {
            ensure!(
                !self.production,
                "--production needs --smtp-url, for example smtp://user:password@mail.example.com:587"
            );
            return Ok(Mail::Mailbox);
        };
        let Some(from) = &self.mail_from else {
            bail!("--smtp-url needs --mail-from, the address that messages come from")
        };
        let from = EmailAddress::parse(from)
            .map_err(|error| anyhow::anyhow!("--mail-from “{from}” {error}"))?;
        Ok(Mail::Smtp(
            Smtp::parse(url, from).map_err(|error| anyhow::anyhow!("--smtp-url: {error}"))?,
        ))
    }

    fn secrets(&self) -> anyhow::Result<Secrets> {
        match &self.secret_key {
            Some(text) => {
                Secrets::parse(text).map_err(|error| anyhow::anyhow!("--secret-key: {error}"))
            }
            None if self.production => {
                bail!(
                    "--production needs --secret-key; make one with `openssl rand -hex 32` and keep it safe"
                )
            }
            None => key::kept_key(&self.storage.data_dir.join("secret.key")),
        }
    }
}
