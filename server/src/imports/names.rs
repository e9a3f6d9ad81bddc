//! Teams and products by the names that a file calls them.

use std::collections::HashMap;

use entity::{OrganizationId, ProductId, TeamId, Timestamp, product, team};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::{app::App, db::Write, problem::Fault};

/// How many rows one statement takes.
const ROWS_PER_INSERT: usize = 1_000;
/// The longest key of a product, in characters.
const LONGEST_KEY: usize = 40;

/// The teams and products of an organisation, and the ones that are about to be made.
pub(super) struct Names<'a> {
    app: &'a App,
    organization: OrganizationId,
    now: Timestamp,
    teams: HashMap<String, TeamId>,
    /// By name and by key.
    products: HashMap<String, ProductId>,
    pub(super) made_teams: Vec<team::Model>,
    pub(super) made_products: Vec<product::Model>,
    written: (usize, usize),
}

impl<'a> Names<'a> {
    /// Those there are.
    pub(super) async fn read(
        tx: &Write,
        app: &'a App,
        organization: &OrganizationId,
        now: Timestamp,
    ) -> Result<Self, Fault> {
        let teams = team::Entity::find()
            .filter(team::Column::OrganizationId.eq(organization.clone()))
            .all(&**tx)
            .await?;
        let found = product::Entity::find()
            .filter(product::Column::OrganizationId.eq(organization.clone()))
            .all(&**tx)
            .await?;
        let mut products = HashMap::new();
        for product in found {
            // A key is one product's alone; a name that two share is the first one's.
            products.insert(product.key, product.id.clone());
            products
                .entry(entity::fold(&product.name))
                .or_insert(product.id);
        }
        Ok(Self {
            app,
            organization: organization.clone(),
            now,
            teams: teams
                .into_iter()
                .map(|team| (team.name_key, team.id))
                .collect(),
            products,
            made_teams: Vec::new(),
            made_products: Vec::new(),
            written: (0, 0),
        })
    }

    pub(super) fn team(&self, name: &str) -> Option<TeamId> {
        self.teams.get(&entity::fold(name)).cloned()
    }

    pub(super) fn product(&self, name: &str) -> Option<ProductId> {
        self.products.get(&entity::fold(name)).cloned()
    }

    /// The team of this name, made if there is none.
    pub(super) fn team_or_new(&mut self, name: &str) -> TeamId {
        if let Some(id) = self.team(name) {
            return id;
        }
        let id = TeamId::new(self.now, self.app.random.bytes());
        let name_key = entity::fold(name);
        self.teams.insert(name_key.clone(), id.clone());
        self.made_teams.push(team::Model {
            id: id.clone(),
            organization_id: self.organization.clone(),
            name: name.to_owned(),
            name_key,
            created_at: self.now,
        });
        id
    }

    /// The product of this name or key, made if there is none.
    pub(super) fn product_or_new(&mut self, name: &str) -> ProductId {
        if let Some(id) = self.product(name) {
            return id;
        }
        let id = ProductId::new(self.now, self.app.random.bytes());
        let key = self.free_key(name);
        self.products.insert(key.clone(), id.clone());
        self.products.insert(entity::fold(name), id.clone());
        self.made_products.push(product::Model {
            id: id.clone(),
            organization_id: self.organization.clone(),
            key,
            name: name.to_owned(),
            created_at: self.now,
        });
        id
    }

    /// A key like the name that no product has.
    fn free_key(&self, name: &str) -> String {
        let word = |c: char| if c.is_ascii_alphanumeric() { c } else { ' ' };
        let folded: String = entity::fold(name).chars().map(word).collect();
        let words: Vec<&str> = folded.split_whitespace().collect();
        let mut key = words.join("-");
        if !key.starts_with(|c: char| c.is_ascii_lowercase()) {
            key.insert_str(0, "product-");
        }
        key.truncate(LONGEST_KEY - 4);
        let key = key.trim_end_matches('-');
        let free = |key: &String| !self.products.contains_key(key);
        let numbered = (2..).map(|number| format!("{key}-{number}"));
        let mut keys = std::iter::once(key.to_owned()).chain(numbered);
        keys.find(free).unwrap_or_default()
    }

    /// Writes what was made since the last time.
    pub(super) async fn write(&mut self, tx: &Write) -> Result<(), Fault> {
        for some in self.made_teams[self.written.0..].chunks(ROWS_PER_INSERT) {
            let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
            team::Entity::insert_many(rows)
                .exec_without_returning(&**tx)
                .await?;
        }
        for some in self.made_products[self.written.1..].chunks(ROWS_PER_INSERT) {
            let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
            product::Entity::insert_many(rows)
                .exec_without_returning(&**tx)
                .await?;
        }
        self.written = (self.made_teams.len(), self.made_products.len());
        Ok(())
    }
}
