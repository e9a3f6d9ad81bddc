//! Products.

use cynic::{InputObject, MutationBuilder, QueryFragment, QueryVariables};

use super::organization::Product;
use super::schema;
use super::values::UserError;
use super::{Failure, post};

#[derive(InputObject)]
struct CreateProductInput {
    key: String,
    name: String,
}

#[derive(QueryVariables)]
struct CreateProductVariables {
    input: CreateProductInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateProductVariables")]
struct CreateProduct {
    #[arguments(input: $input)]
    create_product: CreateProductPayload,
}

#[derive(QueryFragment)]
struct CreateProductPayload {
    product: Option<Product>,
    errors: Vec<UserError>,
}

/// Creates a product. The answer is the product, or what was wrong.
///
/// # Errors
/// See [`post`].
pub async fn create_product(
    key: String,
    name: String,
) -> Result<Result<Product, Vec<UserError>>, Failure> {
    let variables = CreateProductVariables {
        input: CreateProductInput { key, name },
    };
    let payload = post(CreateProduct::build(variables)).await?.create_product;
    Ok(payload.product.ok_or(payload.errors))
}
