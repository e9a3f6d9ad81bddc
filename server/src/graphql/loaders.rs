//! Batches of the look-ups that many entries of one answer make: one query each, whatever their number.
//!
//! Keys come from rows that were already found in the viewer's organisation, and rows point only to rows of their own
//! organisation; what a client names by id is looked up elsewhere, with the organisation. Loaders live as long as a request.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::{DataLoader, Loader};
use entity::{
    ApiTokenId, InvitationId, OrganizationId, TeamId, UserId, api_token, invitation, product,
    product_access, team, user,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{app::App, db::how_many_rows, problem::Fault, reach::Channels};

/// Every loader of one request.
pub(super) struct Loaders {
    rows: DataLoader<Rows>,
}

/// Reads rows by their ids.
pub(super) struct Rows(Arc<App>);

/// Who has access to which products: a key that asks for products.
#[derive(Clone, PartialEq, Eq, Hash)]
struct ProductsOf(UserId);

/// The key that asks how many belong to a team.
#[derive(Clone, PartialEq, Eq, Hash)]
struct CountOf(TeamId);

/// A fault of one query that several fields share.
#[derive(Clone)]
pub(super) struct SharedFault(pub(super) Arc<Fault>);

type Found<T> = Result<T, SharedFault>;

impl Loaders {
    pub(super) fn new(app: &Arc<App>) -> Self {
        let spawn =
            |future: futures_util::future::BoxFuture<'static, ()>| drop(tokio::spawn(future));
        Self {
            rows: DataLoader::new(Rows(Arc::clone(app)), spawn),
        }
    }

    pub(super) async fn team(&self, id: &TeamId) -> Found<Option<team::Model>> {
        self.rows.load_one(id.clone()).await
    }

    pub(super) async fn user(&self, id: &UserId) -> Found<Option<user::Model>> {
        self.rows.load_one(id.clone()).await
    }

    pub(super) async fn invitation(&self, id: &InvitationId) -> Found<Option<invitation::Model>> {
        self.rows.load_one(id.clone()).await
    }

    pub(super) async fn api_token(&self, id: &ApiTokenId) -> Found<Option<api_token::Model>> {
        self.rows.load_one(id.clone()).await
    }

    pub(super) async fn channels(&self, organization: &OrganizationId) -> Found<Channels> {
        let found = self.rows.load_one(organization.clone()).await?;
        Ok(found.unwrap_or_default())
    }

    pub(super) async fn products_of(&self, user: &UserId) -> Found<Vec<product::Model>> {
        Ok(self
            .rows
            .load_one(ProductsOf(user.clone()))
            .await?
            .unwrap_or_default())
    }

    pub(super) async fn user_count(&self, team: &TeamId) -> Found<i64> {
        Ok(self
            .rows
            .load_one(CountOf(team.clone()))
            .await?
            .unwrap_or_default())
    }
}

/// The products of each of these people, by name.
///
/// # Errors
/// When the database fails.
pub(super) async fn products(
    app: &App,
    people: &[UserId],
) -> Result<HashMap<UserId, Vec<product::Model>>, Fault> {
    let access = product_access::Entity::find()
        .find_also_related(product::Entity)
        .filter(product_access::Column::UserId.is_in(people.iter().cloned()))
        .order_by_asc(product::Column::Name)
        .order_by_asc(product::Column::Id)
        .all(&*app.db)
        .await?;
    let mut products: HashMap<_, Vec<_>> = HashMap::new();
    for (access, product) in access {
        products.entry(access.user_id).or_default().extend(product);
    }
    Ok(products)
}

fn shared(error: impl Into<Fault>) -> SharedFault {
    SharedFault(Arc::new(error.into()))
}

impl Loader<TeamId> for Rows {
    type Value = team::Model;
    type Error = SharedFault;

    async fn load(&self, ids: &[TeamId]) -> Found<HashMap<TeamId, team::Model>> {
        let found = team::Entity::find().filter(team::Column::Id.is_in(ids.iter().cloned()));
        let found = found.all(&*self.0.db).await.map_err(shared)?;
        Ok(found.into_iter().map(|row| (row.id.clone(), row)).collect())
    }
}

impl Loader<UserId> for Rows {
    type Value = user::Model;
    type Error = SharedFault;

    async fn load(&self, ids: &[UserId]) -> Found<HashMap<UserId, user::Model>> {
        let found = user::Entity::find().filter(user::Column::Id.is_in(ids.iter().cloned()));
        let found = found.all(&*self.0.db).await.map_err(shared)?;
        Ok(found.into_iter().map(|row| (row.id.clone(), row)).collect())
    }
}

impl Loader<InvitationId> for Rows {
    type Value = invitation::Model;
    type Error = SharedFault;

    async fn load(&self, ids: &[InvitationId]) -> Found<HashMap<InvitationId, invitation::Model>> {
        let found =
            invitation::Entity::find().filter(invitation::Column::Id.is_in(ids.iter().cloned()));
        let found = found.all(&*self.0.db).await.map_err(shared)?;
        Ok(found.into_iter().map(|row| (row.id.clone(), row)).collect())
    }
}

impl Loader<ApiTokenId> for Rows {
    type Value = api_token::Model;
    type Error = SharedFault;

    async fn load(&self, ids: &[ApiTokenId]) -> Found<HashMap<ApiTokenId, api_token::Model>> {
        let found =
            api_token::Entity::find().filter(api_token::Column::Id.is_in(ids.iter().cloned()));
        let found = found.all(&*self.0.db).await.map_err(shared)?;
        Ok(found.into_iter().map(|row| (row.id.clone(), row)).collect())
    }
}

impl Loader<OrganizationId> for Rows {
    type Value = Channels;
    type Error = SharedFault;

    /// One organisation at a time: an answer knows no other.
    async fn load(&self, ids: &[OrganizationId]) -> Found<HashMap<OrganizationId, Channels>> {
        let mut found = HashMap::new();
        for id in ids {
            let channels = Channels::find(&self.0, id).await.map_err(shared)?;
            found.insert(id.clone(), channels);
        }
        Ok(found)
    }
}

impl Loader<ProductsOf> for Rows {
    type Value = Vec<product::Model>;
    type Error = SharedFault;

    async fn load(&self, keys: &[ProductsOf]) -> Found<HashMap<ProductsOf, Vec<product::Model>>> {
        let people: Vec<UserId> = keys.iter().map(|key| key.0.clone()).collect();
        let products = products(&self.0, &people).await.map_err(shared)?;
        Ok(products
            .into_iter()
            .map(|(user, products)| (ProductsOf(user), products))
            .collect())
    }
}

impl Loader<CountOf> for Rows {
    type Value = i64;
    type Error = SharedFault;

    async fn load(&self, keys: &[CountOf]) -> Found<HashMap<CountOf, i64>> {
        let counted: Vec<(TeamId, i64)> = user::Entity::find()
            .select_only()
            .column(user::Column::TeamId)
            .column_as(how_many_rows(), "count")
            .filter(user::Column::TeamId.is_in(keys.iter().map(|key| key.0.clone())))
            .group_by(user::Column::TeamId)
            .into_tuple()
            .all(&*self.0.db)
            .await
            .map_err(shared)?;
        Ok(counted
            .into_iter()
            .map(|(team, count)| (CountOf(team), count))
            .collect())
    }
}
