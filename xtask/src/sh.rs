//! Starting other programs, saying what takes long, and stopping everything that was started when we are stopped.

use std::{
    env,
    io::{BufRead, BufReader, IsTerminal},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use anyhow::{Context, Result, bail, ensure};

/// Process groups of the programs that run for us now.
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// On Ctrl-C, SIGTERM and SIGHUP: ends the programs started here. The chore then fails, and cleans up on its way out.
pub(crate) fn stop_with_us() -> Result<()> {
    ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        for group in running().iter() {
            // No unsafe code, hence no kill(2) of our own. A group that has just ended is no error.
            let _ = Command::new("kill")
                .args(["-TERM", "--", &format!("-{group}")])
                .status();
        }
    })
    .context("cannot listen for Ctrl-C")
}

/// Whether we were asked to stop.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

fn running() -> std::sync::MutexGuard<'static, Vec<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A started program, in a process group of its own so that it ends with all that it started.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Result<Self> {
        // Registered under the lock: an interrupt comes either before the start or finds the child.
        let mut groups = running();
        ensure!(!interrupted(), "interrupted");
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        groups.push(child.id());
        Ok(Self(child))
    }

    fn wait(&mut self) -> Result<ExitStatus> {
        let status = self.0.wait().context("cannot wait for a program");
        running().retain(|group| *group != self.0.id());
        status
    }
}

/// The workspace's root.
pub(crate) fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

/// A command that runs at the workspace's root.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace());
    command
}

/// The cargo that started us.
pub(crate) fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program whose output the developer sees; fails unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = Running::start(command)?.wait()?;
    succeeded(command, status)
}

/// Runs a program, hands each line of its standard output to `line`, and returns whether it succeeded.
pub(crate) fn run_lines(command: &mut Command, mut line: impl FnMut(&str)) -> Result<bool> {
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    if let Some(stdout) = running.0.stdout.take() {
        // Bytes, not text: a test may print anything.
        for bytes in BufReader::new(stdout).split(b'\n') {
            line(&String::from_utf8_lossy(
                &bytes.context("cannot read a program's output")?,
            ));
        }
    }
    Ok(running.wait()?.success())
}

/// What a program prints on its standard output, trimmed; fails unless it succeeds.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = output(command)?;
    succeeded(command, output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program can be started and succeeds, quietly.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    output(command).is_ok_and(|output| output.status.success())
}

/// Runs a long step. A person at a terminal watches its output; a log gets it only if it fails.
pub(crate) fn step(what: &str, how_long: &str, command: &mut Command) -> Result<()> {
    say(&format!("{what} (about {how_long}) …"));
    let started = Instant::now();
    if std::io::stderr().is_terminal() {
        run(command)?;
    } else {
        let output = output(command)?;
        if !output.status.success() {
            eprint!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
        }
        succeeded(command, output.status)?;
    }
    let seconds = started.elapsed().as_secs();
    if seconds > 0 {
        say(&format!("  done in {seconds} s"));
    }
    Ok(())
}

/// One line to the person who waits.
pub(crate) fn say(line: &str) {
    eprintln!("· {line}");
}

/// Where the search path has this program.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

fn output(command: &mut Command) -> Result<Output> {
    let mut running = Running::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let (stdout, stderr) = (running.0.stdout.take(), running.0.stderr.take());
    // Both pipes are drained at once: a program that fills one while we read the other would wait for ever.
    let errors = std::thread::spawn(move || drain(stderr));
    let stdout = drain(stdout);
    let stderr = errors.join().unwrap_or_default();
    Ok(Output {
        status: running.wait()?,
        stdout,
        stderr,
    })
}

fn drain(pipe: Option<impl std::io::Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        // What was read before an error is still worth showing; the exit status decides.
        let _ = pipe.read_to_end(&mut bytes);
    }
    bytes
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    let arguments: Vec<_> = command
        .get_args()
        .map(|argument| argument.to_string_lossy())
        .collect();
    bail!(
        "`{} {}` failed ({status})",
        command.get_program().to_string_lossy(),
        arguments.join(" ")
    )
}
