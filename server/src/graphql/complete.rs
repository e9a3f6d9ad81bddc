//! What the executor leaves undone in an answer, done as the specification has it.
//!
//! async-graphql 7.2 puts the fields of an object in the order in which they were ready, and leaves a field out when it
//! failed. Here the fields get the order of the request (GraphQL, 7.2.2, Serialized Map Ordering), and what failed becomes
//! null, or makes the nearest place null that may be (6.4.4, Handling Execution Errors). Text that the list of people wrote
//! itself is complete.

use std::collections::HashMap;

use async_graphql::{
    Name, PathSegment, Positioned, Request, Response, ServerError, Value,
    indexmap::IndexMap,
    parser::{
        parse_schema,
        types::{
            BaseType, Directive, DocumentOperations, ExecutableDocument, Field, FieldDefinition,
            OperationDefinition, OperationType, Selection, SelectionSet, Type, TypeKind,
            TypeSystemDefinition,
        },
    },
};
use async_graphql_value::{RAW_VALUE_TOKEN, Value as Literal};

/// The fields of each type of the contract, with the types of their values.
pub(super) struct Types(HashMap<Name, HashMap<Name, Type>>);

impl Types {
    /// Reads the contract. A text that cannot be read has no types, and answers stay as they are.
    pub(super) fn of(sdl: &str) -> Self {
        let definitions = parse_schema(sdl)
            .map(|document| document.definitions)
            .unwrap_or_default();
        let mut types = HashMap::new();
        for definition in definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let fields = match definition.node.kind {
                TypeKind::Object(object) => object.fields,
                TypeKind::Interface(interface) => interface.fields,
                _ => continue,
            };
            let field =
                |field: Positioned<FieldDefinition>| (field.node.name.node, field.node.ty.node);
            types.insert(
                definition.node.name.node,
                fields.into_iter().map(field).collect(),
            );
        }
        Self(types)
    }

    fn field(&self, parent: &str, name: &str) -> Option<&Type> {
        self.0.get(parent)?.get(name)
    }
}

/// What was asked, kept while the executor takes the request apart.
pub(super) struct Asked {
    document: ExecutableDocument,
    operation: Option<String>,
    /// Variables that `@skip` and `@include` may name.
    conditions: HashMap<Name, bool>,
}

impl Asked {
    /// What a request asks; none when it cannot be read, which the executor says better.
    pub(super) fn by(request: &mut Request) -> Option<Self> {
        let condition = |(name, value): (&Name, &Value)| match value {
            Value::Boolean(value) => Some((name.clone(), *value)),
            _ => None,
        };
        let conditions = request.variables.iter().filter_map(condition).collect();
        let operation = request.operation_name.clone();
        Some(Self {
            document: request.parsed_query().ok()?.clone(),
            operation,
            conditions,
        })
    }

    fn operation(&self) -> Option<&OperationDefinition> {
        Some(match &self.document.operations {
            DocumentOperations::Single(operation) => &operation.node,
            DocumentOperations::Multiple(several) => match &self.operation {
                Some(name) => &several.get(name.as_str())?.node,
                None => &several.values().next()?.node,
            },
        })
    }

    /// The response, completed.
    pub(super) fn complete(&self, types: &Types, mut response: Response) -> Response {
        let Some(operation) = self.operation() else {
            return response;
        };
        let root = match operation.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        };
        let data = std::mem::take(&mut response.data);
        let map = match data {
            Value::Object(map) => map,
            // The request failed before anything was executed, or everything in it failed.
            _ if response.errors.iter().all(|error| error.path.is_empty()) => return response,
            _ => IndexMap::new(),
        };
        let mut completion = Completion {
            asked: self,
            types,
            errors: &response.errors,
            path: Vec::new(),
        };
        let completed = completion.object(map, root, &[&operation.selection_set.node]);
        response.data = completed.unwrap_or(Value::Null);
        response
    }
}

/// A place that may not be null has nothing to show: the nearest place around it that may be becomes null.
struct Bubble;

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

struct Completion<'a> {
    asked: &'a Asked,
    types: &'a Types,
    errors: &'a [ServerError],
    path: Vec<PathSegment>,
}

impl<'a> Completion<'a> {
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

    fn object(
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
