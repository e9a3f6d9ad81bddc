//! The organisation, its teams and its products.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::{OrganizationId, ProductId, TeamId, organization, product, team};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use super::{
    error::{UserError, part},
    page::{self, Connection, Edge, decode, encode, foreign},
    request::Asked,
    scalar::Locale,
    status::Channel,
};
use crate::{
    access::Refusal,
    app::App,
    organizations::{self, OrganizationChanges},
    problem::Fault,
    words,
};

/// A row.
pub(super) struct Organization(organization::Model);

/// The organisation: everything else belongs to it.
#[Object]
impl Organization {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The language of those for whom nothing else is known.
    async fn locale(&self) -> Locale {
        self.0.locale.into()
    }

    /// Invite whoever is created from now on. For administrators.
    async fn auto_invite(&self, ctx: &Context<'_>) -> Result<bool> {
        ctx.admin()?;
        Ok(self.0.auto_invite)
    }

    /// Life of a link, in hours; 168 by default. For administrators.
    async fn link_lifetime_hours(&self, ctx: &Context<'_>) -> Result<i32> {
        ctx.admin()?;
        Ok(self.0.link_lifetime_hours)
    }

    /// Every channel, and whether it can send now. For administrators.
    async fn channels(&self, ctx: &Context<'_>) -> Result<Vec<ChannelStatus>> {
        ctx.admin()?;
        Ok(entity::Channel::ALL
            .iter()
            .map(|channel| ChannelStatus::new(*channel, ctx))
            .collect())
    }

    /// Where messages can be read that would have left, when the server runs without a mail server; null otherwise. For
    /// administrators.
    async fn mailbox_url(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        ctx.admin()?;
        Ok(ctx.app().config.mailbox_url())
    }

    /// Its teams, by name. For administrators.
    async fn teams(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the first: 0 to 100; 50 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the last: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
    ) -> Result<Connection<Team>> {
        ctx.admin()?;
        let asked = page::Asked::read(first, after, last, before)?;
        let count = ctx.look_ahead().field("totalCount").exists();
        teams(ctx.app(), &self.0.id, &asked, count).await
    }

    /// Its products, by name. For administrators.
    async fn products(&self, ctx: &Context<'_>) -> Result<Vec<Product>> {
        ctx.admin()?;
        Ok(products(ctx.app(), &self.0.id).await?)
    }
}

/// Whether a channel can send now.
#[derive(SimpleObject)]
struct ChannelStatus {
    /// The channel.
    channel: Channel,
    /// Whether it can send.
    configured: bool,
    /// What is missing, in the viewer's language.
    hint: Option<&'static str>,
}

impl ChannelStatus {
    fn new(channel: entity::Channel, ctx: &Context<'_>) -> Self {
        // E-mail always goes somewhere, to a server or to the mailbox, and a link is handed over by hand.
        let configured = matches!(channel, entity::Channel::Email | entity::Channel::Link);
        let hint = (!configured).then(|| words::missing_channel(channel, ctx.caller().language()));
        Self {
            channel: channel.into(),
            configured,
            hint,
        }
    }
}

/// A row.
pub(super) struct Team(pub(super) team::Model);

/// A team of the organisation.
#[Object]
impl Team {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How many people are in it, whatever their status. For administrators.
    async fn user_count(&self, ctx: &Context<'_>) -> Result<i64> {
        ctx.admin()?;
        Ok(ctx.loaders().user_count(&self.0.id).await?)
    }
}

/// A row.
pub(super) struct Product(pub(super) product::Model);

/// Something a person may be given access to.
#[Object]
impl Product {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The word other systems know it by.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }
}

/// Questions about the organisation.
#[derive(Default)]
pub(super) struct OrganizationQueries;

#[Object]
impl OrganizationQueries {
    /// The viewer's organisation. Members read its id, name and language; the rest is for administrators.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Organization> {
        let viewer = ctx.viewer()?;
        let found = named(
            ctx.app(),
            viewer.organization(),
            viewer.organization().as_str(),
        )
        .await?;
        found.ok_or_else(|| Refusal::NotFound.into())
    }
}

/// A name for a team.
#[derive(InputObject)]
struct CreateTeamInput {
    /// Its name.
    name: String,
}

/// A key and a name for a product.
#[derive(InputObject)]
struct CreateProductInput {
    /// The word other systems know it by: lower-case letters, digits and hyphens.
    key: String,
    /// Its name.
    name: String,
}

/// What to change: what is left out stays.
#[derive(InputObject)]
struct UpdateOrganizationInput {
    /// Its name.
    name: Option<String>,
    /// The language of those for whom nothing else is known.
    locale: Option<Locale>,
    /// Invite whoever is created from then on. Switching it on never writes to those who are there.
    auto_invite: Option<bool>,
    /// Life of links made from then on, in hours: 1 to 720.
    link_lifetime_hours: Option<i32>,
}

