//! A client of HTTP/1.1 that costs next to nothing, so that the load does not measure itself.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A request as it goes over the wire, and what every right answer contains.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) bytes: Vec<u8>,
    /// Without this the answer is a failure, and the measurement void.
    pub(crate) expects: &'static str,
}

impl Request {
    /// A GraphQL request of somebody who is signed in, or of a stranger.
    pub(crate) fn graphql(
        session: Option<&str>,
        query: &str,
        variables: &serde_json::Value,
        expects: &'static str,
    ) -> Self {
        let body = serde_json::json!({ "query": query, "variables": variables }).to_string();
        let cookie = session
            .map(|token| format!("Cookie: __Host-bienvenue={token}\r\n"))
            .unwrap_or_default();
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAccept: application/json\r\n{cookie}Content-Length: {}\r\n\r\n",
            body.len()
        );
        Self {
            bytes: (head + &body).into_bytes(),
            expects,
        }
    }

    /// The same request, as a proxy passes it on from the client of a number.
    pub(crate) fn passed_on(mut self, number: usize) -> Self {
        let [_, a, b, c] = u32::try_from(number).unwrap_or_default().to_be_bytes();
        let header = format!("\r\nX-Forwarded-For: 10.{a}.{b}.{c}");
        let at = self
            .bytes
            .iter()
            .position(|byte| *byte == b'\r')
            .unwrap_or_default();
        self.bytes.splice(at..at, header.into_bytes());
        self
    }

    /// A plain GET of the limit.
    pub(crate) fn get(path: &str, expects: &'static str) -> Self {
        Self {
            bytes: format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").into_bytes(),
            expects,
        }
    }
}

/// One connection, kept open.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        })
    }

    /// Sends a request, reads the whole answer and answers head and body.
    pub(crate) async fn ask(&mut self, request: &Request) -> Result<String> {
        self.stream.write_all(&request.bytes).await?;
        self.buffer.clear();
        let (head, length) = loop {
            ensure!(
                self.stream.read_buf(&mut self.buffer).await? > 0,
                "the connection was closed"
            );
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break (end + 4, length(&self.buffer[..end])?);
            }
        };
        while self.buffer.len() < head + length {
            ensure!(
                self.stream.read_buf(&mut self.buffer).await? > 0,
                "the answer was cut"
            );
        }
        let answer = std::str::from_utf8(&self.buffer[..head + length])?;
        ensure!(
            answer.starts_with("HTTP/1.1 200") && answer.contains(request.expects),
            "an answer without “{}”: {}",
            request.expects,
            answer.chars().take(800).collect::<String>()
        );
        Ok(answer.to_owned())
    }
}

fn length(head: &[u8]) -> Result<usize> {
    let head = std::str::from_utf8(head)?.to_ascii_lowercase();
    let line = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    line.context("an answer without Content-Length")?
        .trim()
        .parse()
        .context("Content-Length")
}
