//! The office: what an organisation sets up once and looks after now and then. An entry of its own, so that the people's page carries
//! none of it.

mod account;
mod activity;
mod imports;
mod insights;
mod invitations;
mod organization;
mod products;
mod setup;
mod slack;
mod teams;
mod tokens;

use leptos::prelude::*;

use super::frame::{Frame, NotFound};
use crate::paths::{Entry, Page};

/// The whole office.
#[component]
pub fn Office() -> impl IntoView {
    view! { <Frame entry=Entry::Office content=content /> }
}

fn content(page: Page) -> AnyView {
    match page {
        Page::Setup => view! { <setup::SetupPage /> }.into_any(),
        Page::Account => view! { <account::AccountPage /> }.into_any(),
        Page::Teams => view! { <teams::TeamsPage /> }.into_any(),
        Page::Products => view! { <products::ProductsPage /> }.into_any(),
        Page::Invitations => view! { <invitations::InvitationsPage /> }.into_any(),
        Page::Organization => view! { <organization::OrganizationPage /> }.into_any(),
        Page::ImportPeople => view! { <imports::ImportPage /> }.into_any(),
        Page::Import(id) => view! { <imports::OneImportPage id /> }.into_any(),
        Page::Slack => view! { <slack::SlackPage /> }.into_any(),
        Page::Tokens => view! { <tokens::TokensPage /> }.into_any(),
        Page::Insights => view! { <insights::InsightsPage /> }.into_any(),
        Page::Activity => view! { <activity::ActivityPage /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}
