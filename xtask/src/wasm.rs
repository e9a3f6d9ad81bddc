//! The compiler for the browser: rustup's, or Debian's where rustup's server cannot be reached.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{debian, sh};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
/// Debian's newer compiler, packaged beside its browsers. Its library for wasm32 is not packaged, but its source is.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];
const DEBIAN_LIBRARY: &str = "/usr/lib/rustlib/wasm32-unknown-unknown";

/// A compiler that can compile for the browser.
pub(crate) enum Compiler {
    /// The one that compiles everything else.
    Ordinary,
    /// Debian's, with a linker.
    Debian { linker: PathBuf },
}

impl Compiler {
    /// Finds the compiler, or installs what is missing.
    pub(crate) fn ensure() -> Result<Self> {
        let sysroot = PathBuf::from(sh::read(sh::command(rustc()).args(["--print", "sysroot"]))?);
        if has_library(&sysroot.join("lib/rustlib").join(TARGET)) {
            return Ok(Self::Ordinary);
        }
        if !debian_library_is_current() {
            if add_target() {
                return Ok(Self::Ordinary);
            }
            build_debian_library()?;
        }
        let host = sysroot
            .join("lib/rustlib")
            .join(host()?)
            .join("bin/rust-lld");
        let linker = if host.is_file() {
            host
        } else {
            PathBuf::from("/usr/bin/wasm-ld-19")
        };
        Ok(Self::Debian { linker })
    }

    /// Makes a cargo, or what calls one, compile for the browser with this compiler, in a target folder of its own:
    /// neither build waits for the other's lock nor discards its artefacts.
    pub(crate) fn apply<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        if let Self::Debian { linker } = self {
            command
                .env("RUSTC", DEBIAN_RUSTC)
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        command.env("CARGO_TARGET_DIR", target_folder())
    }
}

/// Where the client is compiled.
pub(crate) fn target_folder() -> PathBuf {
    sh::workspace().join("target/wasm")
}

fn rustc() -> OsString {
    env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

fn host() -> Result<String> {
    let version = sh::read(sh::command(rustc()).arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc -vV names no host")
}

fn has_library(target: &Path) -> bool {
    fs::read_dir(target.join("lib")).is_ok_and(|files| {
        files
            .flatten()
            .any(|file| file.file_name().to_string_lossy().starts_with("libcore-"))
    })
}

/// Five minutes at most: where rustup's server is unreachable, it may keep trying for long.
fn add_target() -> bool {
    if sh::find("rustup").is_none() {
        return false;
    }
    sh::say("Adding the compiler's library for the browser: rustup target add (about 20 s) …");
    let mut rustup = sh::command("timeout");
    let added =
        sh::succeeds(rustup.args(["--foreground", "300", "rustup", "target", "add", TARGET]));
    if !added && !sh::interrupted() {
        sh::say("rustup could not fetch it: trying the system's packages instead");
    }
    added
}

fn debian_library_is_current() -> bool {
    Path::new(DEBIAN_RUSTC).is_file()
        && has_library(Path::new(DEBIAN_LIBRARY))
        && debian_version().is_ok_and(|version| {
            fs::read_to_string(built_with()).is_ok_and(|built| built == version)
        })
}

/// Names the compiler the library was built with: another compiler cannot read it.
fn built_with() -> PathBuf {
    Path::new(DEBIAN_LIBRARY).join("built-with")
}

fn debian_version() -> Result<String> {
    sh::read(sh::command(DEBIAN_RUSTC).arg("-vV"))
}

/// Builds the standard library for wasm32 from Debian's source of it, and installs it where Debian's compiler looks.
fn build_debian_library() -> Result<()> {
    debian::install("a compiler for the browser", &DEBIAN_PACKAGES, "1 min")?;
    let empty = sh::workspace().join("target/wasm-library");
    fs::create_dir_all(empty.join("src"))?;
    fs::write(
        empty.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nedition = \"2024\"\n[workspace]\n",
    )?;
    fs::write(empty.join("src/lib.rs"), "#![no_std]\n")?;
    let mut cargo = Command::new("/usr/bin/cargo");
    cargo
        .current_dir(&empty)
        .args([
            "build",
            "--release",
            "-Z",
            "build-std=std,panic_abort",
            "--target",
            TARGET,
        ])
        .env("RUSTC", DEBIAN_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1") // build-std is unstable; the library is the very one of this compiler
        .env("RUSTFLAGS", "-C embed-bitcode=yes") // or fat LTO finds no .llvmbc section
        .env("CARGO_TARGET_DIR", empty.join("target"));
    sh::step(
        "Building the compiler's library for the browser",
        "1 min",
        &mut cargo,
    )?;

    let libraries = rlibs(&empty.join("target").join(TARGET).join("release/deps"))?;
    fs::write(empty.join("built-with"), debian_version()?)?;
    let root = |program: &str| {
        debian::as_root(program).context("installing a library for Debian's compiler needs root")
    };
    let folder = Path::new(DEBIAN_LIBRARY);
    sh::run(root("rm")?.arg("-rf").arg(folder))?;
    sh::run(root("mkdir")?.arg("-p").arg(folder.join("lib")))?;
    sh::run(root("cp")?.args(libraries).arg(folder.join("lib")))?;
    sh::run(root("cp")?.arg(empty.join("built-with")).arg(folder))?;
    fs::remove_dir_all(&empty)?;
    // What was compiled against another build of the library no longer links (E0463).
    match fs::remove_dir_all(target_folder()) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// The libraries of the standard library, without that of the empty crate that had them built.
fn rlibs(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut libraries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libempty") {
            libraries.push(path.clone());
        }
    }
    Ok(libraries)
}
