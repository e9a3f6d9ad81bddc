//! Brotli beside each file of the client, so that the server never compresses.

use std::{fs, io::Write, path::Path};

use anyhow::{Context, Result};

const COMPRESSIBLE: [&str; 7] = ["css", "html", "js", "json", "svg", "wasm", "webmanifest"];

/// Writes `<file>.br` beside each text and module of a folder. `small` takes the seconds that the last percents cost.
pub(crate) fn folder(folder: &Path, small: bool) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let extension = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            self::folder(&path, small)?;
        } else if COMPRESSIBLE.contains(&extension.as_str()) {
            let compressed = compress(&fs::read(&path)?, if small { 11 } else { 5 })?;
            fs::write(path.with_added_extension("br"), compressed)
                .with_context(|| format!("cannot write beside {}", path.display()))?;
        }
    }
    Ok(())
}

/// How many bytes a visitor downloads, and how many they become.
pub(crate) fn sizes(folder: &Path) -> Result<String> {
    let (mut plain, mut compressed) = (0_u64, 0_u64);
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let beside = path.with_added_extension("br");
        if path.is_file() && beside.is_file() {
            plain += path.metadata()?.len();
            compressed += beside.metadata()?.len();
        }
    }
    let kilobytes = |bytes| bytes as f64 / 1000.0;
    Ok(format!(
        "{:.1} KB, {:.1} KB as brotli",
        kilobytes(plain),
        kilobytes(compressed)
    ))
}

fn compress(bytes: &[u8], quality: u32) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    // A window of 22 bits, the default of RFC 7932: a larger one would cost the phone memory.
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 1 << 16, quality, 22);
    writer.write_all(bytes)?;
    writer.flush()?;
    drop(writer);
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_was_compressed_comes_back_whole() {
        let text = "Bienvenue à bord. ".repeat(1000);
        for quality in [5, 11] {
            let compressed = compress(text.as_bytes(), quality).expect("to compress");
            assert!(compressed.len() < 100, "{} bytes", compressed.len());
            let mut back = String::new();
            brotli::Decompressor::new(&compressed[..], 4096)
                .read_to_string(&mut back)
                .expect("to decompress");
            assert_eq!(back, text);
        }
    }
}
