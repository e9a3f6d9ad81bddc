//! What an operation over a socket has to say, one thing after another.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::Executor;
use futures_util::stream::{self, BoxStream, StreamExt};

use super::super::gate::{Admitted, Kind};
use super::super::refusal::Refusal;
use super::super::{Executed, Front, panicked};

/// Something an operation has to say.
pub(super) enum Output {
    Next(Box<Executed>),
    /// The subscription's next event, which only a session that still counts may see.
    Event(Box<Executed>),
    Refused(Refusal),
    Done,
}

/// Everything an operation says, ended by `Done` or `Refused`.
pub(super) fn outputs<E: Executor>(
    front: Arc<Front<E>>,
    admitted: Admitted,
) -> BoxStream<'static, Output> {
    if admitted.kind != Kind::Subscription {
        let execution = async move {
            match front.execute(admitted).await {
                Ok(executed) => vec![Output::Next(Box::new(executed)), Output::Done],
                Err(refusal) => vec![Output::Refused(refusal)],
            }
        };
        return stream::once(execution).flat_map(stream::iter).boxed();
    }
    let events = front.schema.execute_stream(admitted.request, None);
    let outputs = AssertUnwindSafe(events)
        .catch_unwind()
        .map(|event| match event {
            Ok(response) => Output::Event(Box::new(Executed::new(response))),
            Err(panic) => Output::Refused(panicked(panic.as_ref())),
        });
    // A refusal ends the operation by itself: nothing may follow it.
    let mut refused = false;
    let last = stream::once(async { Output::Done });
    outputs
        .chain(last)
        .take_while(move |output| {
            let goes_on = !refused;
            refused = matches!(output, Output::Refused(_));
            std::future::ready(goes_on)
        })
        .boxed()
}
