//! The table.

use std::{fmt, path::Path};

use anyhow::{Context, Result};

use crate::{measure::Rate, process::Target};

#[derive(Default)]
pub(crate) struct Report {
    rows: Vec<[String; 7]>,
}

fn number(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

impl Report {
    /// A rate beside its limit; the goal, if there is one, is a share of the limit.
    pub(crate) fn rate(
        &mut self,
        target: &Target,
        what: &str,
        ours: Rate,
        limit: Rate,
        goal: Option<f64>,
    ) {
        let ratio = ours.per_second / limit.per_second.max(0.001);
        self.row([
            format!("{what} · {}", target.name),
            format!("{}/s", number(ours.per_second)),
            format!("{:.1} ms", ours.p50),
            format!("{:.1} ms", ours.p99),
            format!("{}/s", number(limit.per_second)),
            format!("{ratio:.2}"),
            goal.map_or("–".to_owned(), |goal| {
                verdict(ratio >= goal, &format!("≥ {goal}"))
            }),
        ]);
    }

    /// A time, with or without a limit, and the most it may be.
    pub(crate) fn time(&mut self, what: &str, millis: f64, limit: Option<f64>, most: Option<f64>) {
        self.row([
            what.to_owned(),
            format!("{millis:.1} ms"),
            "–".to_owned(),
            "–".to_owned(),
            limit.map_or("–".to_owned(), |limit| format!("{limit:.1} ms")),
            limit.map_or("–".to_owned(), |limit| {
                format!("{:.2}", limit / millis.max(0.001))
            }),
            most.map_or("–".to_owned(), |most| {
                verdict(millis <= most, &format!("≤ {most:.0} ms"))
            }),
        ]);
    }

    /// A plain rate and the least it may be.
    pub(crate) fn throughput(
        &mut self,
        target: &Target,
        what: &str,
        ours: f64,
        limit: f64,
        least: f64,
    ) {
        self.row([
            format!("{what} · {}", target.name),
            format!("{}/s", number(ours)),
            "–".to_owned(),
            "–".to_owned(),
            format!("{}/s", number(limit)),
            format!("{:.2}", ours / limit.max(0.001)),
            verdict(ours >= least, &format!("≥ {}/s", number(least))),
        ]);
    }

    pub(crate) fn memory(&mut self, target: &Target, what: &str, kib: u64) {
        self.plain(&format!("{what} · {}", target.name), kib, None);
    }

    /// Memory, and the most it may be, in KiB.
    pub(crate) fn plain(&mut self, what: &str, kib: u64, most: Option<u64>) {
        let mib = |kib: u64| format!("{:.1} MiB", kib as f64 / 1024.0);
        let goal = most.map_or("–".to_owned(), |most| {
            verdict(kib <= most, &format!("≤ {}", mib(most)))
        });
        self.row([
            what.to_owned(),
            mib(kib),
            "–".into(),
            "–".into(),
            "–".into(),
            "–".into(),
            goal,
        ]);
    }

    /// The size of each client as it travels.
    pub(crate) fn bundles(&mut self, dist: &Path) -> Result<()> {
        for (face, most) in [("join", 150.0), ("console", 300.0), ("office", 400.0)] {
            let mut bytes = 0;
            for entry in std::fs::read_dir(dist.join(face))
                .with_context(|| format!("dist/{face} is not built"))?
            {
                let entry = entry?;
                if entry.path().extension().is_some_and(|end| end == "br") {
                    bytes += entry.metadata()?.len();
                }
            }
            let size = bytes as f64 / 1000.0;
            let goal = verdict(bytes > 0 && size <= most, &format!("≤ {most:.0} KB"));
            let what = format!("first load of the {face} page, brotli");
            self.row([
                what,
                format!("{size:.0} KB"),
                "–".into(),
                "–".into(),
                "–".into(),
                "–".into(),
                goal,
            ]);
        }
        Ok(())
    }

    fn row(&mut self, row: [String; 7]) {
        eprintln!("  {}: {} (limit {})", row[0], row[1], row[4]);
        self.rows.push(row);
    }
}

fn verdict(reached: bool, goal: &str) -> String {
    format!("{goal} {}", if reached { "✓" } else { "✗" })
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| work | Bienvenue | p50 | p99 | limit | ratio | goal |")?;
        writeln!(f, "| --- | ---: | ---: | ---: | ---: | ---: | --- |")?;
        for row in &self.rows {
            writeln!(f, "| {} |", row.join(" | "))?;
        }
        Ok(())
    }
}
