//! Folders of a test's own.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

/// A folder that is removed when it is dropped.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// An empty one.
    #[must_use]
    pub fn empty() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let turn = MADE.fetch_add(1, Ordering::SeqCst);
        let path = env::temp_dir().join(format!(
            "bienvenue_test_{}_folder_{turn}",
            std::process::id()
        ));
        fs::create_dir_all(&path).expect("a folder of the test's own");
        Self(path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A stand-in for the built client, for tests of the pages that the server fills in.
#[must_use]
pub fn stand_in() -> Folder {
    let folder = Folder::empty();
    let page = "<!doctype html><html lang=\"{{lang}}\" dir=\"{{dir}}\"><title>{{title}}</title>\
        <div id=\"join\" data-preview=\"{{preview}}\">{{first_screen}}</div></html>";
    for (name, page) in [
        ("join", page),
        ("console", "<!doctype html><title>Bienvenue: people</title>"),
        ("office", "<!doctype html><title>Bienvenue: office</title>"),
    ] {
        fs::create_dir_all(folder.path().join(name)).expect("a folder");
        fs::write(folder.path().join(name).join("index.html"), page).expect("a page");
    }
    folder
}
