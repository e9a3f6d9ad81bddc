//! createProduct.

use entity::{ProductId, product};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use crate::{
    access::Admin,
    app::App,
    db,
    problem::{Code, DeedError, Problem},
    users::person::{self, Problems},
};

/// The longest key, in characters.
const LONGEST_KEY: usize = 40;

/// Makes a product. The key is the word by which other systems know it.
///
/// # Errors
/// When the key or the name is not acceptable, or the key is taken.
pub async fn create_product(
    app: &App,
    admin: &Admin,
    key: &str,
    name: &str,
) -> Result<product::Model, DeedError> {
    let mut problems = Problems::default();
    let key = problems.note(checked_key(key)).unwrap_or_default();
    let name = problems
        .note(person::name(name, "name"))
        .unwrap_or_default();
    problems.none()?;
    let now = app.clock.now();
    let id = ProductId::new(now, app.random.bytes());
    let product = product::Model {
        id,
        organization_id: admin.organization().clone(),
        key,
        name,
        created_at: now,
    };
    let tx = app.db.begin_write().await?;
    let taken = |error| {
        if db::is_duplicate(&error) {
            Problem::at(Code::NameTaken, "key").into()
        } else {
            DeedError::from(error)
        }
    };
    product
        .clone()
        .into_active_model()
        .insert(&*tx)
        .await
        .map_err(taken)?;
    tx.commit().await?;
    Ok(product)
}

/// One word: lower-case letters, digits and inner hyphens, beginning with a letter.
fn checked_key(key: &str) -> Result<String, Problem> {
    let key = key.trim();
    let word = key
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let begins = key.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
    if word && begins && !key.ends_with('-') && key.len() <= LONGEST_KEY {
        Ok(key.to_owned())
    } else {
        Err(Problem::at(Code::InvalidKey, "key"))
    }
}
