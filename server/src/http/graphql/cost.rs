//! What an operation may cost: its fields, each times the sizes of the pages around it.

use std::collections::HashMap;

use apollo_compiler::ast::Value;
use apollo_compiler::executable::{Field, Operation, Selection, SelectionSet};
use apollo_compiler::response::JsonMap;
use apollo_compiler::{ExecutableDocument, Name};

use super::refusal::{Code, Refusal};

/// Values that one operation may ask for. A page of 100 people with twenty values each asks for 2,000.
const MAX_COST: u64 = 20_000;
/// Entries of a page when neither `first` nor `last` is given.
const DEFAULT_PAGE: u64 = 50;

/// Checks that an operation does not ask for too much.
///
/// The document has been validated, and [measured](super::measure), so that its fragments are few and without cycles.
///
/// # Errors
/// `TOO_COMPLEX`.
pub(super) fn check(
    document: &ExecutableDocument,
    operation: &Operation,
    variables: &JsonMap,
) -> Result<(), Refusal> {
    let mut costs = Costs {
        document,
        variables,
        fragments: HashMap::new(),
    };
    let cost = costs.of(&operation.selection_set);
    if cost > MAX_COST {
        let message = format!(
            "The operation asks for about {cost} values; one request may ask for {MAX_COST}. Ask for smaller pages."
        );
        return Err(Refusal::new(Code::TooComplex, message));
    }
    Ok(())
}

struct Costs<'doc> {
    document: &'doc ExecutableDocument,
    variables: &'doc JsonMap,
    fragments: HashMap<&'doc Name, u64>,
}

impl<'doc> Costs<'doc> {
    fn of(&mut self, set: &'doc SelectionSet) -> u64 {
        set.selections.iter().fold(0, |sum, selection| {
            let cost = match selection {
                Selection::Field(field) => {
                    let within = field.selection_set.as_ref().map_or(0, |set| self.of(set));
                    within.saturating_mul(self.page(field)).saturating_add(1)
                }
                Selection::InlineFragment(inline) => self.of(&inline.selection_set),
                Selection::FragmentSpread(spread) => self.spread(&spread.fragment_name),
            };
            u64::saturating_add(sum, cost)
        })
    }

    fn spread(&mut self, name: &'doc Name) -> u64 {
        if let Some(cost) = self.fragments.get(name) {
            return *cost;
        }
        let fragment = self.document.fragments.get(name);
        let cost = fragment.map_or(0, |fragment| self.of(&fragment.selection_set));
        self.fragments.insert(name, cost);
        cost
    }

    /// How many times the field's selection is answered: the asked size of a page, or 1.
    fn page(&self, field: &Field) -> u64 {
        let defined = |name: &str| field.definition.argument_by_name(name).is_some();
        if !defined("first") && !defined("last") {
            return 1;
        }
        let asked =
            ["first", "last"].map(|name| self.number(field.specified_argument_by_name(name)));
        asked.into_iter().flatten().max().unwrap_or(DEFAULT_PAGE)
    }

    fn number(&self, value: Option<&apollo_compiler::Node<Value>>) -> Option<u64> {
        let number = match value?.as_ref() {
            Value::Int(number) => i64::from(number.try_to_i32().ok()?),
            Value::Variable(name) => self.variables.get(name.as_str())?.as_i64()?,
            _ => return None,
        };
        Some(u64::try_from(number).unwrap_or(0))
    }
}
