//! The list of people in a real browser, among a hundred thousand: how long a page takes, and how long a hand waits.

use std::path::Path;

use anyhow::{Context, Result, bail};
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
/// Milliseconds within which the list is to be seen, once its files are kept by the browser.
const MOST_PAGE: f64 = 200.0;
/// Milliseconds from a hand to the next picture: what web.dev calls a good Interaction to Next Paint.
const MOST_INTERACTION: f64 = 200.0;

/// Notes when a screen of people is first seen and when the whole list is, how long it takes from a click until it stands again, and how
/// long each interaction took until the next picture (Event Timing, W3C). What is seen has been drawn: a task that is begun in a frame
/// with the first priority runs next after its picture.
const WATCH: &str = "(() => {
    const bench = { seen: null, whole: null, again: [], interactions: [] };
    window.bench = bench;
    let clicked = null, busy = false;
    addEventListener('pointerdown', () => { clicked = performance.now(); }, true);
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        if (entry.interactionId) bench.interactions.push(entry.duration);
    })).observe({ type: 'event', durationThreshold: 16, buffered: true });
    const drawn = (what) => {
        if (bench[what] !== null) return;
        bench[what] = 0;
        const note = () => { bench[what] = performance.now(); };
        requestAnimationFrame(() => scheduler.postTask(note, { priority: 'user-blocking' }));
    };
    new MutationObserver(() => {
        const table = document.querySelector('table[aria-busy]');
        const rows = table && table.querySelector('tbody tr:not([aria-hidden])');
        if (!rows) return;
        drawn('seen');
        const waits = table.getAttribute('aria-busy') === 'true';
        if (!waits) drawn('whole');
        if (!waits && busy && clicked !== null) bench.again.push(performance.now() - clicked);
        busy = waits;
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-busy'] });
})()";

/// When people were seen first, and all of the page. It is waited for inside the page: asking again and again from outside would take
/// its time from it.
const SEEN: &str = "new Promise((done) => { \
    const look = () => bench.whole ? done([bench.seen, bench.whole]) : setTimeout(look, 50); look(); })";

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

    let (mut seen, mut whole) = (Vec::new(), Vec::new());
    let (mut again, mut interactions) = (Vec::new(), Vec::new());
    // Nobody asks the accessibility tree for anything here: a page of which it was asked goes on keeping it, and is slower to leave.
    for _ in 0..9 {
        window.reload().await;
        let [first, all] = noted(&window, SEEN).await[..] else {
            bail!("the list was never seen");
        };
        seen.push(first);
        whole.push(all);
        window.settles().await;
    }
    for _ in 0..5 {
        window.reload().await;
        window.table_is_ready().await;
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
        &what("browser: the list opened again, until people are seen"),
        median(seen)?,
        None,
        Some(MOST_PAGE),
    );
    report.time(
        &what("browser: the list opened again, until all fifty are"),
        median(whole)?,
        None,
        None,
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
