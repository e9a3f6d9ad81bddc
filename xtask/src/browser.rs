//! Chromium and the program that drives it.

use std::{env, path::PathBuf};

use anyhow::{Context, Result};

use crate::{debian, sh};

/// A browser and its driver.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds Chromium (or Chrome) and chromedriver, by `CHROMIUM` and `CHROMEDRIVER` first; installs them if they are missing.
pub(crate) fn ensure() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    debian::install(
        "Chromium and its driver",
        &["chromium", "chromium-driver"],
        "2 min, once",
    )?;
    find().context("Chromium and chromedriver are not in the search path")
}

fn find() -> Option<Browser> {
    let given = |variable: &str| env::var_os(variable).map(PathBuf::from);
    let chromium = given("CHROMIUM").or_else(|| {
        ["chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .find_map(sh::find)
    })?;
    let driver = given("CHROMEDRIVER").or_else(|| sh::find("chromedriver"))?;
    Some(Browser { chromium, driver })
}
