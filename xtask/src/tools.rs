//! Programs that build the client, each at one version, in folders of cargo's home: a developer's own are left alone,
//! and a fresh clone finds them built.

use std::{env, ffi::OsString, fs, path::PathBuf};

use anyhow::{Context, Result, ensure};

use crate::sh;

/// A program that cargo installs.
struct Tool {
    package: &'static str,
    program: &'static str,
    version: String,
    /// How far to optimise it: what runs for a second is not worth compiling for five minutes more.
    opt_level: &'static str,
    how_long: &'static str,
    /// Further arguments of `cargo install`.
    arguments: &'static [&'static str],
}

/// The search path with Trunk and the wasm-bindgen of the locked version first; installs what is missing.
pub(crate) fn search_path() -> Result<OsString> {
    let trunk = Tool {
        package: "trunk",
        program: "trunk",
        version: "0.21.14".to_owned(), // 0.22 needs a newer compiler than the workspace
        opt_level: "0",
        how_long: "3 to 5 min, once",
        // Without its downloads of other tools: everything it calls is in the search path.
        arguments: &["--locked", "--no-default-features"],
    };
    let bindgen = Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: locked_version("wasm-bindgen")?,
        opt_level: "2",
        how_long: "3 to 5 min, once",
        // Not --locked: its lock file names a release that is not in the registry.
        arguments: &["--no-default-features", "--bin", "wasm-bindgen"],
    };
    let mut folders = vec![trunk.ensure()?, bindgen.ensure()?];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    Ok(env::join_paths(folders)?)
}

/// What makes the client smaller once it is built.
pub(crate) struct Shrinkers {
    /// `wasm-opt` of npm's binaryen. Debian's own (108) breaks the module.
    pub(crate) wasm_opt: PathBuf,
    /// `esbuild`: wasm-bindgen writes its glue with every comment and name.
    pub(crate) esbuild: PathBuf,
}

/// The programs that make the client smaller, if npm is there to fetch them.
pub(crate) fn shrinkers() -> Result<Option<Shrinkers>> {
    if sh::find("npm").is_none() {
        return Ok(None);
    }
    Ok(Some(Shrinkers {
        wasm_opt: of_npm("binaryen", "132.0.0", "wasm-opt")?,
        esbuild: of_npm("esbuild", "0.25.12", "esbuild")?,
    }))
}

/// A program of an npm package; installs it if it is not there.
fn of_npm(package: &str, version: &str, program: &str) -> Result<PathBuf> {
    let folder = home()?.join(format!("{package}-{version}"));
    let path = folder.join("node_modules/.bin").join(program);
    if path.is_file() {
        return Ok(path);
    }
    fs::create_dir_all(&folder)?;
    let package = format!("{package}@{version}");
    let mut npm = sh::command("npm");
    npm.args([
        "install",
        "--no-save",
        "--no-fund",
        "--no-audit",
        "--prefix",
    ])
    .arg(&folder)
    .arg(&package);
    sh::step(
        &format!("Installing {program}: npm install {package}"),
        "20 s, once",
        &mut npm,
    )?;
    Ok(path)
}

impl Tool {
    /// The folder that has the program; installs it if it is not there.
    fn ensure(&self) -> Result<PathBuf> {
        let folder = home()?.join(format!("{}-{}", self.program, self.version));
        let program = folder.join("bin").join(self.program);
        if !program.is_file() {
            self.install(&folder)?;
        }
        let says = sh::read(sh::command(&program).arg("--version"))?;
        // Glue made by one wasm-bindgen does not fit a module made with another.
        ensure!(
            says.split_whitespace().nth(1) == Some(&self.version),
            "{} is `{says}` but {} is needed: remove {} and try again",
            self.program,
            self.version,
            folder.display()
        );
        Ok(folder.join("bin"))
    }

    fn install(&self, folder: &PathBuf) -> Result<()> {
        let package = format!("{}@{}", self.package, self.version);
        if sh::succeeds(sh::cargo().args(["binstall", "-V"])) {
            let mut binstall = sh::cargo();
            binstall
                .args([
                    "binstall",
                    "--no-confirm",
                    "--disable-strategies",
                    "compile",
                    "--root",
                ])
                .arg(folder)
                .arg(&package);
            if sh::step(&format!("Fetching {package}"), "20 s, once", &mut binstall).is_ok() {
                return Ok(());
            }
        }
        // In the workspace's target folder, so that an interrupted build goes on where it was.
        let build = sh::workspace().join("target/tools").join(self.program);
        let mut install = sh::cargo();
        install
            .args(["install", "--root"])
            .arg(folder)
            .arg(&package)
            .args(self.arguments)
            .env("CARGO_TARGET_DIR", &build)
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.opt_level);
        sh::step(&format!("Building {package}"), self.how_long, &mut install)?;
        fs::remove_dir_all(&build).with_context(|| format!("cannot remove {}", build.display()))
    }
}

/// Where the project keeps its tools.
fn home() -> Result<PathBuf> {
    let cargo = match env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => env::home_dir()
            .context("neither CARGO_HOME nor HOME is set")?
            .join(".cargo"),
    };
    Ok(cargo.join("bienvenue"))
}

/// The version of a package in Cargo.lock.
fn locked_version(package: &str) -> Result<String> {
    let lock =
        fs::read_to_string(sh::workspace().join("Cargo.lock")).context("cannot read Cargo.lock")?;
    let (_, after) = lock
        .split_once(&format!("name = \"{package}\"\nversion = \""))
        .with_context(|| format!("Cargo.lock has no {package}"))?;
    Ok(after
        .chars()
        .take_while(|character| *character != '"')
        .collect())
}
