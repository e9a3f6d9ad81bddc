//! The command line of importing and exporting people.

use std::path::PathBuf;

use clap::Args;

use super::{Limits, Storage, TextMessages};
use crate::config::Config;

/// In whose name something is done, and where.
#[derive(Debug, Args)]
pub struct Who {
    /// The address of the administrator in whose name it is done.
    #[arg(long)]
    pub r#as: String,
    /// The organisation, by name or id; needed only when the administrator belongs to several.
    #[arg(long)]
    pub organization: Option<String>,
}

/// A file to read.
#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    #[expect(
        missing_docs,
        reason = "flattened: its fields are documented where they are defined"
    )]
    pub storage: Storage,
    #[command(flatten)]
    #[expect(
        missing_docs,
        reason = "flattened: its fields are documented where they are defined"
    )]
    pub who: Who,
    /// The CSV file; `-` for standard input.
    pub file: PathBuf,
    /// Carry it out. Without this, it is only said what each row would do.
    #[arg(long)]
    pub confirm: bool,
    /// Add people without inviting them.
    #[arg(long)]
    pub no_invite: bool,
    /// Make the teams and products that are not there.
    #[arg(long)]
    pub create_missing: bool,
    /// Write the rows with what came of each to this file.
    #[arg(long)]
    pub result: Option<PathBuf>,
    /// The secret key that the server runs with; by default the one in the data folder.
    #[arg(long, env = "BIENVENUE_SECRET_KEY", hide_env_values = true)]
    pub secret_key: Option<String>,
    /// The server serves real people: without Twilio it sends no text messages, and keeps none in a mailbox.
    #[arg(long, env = "BIENVENUE_PRODUCTION")]
    pub production: bool,
    #[command(flatten)]
    #[expect(
        missing_docs,
        reason = "flattened: its fields are documented where they are defined"
    )]
    pub text_messages: TextMessages,
    #[command(flatten)]
    #[expect(
        missing_docs,
        reason = "flattened: its fields are documented where they are defined"
    )]
    pub limits: Limits,
}

impl Import {
    /// The settings of a terminal, with those of the server that decide who is invited now and how.
    ///
    /// # Errors
    /// With one sentence about the first setting that is wrong or missing.
    pub fn check(&self, terminal: Config) -> anyhow::Result<Config> {
        Ok(Config {
            production: self.production,
            texts: self.text_messages.way(self.production)?,
            message_limits: self.limits.check(),
            text_limits: self.text_messages.limits(),
            ..terminal
        })
    }
}

/// A file to write.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    #[expect(
        missing_docs,
        reason = "flattened: its fields are documented where they are defined"
    )]
    pub storage: Storage,
    #[command(flatten)]
    #[expect(
        missing_docs,
        reason = "flattened: its fields are documented where they are defined"
    )]
    pub who: Who,
    /// The CSV file; `-`, the default, for standard output.
    #[arg(default_value = "-")]
    pub file: PathBuf,
    /// Which people, as the API's `UserFilter` in JSON, such as `{"status":["INVITED"]}`. All by default.
    #[arg(long)]
    pub filter: Option<String>,
}
