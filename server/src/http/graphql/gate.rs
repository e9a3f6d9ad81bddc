//! The gate: what every operation passes before it is executed, whichever door it came through.
//!
//! The order matters. Tokens and nesting are bounded while parsing; then the document is [measured](super::measure)
//! with its fragments expanded; only then may anything walk it: validation, and the executor's own visitors.

use std::sync::Arc;

use apollo_compiler::executable::OperationType;
use apollo_compiler::parser::Parser;
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::response::GraphQLError;
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{ExecutableDocument, Schema, introspection};
use async_graphql::Request;
use async_graphql::parser::{parse_query, types};

use super::documents::Documents;
use super::parameters::Parameters;
use super::refusal::{Code, Location, Refusal, Refused};
use super::{cost, measure, variables};

/// Bytes of one document.
const MAX_DOCUMENT: usize = 64 * 1024;
/// Lexical tokens of one document. The introspection query of graphql-js has about 350.
const MAX_TOKENS: usize = 4_000;
/// How deep braces, brackets and types may be nested in the text: bounds the parsers' stack.
const MAX_NESTING: usize = 64;
/// Errors reported for one document; a client mends the first ones first.
const MAX_ERRORS: usize = 20;

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Query,
    Mutation,
    Subscription,
}

/// An operation that may be executed.
pub(crate) struct Admitted {
    pub(crate) kind: Kind,
    /// Parsed and validated, its variables coerced.
    pub(crate) request: Request,
}

/// The schema as a validator reads it, and the documents that passed.
pub(crate) struct Gate {
    schema: Valid<Schema>,
    documents: Documents<Document>,
}

/// A document that passed every check that does not depend on the variables.
struct Document {
    /// For the checks that do depend on them.
    checked: Valid<ExecutableDocument>,
    /// For the executor.
    executable: Arc<types::ExecutableDocument>,
}

impl Gate {
    /// A gate in front of the schema with this text.
    ///
    /// # Errors
    /// When the text is not a valid schema, in the validator's words.
    pub(crate) fn new(sdl: &str) -> Result<Self, String> {
        let schema =
            Schema::parse_and_validate(sdl, "schema.graphql").map_err(|e| e.errors.to_string())?;
        Ok(Self {
            schema,
            documents: Documents::new(),
        })
    }

    /// Checks one operation.
    ///
    /// # Errors
    /// Everything the GraphQL specification calls a request error, and `TOO_COMPLEX`.
    pub(crate) fn admit(&self, parameters: Parameters) -> Result<Admitted, Refused> {
        let document = self.document(&parameters.query)?;
        let name = parameters.operation_name.as_deref();
        let operation = document.checked.operations.get(name).map_err(|error| {
            Refusal::new(
                Code::OperationResolutionFailure,
                error.message().to_string(),
            )
        })?;
        let sent = parameters.variables.unwrap_or_default();
        let coerced = coerce_variable_values(&self.schema, operation, &sent).map_err(|error| {
            let error = error.to_graphql_error(&document.checked.sources);
            from_validator(Code::BadUserInput, error)
        })?;
        cost::check(&document.checked, operation, &coerced)?;

        let every_variable_has_a_value = coerced.len() == operation.variables.len();
        let values = variables::for_execution(coerced.into_inner());
        let mut executable = types::ExecutableDocument::clone(&document.executable);
        if !every_variable_has_a_value {
            variables::remove_absent(&mut executable, &values);
        }
        let kind = match operation.operation_type {
            OperationType::Query => Kind::Query,
            OperationType::Mutation => Kind::Mutation,
            OperationType::Subscription => Kind::Subscription,
        };
        let mut request = Request::new(String::new())
            .variables(values)
            .data(Arc::clone(&document.executable));
        request.operation_name = parameters.operation_name;
        request.set_parsed_query(executable);
        Ok(Admitted { kind, request })
    }

    #[cfg(test)]
    pub(super) fn documents_kept(&self) -> usize {
        self.documents.len()
    }

    fn document(&self, text: &str) -> Result<Arc<Document>, Refused> {
        if let Some(document) = self.documents.get(text) {
            return Ok(document);
        }
        let document = Arc::new(self.check(text)?);
        self.documents.keep(text, Arc::clone(&document));
        Ok(document)
    }

    fn check(&self, text: &str) -> Result<Document, Refused> {
        if text.len() > MAX_DOCUMENT {
            return Err(too_long().into());
        }
        let mut parser = Parser::new()
            .token_limit(MAX_TOKENS)
            .recursion_limit(MAX_NESTING);
        let ast = parser
            .parse_ast(text, "document.graphql")
            .map_err(|errors| {
                let limited = parser.tokens_reached() > MAX_TOKENS
                    || parser.recursion_reached() > MAX_NESTING;
                if limited {
                    return too_long().into();
                }
                in_words(Code::ParseFailed, &errors.errors)
            })?;
        measure::check(&ast)?;
        let checked = ast
            .to_executable_validate(&self.schema)
            .map_err(|errors| in_words(Code::ValidationFailed, &errors.errors))?;
        for operation in checked.operations.iter() {
            introspection::check_max_depth(&checked, operation).map_err(|error| {
                let error = error.to_graphql_error(&checked.sources);
                from_validator(Code::TooComplex, error)
            })?;
        }
        let executable = parse_query(text)
            .map_err(|error| Refusal::new(Code::ParseFailed, error.to_string()))?;
        Ok(Document {
            checked,
            executable: Arc::new(executable),
        })
    }
}

fn too_long() -> Refusal {
    let message = format!(
        "The document is too long: at most {MAX_DOCUMENT} bytes, {MAX_TOKENS} tokens, nested {MAX_NESTING} deep."
    );
    Refusal::new(Code::TooComplex, message)
}

fn in_words(code: Code, errors: &DiagnosticList) -> Refused {
    let errors = errors.iter().take(MAX_ERRORS);
    errors
        .map(|diagnostic| from_validator(code, diagnostic.to_json()))
        .collect()
}

fn from_validator(code: Code, error: GraphQLError) -> Refusal {
    let locations = error.locations.iter().map(|place| Location {
        line: place.line,
        column: place.column,
    });
    Refusal::new(code, error.message).at(locations)
}
