//! A stand-in for Twilio's Messages API on the loopback: it answers, delays and signs as is documented, and misbehaves when it
//! is told to.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, Mac};
use serde_json::json;
use server::config::twilio::{Given, Twilio};
use sha1::Sha1;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::eventually;

/// The account that it knows.
pub const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
/// The account's token.
pub const TOKEN: &str = "a token for tests, and only there";

/// How it behaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// As it should.
    #[default]
    Well,
    /// It refuses each message with this status, code and words.
    Refuses(u16, u32, &'static str),
    /// It answers with this status and no words.
    Fails(u16),
    /// It takes the message and is gone before it says so.
    CutAfterTaking,
    /// It takes the message and never says so.
    Ponders,
    /// It takes the message, and says so once it is told to be otherwise.
    Waits,
    /// It says what became of the message before it answers.
    ReportsFirst(&'static str),
    /// It says what became of the message, and is gone before it answers.
    ReportsAndCuts(&'static str),
    /// It lets in whoever shows these, and nobody else.
    Knows(&'static str),
    /// It says that the message has so many parts.
    Counts(&'static str),
}

/// A text message that it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its name.
    pub sid: String,
    /// To whom.
    pub to: String,
    /// From whom: a sender, or a messaging service.
    pub from: String,
    /// Its words.
    pub body: String,
    /// Where Twilio says what became of it.
    pub callback: String,
}

impl Text {
    /// The link that it carries.
    ///
    /// # Panics
    /// When it carries none.
    #[must_use]
    pub fn link(&self) -> String {
        let begin = self.body.find("http").expect("a text message has a link");
        let end = self.body[begin..]
            .find(' ')
            .map_or(self.body.len(), |end| begin + end);
        self.body[begin..end].to_owned()
    }
}

/// The stand-in. Clones are the same one.
#[derive(Clone, Debug)]
pub struct FakeTwilio {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    texts: Mutex<Vec<Text>>,
    requests: Mutex<usize>,
    mood: Mutex<Mood>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FakeTwilio {
    /// A well-behaved one on a free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let shared = Arc::new(Shared::default());
        let serving = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&serving);
                // A connection that breaks is the client's or the mood's doing.
                tokio::spawn(async move { drop(answer(stream, &shared).await) });
            }
        });
        Self { address, shared }
    }

    /// The settings that lead to it; messages may go to these countries.
    #[must_use]
    pub fn settings(&self, countries: &str) -> Twilio {
        let api = format!("http://{}", self.address);
        let given = Given {
            api: Some(&api),
            account: ACCOUNT,
            token: Some(TOKEN),
            from: Some("Acme"),
            countries: Some(countries),
            ..Given::default()
        };
        let mut twilio = Twilio::parse(&given).expect("settings that Bienvenue understands");
        twilio.patience = Duration::from_millis(500);
        twilio
    }

    /// Changes how it behaves from the next request on.
    pub fn be(&self, mood: Mood) {
        *lock(&self.shared.mood) = mood;
    }

    /// Everything it took, in order.
    #[must_use]
    pub fn texts(&self) -> Vec<Text> {
        lock(&self.shared.texts).clone()
    }

    /// How often it was asked.
    #[must_use]
    pub fn requests(&self) -> usize {
        *lock(&self.shared.requests)
    }

    /// The nth text message to a number, from 1, once it has arrived.
    pub async fn text(&self, to: &str, nth: usize) -> Text {
        let what = format!("text message {nth} to {to}");
        eventually(&what, async || {
            let texts = self.texts().into_iter().filter(|text| text.to == to);
            texts.into_iter().nth(nth - 1)
        })
        .await
    }

    /// Says what became of a message, as Twilio does; answers the status of the answer.
    pub async fn report(&self, text: &Text, status: &str, code: Option<u32>) -> u16 {
        report(text, status, code, TOKEN).await
    }
}

