//! What Bienvenue does in a second, beside what its databases and sockets could, in one run.

use std::ffi::OsString;

use anyhow::Result;

use crate::{postgres, server, sh, web};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Flags for the measuring program, such as --people, --seconds and --rounds
    #[arg(last = true)]
    measure: Vec<OsString>,
}

/// Durable, as it would be for real: PostgreSQL's defaults, with the memory of a small server.
const DURABLE: [&str; 2] = ["shared_buffers=256MB", "max_connections=200"];

pub(crate) fn bench(args: &Args) -> Result<()> {
    web::build(web::Profile::Release)?;
    let bienvenue = server::build(true)?;
    let mut build = sh::cargo();
    // Not `--package bench`, which would build every dependency once more for its features.
    build.args(["build", "--release", "--bin", "bench"]);
    sh::step(
        "Building the measuring program as it ships",
        "2 min the first time",
        &mut build,
    )?;
    let cluster = postgres::Cluster::start(&postgres::ensure()?, &DURABLE)?;
    let program = bienvenue.with_file_name("bench");
    let mut measure = sh::command(program);
    measure
        .arg("measure")
        .args(["--postgres", &cluster.url(), "--bienvenue"])
        .arg(&bienvenue)
        .args(&args.measure)
        .current_dir(sh::workspace());
    sh::run(&mut measure)
}
