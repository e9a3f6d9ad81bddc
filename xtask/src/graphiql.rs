//! GraphiQL in dist/graphiql, from the files its authors publish: the server's policy lets a page load none from elsewhere.

use std::fs;

use anyhow::{Context, Result};

use crate::{compress, fingerprint, sh};

/// The published packages.
const PACKAGES: [&str; 3] = ["graphiql@4.1.2", "react@18.3.1", "react-dom@18.3.1"];

/// The files of theirs that the page loads.
const FILES: [(&str, &str); 4] = [
    ("graphiql-4.1.2.tgz", "graphiql.min.js"),
    ("graphiql-4.1.2.tgz", "graphiql.min.css"),
    ("react-18.3.1.tgz", "umd/react.production.min.js"),
    ("react-dom-18.3.1.tgz", "umd/react-dom.production.min.js"),
];

/// The files of ours that start it.
const OURS: [&str; 2] = ["explorer.js", "explorer.css"];

/// Puts GraphiQL together, unless it stands. Without npm the server goes without, and its page says so.
pub(crate) fn ensure() -> Result<()> {
    let folder = sh::workspace().join("dist/graphiql");
    let made_of = fingerprint::of(
        sh::workspace(),
        &["server/graphiql", "xtask/src/graphiql.rs"],
    )?;
    let stamp = folder.join("made-of");
    if fs::read_to_string(&stamp).is_ok_and(|stamp| stamp == made_of) {
        return Ok(());
    }
    if sh::find("npm").is_none() {
        sh::say("GraphiQL is left out: npm, which fetches it, is not installed.");
        return Ok(());
    }
    let packages = sh::workspace().join(".tools/graphiql");
    fs::create_dir_all(&packages)?;
    fs::create_dir_all(&folder)?;
    let mut npm = sh::command("npm");
    npm.args(["pack", "--silent", "--pack-destination"])
        .arg(&packages)
        .args(PACKAGES);
    sh::step("Fetching GraphiQL: npm pack", "5 s, once", &mut npm)?;
    for (package, file) in FILES {
        let mut tar = sh::command("tar");
        tar.arg("-xzf")
            .arg(packages.join(package))
            .arg("-C")
            .arg(&packages)
            .arg(format!("package/{file}"));
        sh::run(&mut tar)?;
        let name = file.rsplit('/').next().unwrap_or(file);
        fs::copy(packages.join("package").join(file), folder.join(name))
            .with_context(|| format!("{package} has no {file}"))?;
    }
    for file in OURS {
        fs::copy(
            sh::workspace().join("server/graphiql").join(file),
            folder.join(file),
        )?;
    }
    compress::folder(&folder, true)?;
    fs::write(stamp, made_of)?;
    Ok(())
}
