//! Everything that must hold, on a developer's machine and in continuous integration alike.

use std::{env, io::IsTerminal, process::Command};

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::{
    browser::{self, Browser},
    debian, node, postgres, server, sh,
    tally::Tally,
    wasm, web,
};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only these parts
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// Only tests whose name contains this
    filter: Option<String>,
}

/// The parts of the whole, in their order.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Part {
    /// Formatting
    Fmt,
    /// Clippy without warnings, for server and client
    Clippy,
    /// The unit tests of every crate
    Unit,
    /// The product through its public doors, on SQLite
    Sqlite,
    /// The same on PostgreSQL
    Postgres,
    /// The product in a real browser
    Browser,
}

/// Runs what was asked for, ends with a line that counts what passed, and fails if anything did.
pub(crate) fn test(args: &Args) -> Result<()> {
    let mut run = Run {
        args,
        tally: Tally::default(),
    };
    let outcome = run.everything();
    if sh::interrupted() {
        bail!("interrupted");
    }
    if let Err(error) = &outcome {
        eprintln!("error: {error:#}");
        run.tally.check(false);
    }
    println!("{}", run.tally);
    // The line above is the message, alone and last.
    if run.tally.failed > 0 {
        std::process::exit(1)
    } else {
        Ok(())
    }
}

struct Run<'a> {
    args: &'a Args,
    tally: Tally,
}

impl Run<'_> {
    fn asked(&self, part: Part) -> bool {
        self.args.only.is_empty() || self.args.only.contains(&part)
    }

    fn everything(&mut self) -> Result<()> {
        if self.asked(Part::Fmt) {
            components()?;
            self.check("Formatting", sh::cargo().args(["fmt", "--all", "--check"]));
        }
        let doors = [Part::Sqlite, Part::Postgres, Part::Browser]
            .into_iter()
            .any(|part| self.asked(part));
        let surroundings = if doors {
            Some(Surroundings::ensure(|part| self.asked(part))?)
        } else {
            None
        };
        web::ensure_dist()?;
        if self.asked(Part::Clippy) {
            self.clippy()?;
        }
        if self.asked(Part::Unit) {
            sh::say("Unit tests");
            self.tests(
                sh::cargo().args(["test", "--no-fail-fast", "--lib", "--bins"]),
                &[],
            )?;
            sh::say("Unit tests of the client");
            self.tests(
                sh::cargo().args(["test", "--no-fail-fast", "--package", "web", "--lib"]),
                &[],
            )?;
        }
        match surroundings {
            Some(surroundings) => self.doors(&surroundings),
            None => Ok(()),
        }
    }

    fn clippy(&mut self) -> Result<()> {
        components()?;
        let deny = ["--", "--deny", "warnings"];
        self.check(
            "Clippy",
            sh::cargo().args(["clippy", "--all-targets"]).args(deny),
        );
        let mut client = sh::cargo();
        client.args(["clippy", "--package", "web"]);
        match wasm::Compiler::ensure()? {
            compiler @ wasm::Compiler::Ordinary => {
                // The profile of the build: macros and build scripts are compiled once for both.
                let profile = web::Profile::Development.name();
                compiler
                    .apply(&mut client)
                    .args(["--target", wasm::TARGET, "--profile", profile]);
            }
            // Debian's compiler comes without clippy: the ordinary one reads the client as if for this machine.
            wasm::Compiler::Debian { .. } => {
                sh::say("No clippy for the browser here: the client is read as if for this machine")
            }
        }
        self.check("Clippy on the client", client.args(deny));
        Ok(())
    }

    /// The crate `tests`: on SQLite, in the browser, on PostgreSQL.
    fn doors(&mut self, surroundings: &Surroundings) -> Result<()> {
        if self.asked(Part::Sqlite) {
            sh::say("The product on SQLite");
            self.tests(
                surroundings.apply(&mut doors("sqlite")),
                &["--skip", "browser::"],
            )?;
        }
        if self.asked(Part::Browser) {
            sh::say("The product in the browser");
            self.tests(surroundings.apply(&mut doors("sqlite")), &["browser::"])?;
        }
        if self.asked(Part::Postgres) {
            let cluster = match env::var("TEST_DATABASE_URL") {
                Ok(_) => None,
                Err(_) => Some(postgres::Cluster::start(
                    &postgres::ensure()?,
                    &postgres::FORGETFUL,
                )?),
            };
            sh::say("The product on PostgreSQL");
            let mut command = doors("postgres");
            if let Some(cluster) = &cluster {
                command.env("TEST_DATABASE_URL", cluster.url());
            }
            self.tests(surroundings.apply(&mut command), &["--skip", "browser::"])?;
        }
        Ok(())
    }

    fn check(&mut self, what: &str, command: &mut Command) {
        sh::say(what);
        let passed = sh::run(command);
        if let Err(error) = &passed {
            eprintln!("error: {error:#}");
        }
        self.tally.check(passed.is_ok());
    }

    /// Runs a `cargo test` and counts what it sums up.
    fn tests(&mut self, command: &mut Command, arguments: &[&str]) -> Result<()> {
        let color = if std::io::stdout().is_terminal() {
            "always"
        } else {
            "never"
        };
        command
            .args(["--", "--color", color])
            .args(&self.args.filter)
            .args(arguments);
        let failed = self.tally.failed;
        let passed = sh::run_lines(command, |line| {
            println!("{line}");
            self.tally.count(line);
        })?;
        // A program that did not compile, or died, sums up nothing.
        if !passed && self.tally.failed == failed {
            self.tally.check(false);
        }
        Ok(())
    }
}

