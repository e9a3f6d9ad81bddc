//! The browser client: its faces built by Trunk into dist/, optimised and compressed.

use std::{
    ffi::OsStr,
    fs::{self, File},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, ensure};

use crate::{
    compress, fingerprint, graphiql, sh, sheets,
    tools::{self, Shrinkers},
    wasm,
};

/// What the client is made of. Also this file and the tools' versions: they decide what comes out.
const INPUTS: [&str; 11] = [
    "web",
    "schema.graphql",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "Trunk.toml",
    "Trunk.office.toml",
    "Trunk.join.toml",
    "xtask/src/sheets.rs",
    "xtask/src/tools.rs",
    "xtask/src/web.rs",
];

/// The entries, each with its Trunk configuration: an invitee downloads only the join page, and who looks after people none of what is
/// set up once.
const FACES: [(&str, &str); 3] = [
    ("console", "Trunk.toml"),
    ("office", "Trunk.office.toml"),
    ("join", "Trunk.join.toml"),
];

#[derive(clap::Args)]
pub(crate) struct Args {
    /// As small as it ships: takes minutes instead of seconds
    #[arg(long)]
    release: bool,
}

/// How the client is compiled: for the one who waits for the build, or for the one who waits for the page.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Profile {
    Development,
    Release,
}

impl Profile {
    pub(crate) fn of(release: bool) -> Self {
        if release {
            Self::Release
        } else {
            Self::Development
        }
    }

    /// The cargo profile of this name in Cargo.toml.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Development => "wasm-dev",
            Self::Release => "wasm-release",
        }
    }

    fn how_long(self) -> &'static str {
        match self {
            Self::Development => "3 min the first time, then seconds",
            Self::Release => "6 min",
        }
    }
}

pub(crate) fn web(args: &Args) -> Result<()> {
    let profile = Profile::of(args.release);
    build(profile)?;
    for (face, _) in FACES {
        println!("{face}: {}", compress::sizes(&dist(face))?);
    }
    Ok(())
}

/// Builds the client, and GraphiQL beside it, unless they stand already. Who asks for development is content with release.
pub(crate) fn build(profile: Profile) -> Result<()> {
    // Two builds at once would sweep each other's files away.
    let _one_at_a_time = lock()?;
    graphiql::ensure()?;
    let inputs = fingerprint::of(sh::workspace(), &INPUTS)?;
    let built = fs::read_to_string(stamp()).unwrap_or_default();
    let stands = FACES
        .iter()
        .all(|(face, _)| dist(face).join("index.html").is_file());
    let as_asked = |profile: Profile| built == format!("{inputs} {}", profile.name());
    if stands && (as_asked(profile) || as_asked(Profile::Release)) {
        return Ok(());
    }
    compile(profile)?;
    finish(profile)?;
    fs::write(stamp(), format!("{inputs} {}", profile.name()))
        .context("cannot write the client's stamp")
}

/// Held for as long as the returned file is open.
fn lock() -> Result<File> {
    let path = wasm::target_folder().join("client-lock");
    fs::create_dir_all(wasm::target_folder())?;
    let file = File::create(&path).with_context(|| format!("cannot make {}", path.display()))?;
    if file.try_lock().is_err() {
        sh::say("The client is being built by another process: waiting for it …");
        // Not `lock()`, from which Ctrl-C would not wake us.
        while file.try_lock().is_err() {
            ensure!(!sh::interrupted(), "interrupted");
            thread::sleep(Duration::from_millis(200));
        }
    }
    Ok(file)
}

/// Compiles all faces, and packs each with what its page needs.
fn compile(profile: Profile) -> Result<()> {
    let compiler = wasm::Compiler::ensure()?;
    let path = tools::search_path()?;
    // All faces at once: linked with all optimisations, each keeps one core busy for minutes. Trunk finds them done.
    let mut cargo = sh::cargo();
    cargo.args(["build", "--package", "web", "--bins"]);
    cargo.args(["--target", wasm::TARGET, "--profile", profile.name()]);
    sh::step(
        "Compiling the client",
        profile.how_long(),
        compiler.apply(&mut cargo),
    )?;
    for (face, configuration) in FACES {
        let mut trunk = sh::command("trunk");
        compiler
            .apply(&mut trunk)
            .args([
                "build",
                "--config",
                configuration,
                "--cargo-profile",
                profile.name(),
            ])
            .env("PATH", &path)
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            .env_remove("NO_COLOR"); // Trunk takes it for an argument, and refuses to start
        sh::step(&format!("Packing the client: {face}"), "2 s", &mut trunk)?;
    }
    Ok(())
}

