//! The list of people: the field that the console asks most.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use async_graphql::{
    ContextSelectionSet, Error, Name, OutputType, Positioned, Result, ServerResult, Value,
    parser::types::{Field, Selection, SelectionSet},
    registry::Registry,
};
use async_graphql_value::RAW_VALUE_TOKEN;
use entity::{OrganizationId, Timestamp, UserId};

use super::{Joined, User, plan::Plan, text::Page};
use crate::{
    access::Viewer,
    app::App,
    graphql::{
        loaders,
        page::{Asked as Window, Connection, Edge, decode, encode, foreign},
    },
    problem::Fault,
    reach::Channels,
    users::{
        UserFilter,
        abilities::Looker,
        find::{self, List, Order, OrderField, Place, SortKey},
    },
};

/// A page of people, to be found once it is known what of it is selected.
pub(in crate::graphql) struct UserPage {
    organization: OrganizationId,
    filter: UserFilter,
    order: Order,
    window: find::Window,
    looker: Looker,
}

impl UserPage {
    /// Reads what was asked for.
    ///
    /// # Errors
    /// FORBIDDEN for members, and BAD_USER_INPUT for a cursor of another list or order.
    pub(super) fn new(
        viewer: &Viewer,
        filter: UserFilter,
        order: Order,
        asked: Window,
    ) -> Result<Self> {
        let place = |name, cursor: &Option<String>| {
            let read =
                |cursor: &String| read_cursor(order.field, cursor).ok_or_else(|| foreign(name));
            cursor.as_ref().map(read).transpose()
        };
        let window = find::Window {
            size: asked.size,
            backwards: asked.backwards,
            after: place("after", &asked.after)?,
            before: place("before", &asked.before)?,
        };
        let organization = viewer.admin()?.organization().clone();
        Ok(Self {
            organization,
            filter,
            order,
            window,
            looker: viewer.into(),
        })
    }
}

impl OutputType for UserPage {
    fn type_name() -> Cow<'static, str> {
        Connection::<User>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Connection::<User>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let failed = |error: Error| ctx.set_error_path(error.into_server_error(field.pos));
        match Plan::of(ctx, self.order.field).filter(|_| stands_alone(ctx, &field.node)) {
            Some(plan) => self
                .text(ctx, plan)
                .await
                .map_err(|fault| failed(fault.into())),
            None => {
                self.find(ctx)
                    .await
                    .map_err(failed)?
                    .resolve(ctx, field)
                    .await
            }
        }
    }
}

impl UserPage {
    /// The page as text, written from its rows.
    async fn text(&self, ctx: &ContextSelectionSet<'_>, plan: Plan) -> Result<Value, Fault> {
        let app: &Arc<App> = ctx.data_unchecked();
        let list = List {
            organization: &self.organization,
            filter: &self.filter,
            order: self.order,
        };
        let rows = find::rows(app, list, &self.window, &plan.columns).await?;
        let total = if plan.total {
            find::count(app, &self.organization, &self.filter).await?
        } else {
            0
        };
        let products = if plan.products {
            let ids: Result<Vec<UserId>, _> = rows
                .rows
                .iter()
                .map(|row| row.try_get_by_index(1))
                .collect();
            loaders::products(app, &ids?).await?
        } else {
            HashMap::new()
        };
        let channels = if plan.contacts {
            Channels::find(app, &self.organization).await?
        } else {
            Channels::default()
        };
        let (order, looker, now) = (self.order.field, self.looker.clone(), app.clock.now());
        let page = Page {
            plan: &plan,
            rows: &rows,
            order,
            total,
            products,
            looker,
            channels,
            now,
        };
        let text = Value::String(page.text()?);
        Ok(Value::Object(
            [(Name::new(RAW_VALUE_TOKEN), text)].into_iter().collect(),
        ))
    }
}

