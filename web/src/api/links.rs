//! A fresh link to hand over by hand.

use cynic::{InputObject, MutationBuilder, QueryFragment, QueryVariables};

use super::values::UserError;
use super::{Failure, post, schema};

#[derive(InputObject)]
struct CopyLinkInput {
    user_id: cynic::Id,
}

#[derive(QueryVariables)]
struct CopyLinkVariables {
    input: CopyLinkInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CopyLinkVariables")]
struct CopyLink {
    #[arguments(input: $input)]
    copy_link: CopyLinkPayload,
}

#[derive(QueryFragment)]
struct CopyLinkPayload {
    url: Option<String>,
    qr_code: Option<String>,
    errors: Vec<UserError>,
}

/// A link, and as a picture that a camera reads.
#[derive(Clone)]
pub struct FreshLink {
    /// The link.
    pub url: String,
    /// The address of the picture, unless the link is too long for one.
    pub picture: Option<String>,
}

/// Makes a fresh link to hand over. It is answered this once.
///
/// # Errors
/// See [`post`].
pub async fn copy_link(user_id: cynic::Id) -> Result<Result<FreshLink, Vec<UserError>>, Failure> {
    let input = CopyLinkInput { user_id };
    let payload = post(CopyLink::build(CopyLinkVariables { input }))
        .await?
        .copy_link;
    let picture = payload.qr_code;
    let link = payload.url.map(|url| FreshLink { url, picture });
    Ok(link.ok_or(payload.errors))
}
