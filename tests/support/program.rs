//! The program `bienvenue` itself, as an operator runs it.

use std::{
    env,
    io::{BufRead, BufReader, Read},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use crate::{Visitor, eventually, visitor};

/// A program that is running, killed when it is dropped.
#[derive(Debug)]
pub struct Program {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    http: reqwest::Client,
    said: Arc<Mutex<String>>,
}

/// What a program that ended by itself has said.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Whether it was content.
    pub success: bool,
    /// Its answer.
    pub stdout: String,
    /// Its complaints.
    pub stderr: String,
    /// How long it took.
    pub took: Duration,
}

/// The program: what `BIENVENUE_BIN` names, else the one that cargo has built beside the tests.
#[must_use]
pub fn path() -> PathBuf {
    if let Some(path) = env::var_os("BIENVENUE_BIN") {
        return path.into();
    }
    let ourselves = env::current_exe().expect("a test knows where it is");
    let built = ourselves
        .parent()
        .and_then(Path::parent)
        .expect("in a target folder")
        .join("bienvenue");
    assert!(
        built.is_file(),
        "build the program first (cargo build --bin bienvenue), or set BIENVENUE_BIN"
    );
    built
}

/// A command of the program with nothing set in its environment.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(path());
    command
        .env_clear()
        .args(arguments)
        .current_dir(env::temp_dir());
    command
}

/// A port that is free now.
#[must_use]
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener
        .local_addr()
        .expect("a bound listener has an address")
}

/// Runs the program to its end, with a text on its standard input.
#[must_use]
pub fn run(arguments: &[&str], input: &str) -> Ended {
    let begun = Instant::now();
    let mut command = command(arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it has a standard input");
    // A program that refuses at once does not read.
    let _ = std::io::Write::write_all(&mut stdin, input.as_bytes());
    drop(stdin);
    // Read as it is written: a pipe holds 64 KiB, and whoever writes more waits.
    let stdout = drain(child.stdout.take().expect("it has a standard output"));
    let stderr = drain(child.stderr.take().expect("it has a standard error"));
    while child
        .try_wait()
        .expect("the program can be waited for")
        .is_none()
    {
        if begun.elapsed() > Duration::from_secs(20) {
            child.kill().expect("the program can be killed");
            break;
        }
        thread::sleep(Duration::from_millis(5));
    }
    let took = begun.elapsed();
    let status = child.wait().expect("the program has ended");
    Ended {
        success: status.success(),
        stdout: stdout.join().expect("its output can be read"),
        stderr: stderr.join().expect("its errors can be read"),
        took,
    }
}

fn drain(mut pipe: impl std::io::Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).expect("a pipe can be read");
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

impl Program {
    /// Starts `bienvenue serve` with further flags and waits until it is ready.
    pub async fn serve(flags: &[&str]) -> Self {
        Self::serve_at(free_address(), flags).await
    }

    /// The same at a certain address.
    pub async fn serve_at(address: SocketAddr, flags: &[&str]) -> Self {
        let program = Self::start(address, flags);
        program.is_ready().await;
        program
    }

    /// Starts it, without waiting.
    #[must_use]
    pub fn start(address: SocketAddr, flags: &[&str]) -> Self {
        let listen = address.to_string();
        let arguments: Vec<&str> = ["serve", "--listen", &listen]
            .into_iter()
            .chain(flags.iter().copied())
            .collect();
        let mut command = command(&arguments);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let said = Arc::new(Mutex::new(String::new()));
        collect(child.stdout.take().expect("its output"), &said);
        collect(child.stderr.take().expect("its log"), &said);
        Self {
            child,
            address,
            http: visitor::http(),
            said,
        }
    }

    /// Waits until it is ready.
    pub async fn is_ready(&self) {
        let ready = || {
            self.http
                .get(format!("http://{}/readyz", self.address))
                .send()
        };
        eventually("the program is ready", async || {
            ready()
                .await
                .ok()
                .filter(|answer| answer.status().is_success())
        })
        .await;
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.http.clone(), self.address)
    }

    /// Everything it has printed and logged so far.
    #[must_use]
    pub fn said(&self) -> String {
        self.said
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The set-up code that it prints.
    pub async fn setup_code(&self) -> String {
        let printed = || {
            let said = self.said();
            let (_, rest) = said.split_once("setup?code=")?;
            rest.split_whitespace().next().map(str::to_owned)
        };
        eventually("the set-up code is printed", async || printed()).await
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How much of the processor it has used so far, to 10 ms.
    #[must_use]
    pub fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id()))
            .expect("the process is there");
        // Fields 14 and 15, in hundredths of a second; the second one is a name in brackets that may hold spaces (proc(5)).
        let (_, rest) = stat.rsplit_once(") ").expect("a name in brackets");
        let ticks = rest
            .split(' ')
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<u64>().ok())
            .sum::<u64>();
        Duration::from_millis(ticks * 10)
    }

    /// Kills it, as a power cut does to a process (SIGKILL).
    pub fn kill(mut self) {
        self.child.kill().expect("the program can be killed");
        self.child.wait().expect("the program has ended");
    }

    /// Asks it to stop (SIGTERM), without waiting.
    pub fn terminate(&self) {
        let done = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(
            done.expect("kill runs").success(),
            "the program can be asked to stop"
        );
    }

    /// Waits until it has ended by itself.
    pub async fn ended(mut self) -> ExitStatus {
        eventually("the program ends", async || {
            self.child
                .try_wait()
                .expect("the program can be waited for")
        })
        .await
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn collect(from: impl Read + Send + 'static, into: &Arc<Mutex<String>>) {
    let into = Arc::clone(into);
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            let mut said = into.lock().unwrap_or_else(PoisonError::into_inner);
            said.push_str(&line);
            said.push('\n');
        }
    });
}
