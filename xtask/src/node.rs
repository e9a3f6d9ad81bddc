//! The audits that others wrote for Node: their packages, installed once for each lock file.

use std::fs;

use anyhow::Result;

use crate::{debian, sh};

/// Installs what tests/node/package-lock.json names, unless it is there.
pub(crate) fn ensure() -> Result<()> {
    let folder = sh::workspace().join("tests/node");
    let lock = fs::read(folder.join("package-lock.json"))?;
    let installed = folder.join("node_modules/installed-from.json");
    if fs::read(&installed).is_ok_and(|from| from == lock) {
        return Ok(());
    }
    if sh::find("node").is_none() || sh::find("npm").is_none() {
        debian::install("Node and npm", &["nodejs", "npm"], "2 min, once")?;
    }
    let mut npm = sh::command("npm");
    npm.current_dir(&folder)
        .args(["ci", "--no-fund", "--no-audit"]);
    sh::step(
        "Installing the packages of the GraphQL and accessibility audits: npm ci",
        "20 s, once",
        &mut npm,
    )?;
    fs::write(installed, lock)?;
    Ok(())
}
