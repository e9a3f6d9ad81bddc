//! A mail server on the loopback that keeps what it is given, and misbehaves when it is told to (RFC 5321).

mod certificates;
mod terms;

use std::{
    fmt::Write as _,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
};

use crate::{eventually, letter::Letter};

pub use certificates::Certificates;
pub use terms::{Account, Encryption, Terms};

/// What the server is asked at a moment of the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing yet: its greeting.
    Greeting,
    /// EHLO.
    Ehlo,
    /// MAIL FROM.
    MailFrom,
    /// RCPT TO.
    RcptTo,
    /// DATA.
    Data,
    /// The dot that ends the message.
    Dot,
}

impl Stage {
    /// Every moment at which a server can say no.
    pub const ALL: [Self; 6] = [
        Self::Greeting,
        Self::Ehlo,
        Self::MailFrom,
        Self::RcptTo,
        Self::Data,
        Self::Dot,
    ];
}

/// How the server behaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// As it should.
    #[default]
    Well,
    /// Nobody listens: connections are refused.
    Down,
    /// It takes this long for each answer.
    Slow(Duration),
    /// It answers one moment with this code, whoever the letter is for.
    Answers(Stage, u16),
    /// It answers RCPT TO with this code for one address, and takes every other.
    Poison(String, u16),
    /// It takes the message and is gone before it says so.
    CutAfterDot,
    /// It takes the connection and never says anything.
    Mute,
    /// It takes the message and holds back its answer for so long.
    Ponders(Duration),
}

/// A mail server. Clones are the same one.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// Where it listens.
    pub address: SocketAddr,
    url: String,
    shared: Arc<Shared>,
    mood: watch::Sender<Mood>,
}

#[derive(Debug)]
struct Shared {
    terms: Terms,
    certificates: OnceLock<Certificates>,
    letters: Mutex<Vec<Letter>>,
    connections: Mutex<usize>,
    overheard: Mutex<Vec<String>>,
}

impl Shared {
    /// Made when they are first asked for: most servers need none.
    fn certificates(&self) -> &Certificates {
        self.certificates.get_or_init(Certificates::fresh)
    }
}

/// What one speaks over, encrypted or not.
trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}
type Stream = BufReader<Box<dyn Wire>>;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl MailServer {
    /// A well-behaved one on a free port, which speaks plainly with everyone.
    pub async fn start() -> Self {
        Self::on(Terms::default()).await
    }

    /// A well-behaved one on a free port, on certain terms.
    pub async fn on(terms: Terms) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let (mood, moods) = watch::channel(Mood::Well);
        let shared = Arc::new(Shared {
            terms,
            certificates: OnceLock::new(),
            letters: Mutex::default(),
            connections: Mutex::default(),
            overheard: Mutex::default(),
        });
        tokio::spawn(listen(listener, address, moods, Arc::clone(&shared)));
        Self {
            address,
            url: format!("smtp://{address}?tls=none&timeout=5"),
            shared,
            mood,
        }
    }

    /// Its URL, as Bienvenue's settings take it.
    #[must_use]
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// The same server, as another URL reaches it.
    #[must_use]
    pub fn reached_by(&self, url: &str) -> Self {
        Self {
            url: url.to_owned(),
            ..self.clone()
        }
    }

    /// Its certificates, for the terms that need them.
    #[must_use]
    pub fn certificates(&self) -> &Certificates {
        self.shared.certificates()
    }

    /// Everything it was told that whoever stands between could read, the first word of each line.
    #[must_use]
    pub fn overheard(&self) -> Vec<String> {
        lock(&self.shared.overheard).clone()
    }

    /// Changes how it behaves from the next answer on, and returns once it does.
    pub async fn be(&self, mood: Mood) {
        let down = mood == Mood::Down;
        self.mood.send_replace(mood);
        eventually("the mail server changes its mind", async || {
            (TcpStream::connect(self.address).await.is_err() == down).then_some(())
        })
        .await;
    }

    /// Everything it took, in order.
    #[must_use]
    pub fn letters(&self) -> Vec<Letter> {
        lock(&self.shared.letters).clone()
    }

    /// How many letters it took.
    #[must_use]
    pub fn taken(&self) -> usize {
        lock(&self.shared.letters).len()
    }

    /// Everything it took for an address.
    #[must_use]
    pub fn letters_to(&self, address: &str) -> Vec<Letter> {
        let letters = lock(&self.shared.letters);
        letters
            .iter()
            .filter(|letter| letter.recipients.iter().any(|to| to == address))
            .cloned()
            .collect()
    }

    /// How many connections it was ever asked for.
    #[must_use]
    pub fn connections(&self) -> usize {
        *lock(&self.shared.connections)
    }

    /// Waits until it has taken so many letters.
    pub async fn has_taken(&self, count: usize) {
        let what = format!("the mail server has taken {count} letters");
        eventually(&what, async || (self.taken() >= count).then_some(())).await;
    }
}