/// Makes sure that dist/ exists: the server embeds it, whatever it holds.
pub(crate) fn ensure_dist() -> Result<()> {
    for (face, _) in FACES {
        fs::create_dir_all(dist(face))?;
    }
    Ok(())
}

fn finish(profile: Profile) -> Result<()> {
    let shrinkers = match profile {
        Profile::Development => None,
        Profile::Release => tools::shrinkers()?,
    };
    if profile == Profile::Release && shrinkers.is_none() {
        sh::say("npm is missing: the client goes out as it was built, about 3 % larger");
    }
    for (face, _) in FACES {
        sheets::join(&dist(face))?;
        if let Some(shrinkers) = &shrinkers {
            shrink(shrinkers, &dist(face))?;
        }
        sh::say(&format!("Compressing the client: {face} …"));
        compress::folder(&dist(face), profile == Profile::Release)?;
    }
    Ok(())
}

/// Shrinks module, glue and styles in place. Their names stay those of what they were made from.
fn shrink(shrinkers: &Shrinkers, folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        match file.extension().and_then(OsStr::to_str) {
            Some("wasm") => optimise(&shrinkers.wasm_opt, &file)?,
            Some("js") if is_glue(&file) => minify_glue(&shrinkers.esbuild, &file)?,
            Some("js" | "css") => minify(&shrinkers.esbuild, &file, &file, &[])?,
            _ => {}
        }
    }
    Ok(())
}

fn optimise(wasm_opt: &Path, module: &Path) -> Result<()> {
    let mut command = sh::command(wasm_opt);
    command
        .args([
            // What is exported for streams that nobody reads (wasm-streams, of leptos) would stay, with all that it calls.
            "--remove-exports",
            "--pass-arg=remove-exports@*intounderlying*",
            // Smaller than -Oz once brotli is through with it: 4 KB of the console's 290, and these another one.
            "-O1",
            "--code-folding",
            "--duplicate-function-elimination",
            "--rse",
            "--vacuum",
            "--merge-blocks",
            "--enable-bulk-memory",
            "--enable-nontrapping-float-to-int",
            "--enable-sign-ext",
        ])
        .args([
            "--enable-mutable-globals",
            "--enable-reference-types",
            "--enable-multivalue",
            "-o",
        ])
        .args([module, module]);
    sh::step("Optimising the module", "10 s", &mut command)
}

/// Whether it is what wasm-bindgen wrote beside a module.
fn is_glue(script: &Path) -> bool {
    script.file_stem().is_some_and(|stem| {
        let mut module = stem.to_owned();
        module.push("_bg.wasm");
        script.with_file_name(module).exists()
    })
}

/// Keeps of the glue what starts the client: it also exports the streams that nobody reads, and prepares them.
fn minify_glue(esbuild: &Path, file: &Path) -> Result<()> {
    let start = wasm::target_folder().join("start.js");
    fs::write(&start, format!("export {{ default }} from {file:?};\n"))?;
    let unused = [
        "--bundle",
        "--format=esm",
        "--pure:FinalizationRegistry",
        "--define:Symbol.dispose=undefined",
    ];
    minify(esbuild, &start, file, &unused)
}

fn minify(esbuild: &Path, from: &Path, to: &Path, more: &[&str]) -> Result<()> {
    let mut command = sh::command(esbuild);
    command
        .args(["--minify", "--target=es2022", "--log-level=warning"])
        .args(more)
        .arg("--allow-overwrite")
        .arg(format!("--outfile={}", to.display()))
        .arg(from);
    sh::run(&mut command)
}

fn dist(face: &str) -> PathBuf {
    sh::workspace().join("dist").join(face)
}

/// Remembers what dist/ was built from; not in dist/, which is embedded whole.
fn stamp() -> PathBuf {
    wasm::target_folder().join("client-stamp")
}
