//! Signing in and out, setting up, and one's own password.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::{
    error::{UserError, bad_input, part, rate_limited},
    request::Asked,
    scalar::{EmailAddress, Locale, PhoneNumber},
    user::User,
};
use crate::{
    limits::TooMany,
    organizations::{self, SetUp},
    users::{self, SignIn, Who},
};

/// What is typed to sign in.
#[derive(InputObject)]
struct SignInInput {
    /// The e-mail address; this or the phone number.
    email: Option<EmailAddress>,
    /// The phone number; without a country code it is meant in the organisation's country.
    phone: Option<PhoneNumber>,
    /// The password.
    #[graphql(secret)]
    password: String,
    /// The organisation's name or id; needed only when address or number and password fit in several.
    organization: Option<String>,
}

/// What is typed to set the server up.
#[derive(InputObject)]
struct SetUpInput {
    /// The code printed in the terminal.
    #[graphql(secret)]
    code: String,
    /// The organisation's name.
    organization_name: String,
    /// The owner's name.
    full_name: String,
    /// The owner's e-mail address.
    email: EmailAddress,
    /// The owner's password.
    #[graphql(secret)]
    password: String,
    /// The language of both.
    locale: Locale,
}

/// A new password for oneself.
#[derive(InputObject)]
struct ChangePasswordInput {
    /// The password as it is.
    #[graphql(secret)]
    current_password: String,
    /// The password as it shall be.
    #[graphql(secret)]
    new_password: String,
}

/// The answer of `signIn`.
#[derive(SimpleObject)]
struct SignInPayload {
    /// Who is signed in; null when there are errors.
    viewer: Option<User>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// The answer of `setUp`.
#[derive(SimpleObject)]
struct SetUpPayload {
    /// The owner, signed in; null when there are errors.
    viewer: Option<User>,
    /// What is wrong, all of it.
    errors: Vec<UserError>,
}

/// The answer of `changePassword`.
#[derive(SimpleObject)]
struct ChangePasswordPayload {
    /// The viewer; null when there are errors.
    viewer: Option<User>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// The answer of `signOut`.
#[derive(SimpleObject)]
struct SignOutPayload {
    /// Always empty.
    errors: Vec<UserError>,
}

/// What anybody may ask.
#[derive(Default)]
pub(super) struct SessionQueries;

#[Object]
impl SessionQueries {
    /// Whether this server still waits for its first organisation (page /setup). For everybody.
    async fn setup_pending(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(organizations::setup_pending(ctx.app()).await?)
    }
}

/// Signing in and out, setting up, and one's own password.
#[derive(Default)]
pub(super) struct SessionMutations;

#[Object]
impl SessionMutations {
    /// Sign the browser in. For everybody.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Address or number, and password.")] input: SignInInput,
    ) -> Result<SignInPayload> {
        let who = match (input.email, input.phone) {
            (Some(email), None) => Who::Email(email.0),
            (None, Some(phone)) => Who::Phone(phone.0),
            _ => return Err(bad_input("give either `email` or `phone`")),
        };
        counted(ctx.app().limits.sign_in(ctx.caller().client, &who.key()))?;
        let typed = SignIn {
            who,
            password: input.password,
            organization: input.organization,
        };
        let (signed_in, errors) = part(ctx, users::sign_in(ctx.app(), typed).await, &[])?;
        Ok(SignInPayload {
            viewer: signed_in.map(|signed_in| ctx.signs_in(signed_in)),
            errors,
        })
    }

    /// Sign the browser out: its session ends. For whoever is signed in.
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        let signed_out = users::sign_out(ctx.app(), ctx.viewer()?).await;
        let (_, errors) = part(ctx, signed_out, &[])?;
        ctx.caller().cookies.sign_out();
        Ok(SignOutPayload { errors })
    }

    /// Create the first organisation and its owner, once, with the code printed in the terminal. Signs the browser in.
    async fn set_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code, the organisation and its owner.")] input: SetUpInput,
    ) -> Result<SetUpPayload> {
        counted(ctx.app().limits.set_up(ctx.caller().client))?;
        let (signed_in, errors) = part(
            ctx,
            organizations::set_up(ctx.app(), input.into()).await,
            &[],
        )?;
        Ok(SetUpPayload {
            viewer: signed_in.map(|signed_in| ctx.signs_in(signed_in)),
            errors,
        })
    }

    /// Change the viewer's own password; every other session of theirs ends. For whoever is signed in.
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password as it is, and as it shall be.")] input: ChangePasswordInput,
    ) -> Result<ChangePasswordPayload> {
        let viewer = ctx.viewer()?;
        // A browser left open is no licence to guess.
        counted(
            ctx.app()
                .limits
                .sign_in(ctx.caller().client, viewer.id().as_str()),
        )?;
        let changed = users::change_password(
            ctx.app(),
            viewer,
            &input.current_password,
            &input.new_password,
        )
        .await;
        let (user, errors) = part(ctx, changed, &[])?;
        Ok(ChangePasswordPayload {
            viewer: user.map(User::from),
            errors,
        })
    }
}

fn counted(tried: Result<(), TooMany>) -> Result<()> {
    tried.map_err(|TooMany { seconds }| rate_limited(seconds))
}

impl From<SetUpInput> for SetUp {
    fn from(input: SetUpInput) -> Self {
        Self {
            code: input.code,
            organization_name: input.organization_name,
            full_name: input.full_name,
            email: input.email.0,
            password: input.password,
            locale: input.locale.0,
        }
    }
}
