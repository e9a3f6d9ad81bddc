//! Shapes: the contract, written out. The only room that knows async-graphql, and it holds no rules: a resolver finds out
//! who asks, calls the rule, and shapes its answer.

mod api_token;
mod complete;
mod error;
mod event;
mod import;
mod insights;
mod invitation;
mod keyed;
mod link;
mod list;
mod loaders;
mod node;
mod operation;
mod organization;
mod page;
mod product;
mod reminder_plan;
mod request;
mod scalar;
mod session;
mod slack;
mod status;
mod team;
mod user;

use std::sync::Arc;

use async_graphql::{
    Data, Executor, MergedObject, MergedSubscription, Request, Response, SDLExportOptions,
    ValidationMode,
};
use futures_util::{StreamExt, stream::BoxStream};

pub use request::{Caller, File, Files, SessionCookie, SetCookies};
pub(crate) use user::read_filter;

use crate::app::App;

/// Questions. Nothing here changes anything.
#[derive(Default, MergedObject)]
pub struct Query(
    session::SessionQueries,
    organization::OrganizationQueries,
    node::NodeQueries,
    user::UserQueries,
    operation::OperationQueries,
    import::ImportQueries,
    link::LinkQueries,
    api_token::ApiTokenQueries,
    slack::SlackQueries,
    insights::InsightQueries,
    event::EventQueries,
);

/// Deeds. What the caller can mend is answered in `errors`; everything else is an error of the field.
#[derive(Default, MergedObject)]
pub struct Mutation(
    invitation::InvitationMutations,
    invitation::BulkInviteMutation,
    link::LinkMutations,
    user::UserMutations,
    team::TeamMutations,
    product::ProductMutations,
    organization::OrganizationMutations,
    operation::OperationMutations,
    import::ImportMutations,
    api_token::ApiTokenMutations,
    slack::SlackMutations,
    session::SessionMutations,
);

/// What happens, as it happens.
#[derive(Default, MergedSubscription)]
pub struct Subscription(user::UserSubscriptions, operation::OperationSubscriptions);

type Builder = async_graphql::SchemaBuilder<Query, Mutation, Subscription>;

/// The executable schema, whose answers are [completed](complete).
#[derive(Clone)]
pub struct Schema {
    executor: async_graphql::Schema<Query, Mutation, Subscription>,
    types: Arc<complete::Types>,
}

impl Schema {
    /// The schema with the definitions of its directives, as a validator needs it.
    #[must_use]
    pub fn sdl(&self) -> String {
        self.executor.sdl()
    }
}

impl Executor for Schema {
    async fn execute(&self, mut request: Request) -> Response {
        let asked = complete::Asked::by(&mut request);
        let refused = asked
            .as_ref()
            .and_then(|asked| keyed::refuse(&request, asked));
        if let Some(refused) = refused {
            return refused;
        }
        let response = self.executor.execute(request).await;
        match asked {
            Some(asked) => asked.complete(&self.types, response),
            None => response,
        }
    }

    fn execute_stream(
        &self,
        mut request: Request,
        session: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        let asked = complete::Asked::by(&mut request);
        let types = Arc::clone(&self.types);
        let responses = Executor::execute_stream(&self.executor, request, session);
        let complete = move |response| match &asked {
            Some(asked) => asked.complete(&types, response),
            None => response,
        };
        responses.map(complete).boxed()
    }
}

/// Levels of fields and fragments inside each other. The doors measure every document before it comes here and stop it
/// earlier; this holds should a door forget to.
const MAX_LEVELS: usize = 32;

fn builder() -> Builder {
    async_graphql::Schema::build(
        Query::default(),
        Mutation::default(),
        Subscription::default(),
    )
}

/// The schema over the running server's parts.
///
/// The doors have validated a document before it is executed, more strictly than async-graphql would: here it is not done
/// again.
#[must_use]
pub fn schema(app: Arc<App>) -> Schema {
    let executor = builder()
        .data(app)
        .validation_mode(ValidationMode::Fast)
        .limit_recursive_depth(MAX_LEVELS)
        .finish();
    let types = Arc::new(complete::Types::of(&executor.sdl()));
    Schema { executor, types }
}

/// The contract, as `schema.graphql` at the root of the workspace holds it.
#[must_use]
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .prefer_single_line_descriptions()
        .include_specified_by()
        .use_space_ident();
    let printed = builder().finish().sdl_with_options(options);
    // `skip`, `include` and their like belong to the language and not to this contract.
    let mut lines: Vec<&str> = vec![
        "# Written by `bienvenue print-schema`. A test keeps it current.",
        "",
    ];
    for line in printed.lines() {
        if line.starts_with("directive @") {
            while lines.pop_if(|before| before.starts_with('"')).is_some() {}
        } else {
            lines.push(line);
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod answers;

#[cfg(test)]
mod tests {
    /// The contract at the root of the workspace, into which the browser client is compiled.
    const CONTRACT: &str = include_str!("../../../schema.graphql");

    #[test]
    fn the_contract_is_current() {
        assert!(
            super::sdl() == CONTRACT,
            "schema.graphql is stale: write it again with `cargo run -p server -- print-schema > schema.graphql`"
        );
    }

    #[test]
    fn everything_in_the_contract_is_described() {
        let sdl = super::sdl();
        let (mut before, mut within_description) = ("", false);
        for line in sdl.lines() {
            let text = line.trim_start();
            within_description ^= text == "\"\"\"";
            let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
            let structure =
                within_description || text.is_empty() || begins(&["#", "\"", "}", ")", "schema "]);
            let root = begins(&["query: ", "mutation: ", "subscription: "]) && !line.contains('(');
            let described = before.trim_start().starts_with('"');
            assert!(structure || root || described, "nothing describes `{text}`");
            before = line;
        }
    }
}