impl UserPage {
    /// The page as any other type is resolved: value by value.
    async fn find(&self, ctx: &ContextSelectionSet<'_>) -> Result<Connection<User>> {
        let app: &Arc<App> = ctx.data_unchecked();
        let selected = |name| selects(ctx, name);
        let list = List {
            organization: &self.organization,
            filter: &self.filter,
            order: self.order,
        };
        let found = find::page(
            app,
            list,
            &self.window,
            selected("team"),
            selected("invitation"),
        )
        .await?;
        let total = if selected("totalCount") {
            find::count(app, &self.organization, &self.filter).await?
        } else {
            0
        };
        let ids: Vec<UserId> = found
            .people
            .iter()
            .map(|person| person.user.id.clone())
            .collect();
        let mut products = if selected("products") {
            loaders::products(app, &ids).await?
        } else {
            Default::default()
        };
        let edges = found.people.into_iter().map(|person| {
            let cursor = cursor(
                self.order.field,
                &self.order.field.key_of(&person.user),
                person.user.id.as_str(),
            );
            let mut node = User::from(person.user);
            if selected("team") {
                node.team = Joined::Known(person.team);
            }
            if selected("invitation") {
                node.invitation = Joined::Known(person.invitation);
            }
            if selected("products") {
                node.products = Joined::Known(products.remove(&node.row.id).unwrap_or_default());
            }
            Edge { cursor, node }
        });
        let edges = edges.collect();
        Ok(Connection {
            edges,
            has_next: found.has_next,
            has_previous: found.has_previous,
            total,
        })
    }
}

/// The letter of an order's cursors.
fn letter(order: OrderField) -> char {
    match order {
        OrderField::Name => 'n',
        OrderField::CreatedAt => 'c',
        OrderField::LastEventAt => 'l',
    }
}

/// A place in the list: the sort key, then the id, which has always the same length.
pub(super) fn cursor(order: OrderField, key: &SortKey, id: &str) -> String {
    match key {
        SortKey::Name(name) => encode(letter(order), &format!("{name}{id}")),
        SortKey::At(at) => encode(letter(order), &format!("{}{id}", at.as_millis())),
    }
}

fn read_cursor(order: OrderField, cursor: &str) -> Option<Place> {
    let text = decode(letter(order), cursor)?;
    let (key, id) = text.split_at_checked(text.rfind(UserId::PREFIX)?)?;
    let key = match order {
        OrderField::Name => SortKey::Name(key.to_owned()),
        OrderField::CreatedAt | OrderField::LastEventAt => {
            SortKey::At(Timestamp::from_millis(key.parse().ok()?))
        }
    };
    Some(Place {
        key,
        id: UserId::parse(id).ok()?,
    })
}

/// Whether a field of this name is selected anywhere within, as far down as a person.
fn selects(ctx: &ContextSelectionSet<'_>, name: &str) -> bool {
    holds(ctx, &ctx.item.node, name, 3)
}

fn holds(ctx: &ContextSelectionSet<'_>, set: &SelectionSet, name: &str, levels: u32) -> bool {
    set.items.iter().any(|selection| match &selection.node {
        Selection::Field(field) => {
            let within = &field.node.selection_set.node;
            field.node.name.node == name || (levels > 1 && holds(ctx, within, name, levels - 1))
        }
        Selection::InlineFragment(inline) => {
            holds(ctx, &inline.node.selection_set.node, name, levels)
        }
        Selection::FragmentSpread(spread) => {
            let fragment = ctx.query_env.fragments.get(&spread.node.fragment_name.node);
            fragment
                .is_some_and(|fragment| holds(ctx, &fragment.node.selection_set.node, name, levels))
        }
    })
}

/// Whether no other field of the operation has the same key: the executor would merge the two, and text does not merge.
fn stands_alone(ctx: &ContextSelectionSet<'_>, field: &Field) -> bool {
    let root = &ctx.query_env.operation.node.selection_set.node;
    occurrences(ctx, root, field.response_key().node.as_str()) == 1
}

fn occurrences(ctx: &ContextSelectionSet<'_>, set: &SelectionSet, key: &str) -> usize {
    let of = |selection: &Positioned<Selection>| match &selection.node {
        Selection::Field(field) => usize::from(field.node.response_key().node == key),
        Selection::InlineFragment(inline) => occurrences(ctx, &inline.node.selection_set.node, key),
        Selection::FragmentSpread(spread) => {
            let fragment = ctx.query_env.fragments.get(&spread.node.fragment_name.node);
            fragment.map_or(0, |fragment| {
                occurrences(ctx, &fragment.node.selection_set.node, key)
            })
        }
    };
    set.items.iter().map(of).sum()
}
