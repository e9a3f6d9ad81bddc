//! People as a file, which can be read in again.

use std::{collections::HashMap, sync::Arc};

use entity::{ImportField, Locale, OrganizationId, UserId, product, product_access};
use futures_util::{Stream, stream};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{CHUNK, result::Download, spreadsheet};
use crate::{
    access::Admin,
    app::App,
    problem::Fault,
    users::{
        UserFilter,
        find::{self, List, Listed, Order, OrderField, Place, SortKey, Window},
    },
    words,
};

/// What stands between the products in a cell.
const BETWEEN_PRODUCTS: [char; 5] = [',', ';', '|', '\n', '\r'];

/// Everyone a filter finds, oldest first. The file is written as it is sent: it takes the memory of one page, however many
/// people there are.
pub fn export_users(
    app: Arc<App>,
    admin: &Admin,
    filter: UserFilter,
) -> Download<impl Stream<Item = Result<Vec<u8>, Fault>> + use<>> {
    let locale = admin.locale();
    let export = Export {
        app,
        organization: admin.organization().clone(),
        filter,
        locale,
    };
    let pieces = stream::try_unfold((export, Next::Head), |(export, next)| async move {
        let (bytes, next) = match next {
            Next::Head => (export.head(), Next::After(None)),
            Next::After(place) => export.after(place).await?,
            Next::Nothing => return Ok::<_, Fault>(None),
        };
        Ok(Some((bytes, (export, next))))
    });
    Download {
        file_name: words::export_file_name(locale).to_owned(),
        pieces,
    }
}

struct Export {
    app: Arc<App>,
    organization: OrganizationId,
    filter: UserFilter,
    locale: Locale,
}

enum Next {
    Head,
    After(Option<Place>),
    Nothing,
}

impl Export {
    fn head(&self) -> Vec<u8> {
        let fields = ImportField::ALL
            .iter()
            .filter(|field| !matches!(field, ImportField::FirstName | ImportField::LastName));
        let headings = fields.map(|field| words::heading(*field, self.locale));
        let headings: Vec<&str> = headings
            .chain(words::export_headings(self.locale))
            .collect();
        spreadsheet::head(spreadsheet::separator(self.locale), &headings)
    }

    async fn after(&self, place: Option<Place>) -> Result<(Vec<u8>, Next), Fault> {
        let list = List {
            organization: &self.organization,
            filter: &self.filter,
            order: Order {
                field: OrderField::CreatedAt,
                descending: false,
            },
        };
        let window = Window {
            size: CHUNK as u64,
            backwards: false,
            after: place,
            before: None,
        };
        let page = find::page(&self.app, list, &window, true, false).await?;
        let products = self.products(&page.people).await?;
        let rows = page
            .people
            .iter()
            .map(|listed| cells(listed, products.get(&listed.user.id)));
        let bytes = spreadsheet::rows(spreadsheet::separator(self.locale), rows);
        let last = page
            .people
            .last()
            .filter(|_| page.has_next)
            .map(|listed| Place {
                key: SortKey::At(listed.user.created_at),
                id: listed.user.id.clone(),
            });
        Ok((
            bytes,
            last.map_or(Next::Nothing, |place| Next::After(Some(place))),
        ))
    }

    /// What each of these people has access to, by name; by key where a name would read as several.
    async fn products(&self, people: &[Listed]) -> Result<HashMap<UserId, Vec<String>>, Fault> {
        let ids = people.iter().map(|listed| listed.user.id.clone());
        let access = product_access::Entity::find()
            .find_also_related(product::Entity)
            .filter(product_access::Column::UserId.is_in(ids))
            .order_by_asc(product::Column::Name);
        let mut names: HashMap<UserId, Vec<String>> = HashMap::new();
        for (access, product) in access.all(&*self.app.db).await? {
            let Some(product) = product else { continue };
            let name = if product.name.contains(BETWEEN_PRODUCTS) {
                product.key
            } else {
                product.name
            };
            names.entry(access.user_id).or_default().push(name);
        }
        Ok(names)
    }
}

fn cells(listed: &Listed, products: Option<&Vec<String>>) -> [String; 9] {
    let user = &listed.user;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        text(&user.full_name),
        text(&user.email),
        text(&user.phone),
        listed
            .team
            .as_ref()
            .map(|team| team.name.clone())
            .unwrap_or_default(),
        products.map(|names| names.join("; ")).unwrap_or_default(),
        user.locale.to_string(),
        user.role.to_string(),
        user.status.to_string(),
        user.created_at.to_string(),
    ]
}
