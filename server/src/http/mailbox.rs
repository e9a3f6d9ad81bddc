//! The mailbox: every message as it would have left, when nothing is set up that could send it.
//!
//! These pages exist only in the embedded default and never in production. A message's link is as good as its invitee, so
//! they answer a browser on the server's own machine, and elsewhere an administrator, who sees their own organisation. Nothing
//! is kept rendered: each letter is written again from its row when it is read.

mod words;

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{FromRequestParts, Path, Query, State},
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_FRAME_OPTIONS},
        request::Parts,
    },
    response::{Html, IntoResponse, Response},
    routing::get,
};
use entity::{Channel, Locale, MessageId, OrganizationId, message};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;

use super::{Doors, client, session};
use crate::{
    app::App,
    delivery::{
        email,
        letter::{self, Letter, Occasion},
        texts,
    },
    outbox,
    problem::Fault,
    words::calendar,
};
use words::Words;

/// How many messages a page of the list shows.
const PAGE: u64 = 50;

/// What these pages may load: the style sheet, and the letter in its frame.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// What a letter may do: look as it is styled, and open its links in a window of their own.
const LETTER_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; \
     sandbox allow-popups allow-popups-to-escape-sandbox",
);

/// The console's tokens, and what these pages add.
const STYLE: &str = concat!(
    include_str!("../../../web/styles/tokens.css"),
    include_str!("../../templates/mailbox/mailbox.css")
);

/// The pages, or none where messages really leave or real people are served.
pub(super) fn routes(app: &App) -> Router<Arc<Doors>> {
    if app.config.production || app.config.mailbox_url().is_none() {
        return Router::new();
    }
    Router::new()
        .route("/mailbox", get(list))
        .route("/mailbox/style.css", get(style))
        .route("/mailbox/{id}", get(show))
        .route("/mailbox/{id}/html", get(html))
}

/// Whose messages somebody may read.
struct Reader {
    /// One organisation's, or everybody's.
    organization: Option<OrganizationId>,
    locale: Locale,
}

impl FromRequestParts<Arc<Doors>> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, doors: &Arc<Doors>) -> Result<Self, Response> {
        let locale = client::language(&parts.headers);
        if client::address(parts, doors.app.config.behind_proxy).is_loopback() {
            return Ok(Self {
                organization: None,
                locale,
            });
        }
        let viewer = session::viewer(&doors.app, &parts.headers)
            .await
            .map_err(broken)?;
        let admin = viewer.and_then(|viewer| viewer.admin().ok());
        match admin {
            Some(admin) => Ok(Self {
                organization: Some(admin.organization().clone()),
                locale: admin.locale(),
            }),
            None => Err(missing(locale)),
        }
    }
}

/// Where a page of the list begins.
#[derive(Deserialize)]
struct Place {
    before: Option<String>,
}

async fn list(
    State(doors): State<Arc<Doors>>,
    reader: Reader,
    Query(place): Query<Place>,
) -> Response {
    let before = place
        .before
        .as_deref()
        .and_then(|id| MessageId::parse(id).ok());
    let rows = match newest(&doors.app, &reader, before.as_ref()).await {
        Ok(rows) => rows,
        Err(fault) => return broken(fault),
    };
    let words = words::of(reader.locale);
    let next = rows
        .get(PAGE as usize - 1)
        .filter(|_| rows.len() > PAGE as usize);
    let next = next.map(|occasion| format!("/mailbox?before={}", occasion.message.id));
    let lines = rows.iter().take(PAGE as usize).map(|occasion| Line {
        href: format!("/mailbox/{}", occasion.message.id),
        to: &occasion.message.recipient,
        subject: subject(occasion),
        language: occasion.message.locale.as_str(),
        at: occasion.message.created_at.to_string(),
        when: calendar::long(occasion.message.created_at, reader.locale),
        state: words.state(occasion.message.state),
    });
    page(&List {
        lang: reader.locale.as_str(),
        words,
        lines: lines.collect(),
        first: before.is_none(),
        next,
    })
}

async fn show(State(doors): State<Arc<Doors>>, reader: Reader, Path(id): Path<String>) -> Response {
    let occasion = match find(&doors.app, &reader, &id).await {
        Ok(Some(occasion)) => occasion,
        Ok(None) => return missing(reader.locale),
        Err(fault) => return broken(fault),
    };
    let words = words::of(reader.locale);
    if occasion.message.channel == Channel::Sms {
        return text_page(words, reader.locale, &occasion);
    }
    let letter = letter::write(&occasion);
    page(&Show {
        lang: reader.locale.as_str(),
        words,
        subject: &letter.subject,
        language: occasion.message.locale.as_str(),
        facts: facts(words, reader.locale, &occasion),
        link: occasion.link.as_deref().unwrap_or(&occasion.sign_in),
        frame: format!("/mailbox/{}/html", occasion.message.id),
        text: &letter.text,
        source: &source(&doors.app, &occasion, &letter),
    })
}

/// A text message: its words are all there is to it.
fn text_page(words: &'static Words, locale: Locale, occasion: &Occasion) -> Response {
    let text = texts::write(occasion);
    let mut facts = facts(words, locale, occasion);
    facts.push(Fact {
        label: words.parts,
        value: text.parts.to_string(),
    });
    page(&ShowText {
        lang: locale.as_str(),
        words,
        subject: &subject(occasion),
        language: occasion.message.locale.as_str(),
        facts,
        link: occasion.link.as_deref().unwrap_or(&occasion.sign_in),
        text: &text.body,
    })
}

