//! The settings about Slack.

use anyhow::{Context, bail, ensure};
use url::Url;

use super::Serve;
use crate::slack_api::{Secret, Slack, SlackApp};

/// Where Slack is, and the app.
pub(super) fn check(serve: &Serve) -> anyhow::Result<Slack> {
    let mut slack = Slack::default();
    if let Some(text) = &serve.slack_api_url {
        let url =
            Url::parse(text).with_context(|| format!("--slack-api-url “{text}” is not a URL"))?;
        ensure!(
            url.scheme() == "https" || (url.scheme() == "http" && !serve.production),
            "--slack-api-url must begin with https://, as tokens travel there"
        );
        slack.api = url;
    }
    slack.app = match (&serve.slack_client_id, &serve.slack_client_secret) {
        (Some(id), Some(secret)) => Some(SlackApp {
            client_id: id.clone(),
            client_secret: Secret::new(secret),
        }),
        (None, None) => None,
        (Some(_), None) => bail!("--slack-client-id needs --slack-client-secret"),
        (None, Some(_)) => bail!("--slack-client-secret needs --slack-client-id"),
    };
    slack.signing_secret = serve.slack_signing_secret.as_ref().map(Secret::new);
    Ok(slack)
}
