//! The fields that adding and editing share: team, products, language.

use leptos::prelude::*;

use crate::api::organization::Organization;
use crate::components::field::SelectField;
use crate::components::fresh_id;
use crate::locales::{Language, Speech, users::UsersWords};

/// Which team, or none.
#[component]
pub fn TeamField(
    value: RwSignal<String>,
    organization: Organization,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let words = Speech::expect().words(UsersWords);
    let mut options = vec![(String::new(), words.no_team().to_owned())];
    options.extend(
        organization
            .teams
            .nodes
            .into_iter()
            .map(|team| (team.id.into_inner(), team.name)),
    );
    view! { <SelectField label=words.team() value=value options=options error=error optional=true /> }
}

/// In which language to write to the person.
#[component]
pub fn LanguageField(value: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let words = Speech::expect().words(UsersWords);
    let options =
        Language::ALL.map(|language| (language.tag().to_owned(), language.own_name().to_owned()));
    view! { <SelectField label=words.language() value=value options=options.to_vec() error=error /> }
}

/// To which products the person has access.
#[component]
pub fn ProductsField(value: RwSignal<Vec<cynic::Id>>, organization: Organization) -> impl IntoView {
    let words = Speech::expect().words(UsersWords);
    let boxes = organization
        .products
        .into_iter()
        .map(|product| {
            let input = fresh_id("product");
            let id = StoredValue::new(product.id);
            let ticked = move || value.with(|ids| id.with_value(|id| ids.contains(id)));
            let change = move |_| {
                value.update(|ids| {
                    match ids
                        .iter()
                        .position(|present| id.with_value(|id| present == id))
                    {
                        Some(index) => drop(ids.remove(index)),
                        None => ids.push(id.get_value()),
                    }
                });
            };
            view! {
                <div class="check">
                    <input id=input.clone() type="checkbox" prop:checked=ticked on:change=change />
                    <label for=input>{product.name}</label>
                </div>
            }
        })
        .collect_view();
    view! { <fieldset class="field products"><legend>{words.product_access()}</legend><div class="checks">{boxes}</div></fieldset> }
}
