//! Packages of the system, where it is Debian (or a relative) and we may install them.

use std::{process::Command, sync::OnceLock};

use anyhow::{Result, bail};

use crate::sh;

/// Installs packages by apt, or says in one line which are missing.
///
/// `what` is what the packages are for, `how_long` about how long they take.
pub(crate) fn install(what: &str, packages: &[&str], how_long: &str) -> Result<()> {
    let (Some(_), Some(mut update), Some(mut install)) =
        (sh::find("apt-get"), as_root("apt-get"), as_root("apt-get"))
    else {
        bail!(
            "{what} is missing; on Debian: apt-get install {}",
            packages.join(" ")
        );
    };
    static LISTS: OnceLock<bool> = OnceLock::new();
    // A fresh container has no package lists. If fetching them fails, the ones that are there may still do.
    LISTS.get_or_init(|| sh::succeeds(update.args(["update", "--quiet"])));
    sh::step(
        &format!("Installing {what}: apt-get install {}", packages.join(" ")),
        how_long,
        install
            .args(["install", "--yes", "--quiet", "--no-install-recommends"])
            .args(packages),
    )
}

/// A command with root's rights, if we are root or may be without being asked for a password.
pub(crate) fn as_root(program: &str) -> Option<Command> {
    let mut command = if is_root() {
        sh::command(program)
    } else if sh::succeeds(sh::command("sudo").args(["--non-interactive", "true"])) {
        let mut sudo = sh::command("sudo");
        sudo.args([
            "--non-interactive",
            "--preserve-env=DEBIAN_FRONTEND",
            program,
        ]);
        sudo
    } else {
        return None;
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Some(command)
}

/// Whether we are root, whom PostgreSQL's programs and Chromium's sandbox refuse to serve.
pub(crate) fn is_root() -> bool {
    sh::read(sh::command("id").arg("-u")).is_ok_and(|id| id == "0")
}
