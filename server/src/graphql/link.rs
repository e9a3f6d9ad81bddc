//! What the holder of a link may see and do. Holding the token is the permission, and every use of one is counted.

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};

use super::{
    error::{UserError, part},
    request::Asked,
    scalar::{DateTime, Locale},
    user::User,
};
use crate::{
    invitations::{
        self, Accept,
        preview::{self, Preview},
    },
    problem::{Code, DeedError, Problem},
};

/// Where a link stands.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "preview::LinkState")]
enum LinkState {
    /// It works.
    Open,
    /// It has reached its end; a fresh one can be asked for.
    Expired,
    /// A newer link was sent; only that one works.
    Superseded,
    /// The invitation was taken back.
    Revoked,
    /// The invitation was declined.
    Declined,
    /// The invitation was accepted.
    Accepted,
    /// No such link was ever made.
    Unknown,
}

/// What a link shows to whoever holds it. `state` alone decides which other fields are there.
#[derive(SimpleObject)]
struct InvitationPreview {
    /// Where the link stands.
    state: LinkState,
    /// The organisation one would join.
    organization_name: Option<String>,
    /// Who invites; null once that person is gone.
    invited_by_name: Option<String>,
    /// The address the invitation went to, masked: a•••@example.com.
    sent_to: Option<String>,
    /// The language of the page.
    locale: Locale,
    /// The languages that may be chosen.
    locales: Vec<Locale>,
    /// Whether the page must ask for the name.
    asks_full_name: Option<bool>,
    /// End of the link.
    expires_at: Option<DateTime>,
}

impl InvitationPreview {
    /// An unknown link has no language: the browser's decides.
    fn new(preview: Preview, browser: entity::Locale) -> Self {
        Self {
            state: preview.state.into(),
            organization_name: preview.organization_name,
            invited_by_name: preview.invited_by_name,
            sent_to: preview.sent_to,
            locale: preview.locale.unwrap_or(browser).into(),
            locales: entity::Locale::ALL
                .iter()
                .map(|locale| (*locale).into())
                .collect(),
            asks_full_name: preview.asks_full_name,
            expires_at: preview.expires_at.map(DateTime),
        }
    }
}

/// Questions of whoever holds a link.
#[derive(Default)]
pub(super) struct LinkQueries;

#[Object]
impl LinkQueries {
    /// What the page of a link shows. Reading it changes nothing. For whoever holds the token.
    async fn invitation_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The secret of the link: the last part of its path.", secret)]
        token: String,
    ) -> Result<InvitationPreview> {
        ctx.count_token(&token)?;
        let preview = invitations::preview(ctx.app(), &token).await?;
        Ok(InvitationPreview::new(preview, ctx.caller().locale))
    }
}

/// The invitee's yes.
#[derive(InputObject)]
struct AcceptInvitationInput {
    /// The secret of the link.
    #[graphql(secret)]
    token: String,
    /// Their name; needed when `asksFullName` says so.
    full_name: Option<String>,
    /// The language they choose.
    locale: Locale,
    /// The password they choose.
    #[graphql(secret)]
    password: String,
}

/// The invitee's no.
#[derive(InputObject)]
struct DeclineInvitationInput {
    /// The secret of the link.
    #[graphql(secret)]
    token: String,
}

/// A wish for a fresh link.
#[derive(InputObject)]
struct RequestNewLinkInput {
    /// The secret of the older link.
    #[graphql(secret)]
    token: String,
}

/// A look at the page of a link.
#[derive(InputObject)]
struct ViewInvitationInput {
    /// The secret of the link.
    #[graphql(secret)]
    token: String,
    /// Whether it was touched: by a pointer or a key, and not only shown.
    by_hand: bool,
}

/// The answer of `acceptInvitation`.
#[derive(SimpleObject)]
struct AcceptInvitationPayload {
    /// Who has joined, and is signed in; null when there are errors.
    user: Option<User>,
    /// What is wrong, all of it.
    errors: Vec<UserError>,
}

/// The answer of `declineInvitation`.
#[derive(SimpleObject)]
struct DeclineInvitationPayload {
    /// Why it could not be declined.
    errors: Vec<UserError>,
}

/// The answer of `requestNewLink`.
#[derive(SimpleObject)]
struct RequestNewLinkPayload {
    /// Always empty, so that nobody learns anything from it.
    errors: Vec<UserError>,
}

/// The answer of `viewInvitation`.
#[derive(SimpleObject)]
struct ViewInvitationPayload {
    /// Always empty, so that nobody learns anything from it.
    errors: Vec<UserError>,
}

/// Deeds of whoever holds a link.
#[derive(Default)]
pub(super) struct LinkMutations;

#[Object]
impl LinkMutations {
    /// The invitee's yes. Holding the token is the permission. Signs the browser in.
    async fn accept_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link, and what the invitee types.")] input: AcceptInvitationInput,
    ) -> Result<AcceptInvitationPayload> {
        ctx.count_token(&input.token)?;
        let accepted = match input.read() {
            Ok(accept) => invitations::accept_invitation(ctx.app(), accept).await,
            Err(problem) => Err(problem),
        };
        let (signed_in, errors) = part(ctx, accepted, &[])?;
        Ok(AcceptInvitationPayload {
            user: signed_in.map(|signed_in| ctx.signs_in(signed_in)),
            errors,
        })
    }

    /// The invitee's no. Holding the token is the permission.
    async fn decline_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link.")] input: DeclineInvitationInput,
    ) -> Result<DeclineInvitationPayload> {
        ctx.count_token(&input.token)?;
        let declined = invitations::decline_invitation(ctx.app(), &input.token).await;
        let (_, errors) = part(ctx, declined, &[])?;
        Ok(DeclineInvitationPayload { errors })
    }

    /// Tell that the page of a link is being looked at: what insight counts as opened. Opening the page by itself changes nothing.
    async fn view_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link, and whether a hand touched its page.")]
        input: ViewInvitationInput,
    ) -> Result<ViewInvitationPayload> {
        ctx.count_token(&input.token)?;
        let by_hand = input.by_hand && !ctx.caller().is_robot;
        invitations::view_invitation(ctx.app(), &input.token, by_hand).await?;
        Ok(ViewInvitationPayload { errors: Vec::new() })
    }

    /// Ask for a fresh link in place of an expired or superseded one: it goes to the same address only. Always answers alike.
    async fn request_new_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The older link.")] input: RequestNewLinkInput,
    ) -> Result<RequestNewLinkPayload> {
        ctx.count_token(&input.token)?;
        invitations::request_new_link(ctx.app(), &input.token).await?;
        Ok(RequestNewLinkPayload { errors: Vec::new() })
    }
}

impl AcceptInvitationInput {
    fn read(self) -> Result<Accept, DeedError> {
        let locale = entity::Locale::from_tag(&self.locale.0);
        let locale = locale.map_err(|_| Problem::at(Code::InvalidLocale, "locale"))?;
        Ok(Accept {
            token: self.token,
            full_name: self.full_name,
            locale,
            password: self.password,
        })
    }
}
