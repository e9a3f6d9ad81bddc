//! Products: what a person may be given access to.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::{OrganizationId, ProductId, product};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    error::{UserError, part},
    request::Asked,
};
use crate::{app::App, organizations, problem::Fault};

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

/// A key and a name for a product.
#[derive(InputObject)]
struct CreateProductInput {
    /// The word other systems know it by: lower-case letters, digits and hyphens.
    key: String,
    /// Its name.
    name: String,
}

/// The answer of `createProduct`.
#[derive(SimpleObject)]
struct CreateProductPayload {
    /// The new product; null when there are errors.
    product: Option<Product>,
    /// What is wrong, all of it.
    errors: Vec<UserError>,
}

/// Deeds done to products.
#[derive(Default)]
pub(super) struct ProductMutations;

#[Object]
impl ProductMutations {
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
}

/// A product of an organisation, by an id that somebody named.
pub(super) async fn named(
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

/// An organisation's products, by name.
///
/// # Errors
/// When the database fails.
pub(super) async fn of(app: &App, organization: &OrganizationId) -> Result<Vec<Product>, Fault> {
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
