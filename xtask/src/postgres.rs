//! A PostgreSQL cluster of our own: in a temporary folder, on a free port of the loopback, gone with its owner.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{debian, sh};

/// What a test run may do without, since its cluster is thrown away: surviving a power cut.
pub(crate) const FORGETFUL: [&str; 3] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
];

/// A running cluster; dropping it stops the server and removes the folder.
pub(crate) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    /// Whether we are root, and the programs must be someone else.
    as_postgres: bool,
}

impl Cluster {
    /// Starts a cluster with these settings besides PostgreSQL's own (`name=value`).
    pub(crate) fn start(programs: &Path, settings: &[&str]) -> Result<Self> {
        let name = format!("bienvenue-postgres-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let port = free_port()?;
        let cluster = Self {
            programs: programs.to_owned(),
            folder,
            port,
            as_postgres: debian::is_root(),
        };
        if cluster.as_postgres {
            sh::run(sh::command("chown").arg("postgres").arg(&cluster.folder))?;
        }
        let data = cluster.folder.join("data");
        sh::read(
            cluster
                .command("initdb")
                .args([
                    "--username=postgres",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync",
                ])
                .arg("--pgdata")
                .arg(&data),
        )?;
        let mut options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300"
        );
        for setting in settings {
            options.push_str(&format!(" -c {setting}"));
        }
        let log = cluster.folder.join("log");
        sh::read(
            cluster
                .command("pg_ctl")
                .args(["start", "--wait", "--options", &options, "--log"])
                .arg(log)
                .arg("--pgdata")
                .arg(data),
        )
        .context("PostgreSQL does not start")?;
        Ok(cluster)
    }

    /// The superuser's URL.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// One of PostgreSQL's programs, as an ordinary user: they refuse to run as root.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = if self.as_postgres {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // Not the workspace: the user postgres may not be allowed to look into it.
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Not through `sh`: after an interrupt it starts nothing more. Nothing is worth saving, hence `immediate`.
        let stopped = self
            .command("pg_ctl")
            .args(["stop", "--silent", "--mode", "immediate", "--pgdata"])
            .arg(self.folder.join("data"))
            .status();
        let cleaned = match stopped {
            Ok(status) if !status.success() => {
                Err(std::io::Error::other("PostgreSQL does not stop"))
            }
            other => other.and_then(|_| fs::remove_dir_all(&self.folder)),
        };
        if let Err(error) = cleaned {
            eprintln!("cannot clean up {}: {error}", self.folder.display());
        }
    }
}

/// The folder of PostgreSQL's server programs; installs them if they are missing.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(programs) = find() {
        return Ok(programs);
    }
    debian::install("PostgreSQL", &["postgresql"], "1 min, once")?;
    find().context("PostgreSQL's server programs are not where they should be: /usr/lib/postgresql/<version>/bin")
}

fn find() -> Option<PathBuf> {
    // Debian keeps them out of the search path, one folder per version: the newest will do.
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = versions
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse::<u32>().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(_, programs)| programs.join("initdb").is_file())
        .max();
    match newest {
        Some((_, programs)) => Some(programs),
        None => sh::find("initdb")?.parent().map(Path::to_owned),
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))
        .context("no free port")?
        .local_addr()?
        .port())
}
