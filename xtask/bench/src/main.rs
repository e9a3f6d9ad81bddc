//! What Bienvenue does in a second, each figure beside its limit measured in the same run.
//!
//! The limit is the same work without Bienvenue: the same SQL behind a bare axum handler, the bare transaction, the bare
//! socket. Server, limit and load share the machine, so absolute figures drift with it; ratios hold. Each pair is measured
//! in interleaved rounds, and the median round counts.
//!
//! `cargo xtask bench` builds everything in release and calls this once, with both databases.

mod browser;
mod bulk;
mod client;
mod imports;
mod limit;
mod measure;
mod messages;
mod people;
mod process;
mod reads;
mod report;
mod slack;
mod sockets;
mod startup;
mod writes;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};

use crate::{process::Target, report::Report};

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    role: Role,
}

/// This program plays every part in a process of its own, so that memory and time are each part's.
#[derive(Subcommand)]
enum Role {
    /// Measure everything and print the table.
    Measure(Measure),
    /// Be Bienvenue on a database, with password hashes as cheap as they get.
    Server(process::Part),
    /// Be the limit on a database.
    Limit(process::Part),
}

#[derive(clap::Args)]
struct Measure {
    /// A PostgreSQL superuser's URL; each run makes a database of its own.
    #[arg(long)]
    postgres: Option<String>,
    /// The release binary.
    #[arg(long)]
    bienvenue: PathBuf,
    /// The folder with both built clients.
    #[arg(long, default_value = "dist")]
    dist: PathBuf,
    /// Only these parts, instead of all.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Subject>,
    /// How many people there are.
    #[arg(long, default_value_t = 100_000)]
    people: usize,
    /// Seconds a round takes.
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// How many rounds of each; the median counts.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Subject {
    /// Pages and searches
    Reads,
    /// Invitations and acceptances
    Writes,
    /// Events to a thousand sockets
    Sockets,
    /// Bulk invitations
    Bulk,
    /// The list in a browser
    Browser,
    /// Messages into a mail server
    Messages,
    /// A file of a hundred thousand rows
    Imports,
    /// A Slack workspace of twenty thousand members
    Slack,
    /// The start, and the client's size
    Startup,
}

impl Measure {
    fn asks_for(&self, subject: Subject) -> bool {
        self.only.is_empty() || self.only.contains(&subject)
    }
}

fn main() -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        match Cli::parse().role {
            Role::Measure(measure) => self::measure(&measure).await,
            Role::Server(part) => process::be_server(part).await,
            Role::Limit(part) => limit::be(part).await,
        }
    })
}

async fn measure(options: &Measure) -> Result<()> {
    let mut report = Report::default();
    let rounds = measure::Rounds {
        count: options.rounds,
        seconds: options.seconds,
    };
    for target in Target::all(options.postgres.as_deref()).await? {
        on(&mut report, &target, options, rounds).await?;
    }
    if options.asks_for(Subject::Startup) {
        startup::measure(&mut report, &options.bienvenue).await?;
        report.bundles(&options.dist)?;
    }
    print!("{report}");
    Ok(())
}

/// Everything that is measured on one database.
async fn on(
    report: &mut Report,
    target: &Target,
    options: &Measure,
    rounds: measure::Rounds,
) -> Result<()> {
    eprintln!("{}: making {} people …", target.name, options.people);
    let crowd = people::fill(target, options.people).await?;
    // Before everything that leaves more people than were made, and a database that has not been swept.
    if options.asks_for(Subject::Browser) {
        browser::measure(report, target, &crowd, &options.dist).await?;
    }
    let parts = process::Parts::start(target).await?;
    if options.asks_for(Subject::Reads) {
        reads::measure(report, target, &parts, &crowd, rounds).await?;
    }
    if options.asks_for(Subject::Writes) {
        writes::measure(report, target, &parts, &crowd, rounds).await?;
    }
    if options.asks_for(Subject::Sockets) {
        sockets::measure(report, target, &parts, &crowd).await?;
        let resident = parts.server.resident_kib()?;
        report.memory(target, "resident memory after all of it", resident);
    }
    if options.asks_for(Subject::Bulk) {
        bulk::measure(report, target, &parts, &crowd).await?;
    }
    drop(parts);
    if options.asks_for(Subject::Messages) {
        messages::measure(report, target, &crowd).await?;
    }
    if options.asks_for(Subject::Imports) {
        imports::measure(report, target, &crowd).await?;
    }
    if options.asks_for(Subject::Slack) {
        slack::measure(report, target, &crowd).await?;
    }
    Ok(())
}
