//! What Bienvenue does in a second, each figure beside its limit measured in the same run.
//!
//! The limit is the same work without Bienvenue: the same SQL behind a bare axum handler, the bare transaction, the bare
//! socket. Server, limit and load share the machine, so absolute figures drift with it; ratios hold. Each pair is measured
//! in interleaved rounds, and the median round counts.
//!
//! `cargo xtask bench` builds everything in release and calls this once, with both databases.

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
mod sockets;
mod startup;
mod writes;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

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
        eprintln!("{}: making {} people …", target.name, options.people);
        let crowd = people::fill(&target, options.people).await?;
        let parts = process::Parts::start(&target).await?;
        reads::measure(&mut report, &target, &parts, &crowd, rounds).await?;
        writes::measure(&mut report, &target, &parts, &crowd, rounds).await?;
        sockets::measure(&mut report, &target, &parts, &crowd).await?;
        report.memory(
            &target,
            "resident memory after all of it",
            parts.server.resident_kib()?,
        );
        bulk::measure(&mut report, &target, &parts, &crowd).await?;
        drop(parts);
        messages::measure(&mut report, &target, &crowd).await?;
        imports::measure(&mut report, &target, &crowd).await?;
    }
    startup::measure(&mut report, &options.bienvenue).await?;
    report.bundles(&options.dist)?;
    print!("{report}");
    Ok(())
}
