//! From the start of the program to its first answer, and what it holds while idle.

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::{
    client::{Connection, Request},
    process::resident_kib,
    report::Report,
};

const STARTS: usize = 7;

/// Killed when it goes out of sight.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone is as good as killed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(crate) async fn measure(report: &mut Report, bienvenue: &Path) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("bienvenue-bench-start-{}", std::process::id()));
    let mut times = Vec::new();
    let mut idle = 0;
    for _ in 0..STARTS {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let began = Instant::now();
        let child = Command::new(bienvenue)
            .args(["serve", "--listen", &address.to_string(), "--data-dir"])
            .arg(&folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", bienvenue.display()))?;
        let server = Server(child);
        let question = Request::graphql(None, "{ setupPending }", &serde_json::json!({}), "true");
        loop {
            if let Ok(mut connection) = Connection::open(address).await {
                connection.ask(&question).await?;
                break;
            }
            ensure!(
                began.elapsed() < Duration::from_secs(10),
                "the server did not start"
            );
            tokio::time::sleep(Duration::from_micros(500)).await;
        }
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
        tokio::time::sleep(Duration::from_millis(300)).await;
        idle = resident_kib(server.0.id())?;
    }
    std::fs::remove_dir_all(&folder)?;
    times.sort_by(f64::total_cmp);
    report.time(
        "start to first answer, embedded database",
        times[STARTS / 2],
        None,
        Some(100.0),
    );
    report.plain("resident memory, idle", idle, Some(25 * 1024));
    Ok(())
}
