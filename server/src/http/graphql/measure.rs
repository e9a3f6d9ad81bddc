//! How much a document asks for, before anything walks its expansion.
//!
//! A fragment may be spread many times, and fragments may spread fragments: a short document then stands for an
//! exponentially long one. Each fragment is therefore measured once and its measure added wherever it is spread.

use std::collections::HashMap;

use apollo_compiler::ast::{Definition, Document, FragmentDefinition, Selection};
use apollo_compiler::{Name, Node};

use super::refusal::{Code, Refusal};

/// Fields of one operation with its fragments expanded. The introspection query of graphql-js has about 250.
const MAX_FIELDS: u64 = 1_000;
/// Levels of fields and fragments inside each other. The introspection query of graphql-js has 18.
const MAX_LEVELS: u64 = 24;
/// Fields of the operation's root, each of which is a deed or a query of its own.
const MAX_ROOT_FIELDS: u64 = 20;
/// Renamed fields of one operation with its fragments expanded.
const MAX_ALIASES: u64 = 100;
/// Directives of one operation with its fragments expanded.
const MAX_DIRECTIVES: u64 = 100;

/// What a selection holds when its fragments are expanded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Measure {
    fields: u64,
    root_fields: u64,
    aliases: u64,
    directives: u64,
    levels: u64,
}

