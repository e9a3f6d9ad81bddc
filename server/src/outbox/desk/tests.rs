//! A message whose making ends in a panic is one message.

use std::sync::Arc;

use entity::{Channel, MessageState, message};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{super::claim, Desk, Queue};
use crate::{delivery::Courier, demo::trial::Trial};

#[tokio::test]
async fn a_message_that_cannot_be_made_is_set_aside_and_the_desk_goes_on() {
    let trial = Trial::set().await;
    let app = &trial.app;
    let letter = message::Entity::find().filter(message::Column::Channel.eq(Channel::Email));
    let letter = letter.one(&*app.db).await.unwrap().unwrap();
    let (organization, now) = (letter.organization_id.clone(), app.clock.now());
    let due = message::ActiveModel {
        id: Set(letter.id.clone()),
        state: Set(MessageState::Queued),
        due_at: Set(now),
        ..ActiveModelTrait::default()
    };
    due.update(&*app.db).await.unwrap();
    let claimed = claim::claim(app, Queue::Mail, now, &[organization], 1).await;
    let [claimed] = claimed.unwrap().try_into().expect("one is due");

    let courier = Arc::new(Courier::new(&app.config));
    let mut desk = Desk::new(Arc::clone(app), courier, Queue::Mail);
    let id = desk.sending.spawn(async { panic!("poison") }).id();
    desk.held.insert(id, claimed);
    let turn = desk.turn().await;
    desk.take(turn).await.unwrap();
    desk.settle().await.unwrap();

    assert!(desk.is_clear() && desk.held.is_empty());
    let letter = message::Entity::find_by_id(letter.id);
    let letter = letter.one(&*app.db).await.unwrap().unwrap();
    assert_eq!(letter.state, MessageState::Failed);
    let reason = letter.reason.expect("a reason");
    assert!(reason.contains("could not be made"), "{reason}");
    assert!(!reason.contains("poison"), "what went wrong is in the log");
}
