//! What the client is built from, as one number.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// A hash of the contents of files and whole folders, paths relative to `root`.
///
/// Contents, not times: a checkout or a switch of branches touches files without changing them.
pub(crate) fn of(root: &Path, paths: &[&str]) -> Result<String> {
    let mut files = BTreeMap::new();
    for path in paths {
        collect(&root.join(path), &mut files)?;
    }
    let mut hasher = DefaultHasher::new();
    for (path, contents) in files {
        hasher.write(path.as_os_str().as_encoded_bytes());
        hasher.write_usize(contents.len());
        hasher.write(&contents);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(path: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else {
        let contents = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        files.insert(path.to_owned(), contents);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_follows_contents_and_names_only() {
        let root =
            std::env::temp_dir().join(format!("bienvenue-fingerprint-{}", std::process::id()));
        fs::create_dir_all(root.join("folder")).expect("a temporary folder");
        let write = |name: &str, contents: &str| {
            fs::write(root.join("folder").join(name), contents).expect("a file")
        };
        let now = || of(&root, &["folder"]).expect("a fingerprint");

        write("a", "one");
        let first = now();
        write("a", "one");
        assert_eq!(now(), first, "writing the same again changes nothing");
        write("a", "two");
        assert_ne!(now(), first);
        write("a", "one");
        write("b", "");
        assert_ne!(now(), first, "an empty file more is a change");
        fs::remove_dir_all(&root).expect("to remove the temporary folder");
    }
}