impl Measure {
    /// Adds what stands beside it.
    fn beside(&mut self, other: Self) {
        self.fields = self.fields.saturating_add(other.fields);
        self.root_fields = self.root_fields.saturating_add(other.root_fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.levels = self.levels.max(other.levels);
    }

    fn check(self) -> Result<(), Refusal> {
        let limits = [
            (self.fields, MAX_FIELDS, "fields"),
            (self.levels, MAX_LEVELS, "levels"),
            (self.root_fields, MAX_ROOT_FIELDS, "fields at the root"),
            (self.aliases, MAX_ALIASES, "aliases"),
            (self.directives, MAX_DIRECTIVES, "directives"),
        ];
        for (measured, limit, what) in limits {
            if measured > limit {
                let message = format!(
                    "The operation has more than {limit} {what}, counting each fragment wherever it is used."
                );
                return Err(Refusal::new(Code::TooComplex, message));
            }
        }
        Ok(())
    }
}

/// Checks every operation and every fragment of a document against the limits.
///
/// Takes time in proportion to the document's length. A cycle of fragments counts once: validation reports it.
///
/// # Errors
/// `TOO_COMPLEX`, with the limit that was passed.
pub(super) fn check(document: &Document) -> Result<(), Refusal> {
    let mut fragments = Fragments::default();
    for definition in &document.definitions {
        if let Definition::FragmentDefinition(fragment) = definition {
            fragments.definitions.insert(&fragment.name, fragment);
        }
    }
    for definition in &document.definitions {
        match definition {
            Definition::OperationDefinition(operation) => {
                let mut measure = fragments.measure(&operation.selection_set);
                measure.directives += operation.directives.len() as u64;
                measure.check()?;
            }
            Definition::FragmentDefinition(fragment) => {
                let mut measure = fragments.spread(&fragment.name);
                measure.root_fields = 0;
                measure.check()?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The document's fragments, and the measure of each that was met.
#[derive(Default)]
struct Fragments<'doc> {
    definitions: HashMap<&'doc Name, &'doc Node<FragmentDefinition>>,
    measures: HashMap<&'doc Name, Measure>,
}

impl<'doc> Fragments<'doc> {
    fn measure(&mut self, selections: &'doc [Selection]) -> Measure {
        let mut sum = Measure::default();
        for selection in selections {
            let mut measure = match selection {
                Selection::Field(field) => {
                    let within = self.measure(field.selection_set.as_deref().unwrap_or_default());
                    Measure {
                        fields: within.fields.saturating_add(1),
                        root_fields: 1,
                        aliases: within.aliases.saturating_add(field.alias.is_some().into()),
                        directives: within.directives,
                        levels: within.levels + 1,
                    }
                }
                Selection::InlineFragment(inline) => self.measure(&inline.selection_set),
                Selection::FragmentSpread(spread) => self.spread(&spread.fragment_name),
            };
            let directives = match selection {
                Selection::Field(field) => field.directives.len(),
                Selection::InlineFragment(inline) => inline.directives.len(),
                Selection::FragmentSpread(spread) => spread.directives.len(),
            };
            measure.directives = measure.directives.saturating_add(directives as u64);
            sum.beside(measure);
        }
        sum
    }

    fn spread(&mut self, name: &Name) -> Measure {
        if let Some(measure) = self.measures.get(name) {
            return *measure;
        }
        let Some((&name, &fragment)) = self.definitions.get_key_value(name) else {
            return Measure::default();
        };
        // What a cycle finds when it comes back here.
        self.measures.insert(name, Measure::default());
        let mut measure = self.measure(&fragment.selection_set);
        measure.levels += 1;
        self.measures.insert(name, measure);
        measure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(text: &str) -> Result<(), String> {
        let document = Document::parse(text, "test").expect("a test's document parses");
        check(&document).map_err(|refusal| refusal.message.into_owned())
    }

    #[test]
    fn doubling_fragments_are_counted_in_no_time() {
        let mut text = String::from("{ ...F0 } fragment F60 on Query { a }");
        for n in 0..60 {
            text += &format!(
                " fragment F{n} on Query {{ ...F{next} x: __typename ...F{next} }}",
                next = n + 1
            );
        }
        assert!(verdict(&text).unwrap_err().contains("1000 fields"));
    }

    #[test]
    fn a_cycle_of_fragments_ends() {
        assert_eq!(
            verdict("{ ...A } fragment A on Q { ...B } fragment B on Q { a ...A }"),
            Ok(())
        );
    }

    #[test]
    fn each_limit_holds_to_the_one() {
        let many = |n: usize, what: &str| format!("{{ a {{ {} }} }}", what.repeat(n));
        assert_eq!(verdict(&many(999, "b ")), Ok(()));
        assert!(
            verdict(&many(1_000, "b "))
                .unwrap_err()
                .contains("1000 fields")
        );
        assert_eq!(verdict(&many(100, "x: b ")), Ok(()));
        assert!(
            verdict(&many(101, "x: b "))
                .unwrap_err()
                .contains("100 aliases")
        );
        assert_eq!(verdict(&many(100, "b @d ")), Ok(()));
        assert!(
            verdict(&many(101, "b @d "))
                .unwrap_err()
                .contains("100 directives")
        );
        let deep = |n: usize| format!("{}{}", "{ a ".repeat(n), "}".repeat(n));
        assert_eq!(verdict(&deep(24)), Ok(()));
        assert!(verdict(&deep(25)).unwrap_err().contains("24 levels"));
        let root = |n: usize| format!("{{ {} }}", "a ".repeat(n));
        assert_eq!(verdict(&root(20)), Ok(()));
        assert!(
            verdict(&root(21))
                .unwrap_err()
                .contains("20 fields at the root")
        );
    }

    #[test]
    fn the_root_is_counted_through_fragments() {
        let text = "mutation { ...A ...A ... on M { ...A } } fragment A on M { a b c d e f g }";
        assert!(verdict(text).unwrap_err().contains("at the root"));
    }

    #[test]
    fn a_fragment_below_the_root_may_have_more_fields_than_the_root() {
        let text = format!(
            "{{ a {{ ...F }} }} fragment F on Q {{ {} }}",
            "b ".repeat(30)
        );
        assert_eq!(verdict(&text), Ok(()));
    }

    #[test]
    fn a_fragment_that_nobody_uses_is_measured_too() {
        let text = format!("{{ a }} fragment F on Q {{ {} }}", "b ".repeat(1_001));
        assert!(verdict(&text).is_err());
    }
}
