//! The walk through an answer beside what was asked.

use async_graphql::{
    Name, PathSegment, Positioned, ServerError, Value,
    indexmap::IndexMap,
    parser::types::{BaseType, Directive, Field, Selection, SelectionSet, Type},
};
use async_graphql_value::{RAW_VALUE_TOKEN, Value as Literal};

use super::{Asked, Types};

/// A place that may not be null has nothing to show: the nearest place around it that may be becomes null.
pub(super) struct Bubble;

/// A field that was asked for, merged from everywhere it stands.
struct Wanted<'a> {
    key: &'a Name,
    name: &'a Name,
    /// The type on which it was asked for.
    parent: &'a str,
    /// Whether it was asked for whatever the object turns out to be.
    always: bool,
    sets: Vec<&'a SelectionSet>,
}

/// The walk: where it stands, and what went wrong on the way.
pub(super) struct Completion<'a> {
    asked: &'a Asked,
    types: &'a Types,
    errors: &'a [ServerError],
    path: Vec<PathSegment>,
}

impl<'a> Completion<'a> {
    pub(super) fn new(asked: &'a Asked, types: &'a Types, errors: &'a [ServerError]) -> Self {
        Self {
            asked,
            types,
            errors,
            path: Vec::new(),
        }
    }

    fn value(
        &mut self,
        value: Value,
        ty: &Type,
        sets: &[&'a SelectionSet],
    ) -> Result<Value, Bubble> {
        let completed = match (&ty.base, value) {
            (BaseType::List(item), Value::List(items)) => self.list(items, item, sets),
            (BaseType::Named(name), Value::Object(map)) => self.object(map, name, sets),
            // The executor gives up an object of which every field failed.
            (BaseType::Named(name), Value::Null)
                if self.types.0.contains_key(name) && (!ty.nullable || self.failed_within()) =>
            {
                self.object(IndexMap::new(), name, sets)
            }
            (_, Value::Null) => Err(Bubble),
            (_, leaf) => Ok(leaf),
        };
        match completed {
            Err(Bubble) if ty.nullable => Ok(Value::Null),
            completed => completed,
        }
    }

    fn list(
        &mut self,
        items: Vec<Value>,
        ty: &Type,
        sets: &[&'a SelectionSet],
    ) -> Result<Value, Bubble> {
        let mut list = Vec::with_capacity(items.len());
        for (place, item) in items.into_iter().enumerate() {
            self.path.push(PathSegment::Index(place));
            let item = self.value(item, ty, sets);
            self.path.pop();
            list.push(item?);
        }
        Ok(Value::List(list))
    }

    pub(super) fn object(
        &mut self,
        mut map: IndexMap<Name, Value>,
        name: &str,
        sets: &[&'a SelectionSet],
    ) -> Result<Value, Bubble> {
        if map.contains_key(RAW_VALUE_TOKEN) {
            return Ok(Value::Object(map));
        }
        let Some((parent, _)) = self.types.0.get_key_value(name) else {
            return Ok(Value::Object(map));
        };
        let mut wanted = Vec::new();
        for set in sets {
            self.collect(&mut wanted, set, parent, true);
        }
        let mut object = IndexMap::with_capacity(wanted.len());
        for Wanted {
            key,
            name,
            parent,
            always,
            sets,
        } in wanted
        {
            self.path.push(PathSegment::Field(key.to_string()));
            let completed = match (map.swap_remove(key), self.types.field(parent, name)) {
                (Some(value), Some(ty)) => Some(self.value(value, ty, &sets)),
                (Some(value), None) => Some(Ok(value)),
                (None, Some(ty)) if always || self.failed_here() => {
                    Some(self.value(Value::Null, ty, &sets))
                }
                (None, _) => None,
            };
            self.path.pop();
            if let Some(completed) = completed {
                object.insert(key.clone(), completed?);
            }
        }
        Ok(Value::Object(object))
    }

    fn collect(
        &self,
        wanted: &mut Vec<Wanted<'a>>,
        set: &'a SelectionSet,
        parent: &'a str,
        always: bool,
    ) {
        for selection in &set.items {
            if self.skipped(selection.node.directives()) {
                continue;
            }
            let (condition, within) = match &selection.node {
                Selection::Field(field) => {
                    self.want(wanted, &field.node, parent, always);
                    continue;
                }
                Selection::InlineFragment(inline) => (
                    inline.node.type_condition.as_ref(),
                    &inline.node.selection_set.node,
                ),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    let Some(fragment) = self.asked.document.fragments.get(name) else {
                        continue;
                    };
                    (
                        Some(&fragment.node.type_condition),
                        &fragment.node.selection_set.node,
                    )
                }
            };
            // On an interface the object may be of another type than the fragment is for.
            let on = condition.map_or(parent, |condition| condition.node.on.node.as_str());
            let certain = on == parent || on == "Node";
            self.collect(
                wanted,
                within,
                if certain { parent } else { on },
                always && certain,
            );
        }
    }

    fn want(&self, wanted: &mut Vec<Wanted<'a>>, field: &'a Field, parent: &'a str, always: bool) {
        let key = &field.response_key().node;
        let set = &field.selection_set.node;
        match wanted.iter_mut().find(|known| known.key == key) {
            Some(known) => {
                known.always |= always;
                known.sets.push(set);
            }
            None => wanted.push(Wanted {
                key,
                name: &field.name.node,
                parent,
                always,
                sets: vec![set],
            }),
        }
    }

    fn skipped(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().any(|directive| {
            let unless = match directive.node.name.node.as_str() {
                "skip" => true,
                "include" => false,
                _ => return false,
            };
            let condition =
                directive
                    .node
                    .get_argument("if")
                    .is_some_and(|value| match &value.node {
                        Literal::Boolean(value) => *value,
                        Literal::Variable(name) => {
                            self.asked.conditions.get(name).copied().unwrap_or_default()
                        }
                        _ => false,
                    });
            condition == unless
        })
    }

    fn failed_here(&self) -> bool {
        self.errors.iter().any(|error| error.path == self.path)
    }

    fn failed_within(&self) -> bool {
        let deeper = |error: &ServerError| {
            error.path.len() > self.path.len() && error.path.starts_with(&self.path)
        };
        self.errors.iter().any(deeper)
    }
}
