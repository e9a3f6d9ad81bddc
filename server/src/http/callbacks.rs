//! Where Twilio says what became of a text message. The signature is the permission.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, RawForm, State},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use entity::MessageId;

use super::Doors;
use crate::{
    app::App,
    config::Texts,
    delivery::twilio::{self, Verdict},
    outbox::{self, Report},
};

/// The longest callback that is read, in bytes: one has some fifteen short parameters.
const LONGEST: usize = 16 * 1024;

/// The door, where Twilio sends the messages.
pub(super) fn routes(app: &App) -> Router<Arc<Doors>> {
    if !matches!(app.config.texts, Texts::Twilio(_)) {
        return Router::new();
    }
    Router::new()
        .route("/callbacks/twilio/{message}", post(told))
        .layer(DefaultBodyLimit::max(LONGEST))
}

/// Answers alike whatever is known of the message: a forger learns nothing, and Twilio has nothing to mend.
async fn told(
    State(doors): State<Arc<Doors>>,
    Path(message): Path<String>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> StatusCode {
    let app = &doors.app;
    let Texts::Twilio(twilio) = &app.config.texts else {
        return StatusCode::NOT_FOUND;
    };
    let parameters: Vec<(String, String)> =
        url::form_urlencoded::parse(&body).into_owned().collect();
    let address = format!("{}/{message}", app.config.callbacks_url());
    let signature = headers.get("x-twilio-signature");
    let signature = signature.and_then(|signature| signature.to_str().ok());
    let signed = signature.is_some_and(|signature| {
        twilio::is_signed(&twilio.token, &address, &parameters, signature)
    });
    let said = |name: &str| {
        let found = parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    };
    if !signed || said("AccountSid") != Some(&twilio.account) {
        return StatusCode::FORBIDDEN;
    }
    let code = said("ErrorCode").and_then(|code| code.parse().ok());
    let report = report(said("MessageStatus").unwrap_or_default(), code);
    let (Ok(id), Some(provider_id), Some(report)) =
        (MessageId::parse(&message), said("MessageSid"), report)
    else {
        return StatusCode::NO_CONTENT;
    };
    match outbox::report(app, &id, provider_id, report).await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(fault) => {
            tracing::error!(%fault, "what became of a text message could not be written down");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// What a status says; none of those that say nothing new. Others may be added without notice.
fn report(status: &str, code: Option<u32>) -> Option<Report> {
    match status {
        "accepted" | "scheduled" | "queued" | "sending" | "sent" => Some(Report::Taken),
        "delivered" | "read" => Some(Report::Delivered),
        "undelivered" | "failed" | "canceled" => {
            let reason = twilio::reason(code);
            Some(match code.and_then(twilio::verdict) {
                Some(Verdict::Suppressed) => Report::Suppressed(reason),
                Some(Verdict::NotConfigured | Verdict::Account) => Report::NotConfigured(reason),
                // Even if another try might go well: it was taken and may be paid for. The reminder plan, or somebody, writes again.
                Some(Verdict::Retry | Verdict::Refused) | None => Report::Failed(reason),
            })
        }
        _ => None,
    }
}
