//! Anything with an id, by its id (Relay Global Object Identification).

use async_graphql::{Context, ID, Interface, Object, Result};
use entity::{
    ApiTokenId, ImportId, InvitationId, OperationId, OrganizationId, ProductId, SlackSyncId,
    TeamId, UserId, invitation,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    api_token::{self, ApiToken},
    import::{self, Import},
    invitation::Invitation,
    operation::{self, Operation},
    organization::{self, Organization},
    product::{self, Product},
    request::Asked,
    slack::{self, SlackSync},
    team::{self, Team},
    user::{self, User},
};
use crate::{access::Admin, app::App, problem::Fault};

/// Anything with an id of its own.
#[derive(Interface)]
#[expect(clippy::large_enum_variant, reason = "there is one of it in an answer")]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "Its id, unique among everything there is."
))]
pub(super) enum Node {
    /// A person.
    User(User),
    /// An invitation.
    Invitation(Invitation),
    /// A team.
    Team(Team),
    /// A product.
    Product(Product),
    /// The organisation.
    Organization(Organization),
    /// A deed done to many.
    Operation(Operation),
    /// A file of people.
    Import(Import),
    /// An API token.
    ApiToken(ApiToken),
    /// A synchronisation with Slack.
    SlackSync(SlackSync),
}

/// The question for anything with an id.
#[derive(Default)]
pub(super) struct NodeQueries;

#[Object]
impl NodeQueries {
    /// Anything of the organisation, by its id; null when there is nothing of this id. For administrators; members find
    /// themselves and their organisation.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Result<Option<Node>> {
        let viewer = ctx.viewer()?;
        let (app, own) = (ctx.app(), viewer.organization());
        if viewer.person().map(UserId::as_str) == Some(id.as_str()) {
            return Ok(user::named(app, own, &id).await?.map(Node::User));
        }
        if *id == own.as_str() {
            return Ok(organization::named(app, own, &id)
                .await?
                .map(Node::Organization));
        }
        Ok(find(app, &viewer.admin()?, &id).await?)
    }
}

async fn find(app: &App, admin: &Admin, id: &str) -> Result<Option<Node>, Fault> {
    let own = admin.organization();
    Ok(match id {
        _ if id.starts_with(UserId::PREFIX) => user::named(app, own, id).await?.map(Node::User),
        _ if id.starts_with(InvitationId::PREFIX) => {
            named_invitation(app, own, id).await?.map(Node::Invitation)
        }
        _ if id.starts_with(TeamId::PREFIX) => team::named(app, own, id).await?.map(Node::Team),
        _ if id.starts_with(ProductId::PREFIX) => {
            product::named(app, own, id).await?.map(Node::Product)
        }
        _ if id.starts_with(OperationId::PREFIX) => {
            operation::named(app, own, id).await?.map(Node::Operation)
        }
        _ if id.starts_with(ImportId::PREFIX) => {
            import::named(app, own, id).await?.map(Node::Import)
        }
        _ if id.starts_with(ApiTokenId::PREFIX) => {
            api_token::named(app, own, id).await?.map(Node::ApiToken)
        }
        _ if id.starts_with(SlackSyncId::PREFIX) => {
            slack::named(app, own, id).await?.map(Node::SlackSync)
        }
        _ => None,
    })
}

async fn named_invitation(
    app: &App,
    own: &OrganizationId,
    id: &str,
) -> Result<Option<Invitation>, Fault> {
    let Ok(id) = InvitationId::parse(id) else {
        return Ok(None);
    };
    let found = invitation::Entity::find_by_id(id)
        .filter(invitation::Column::OrganizationId.eq(own.clone()));
    Ok(found.one(&*app.db).await?.map(Invitation))
}
