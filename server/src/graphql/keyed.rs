//! Which deeds take an idempotency key. The others refuse one: whoever sends a key counts on being safe under it.

use std::any::TypeId;

use async_graphql::{
    Request, Response,
    parser::types::{OperationType, Selection, SelectionSet},
};

use super::{Caller, complete::Asked, error::bad_input};

/// Those whose resolvers ask for `admin_once`.
const DEEDS: [&str; 6] = [
    "invite",
    "bulkInvite",
    "sendReminder",
    "revokeInvitation",
    "createUser",
    "confirmImport",
];

/// The answer to a request under a key that names a deed which takes none.
pub(super) fn refuse(request: &Request, asked: &Asked) -> Option<Response> {
    let caller: &Caller = request.data.get(&TypeId::of::<Caller>())?.downcast_ref()?;
    caller.idempotency_key.as_ref()?;
    let operation = asked.operation()?;
    if operation.ty != OperationType::Mutation {
        return None;
    }
    let other = other(asked, &operation.selection_set.node)?;
    let message = format!("`{other}` takes no `Idempotency-Key`: ask without one.");
    Some(Response::from_errors(vec![
        bad_input(message).into_server_error(operation.selection_set.pos),
    ]))
}

/// The first field that takes no key.
fn other<'a>(asked: &'a Asked, set: &'a SelectionSet) -> Option<&'a str> {
    set.items
        .iter()
        .find_map(|selection| match &selection.node {
            Selection::Field(field) => {
                let name = field.node.name.node.as_str();
                (!DEEDS.contains(&name) && name != "__typename").then_some(name)
            }
            Selection::InlineFragment(inline) => other(asked, &inline.node.selection_set.node),
            Selection::FragmentSpread(spread) => {
                let fragment = asked.fragment(&spread.node.fragment_name.node)?;
                other(asked, &fragment.selection_set.node)
            }
        })
}
