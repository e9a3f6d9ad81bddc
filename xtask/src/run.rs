//! Bienvenue with its demo organisation, from a fresh clone or for the hundredth time.

use std::{ffi::OsString, fs, os::unix::process::CommandExt};

use anyhow::{Context, Result};

use crate::{server, sh, web};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Build server and client as they ship: minutes more, then faster
    #[arg(long)]
    release: bool,
    /// Flags for `bienvenue serve`
    #[arg(last = true)]
    serve: Vec<OsString>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    web::build(web::Profile::of(args.release))?;
    let program = server::build(args.release)?;
    let data = sh::workspace().join("data/demo");
    fs::create_dir_all(&data).with_context(|| format!("cannot make {}", data.display()))?;
    // The server takes this process's place: Ctrl-C, the terminal and the exit code are its own.
    let mut serve = sh::command(&program);
    serve
        .args(["serve", "--demo", "--data-dir"])
        .arg(&data)
        .args(&args.serve)
        .env_remove("DATABASE_URL"); // so common a name may mean another program's database
    Err(serve.exec()).with_context(|| format!("cannot start {}", program.display()))
}
