//! Cargo's builds of the server.

use std::{env, path::PathBuf, process::Command};

use anyhow::{Context, Result};

use crate::{sh, web};

/// Builds the program `bienvenue` and says where it is.
pub(crate) fn build(release: bool) -> Result<PathBuf> {
    web::ensure_dist()?;
    let mut cargo = sh::cargo();
    // Not `-p server`: with the same packages selected everywhere, no dependency is built twice for its features.
    cargo.args(["build", "--bin", "bienvenue"]);
    if release {
        cargo.arg("--release");
    }
    let how_long = if release {
        "10 min the first time"
    } else {
        "5 min the first time, then seconds"
    };
    sh::step("Building the server", how_long, &mut cargo)?;
    program(release)
}

/// Where cargo puts the program: beside this one.
pub(crate) fn program(release: bool) -> Result<PathBuf> {
    let ourselves = env::current_exe().context("cannot find the target folder")?;
    let target = ourselves
        .parent()
        .and_then(|profile| profile.parent())
        .context("not in a target folder")?;
    Ok(target
        .join(if release { "release" } else { "debug" })
        .join("bienvenue"))
}

/// Writes schema.graphql from the server's code.
pub(crate) fn write_schema() -> Result<()> {
    let schema = sh::read(Command::new(build(false)?).arg("print-schema"))?;
    std::fs::write(sh::workspace().join("schema.graphql"), schema + "\n")
        .context("cannot write schema.graphql")
}
