//! The program that drives Chromium: started by the first window, shared by all that are open, ended with the last.

use std::{
    env,
    ffi::OsString,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpStream},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex, PoisonError, Weak},
};

use fantoccini::wd::WebDriverCompatibleCommand;
use hyper::Method;
use serde_json::Value;
use url::{ParseError, Url};

/// A running chromedriver.
#[derive(Debug)]
pub(super) struct Driver {
    process: Child,
    port: u16,
    /// Kept open: the program would die of a closed pipe.
    _output: BufReader<ChildStdout>,
}

static SHARED: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

impl Driver {
    /// The one that runs, or a fresh one.
    pub(super) fn shared() -> Arc<Self> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start());
            *shared = Arc::downgrade(&driver);
            driver
        })
    }

    fn start() -> Self {
        let program = program("CHROMEDRIVER", "/usr/bin/chromedriver");
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
        let mut output = BufReader::new(process.stdout.take().expect("the output is piped"));
        let mut said = String::new();
        let port = loop {
            let mut line = String::new();
            let read = output.read_line(&mut line).expect("chromedriver speaks");
            assert!(
                read > 0,
                "chromedriver ended without having started: {said}"
            );
            let port = line
                .trim()
                .strip_suffix('.')
                .and_then(|line| line.split_once("successfully on port "));
            if let Some((_, port)) = port {
                break port.parse().expect("a port is a number");
            }
            said += &line;
        };
        Self {
            process,
            port,
            _output: output,
        }
    }

    /// Where it listens.
    pub(super) fn url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }
}

impl Drop for Driver {
    /// Ends the browsers it started, also those of a test that failed, and then the program itself.
    fn drop(&mut self) {
        if let Ok(mut stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)) {
            // Whatever goes wrong here, the program is killed below.
            let _ = stream.write_all(
                b"GET /shutdown HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            );
            let _ = stream.read_to_end(&mut Vec::new());
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A program named by the environment, or where Debian puts it.
pub(super) fn program(variable: &str, usual: &str) -> std::path::PathBuf {
    env::var_os(variable)
        .unwrap_or_else(|| OsString::from(usual))
        .into()
}

/// What chromedriver understands beyond the standard.
#[derive(Debug)]
pub(super) struct Vendor {
    path: &'static str,
    body: Value,
}

impl Vendor {
    /// A command of the Chrome DevTools Protocol.
    pub(super) fn devtools(command: &str, parameters: Value) -> Self {
        Self {
            path: "goog/cdp/execute",
            body: serde_json::json!({ "cmd": command, "params": parameters }),
        }
    }

    /// What the browser's console has said since it was last asked.
    pub(super) fn console() -> Self {
        Self {
            path: "se/log",
            body: serde_json::json!({ "type": "browser" }),
        }
    }
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
