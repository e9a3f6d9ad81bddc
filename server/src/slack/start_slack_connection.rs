//! startSlackConnection: where to let the app into a workspace, and the state that shows who set out.
//!
//! The way back is a page of ours and no door: it posts what it was given, with the cookie that a visit from elsewhere does
//! not bring. So the state is bound to whoever set out, and a stranger's code cannot be slipped to them.

use entity::Timestamp;

use crate::{
    access::Admin,
    app::App,
    problem::{Code, DeedError, Problem},
};

/// How long one may be under way, in milliseconds: as long as Slack's code works.
const UNDER_WAY: i64 = 10 * 60_000;

/// The page to which Slack sends people back.
const RETURN: &str = "settings/slack";

/// The address at Slack.
///
/// # Errors
/// When no Slack app is set up.
pub fn start_slack_connection(app: &App, admin: &Admin) -> Result<String, DeedError> {
    admin.actor().person()?;
    let state = state(app, admin, app.clock.now());
    let url = app.slack_api.authorization(&redirect(app), &state);
    let url = url.ok_or_else(|| Problem::whole(Code::SlackAppMissing))?;
    Ok(url.into())
}

pub(super) fn redirect(app: &App) -> String {
    app.config.url(RETURN)
}

fn state(app: &App, admin: &Admin, at: Timestamp) -> String {
    let at = at.as_millis().to_string();
    let mark = app.secrets.mark(&words(admin, &at));
    format!("{at}.{mark}")
}

fn words<'a>(admin: &'a Admin, at: &'a str) -> [&'a str; 4] {
    [
        "slack",
        admin.organization().as_str(),
        admin.actor().user().as_str(),
        at,
    ]
}

/// Whether this administrator set out with this state, not long ago.
pub(super) fn set_out(app: &App, admin: &Admin, state: &str) -> bool {
    let Some((at, mark)) = state.split_once('.') else {
        return false;
    };
    let age = at
        .parse()
        .map(|at| app.clock.now() - Timestamp::from_millis(at));
    age.is_ok_and(|age| (0..=UNDER_WAY).contains(&age))
        && app.secrets.is_marked(&words(admin, at), mark)
}
