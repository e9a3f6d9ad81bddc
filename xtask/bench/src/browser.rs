//! The list of people in a real browser, among a hundred thousand: how long a page takes, and how long a hand waits.

use std::path::Path;

use anyhow::{Context, Result};
use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::Value;
use tests::browser::{Device, Window};

use crate::{
    people::Crowd,
    process::{self, Process, Target},
    report::Report,
};

const PASSWORD: &str = "a quiet evening by the sea";
/// Milliseconds within which a page of the list is to stand, once its files are kept by the browser.
const MOST_PAGE: f64 = 200.0;
/// Milliseconds from a hand to the next picture: what web.dev calls a good Interaction to Next Paint.
const MOST_INTERACTION: f64 = 200.0;

/// Notes when the list first stands, how long it takes from a click until it stands again, and how long each interaction took
/// until the next picture (Event Timing, W3C).
const WATCH: &str = "(() => {
    const bench = { ready: null, again: [], interactions: [] };
    window.bench = bench;
    let clicked = null, busy = false;
    addEventListener('pointerdown', () => { clicked = performance.now(); }, true);
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        if (entry.interactionId) bench.interactions.push(entry.duration);
    })).observe({ type: 'event', durationThreshold: 16, buffered: true });
    new MutationObserver(() => {
        const table = document.querySelector('table[aria-busy]');
        if (!table) return;
        const waits = table.getAttribute('aria-busy') === 'true';
        const stands = !waits && table.querySelector('tbody tr');
        if (stands && bench.ready === null) { bench.ready = 0; requestAnimationFrame(() => { bench.ready = performance.now(); }); }
        if (stands && busy && clicked !== null) bench.again.push(performance.now() - clicked);
        busy = waits;
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-busy'] });
})()";

/// When the list stood first. It is waited for inside the page: asking again and again from outside would take its time from it.
const STANDS: &str = "new Promise((done) => { \
    const look = () => bench.ready ? done([bench.ready]) : setTimeout(look, 50); look(); })";

pub(crate) async fn measure(
    report: &mut Report,
    target: &Target,
    crowd: &Crowd,
    dist: &Path,
) -> Result<()> {
    let app = process::app(&target.url).await?;
    user::Entity::update_many()
        .col_expr(
            user::Column::PasswordHash,
            Expr::value(app.passwords.hash(PASSWORD).await?),
        )
        .filter(user::Column::Id.eq(crowd.admin.clone()))
        .exec(&*app.db)
        .await?;
    let dist = dist.to_str().context("a folder whose name is text")?;
    let server = Process::start("server", target, &["--client", dist])?;
    let window = Window::open(Device::DESKTOP).await;
    window.watch(WATCH).await;
    window.go(&format!("http://{}/", server.address)).await;
    window
        .field("E-mail or phone number")
        .fill("person0@example.com")
        .await;
    window.field("Password").fill(PASSWORD).await;
    window.button("Sign in").click().await;
    window.heading("Users").wait().await;
    window.table_is_ready().await;

    let (mut opened, mut again, mut interactions) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..5 {
        window.reload().await;
        opened.extend(noted(&window, STANDS).await);
        window.settles().await;
        for status in ["Created", "Invited", "Active", "Everyone"] {
            window.starting("button", status).first().click().await;
            window.table_is_ready().await;
            window.settles().await;
        }
        for deed in [
            "Select everyone on this page",
            "Select everyone on this page",
        ] {
            window.get("checkbox", deed).click().await;
            window.settles().await;
        }
        window.any("checkbox").first().click().await;
        window
            .starting("button", "Select all")
            .first()
            .click()
            .await;
        window
            .starting("button", "Actions for")
            .first()
            .click()
            .await;
        window.settles().await;
        again.extend(noted(&window, "bench.again").await);
        interactions.extend(noted(&window, "bench.interactions").await);
    }
    window.close().await;
    let what = |what: &str| format!("{what} · {}", target.name);
    report.time(
        &what("browser: the list opened again, until it stands"),
        median(opened)?,
        None,
        Some(MOST_PAGE),
    );
    report.time(
        &what("browser: another status chosen, until it stands"),
        median(again)?,
        None,
        Some(MOST_PAGE),
    );
    // Shorter ones than 16 ms are not told: then all were.
    let slowest = interactions.into_iter().fold(16.0, f64::max);
    report.time(
        &what("browser: slowest of ticking, all matching, menu, filter (INP)"),
        slowest,
        None,
        Some(MOST_INTERACTION),
    );
    Ok(())
}

async fn noted(window: &Window, what: &str) -> Vec<f64> {
    let noted = window.evaluate(&format!("return {what}")).await;
    noted
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .collect()
}

fn median(mut times: Vec<f64>) -> Result<f64> {
    times.sort_by(f64::total_cmp);
    times
        .get(times.len() / 2)
        .copied()
        .context("the browser noted nothing")
}
