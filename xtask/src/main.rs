//! Bienvenue's chores: `cargo xtask run`, `test`, `web`, `bench`, `schema`.

mod bench;
mod browser;
mod compress;
mod debian;
mod fingerprint;
mod graphiql;
mod node;
mod postgres;
mod run;
mod server;
mod sh;
mod sheets;
mod tally;
mod test;
mod tools;
mod wasm;
mod web;

use std::process::ExitCode;

use clap::Parser;

/// Bienvenue's chores. What a chore needs it installs or builds once; long steps say how long they take.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Chore {
    /// Start Bienvenue with its demo organisation; prints the URL, the credentials and the mailbox's URL
    Run(run::Args),
    /// Check and test everything, on SQLite and on PostgreSQL, in a real browser
    Test(test::Args),
    /// Build the browser client into dist/
    Web(web::Args),
    /// Measure every figure beside its limit, on both databases
    Bench(bench::Args),
    /// Write schema.graphql from the server's code
    Schema,
}

fn main() -> ExitCode {
    let chore = Chore::parse();
    let done = sh::stop_with_us().and_then(|()| match chore {
        Chore::Run(args) => run::run(&args),
        Chore::Test(args) => test::test(&args),
        Chore::Web(args) => web::web(&args),
        Chore::Bench(args) => bench::bench(&args),
        Chore::Schema => server::write_schema(),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if sh::interrupted() => ExitCode::from(130), // 128 + SIGINT, as shells have it
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