async fn listen(
    first: TcpListener,
    address: SocketAddr,
    mut moods: watch::Receiver<Mood>,
    shared: Arc<Shared>,
) {
    let mut listener = Some(first);
    loop {
        let down = *moods.borrow_and_update() == Mood::Down;
        match (&listener, down) {
            (Some(_), true) => listener = None,
            (None, false) => listener = Some(bind(address).await),
            _ => {}
        }
        tokio::select! {
            changed = moods.changed() => if changed.is_err() { return },
            Ok((stream, _)) = accept(listener.as_ref()) => {
                *lock(&shared.connections) += 1;
                let conversation = Conversation { mood: moods.clone(), shared: Arc::clone(&shared) };
                tokio::spawn(async move {
                    // A connection that breaks is the client's or the mood's doing.
                    let _ = conversation.hold(stream).await;
                });
            }
        }
    }
}

async fn accept(listener: Option<&TcpListener>) -> std::io::Result<(TcpStream, SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}

/// Listens again at an address; the system may need a moment to give it back.
async fn bind(address: SocketAddr) -> TcpListener {
    loop {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_reuseaddr(true).expect("a socket's option");
        if let Ok(listener) = socket.bind(address).and_then(|()| socket.listen(1024)) {
            return listener;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

struct Conversation {
    mood: watch::Receiver<Mood>,
    shared: Arc<Shared>,
}

/// The conversation ends here.
struct Over;

impl From<std::io::Error> for Over {
    fn from(_: std::io::Error) -> Self {
        Self
    }
}

impl Conversation {
    async fn hold(mut self, stream: TcpStream) -> Result<(), Over> {
        // Its answers to what is pipelined are several small pieces: each would wait for a delayed acknowledgement.
        stream.set_nodelay(true)?;
        let terms = self.shared.terms;
        let mut stream: Stream = BufReader::new(Box::new(stream));
        let mut encrypted = terms.encryption == Encryption::Implicit;
        if encrypted {
            stream = self.encrypt(stream).await?;
        }
        let mut signed_in = terms.account.is_none();
        let (mut sender, mut recipients) = (None, Vec::new());
        self.say(&mut stream, Stage::Greeting, "", "220 mail.test ESMTP")
            .await?;
        loop {
            let line = read_line(&mut stream).await?;
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            if !encrypted {
                lock(&self.shared.overheard).push(verb.clone());
            }
            match verb.as_str() {
                "EHLO" => {
                    let offers = terms.offers(encrypted);
                    self.say(&mut stream, Stage::Ehlo, "", &offers).await?;
                }
                "STAR" if terms.encryption == Encryption::StartTls && !encrypted => {
                    write(&mut stream, "220 2.0.0 Go ahead").await?;
                    stream = self.encrypt(stream).await?;
                    encrypted = true;
                }
                "AUTH" => signed_in = self.sign_in(&mut stream, &line).await?,
                "MAIL" if !signed_in => write(&mut stream, "530 5.7.0 Sign in first").await?,
                "MAIL" => {
                    let welcome = self
                        .say(&mut stream, Stage::MailFrom, "", "250 2.1.0 Ok")
                        .await?;
                    (sender, recipients) = (welcome.then(|| bracketed(&line)), Vec::new());
                }
                // With pipelining these are on their way before the no is heard (RFC 2920).
                "RCPT" if sender.is_none() => write(&mut stream, "503 5.5.1 From whom?").await?,
                "DATA" if recipients.is_empty() => write(&mut stream, "554 5.5.1 To whom?").await?,
                "RCPT" => {
                    let recipient = bracketed(&line);
                    if self
                        .say(&mut stream, Stage::RcptTo, &recipient, "250 2.1.5 Ok")
                        .await?
                    {
                        recipients.push(recipient);
                    }
                }
                "DATA" => {
                    if self
                        .say(&mut stream, Stage::Data, "", "354 End with a dot")
                        .await?
                    {
                        let letter = Letter {
                            sender: sender.take().unwrap_or_default(),
                            recipients: std::mem::take(&mut recipients),
                            raw: read_message(&mut stream).await?,
                            acknowledged: false,
                        };
                        self.take(&mut stream, letter).await?;
                    }
                }
                "QUIT" => {
                    write(&mut stream, "221 2.0.0 Bye").await?;
                    return Ok(());
                }
                "RSET" => {
                    (sender, recipients) = (None, Vec::new());
                    write(&mut stream, "250 2.0.0 Ok").await?;
                }
                "NOOP" => write(&mut stream, "250 2.0.0 Ok").await?,
                _ => write(&mut stream, "502 5.5.1 Not known here").await?,
            }
        }
    }

    async fn encrypt(&self, stream: Stream) -> Result<Stream, Over> {
        let acceptor = &self.shared.certificates().acceptor;
        let stream = acceptor.accept(stream.into_inner()).await?;
        Ok(BufReader::new(Box::new(stream)))
    }

    /// Answers whether it is the account that is asked for.
    async fn sign_in(&self, stream: &mut Stream, line: &str) -> Result<bool, Over> {
        let Some(account) = self.shared.terms.account else {
            write(stream, "503 5.5.1 Nobody signs in here").await?;
            return Ok(true);
        };
        let said: Vec<&str> = line.split(' ').collect();
        let known = match said.get(1..) {
            Some(["PLAIN", said]) if account.mechanism == "PLAIN" => account.is_plain(said),
            Some(["LOGIN"]) if account.mechanism == "LOGIN" => {
                // “Username:” and “Password:”.
                write(stream, "334 VXNlcm5hbWU6").await?;
                let user = read_line(stream).await?;
                write(stream, "334 UGFzc3dvcmQ6").await?;
                account.is_login(&user, &read_line(stream).await?)
            }
            _ => false,
        };
        let answer = if known {
            "235 2.7.0 Welcome"
        } else {
            "535 5.7.8 Wrong user or password"
        };
        write(stream, answer).await?;
        Ok(known)
    }

    async fn take(&mut self, stream: &mut Stream, letter: Letter) -> Result<(), Over> {
        let place = match *self.mood.borrow() {
            // Refused: the message is not the server's.
            Mood::Answers(Stage::Dot, code) if code >= 400 => None,
            _ => {
                let mut letters = lock(&self.shared.letters);
                letters.push(letter);
                Some(letters.len() - 1)
            }
        };
        let said = self
            .say(stream, Stage::Dot, "", "250 2.0.0 Ok: queued")
            .await?;
        if let (true, Some(place)) = (said, place)
            && let Some(letter) = lock(&self.shared.letters).get_mut(place)
        {
            letter.acknowledged = true;
        }
        Ok(())
    }

    /// Says what the mood says at this moment; answers whether it was a yes.
    async fn say(
        &mut self,
        stream: &mut Stream,
        stage: Stage,
        recipient: &str,
        yes: &str,
    ) -> Result<bool, Over> {
        let mood = self.mood.borrow().clone();
        match mood {
            Mood::Down => return Err(Over),
            Mood::CutAfterDot if stage == Stage::Dot => return Err(Over),
            Mood::Mute => return std::future::pending().await,
            Mood::Slow(wait) => tokio::time::sleep(wait).await,
            Mood::Ponders(wait) if stage == Stage::Dot => tokio::time::sleep(wait).await,
            Mood::Answers(at, code) if at == stage => {
                let enhanced = if code >= 500 { "5.0.0" } else { "4.0.0" };
                write(stream, &format!("{code} {enhanced} Not at {stage:?}")).await?;
                return Ok(code < 400);
            }
            Mood::Poison(poison, code) if stage == Stage::RcptTo && poison == recipient => {
                write(stream, &format!("{code} 5.1.1 No such person here")).await?;
                return Ok(false);
            }
            _ => {}
        }
        write(stream, yes).await?;
        Ok(true)
    }
}

fn bracketed(line: &str) -> String {
    let inside = line
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    inside
        .map(|(inside, _)| inside.to_owned())
        .unwrap_or_default()
}

async fn read_line(stream: &mut Stream) -> Result<String, Over> {
    let mut line = Vec::new();
    // RFC 5321, 4.5.3.1.5 allows 512 octets; anything much longer is not a command.
    let read = stream.take(4096).read_until(b'\n', &mut line).await?;
    if read == 0 {
        Err(Over)
    } else {
        Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
    }
}

/// The message up to its final dot, dots unstuffed.
async fn read_message(stream: &mut Stream) -> Result<Vec<u8>, Over> {
    let mut message = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Err(Over);
        }
        if line == b".\r\n" {
            return Ok(message);
        }
        message.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

async fn write(stream: &mut Stream, text: &str) -> Result<(), Over> {
    let mut line = String::new();
    write!(line, "{text}\r\n").map_err(|_| Over)?;
    stream.write_all(line.as_bytes()).await?;
    stream.flush().await?;
    Ok(())
}
