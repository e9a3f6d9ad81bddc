//! Every URL of the console, read and written in this one place. Which entry's program shows which of them is the server's table
//! `SHELLS` (`server/src/http/web_client.rs`) as well: both change together.

use crate::api::values::UserFilter;
use crate::browser::query::Query;

/// A program of its own: going from one to the other is an ordinary load of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Signing in, and the people.
    Console,
    /// What is visited now and then.
    Office,
}

/// A page of the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// E-mail and password.
    SignIn,
    /// The first organisation and its owner.
    Setup,
    /// The viewer's own name, language and password.
    Account,
    /// The people of the organisation.
    Users,
    /// Where people are brought in from a file.
    ImportPeople,
    /// A file that was read, and what came of it.
    Import(String),
    /// One person, in a drawer over the table.
    User(String),
    /// Teams.
    Teams,
    /// Products.
    Products,
    /// How invitations go out: automatic invitation, life of a link.
    Invitations,
    /// The organisation's name and language.
    Organization,
    /// The Slack workspace.
    Slack,
    /// What other systems ask with.
    Tokens,
    /// How invitations fare.
    Insights,
    /// What happened.
    Activity,
    /// No page of ours.
    NotFound,
}

impl Page {
    /// Reads a path. A trailing slash is forgiven.
    pub fn parse(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" | "/settings" | "/settings/users" => Self::Users,
            "/settings/users/import" => Self::ImportPeople,
            "/sign-in" => Self::SignIn,
            "/setup" => Self::Setup,
            "/account" => Self::Account,
            "/settings/teams" => Self::Teams,
            "/settings/products" => Self::Products,
            "/settings/invitations" => Self::Invitations,
            "/settings/organization" => Self::Organization,
            "/settings/slack" => Self::Slack,
            "/settings/tokens" => Self::Tokens,
            "/settings/insights" => Self::Insights,
            "/settings/activity" => Self::Activity,
            other => {
                let id = |prefix| {
                    other
                        .strip_prefix(prefix)
                        .filter(|id: &&str| !id.contains('/'))
                };
                match (id("/settings/users/"), id("/imports/")) {
                    (Some(user), _) => Self::User(user.to_owned()),
                    (_, Some(import)) => Self::Import(import.to_owned()),
                    _ => Self::NotFound,
                }
            }
        }
    }

    /// The path of this page.
    pub fn path(&self) -> String {
        match self {
            Self::SignIn => "/sign-in".to_owned(),
            Self::Setup => "/setup".to_owned(),
            Self::Account => "/account".to_owned(),
            Self::Users | Self::NotFound => "/settings/users".to_owned(),
            Self::ImportPeople => "/settings/users/import".to_owned(),
            Self::Import(id) => format!("/imports/{id}"),
            Self::User(id) => format!("/settings/users/{id}"),
            Self::Teams => "/settings/teams".to_owned(),
            Self::Products => "/settings/products".to_owned(),
            Self::Invitations => "/settings/invitations".to_owned(),
            Self::Organization => "/settings/organization".to_owned(),
            Self::Slack => "/settings/slack".to_owned(),
            Self::Tokens => "/settings/tokens".to_owned(),
            Self::Insights => "/settings/insights".to_owned(),
            Self::Activity => "/settings/activity".to_owned(),
        }
    }

    /// The page of the menu that it belongs to: its own, or where people come to it from.
    pub fn section(&self) -> Self {
        match self {
            Self::ImportPeople | Self::Import(_) | Self::User(_) => Self::Users,
            page => page.clone(),
        }
    }

    /// Which entry shows it; what is no page of ours is said by whichever was asked.
    pub fn entry(&self) -> Option<Entry> {
        match self {
            Self::SignIn | Self::Users | Self::User(_) => Some(Entry::Console),
            Self::Setup
            | Self::Account
            | Self::ImportPeople
            | Self::Import(_)
            | Self::Teams
            | Self::Products
            | Self::Invitations
            | Self::Organization
            | Self::Slack
            | Self::Tokens
            | Self::Insights
            | Self::Activity => Some(Entry::Office),
            Self::NotFound => None,
        }
    }

    /// The page that a URL of ours leads to.
    pub fn of_url(url: &str) -> Self {
        Self::parse(url.split(['?', '#']).next().unwrap_or_default())
    }

    /// The URL of this page with a query.
    pub fn with(&self, query: &Query) -> String {
        format!("{}{query}", self.path())
    }

    /// Whether the page is shown to someone who is not signed in.
    pub fn is_public(&self) -> bool {
        matches!(self, Self::SignIn | Self::Setup)
    }
}

/// The sign-in page that leads back to `url` afterwards.
pub fn sign_in_then(url: &str) -> String {
    Page::SignIn.with(&Query::default().with("next", url))
}

/// Where to go after signing in: `next`, if it is a path of this very site; a foreign address is never followed.
pub fn after_sign_in(query: &Query) -> String {
    match query.get("next") {
        Some(next) if next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') => {
            next.to_owned()
        }
        _ => Page::Users.path(),
    }
}

/// Where the rows of an import are downloaded with what came of each.
pub fn import_result(id: &str) -> String {
    format!("/downloads/imports/{id}")
}

/// Where the people whom a filter finds are downloaded.
pub fn export(filter: &UserFilter) -> String {
    let filter = serde_json::to_string(filter).unwrap_or_default();
    format!(
        "/downloads/users.csv{}",
        Query::default().with("filter", filter)
    )
}
