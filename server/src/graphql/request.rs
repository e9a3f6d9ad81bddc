//! What the doors tell the schema about a request, and what it tells them back.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{Context, Request, Result, Value};
use entity::Locale;

use super::{
    error::{self, bad_input},
    loaders,
    scalar::Upload,
    user::User,
};
use crate::{
    access::{Admin, Refusal, Viewer},
    app::App,
    limits::TooMany,
    once::Once,
    secret::Token,
    users::SignedIn,
};

/// Who asks, and from where.
pub struct Caller {
    /// Who is signed in, if anybody.
    pub viewer: Option<Viewer>,
    /// Where the request comes from: what rate limits count by.
    pub client: IpAddr,
    /// What the answer shall do to the session cookie.
    pub cookies: SetCookies,
    /// Whether the client calls itself a robot.
    pub is_robot: bool,
    /// The language the client prefers (`Accept-Language`), for whoever is not signed in.
    pub locale: Locale,
    /// The name the client gave its deed, so that asking again does not do it again (`Idempotency-Key`).
    pub idempotency_key: Option<String>,
}

impl Caller {
    /// A request by this caller, with loaders of its own. Every request goes through here.
    #[must_use]
    pub fn asks(self, app: &Arc<App>, request: impl Into<Request>) -> Request {
        request.into().data(loaders::Loaders::new(app)).data(self)
    }

    /// The language to answer in.
    #[must_use]
    pub fn language(&self) -> Locale {
        self.viewer.as_ref().map_or(self.locale, Viewer::locale)
    }
}

/// The files of a multipart request, in the order in which they came.
#[derive(Default)]
pub struct Files(pub Vec<File>);

/// A file as it was sent.
pub struct File {
    /// What the sender calls it.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// What the answer shall do to the session cookie. Clones share one wish; a later one replaces an earlier.
#[derive(Clone, Default)]
pub struct SetCookies(Arc<Mutex<Option<SessionCookie>>>);

/// What becomes of the session cookie.
pub enum SessionCookie {
    /// It carries this token from now on.
    Set(Token),
    /// It is removed.
    Remove,
}

impl SetCookies {
    /// The browser is signed in with this token.
    pub fn sign_in(&self, token: &Token) {
        self.wish(SessionCookie::Set(token.clone()));
    }

    /// The browser is signed out.
    pub fn sign_out(&self) {
        self.wish(SessionCookie::Remove);
    }

    /// What was wished, for the door to carry out once the request has been executed.
    #[must_use]
    pub fn take(&self) -> Option<SessionCookie> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn wish(&self, cookie: SessionCookie) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(cookie);
    }
}

/// What a resolver asks its context for.
pub(super) trait Asked<'a> {
    fn app(&self) -> &'a Arc<App>;
    fn caller(&self) -> &'a Caller;
    fn loaders(&self) -> &'a loaders::Loaders;
    fn files(&self) -> Option<&'a Files>;

    /// Whoever is signed in.
    ///
    /// # Errors
    /// UNAUTHENTICATED.
    fn viewer(&self) -> Result<&'a Viewer> {
        let viewer = self.caller().viewer.as_ref();
        viewer.ok_or_else(|| Refusal::Unauthenticated.into())
    }

    /// Proof that an administrator asks.
    ///
    /// # Errors
    /// UNAUTHENTICATED, or FORBIDDEN.
    fn admin(&self) -> Result<Admin> {
        Ok(self.viewer()?.admin()?)
    }

    /// Proof that an administrator asks for the deed of this field, under the request's idempotency key if it has one.
    ///
    /// # Errors
    /// UNAUTHENTICATED, or FORBIDDEN.
    fn admin_once(&self) -> Result<Admin>;

    /// Whoever has just signed in, with the cookie that says so.
    fn signs_in(&self, signed_in: SignedIn) -> User {
        self.caller().cookies.sign_in(&signed_in.token);
        User::signed_in(signed_in.user)
    }

    /// A file that came with the request.
    ///
    /// # Errors
    /// BAD_USER_INPUT when none did.
    fn file(&self, upload: &Upload) -> Result<&'a File> {
        let file = self
            .files()
            .and_then(|files| files.0.get(upload.0.parse::<usize>().ok()?));
        file.ok_or_else(|| {
            error::bad_input("Send the file by the GraphQL multipart request specification.")
        })
    }

    /// Counts a use of a link's token.
    ///
    /// # Errors
    /// RATE_LIMITED.
    fn count_token(&self, token: &str) -> Result<()> {
        let counted = self.app().limits.token(self.caller().client, token);
        counted.map_err(|TooMany { seconds }| error::rate_limited(seconds))
    }
}

impl<'a> Asked<'a> for Context<'a> {
    fn app(&self) -> &'a Arc<App> {
        self.data_unchecked()
    }

    fn caller(&self) -> &'a Caller {
        self.data_unchecked()
    }

    fn loaders(&self) -> &'a loaders::Loaders {
        self.data_unchecked()
    }

    fn files(&self) -> Option<&'a Files> {
        self.data_opt()
    }

    fn admin_once(&self) -> Result<Admin> {
        let admin = self.admin()?;
        let Some(key) = &self.caller().idempotency_key else {
            return Ok(admin);
        };
        let field = self.field();
        let arguments = field
            .arguments()
            .map_err(|error| bad_input(error.message))?;
        let mut input: Vec<_> = arguments
            .into_iter()
            .map(|(name, value)| (name, in_order(value)))
            .collect();
        input.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let input = format!("{input:?}");
        Ok(admin.asking(Some(Once::new(key, field.name(), &input))))
    }
}

/// A value whose objects have their fields in alphabetical order: equal inputs become equal texts.
fn in_order(value: Value) -> Value {
    match value {
        Value::Object(mut fields) => {
            fields.sort_unstable_keys();
            let fields = fields.into_iter();
            Value::Object(
                fields
                    .map(|(name, value)| (name, in_order(value)))
                    .collect(),
            )
        }
        Value::List(items) => Value::List(items.into_iter().map(in_order).collect()),
        leaf => leaf,
    }
}
