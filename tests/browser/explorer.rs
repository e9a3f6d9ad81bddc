//! GraphiQL: it works under the policy that its page carries.

use tests::browser::Window;

use super::{acme, owners_console, page};

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_asks_the_api_in_graphiql() {
    let (app, owner) = acme().await;
    owner.create("ada@example.com").await;
    let window: Window = owners_console(&app, &owner).await;
    window.go(&page(&app, "/graphiql")).await;
    window.starting("button", "Execute query").click().await;
    window.reads("\"email\": \"ada@example.com\"").await;
    window.close_despite(&["Back-Forward Cache"]).await;
}
