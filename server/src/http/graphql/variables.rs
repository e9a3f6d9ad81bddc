//! Variables: from what the client sent, coerced by the specification, to what the executor reads.

use apollo_compiler::response::{JsonMap, JsonValue};
use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, Selection};
use async_graphql::parser::types::{Field, SelectionSet};
use async_graphql::{Name, Variables};
use async_graphql_value::{ConstValue, Value};

/// The coerced variables, defaults included, in the executor's own form.
pub(super) fn for_execution(coerced: JsonMap) -> Variables {
    let mut variables = Variables::default();
    for (name, value) in coerced {
        variables.insert(Name::new(name.as_str()), constant(value));
    }
    variables
}

fn constant(value: JsonValue) -> ConstValue {
    match value {
        JsonValue::Null => ConstValue::Null,
        JsonValue::Bool(value) => ConstValue::Boolean(value),
        JsonValue::Number(number) => ConstValue::Number(number),
        JsonValue::String(text) => ConstValue::String(text.as_str().to_owned()),
        JsonValue::Array(values) => ConstValue::List(values.into_iter().map(constant).collect()),
        JsonValue::Object(fields) => ConstValue::Object(
            fields
                .into_iter()
                .map(|(name, value)| (Name::new(name.as_str()), constant(value)))
                .collect(),
        ),
    }
}

/// Removes every argument and input field whose value is a variable that has none.
///
/// The specification says that such an entry is not there; the executor would pass null, and an update would clear
/// what it should leave alone.
pub(super) fn remove_absent(document: &mut ExecutableDocument, variables: &Variables) {
    let operations: Vec<_> = match &mut document.operations {
        DocumentOperations::Single(operation) => vec![operation],
        DocumentOperations::Multiple(operations) => operations.values_mut().collect(),
    };
    for operation in operations {
        in_selection(&mut operation.node.selection_set.node, variables);
    }
    for fragment in document.fragments.values_mut() {
        in_selection(&mut fragment.node.selection_set.node, variables);
    }
}

fn in_selection(set: &mut SelectionSet, variables: &Variables) {
    for selection in &mut set.items {
        match &mut selection.node {
            Selection::Field(field) => in_field(&mut field.node, variables),
            Selection::InlineFragment(inline) => {
                in_selection(&mut inline.node.selection_set.node, variables);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn in_field(field: &mut Field, variables: &Variables) {
    field
        .arguments
        .retain_mut(|(_, value)| is_there(&mut value.node, variables));
    in_selection(&mut field.selection_set.node, variables);
}

/// Whether a value is there at all; what is not there is removed from inside it.
fn is_there(value: &mut Value, variables: &Variables) -> bool {
    match value {
        Value::Variable(name) => variables.contains_key(name),
        Value::Object(fields) => {
            fields.retain(|_, value| is_there(value, variables));
            true
        }
        Value::List(values) => {
            for value in values {
                // A list keeps its length: an absent entry stays and reads as null.
                is_there(value, variables);
            }
            true
        }
        _ => true,
    }
}
