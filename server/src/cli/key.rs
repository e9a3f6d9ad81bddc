//! The server key, where it is kept.

use std::{fs, io::Write, path::Path};

use anyhow::Context;

use crate::{
    random::Random,
    secret::{Secrets, Token},
};

/// The key that the server runs with: given, or kept in the data folder. None is made: links of another key would not work.
///
/// # Errors
/// When there is none, or it is not one.
pub fn existing_key(given: Option<&str>, data_dir: &Path) -> anyhow::Result<Secrets> {
    if let Some(text) = given {
        return Secrets::parse(text).map_err(|error| anyhow::anyhow!("--secret-key: {error}"));
    }
    let path = data_dir.join("secret.key");
    let text = fs::read_to_string(&path).context(
        "give --secret-key, the one that the server runs with: links are derived from it",
    )?;
    Secrets::parse(&text).with_context(|| format!("the key file {} cannot be used", path.display()))
}

/// The key that the embedded default makes once and keeps beside its database, readable by its owner only.
pub(super) fn kept_key(path: &Path) -> anyhow::Result<Secrets> {
    let cannot = || format!("the key file {} cannot be used", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(cannot)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => file
            .write_all(Token::random(&Random::system()).expose().as_bytes())
            .with_context(cannot)?,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error).with_context(cannot),
    }
    let text = fs::read_to_string(path).with_context(cannot)?;
    Secrets::parse(&text).with_context(cannot)
}
