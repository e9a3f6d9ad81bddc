//! A running server: its doors and its four loops, started and stopped together.

use std::{net::SocketAddr, sync::Arc};

use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

use crate::{app::App, events, http, outbox, reminders, slack};

/// The parts that run until they are stopped.
#[derive(Debug)]
pub struct Running {
    /// Where the doors are.
    pub address: SocketAddr,
    close_doors: watch::Sender<bool>,
    stop_loops: watch::Sender<bool>,
    doors: JoinHandle<()>,
    loops: [JoinHandle<()>; 4],
}

/// Opens the doors and starts numbering events, delivering messages, taking the steps of reminder plans and synchronising with Slack.
///
/// # Errors
/// When the listener has no address.
pub fn start(app: &Arc<App>, listener: TcpListener) -> std::io::Result<Running> {
    let address = listener.local_addr()?;
    let (stop_loops, stopped) = watch::channel(false);
    let loops = [
        tokio::spawn(events::run(Arc::clone(app), stopped.clone())),
        tokio::spawn(outbox::run(Arc::clone(app), stopped.clone())),
        tokio::spawn(reminders::run(Arc::clone(app), stopped.clone())),
        tokio::spawn(slack::run(Arc::clone(app), stopped)),
    ];
    let (close_doors, mut closed) = watch::channel(false);
    let serving = http::serve(Arc::clone(app), listener, async move {
        // Dropped without a word is a stop as well.
        let _ = closed.wait_for(|closed| *closed).await;
    });
    let doors = tokio::spawn(async move {
        if let Err(error) = serving.await {
            tracing::error!(%error, "the doors closed");
        }
    });
    Ok(Running {
        address,
        close_doors,
        stop_loops,
        doors,
        loops,
    })
}

impl Running {
    /// Stops from the outside in: the doors finish what they are answering, then what is being delivered is settled.
    pub async fn stop(self) {
        self.close_doors.send_replace(true);
        let outer = self.doors.await;
        self.stop_loops.send_replace(true);
        let [events, outbox, reminders, slack] = self.loops;
        let inner = [slack.await, reminders.await, outbox.await, events.await];
        for part in std::iter::once(outer).chain(inner) {
            if let Err(error) = part {
                tracing::error!(%error, "a part of the server did not stop in order");
            }
        }
    }
}
