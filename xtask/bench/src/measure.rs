//! Rounds, medians, percentiles.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Result;
use tokio::task::JoinSet;

use crate::client::{Connection, Request};

/// How often and how long each thing is measured.
#[derive(Clone, Copy)]
pub(crate) struct Rounds {
    pub(crate) count: usize,
    pub(crate) seconds: f64,
}

/// What one round, or the median one, shows.
#[derive(Clone, Copy, Default)]
pub(crate) struct Rate {
    /// Answers per second.
    pub(crate) per_second: f64,
    /// Milliseconds within which half of the answers came.
    pub(crate) p50: f64,
    /// Milliseconds within which all but one of a hundred came.
    pub(crate) p99: f64,
}

/// Connections that ask at the same time.
pub(crate) const CONNECTIONS: usize = 32;

/// Asks over and over on 32 connections for the length of a round. `next` makes the request for a running number.
pub(crate) async fn round(
    address: std::net::SocketAddr,
    rounds: Rounds,
    next: Arc<dyn Fn(u64) -> Request + Send + Sync>,
) -> Result<Rate> {
    let end = Instant::now() + Duration::from_secs_f64(rounds.seconds);
    let numbers = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (next, numbers) = (Arc::clone(&next), Arc::clone(&numbers));
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut times = Vec::new();
            while Instant::now() < end {
                let number = numbers.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let request = next(number);
                let began = Instant::now();
                connection.ask(&request).await?;
                times.push(began.elapsed());
            }
            anyhow::Ok(times)
        });
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.extend(done??);
    }
    let per_second = times.len() as f64 / rounds.seconds;
    Ok(rate(times, per_second))
}

/// The round whose rate is the median.
pub(crate) fn median(mut rates: Vec<Rate>) -> Rate {
    rates.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

/// Asks each of these once, on 32 connections.
pub(crate) async fn all(address: std::net::SocketAddr, requests: Vec<Request>) -> Result<Rate> {
    let count = requests.len();
    let requests = Arc::new(std::sync::Mutex::new(requests));
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let requests = Arc::clone(&requests);
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut times = Vec::new();
            loop {
                let next = requests
                    .lock()
                    .map_err(|_| anyhow::anyhow!("another connection failed"))?
                    .pop();
                let Some(request) = next else {
                    return anyhow::Ok(times);
                };
                let asked = Instant::now();
                connection.ask(&request).await?;
                times.push(asked.elapsed());
            }
        });
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.extend(done??);
    }
    Ok(rate(times, count as f64 / began.elapsed().as_secs_f64()))
}

fn rate(mut times: Vec<Duration>, per_second: f64) -> Rate {
    times.sort_unstable();
    let at = |share: f64| {
        let place = (times.len() as f64 * share) as usize;
        times
            .get(place.min(times.len().saturating_sub(1)))
            .map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    };
    Rate {
        per_second,
        p50: at(0.5),
        p99: at(0.99),
    }
}
