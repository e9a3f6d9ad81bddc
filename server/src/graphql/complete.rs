//! What the executor leaves undone in an answer, done as the specification has it.
//!
//! async-graphql 7.2 puts the fields of an object in the order in which they were ready, and leaves a field out when it
//! failed. Here the fields get the order of the request (GraphQL, 7.2.2, Serialized Map Ordering), and what failed becomes
//! null, or makes the nearest place null that may be (6.4.4, Handling Execution Errors). Text that the list of people wrote
//! itself is complete.

mod walk;

use std::{any::TypeId, collections::HashMap, sync::Arc};

use async_graphql::{
    Name, Positioned, Request, Response, Value,
    indexmap::IndexMap,
    parser::{
        parse_schema,
        types::{
            DocumentOperations, ExecutableDocument, FieldDefinition, FragmentDefinition,
            OperationDefinition, OperationType, Type, TypeKind, TypeSystemDefinition,
        },
    },
};

use walk::Completion;

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
    document: Arc<ExecutableDocument>,
    operation: Option<String>,
    /// Variables that `@skip` and `@include` may name.
    conditions: HashMap<Name, bool>,
}

impl Asked {
    /// What a request asks; none when it cannot be read, which the executor says better.
    ///
    /// The doors bring along the document that they keep (`Arc<ExecutableDocument>`), so that it need not be copied.
    pub(super) fn by(request: &mut Request) -> Option<Self> {
        let kept = request.data.get(&TypeId::of::<Arc<ExecutableDocument>>());
        let kept: Option<&Arc<ExecutableDocument>> = kept.and_then(|kept| kept.downcast_ref());
        let document = match kept {
            Some(kept) => Arc::clone(kept),
            None => Arc::new(request.parsed_query().ok()?.clone()),
        };
        let condition = |(name, value): (&Name, &Value)| match value {
            Value::Boolean(value) => Some((name.clone(), *value)),
            _ => None,
        };
        let conditions = request.variables.iter().filter_map(condition).collect();
        let operation = request.operation_name.clone();
        Some(Self {
            document,
            operation,
            conditions,
        })
    }

    /// A fragment of the document.
    pub(super) fn fragment(&self, name: &str) -> Option<&FragmentDefinition> {
        Some(&self.document.fragments.get(name)?.node)
    }

    /// The operation that is executed.
    pub(super) fn operation(&self) -> Option<&OperationDefinition> {
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
        let mut completion = Completion::new(self, types, &response.errors);
        let completed = completion.object(map, root, &[&operation.selection_set.node]);
        response.data = completed.unwrap_or(Value::Null);
        response
    }
}