/// What the list calls a message: a text message has no subject, so its words up to the link stand for it.
fn subject(occasion: &Occasion) -> String {
    if occasion.message.channel != Channel::Sms {
        return letter::write(occasion).subject;
    }
    let text = texts::write(occasion).body;
    let end = text.find("http").unwrap_or(text.len());
    let words = text[..end].trim_end_matches([' ', ':']);
    if words.is_empty() {
        occasion.organization.clone()
    } else {
        words.to_owned()
    }
}

async fn html(State(doors): State<Arc<Doors>>, reader: Reader, Path(id): Path<String>) -> Response {
    let occasion = match find(&doors.app, &reader, &id).await {
        Ok(Some(occasion)) => occasion,
        Ok(None) => return missing(reader.locale),
        Err(fault) => return broken(fault),
    };
    let headers: [(HeaderName, HeaderValue); 2] = [
        (CONTENT_SECURITY_POLICY, LETTER_POLICY),
        // For browsers that do not know `frame-ancestors`.
        (X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
    ];
    (headers, Html(letter::write(&occasion).html)).into_response()
}

async fn style() -> Response {
    (
        [
            (CONTENT_TYPE, "text/css; charset=utf-8"),
            (CACHE_CONTROL, "no-cache"),
        ],
        STYLE,
    )
        .into_response()
}

/// One page of messages, newest first, and one more if there is one.
async fn newest(
    app: &App,
    reader: &Reader,
    before: Option<&MessageId>,
) -> Result<Vec<Occasion>, Fault> {
    let mut messages = readable(app, reader)
        .order_by_desc(message::Column::Id)
        .limit(PAGE + 1);
    if let Some(before) = before {
        messages = messages.filter(message::Column::Id.lt(before.clone()));
    }
    let messages = messages.all(&*app.db).await?;
    Ok(outbox::occasions(app, messages)
        .await?
        .into_iter()
        .map(|(occasion, _)| occasion)
        .collect())
}

async fn find(app: &App, reader: &Reader, id: &str) -> Result<Option<Occasion>, Fault> {
    let Ok(id) = MessageId::parse(id) else {
        return Ok(None);
    };
    let message = readable(app, reader)
        .filter(message::Column::Id.eq(id))
        .one(&*app.db)
        .await?;
    let found = outbox::occasions(app, message.into_iter().collect()).await?;
    Ok(found.into_iter().next().map(|(occasion, _)| occasion))
}

/// What is kept here: the messages of channels by which none leaves.
fn readable(app: &App, reader: &Reader) -> sea_orm::Select<message::Entity> {
    let kept = Channel::ALL.iter().copied();
    let kept = kept.filter(|channel| app.config.keeps(*channel));
    let messages = message::Entity::find().filter(message::Column::Channel.is_in(kept));
    match &reader.organization {
        Some(organization) => {
            messages.filter(message::Column::OrganizationId.eq(organization.clone()))
        }
        None => messages,
    }
}

fn source(app: &App, occasion: &Occasion, letter: &Letter) -> String {
    match email::source(&app.config.mail, &app.config.public_url, occasion, letter) {
        Ok(source) => String::from_utf8_lossy(&source).replace("\r\n", "\n"),
        Err(error) => format!("{error:?}"),
    }
}

fn facts(words: &'static Words, locale: Locale, occasion: &Occasion) -> Vec<Fact> {
    let message = &occasion.message;
    let fact = |label, value: String| Fact { label, value };
    let to = match &occasion.recipient_name {
        Some(name) => format!("{name} <{}>", message.recipient),
        None => message.recipient.clone(),
    };
    let mut facts = vec![
        fact(words.from, occasion.organization.clone()),
        fact(words.to, to),
        fact(words.when, calendar::long(message.created_at, locale)),
        fact(
            words.language,
            words.language_name(message.locale).to_owned(),
        ),
        fact(words.standing, words.state(message.state).to_owned()),
    ];
    facts.extend(
        message
            .reason
            .clone()
            .map(|reason| fact(words.reason, reason)),
    );
    facts
}

struct Line<'a> {
    href: String,
    to: &'a str,
    subject: String,
    language: &'static str,
    at: String,
    when: String,
    state: &'static str,
}

struct Fact {
    label: &'static str,
    value: String,
}

#[derive(Template)]
#[template(path = "mailbox/list.html")]
struct List<'a> {
    lang: &'static str,
    words: &'static Words,
    lines: Vec<Line<'a>>,
    /// Whether this is the first page.
    first: bool,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "mailbox/message.html")]
struct Show<'a> {
    lang: &'static str,
    words: &'static Words,
    subject: &'a str,
    language: &'static str,
    facts: Vec<Fact>,
    link: &'a str,
    frame: String,
    text: &'a str,
    source: &'a str,
}

#[derive(Template)]
#[template(path = "mailbox/text.html")]
struct ShowText<'a> {
    lang: &'static str,
    words: &'static Words,
    subject: &'a str,
    language: &'static str,
    facts: Vec<Fact>,
    link: &'a str,
    text: &'a str,
}

#[derive(Template)]
#[template(path = "mailbox/missing.html")]
struct Missing {
    lang: &'static str,
    words: &'static Words,
}

fn page(template: &impl Template) -> Response {
    let html = template
        .render()
        .expect("writing to a string does not fail");
    ([(CONTENT_SECURITY_POLICY, POLICY)], Html(html)).into_response()
}

fn missing(locale: Locale) -> Response {
    let missing = Missing {
        lang: locale.as_str(),
        words: words::of(locale),
    };
    (StatusCode::NOT_FOUND, page(&missing)).into_response()
}

fn broken(fault: Fault) -> Response {
    tracing::error!(%fault, "the mailbox cannot be read");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