/// What the crate `tests` needs around it.
struct Surroundings {
    browser: Option<Browser>,
}

impl Surroundings {
    /// Installs and builds; what is missing and cannot be installed is said before anything long begins.
    fn ensure(asked: impl Fn(Part) -> bool) -> Result<Self> {
        let browser = if asked(Part::Browser) {
            Some(browser::ensure()?)
        } else {
            None
        };
        if asked(Part::Postgres) && env::var_os("TEST_DATABASE_URL").is_none() {
            postgres::ensure()?;
        }
        node::ensure()?;
        examples()?;
        web::build(web::Profile::Development)?;
        // Everything at once: what follows finds its programs built, with the same features.
        let mut cargo = sh::cargo();
        cargo.args(["build", "--bins", "--tests"]);
        sh::step(
            "Building the server and the tests",
            "10 min the first time, then seconds",
            &mut cargo,
        )?;
        Ok(Self { browser })
    }

    fn apply<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        if let Some(browser) = &self.browser {
            command
                .env("CHROMIUM", &browser.chromium)
                .env("CHROMEDRIVER", &browser.driver);
        }
        command
    }
}

/// The tests of the product, on one database.
fn doors(database: &str) -> Command {
    let mut cargo = sh::cargo();
    cargo
        .args(["test", "--test", "tests"])
        .env("TEST_DATABASE", database);
    if let Ok(program) = server::program(false) {
        cargo.env("BIENVENUE_BIN", program);
    }
    cargo
}

/// What the examples of docs/api.md are run with.
fn examples() -> Result<()> {
    if ["curl", "jq"]
        .into_iter()
        .all(|tool| sh::find(tool).is_some())
    {
        return Ok(());
    }
    debian::install("curl and jq", &["curl", "jq"], "10 s, once")
}

/// Formatter and linter: rustup's minimal profile comes without.
fn components() -> Result<()> {
    if sh::succeeds(sh::cargo().args(["fmt", "--version"]))
        && sh::succeeds(sh::cargo().args(["clippy", "--version"]))
    {
        return Ok(());
    }
    sh::step(
        "Adding rustfmt and clippy",
        "20 s",
        sh::command("rustup").args(["component", "add", "rustfmt", "clippy"]),
    )
}
