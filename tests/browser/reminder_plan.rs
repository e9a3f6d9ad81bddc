//! The reminder plan in its page: without a mouse, and on a phone.

use fantoccini::key::Key;
use serde_json::json;
use tests::{
    PASSWORD,
    browser::{Device, Window},
};

use super::{acme, enter, page};

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_made_without_a_mouse_and_says_what_it_would_do() {
    let (app, owner) = acme().await;
    owner.invite("ada@example.com").await;
    app.at_rest().await;
    let window = Window::open(Device::DESKTOP).await;
    window.go(&page(&app, "/settings/invitations")).await;
    enter(&window, &owner.email, PASSWORD).await;
    window.heading("Automatic reminders").wait().await;
    window
        .reads("Switched on now, the first reminder would leave on")
        .await;

    // Away go the quiet days, and a reminder is added after three weeks.
    for day in ["Saturday", "Sunday"] {
        window.tab_to(&window.get("checkbox", day)).await;
        window.press(&[' ']).await;
    }
    window.tab_to(&window.button("Add a reminder")).await;
    window.press(&[' ']).await;
    let fourth = window.get("group", "Reminder 4");
    let number = fourth.get("spinbutton", "How many");
    number.has_focus().await;
    window.press(&[Key::Backspace.into()]).await;
    window.type_keys("0").await;
    window.tab_to(&window.button("Save the reminders")).await;
    window.press(&[' ']).await;
    number.has_focus().await;
    assert_eq!(
        number.attribute("aria-invalid").await.as_deref(),
        Some("true")
    );
    window
        .reads("Choose 24 to 2160 hours for this reminder.")
        .await;
    window.press(&[Key::Backspace.into()]).await;
    window.type_keys("21").await;
    window.tab_to(&window.button("Remove reminder 3")).await;
    window.press(&[' ']).await;
    window.button("Add a reminder").has_focus().await;
    window
        .tab_to(&window.get("switch", "Remind people who have not answered"))
        .await;
    window.press(&[' ']).await;
    window.reads("The next reminder leaves on").await;
    window.tab_to(&window.button("Save the reminders")).await;
    window.press(&[' ']).await;
    window.reads("The reminders are saved.").await;

    let saved = owner.organization("reminderPlan { enabled steps { anchor hours } quietHours { from to } quietDays mostReminders }").await;
    let steps = [48, 120, 504].map(|hours| json!({ "anchor": "AFTER_INVITATION", "hours": hours }));
    let expected = json!({
        "enabled": true, "steps": steps, "quietHours": { "from": "20:00", "to": "08:00" }, "quietDays": [], "mostReminders": 3,
    });
    assert_eq!(saved["reminderPlan"], expected);
    window.reload().await;
    let third = window
        .get("group", "Reminder 3")
        .get("spinbutton", "How many");
    third.wait().await;
    assert_eq!(third.property("value").await.as_deref(), Some("21"));
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_places_clocks_are_chosen_on_a_phone() {
    let (app, owner) = acme().await;
    let window = Window::open(Device::PHONE).await;
    window.go(&page(&app, "/settings/invitations")).await;
    enter(&window, &owner.email, PASSWORD).await;
    window
        .get("combobox", "Time zone")
        .choose("America/New York")
        .await;
    window.reads("Nobody is waiting for a reminder.").await;
    window.button("Save the reminders").click().await;
    window.reads("The reminders are saved.").await;
    assert_eq!(
        owner.organization("timeZone").await["timeZone"],
        "America/New_York"
    );
    window.close().await;
}