/// Sends a callback that is signed with a token; answers the status of the answer.
pub async fn report(text: &Text, status: &str, code: Option<u32>, token: &str) -> u16 {
    let mut parameters = vec![
        ("AccountSid", ACCOUNT.to_owned()),
        ("ApiVersion", "2010-04-01".to_owned()),
        ("From", text.from.clone()),
        ("MessageSid", text.sid.clone()),
        ("MessageStatus", status.to_owned()),
        ("SmsSid", text.sid.clone()),
        ("To", text.to.clone()),
    ];
    parameters.extend(code.map(|code| ("ErrorCode", code.to_string())));
    send(
        &text.callback,
        &parameters,
        &sign(&text.callback, &parameters, token),
    )
    .await
}

/// Sends a callback with a signature that somebody made; answers the status of the answer.
pub async fn send(address: &str, parameters: &[(&str, String)], signature: &str) -> u16 {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    let request = reqwest::Client::new()
        .post(address)
        .header(
            "content-type",
            "application/x-www-form-urlencoded; charset=UTF-8",
        )
        .header("x-twilio-signature", signature)
        .body(body);
    let answer = request.send().await.expect("the server answers");
    answer.status().as_u16()
}

/// The signature of a request, as is documented.
#[must_use]
pub fn sign(address: &str, parameters: &[(&str, String)], token: &str) -> String {
    let mut sorted = parameters.to_vec();
    sorted.sort();
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).expect("a key of any length");
    mac.update(address.as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

async fn answer(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut length, mut shown, mut right_path) = (0, String::new(), false);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        right_path |= line.starts_with(&format!(
            "POST /2010-04-01/Accounts/{ACCOUNT}/Messages.json "
        ));
        let (name, value) = line.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or_default();
        }
        if name.eq_ignore_ascii_case("authorization") {
            value.trim().clone_into(&mut shown);
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    *lock(&shared.requests) += 1;
    let mood = lock(&shared.mood).clone();
    let account = format!("{ACCOUNT}:{TOKEN}");
    let known = BASE64_STANDARD.encode(match mood {
        Mood::Knows(other) => other,
        _ => account.as_str(),
    });
    let (status, said) = match mood {
        _ if !right_path => (404, json!({ "code": 20404, "message": "not found" })),
        _ if shown != format!("Basic {known}") => {
            (401, json!({ "code": 20003, "message": "Authenticate" }))
        }
        Mood::Refuses(status, code, message) => (
            status,
            json!({ "code": code, "message": message, "status": status }),
        ),
        Mood::Fails(status) => (status, json!(null)),
        mood => {
            let (text, mut parts) = (take(&body, shared), "1");
            match mood {
                Mood::CutAfterTaking => return Ok(()),
                Mood::Ponders => tokio::time::sleep(Duration::from_secs(3_600)).await,
                Mood::Waits => {
                    while *lock(&shared.mood) == Mood::Waits {
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                }
                Mood::ReportsFirst(status) => drop(report(&text, status, None, TOKEN).await),
                Mood::ReportsAndCuts(status) => {
                    report(&text, status, None, TOKEN).await;
                    return Ok(());
                }
                Mood::Counts(given) => parts = given,
                _ => {}
            }
            (
                201,
                json!({ "sid": text.sid, "status": "queued", "num_segments": parts, "error_code": null }),
            )
        }
    };
    let said = if said.is_null() {
        String::new()
    } else {
        said.to_string()
    };
    let answer = format!(
        "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{said}",
        said.len()
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}

fn take(body: &[u8], shared: &Shared) -> Text {
    let form: Vec<(String, String)> = url::form_urlencoded::parse(body).into_owned().collect();
    let field = |name: &str| {
        let found = form.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut texts = lock(&shared.texts);
    let text = Text {
        sid: format!("SM{:032x}", texts.len() + 1),
        to: field("To"),
        from: field("From") + &field("MessagingServiceSid"),
        body: field("Body"),
        callback: field("StatusCallback"),
    };
    texts.push(text.clone());
    text
}
