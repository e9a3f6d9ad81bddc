//! Messages per second into a mail server on this machine that takes everything.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use entity::{MessageKind, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use server::outbox::{self, Promise};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::{
    people::Crowd,
    process::{self, Process, Target},
    report::Report,
};

const MESSAGES: usize = 20_000;

pub(crate) async fn measure(report: &mut Report, target: &Target, crowd: &Crowd) -> Result<()> {
    let sink = Sink::start().await?;
    let limit = bare(&sink).await?;
    let app = process::app(&target.url).await?;
    clear(&app).await?;
    let people = user::Entity::find()
        .filter(user::Column::InvitationId.is_not_null())
        .filter(user::Column::EmailKey.starts_with("person"))
        .order_by_asc(user::Column::Id)
        .limit(MESSAGES as u64)
        .all(&*app.db)
        .await?;
    let tx = app.db.begin_write().await?;
    let promises: Vec<Promise> = (0..MESSAGES)
        .map(|number| promise(&people[number % people.len()], crowd))
        .collect();
    outbox::enqueue(&tx, &app, app.clock.now(), promises).await?;
    tx.commit().await?;
    sink.taken.store(0, Ordering::SeqCst);
    let url = format!("smtp://{}?tls=none", sink.address);
    let _server = Process::start("server", target, &["--smtp", &url])?;
    let (mut began, mut last) = (None, Instant::now());
    while sink.taken.load(Ordering::SeqCst) < MESSAGES {
        tokio::time::sleep(Duration::from_millis(2)).await;
        if began.is_none() && sink.taken.load(Ordering::SeqCst) > 0 {
            began = Some(last);
        }
        last = Instant::now();
        anyhow::ensure!(
            began.is_none_or(|began: Instant| began.elapsed() < Duration::from_secs(120)),
            "messages got stuck"
        );
    }
    let seconds = began.context("no message left")?.elapsed().as_secs_f64();
    let what = "messages into a local SMTP sink, claimed, written, settled";
    report.throughput(target, what, MESSAGES as f64 / seconds, limit, 5_000.0);
    Ok(())
}

/// What other measurements left waiting does not count here.
async fn clear(app: &server::app::App) -> Result<()> {
    use entity::{MessageState, message};
    message::Entity::delete_many()
        .filter(message::Column::State.eq(MessageState::Queued))
        .exec(&*app.db)
        .await?;
    Ok(())
}

fn promise(person: &user::Model, crowd: &Crowd) -> Promise {
    Promise {
        organization_id: crowd.organization.clone(),
        user_id: person.id.clone(),
        invitation_id: None,
        link_id: None,
        operation_id: None,
        kind: MessageKind::Welcome,
        channel: entity::Channel::Email,
        locale: person.locale,
        recipient: person.email.clone().unwrap_or_default(),
        give_up_at: crowd.now.plus_hours(48),
    }
}

/// A mail server that says yes to everything.
struct Sink {
    address: std::net::SocketAddr,
    taken: Arc<AtomicUsize>,
}

impl Sink {
    async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let sink = Self {
            address: listener.local_addr()?,
            taken: Arc::default(),
        };
        let taken = Arc::clone(&sink.taken);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let taken = Arc::clone(&taken);
                // A client that hangs up is not this measurement's business.
                tokio::spawn(async move { drop(converse(stream, &taken).await) });
            }
        });
        Ok(sink)
    }
}

async fn converse(stream: TcpStream, taken: &AtomicUsize) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::with_capacity(64 * 1024, stream);
    stream.get_mut().write_all(b"220 sink ESMTP\r\n").await?;
    let mut line = Vec::new();
    let mut in_data = false;
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        if in_data {
            if line == b".\r\n" {
                in_data = false;
                taken.fetch_add(1, Ordering::SeqCst);
                stream.get_mut().write_all(b"250 taken\r\n").await?;
            }
            continue;
        }
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_slice() {
            b"EHLO" => b"250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 PIPELINING\r\n",
            b"DATA" => {
                in_data = true;
                b"354 go on\r\n"
            }
            b"QUIT" => b"221 bye\r\n",
            _ => b"250 yes\r\n",
        };
        stream.get_mut().write_all(answer).await?;
    }
}

/// The limit: letters of the same size, one after the other on one connection, from memory.
async fn bare(sink: &Sink) -> Result<f64> {
    const COUNT: usize = 10_000;
    let mut stream = TcpStream::connect(sink.address).await?;
    stream.set_nodelay(true)?;
    let mut buffer = [0; 4096];
    anyhow::ensure!(
        stream.read(&mut buffer).await? > 0,
        "the sink did not greet"
    );
    let letter = format!(
        "{}\r\n.\r\n",
        "0123456789 0123456789 0123456789 0123456789 0123456789\r\n".repeat(90)
    );
    let began = Instant::now();
    for _ in 0..COUNT {
        for command in [
            "MAIL FROM:<a@example.com>\r\n",
            "RCPT TO:<b@example.com>\r\n",
            "DATA\r\n",
            &letter,
        ] {
            stream.write_all(command.as_bytes()).await?;
            anyhow::ensure!(stream.read(&mut buffer).await? > 0, "the sink hung up");
        }
    }
    Ok(COUNT as f64 / began.elapsed().as_secs_f64())
}