/// The answer of `createTeam`.
#[derive(SimpleObject)]
struct CreateTeamPayload {
    /// The new team; null when there are errors.
    team: Option<Team>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// The answer of `createProduct`.
#[derive(SimpleObject)]
struct CreateProductPayload {
    /// The new product; null when there are errors.
    product: Option<Product>,
    /// What is wrong, all of it.
    errors: Vec<UserError>,
}

/// The answer of `updateOrganization`.
#[derive(SimpleObject)]
struct UpdateOrganizationPayload {
    /// The organisation as it is now; null when there are errors.
    organization: Option<Organization>,
    /// What is wrong, all of it.
    errors: Vec<UserError>,
}

/// Deeds done to the organisation.
#[derive(Default)]
pub(super) struct OrganizationMutations;

#[Object]
impl OrganizationMutations {
    /// Make a team. For administrators.
    async fn create_team(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name.")] input: CreateTeamInput,
    ) -> Result<CreateTeamPayload> {
        let admin = ctx.admin()?;
        let created = organizations::create_team(ctx.app(), &admin, &input.name).await;
        let (team, errors) = part(ctx, created, &[])?;
        Ok(CreateTeamPayload {
            team: team.map(Team),
            errors,
        })
    }

    /// Make a product. For administrators.
    async fn create_product(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its key and its name.")] input: CreateProductInput,
    ) -> Result<CreateProductPayload> {
        let admin = ctx.admin()?;
        let created =
            organizations::create_product(ctx.app(), &admin, &input.key, &input.name).await;
        let (product, errors) = part(ctx, created, &[])?;
        Ok(CreateProductPayload {
            product: product.map(Product),
            errors,
        })
    }

    /// Change the organisation's settings. For administrators.
    async fn update_organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateOrganizationInput,
    ) -> Result<UpdateOrganizationPayload> {
        let admin = ctx.admin()?;
        let changes = OrganizationChanges {
            name: input.name,
            locale: input.locale.map(|locale| locale.0),
            auto_invite: input.auto_invite,
            link_lifetime_hours: input.link_lifetime_hours,
        };
        let updated = organizations::update(ctx.app(), &admin, changes).await;
        let (organization, errors) = part(ctx, updated, &[])?;
        Ok(UpdateOrganizationPayload {
            organization: organization.map(Organization),
            errors,
        })
    }
}

/// The viewer's organisation, if that is the one somebody named.
pub(super) async fn named(
    app: &App,
    own: &OrganizationId,
    id: &str,
) -> Result<Option<Organization>, Fault> {
    if id != own.as_str() {
        return Ok(None);
    }
    Ok(organization::Entity::find_by_id(own.clone())
        .one(&*app.db)
        .await?
        .map(Organization))
}

/// A team of an organisation, by an id that somebody named.
pub(super) async fn named_team(
    app: &App,
    organization: &OrganizationId,
    id: &str,
) -> Result<Option<Team>, Fault> {
    let Ok(id) = TeamId::parse(id) else {
        return Ok(None);
    };
    let found =
        team::Entity::find_by_id(id).filter(team::Column::OrganizationId.eq(organization.clone()));
    Ok(found.one(&*app.db).await?.map(Team))
}

/// A product of an organisation, by an id that somebody named.
pub(super) async fn named_product(
    app: &App,
    organization: &OrganizationId,
    id: &str,
) -> Result<Option<Product>, Fault> {
    let Ok(id) = ProductId::parse(id) else {
        return Ok(None);
    };
    let found = product::Entity::find_by_id(id)
        .filter(product::Column::OrganizationId.eq(organization.clone()));
    Ok(found.one(&*app.db).await?.map(Product))
}

async fn products(app: &App, organization: &OrganizationId) -> Result<Vec<Product>, Fault> {
    let found = product::Entity::find()
        .filter(product::Column::OrganizationId.eq(organization.clone()))
        .order_by_asc(product::Column::Name)
        .order_by_asc(product::Column::Id);
    Ok(found
        .all(&*app.db)
        .await?
        .into_iter()
        .map(Product)
        .collect())
}

/// Folded names are unique in an organisation, so a name is a place in the list.
async fn teams(
    app: &App,
    organization: &OrganizationId,
    asked: &page::Asked,
    count: bool,
) -> Result<Connection<Team>> {
    let place = |name, cursor: &Option<String>| {
        let read = |cursor: &String| decode('t', cursor).ok_or_else(|| foreign(name));
        cursor.as_ref().map(read).transpose()
    };
    let (after, before) = (
        place("after", &asked.after)?,
        place("before", &asked.before)?,
    );
    let mut found =
        team::Entity::find().filter(team::Column::OrganizationId.eq(organization.clone()));
    let total = if count {
        found.clone().count(&*app.db).await.map_err(Fault::from)?
    } else {
        0
    };
    let name = || Expr::col((team::Entity, team::Column::NameKey));
    found = after
        .into_iter()
        .fold(found, |found, after| found.filter(name().gt(after)));
    found = before
        .into_iter()
        .fold(found, |found, before| found.filter(name().lt(before)));
    let order = if asked.backwards {
        sea_orm::Order::Desc
    } else {
        sea_orm::Order::Asc
    };
    let found = found
        .order_by(team::Column::NameKey, order)
        .limit(asked.size + 1);
    let (rows, has_next, has_previous) = asked.cut(found.all(&*app.db).await.map_err(Fault::from)?);
    let edge = |row: team::Model| Edge {
        cursor: encode('t', &row.name_key),
        node: Team(row),
    };
    Ok(Connection {
        edges: rows.into_iter().map(edge).collect(),
        has_next,
        has_previous,
        total,
    })
}
