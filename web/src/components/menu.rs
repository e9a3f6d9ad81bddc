//! A button with a menu: native `popover` for opening, closing and stacking; the arrow keys are ours (WAI-ARIA menu button pattern).

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::fresh_id;
use crate::browser;

/// A menu and the button that opens it. Its items exist only while it is open.
#[component]
pub fn Menu(
    /// What the button is called by screen readers, when its content is a drawing.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Classes of the button.
    #[prop(default = "button")]
    class: &'static str,
    /// What the button shows.
    #[prop(into)]
    face: ViewFn,
    /// The items: `MenuItem`s.
    children: ChildrenFn,
) -> impl IntoView {
    let (id, button_id) = (fresh_id("menu"), fresh_id("menu-button"));
    let open = RwSignal::new(false);
    view! {
        <button type="button" id=button_id.clone() class=class popovertarget=id.clone() aria-haspopup="menu"
            aria-expanded=move || open.get().to_string() aria-label=move || label.get()
            on:keydown=open_with_arrow>
            {face.run()}
        </button>
        <MenuList id=id open=open labelled_by=button_id>{children()}</MenuList>
    }
}

/// A menu without its button: of a list, whose entries each have a button that opens the same menu with `popovertarget`.
#[component]
pub fn MenuList(
    /// Its id.
    #[prop(into)]
    id: String,
    /// Is told whether it is open.
    open: RwSignal<bool>,
    /// The id of what names it.
    #[prop(optional, into)]
    labelled_by: Option<String>,
    /// What it is called by screen readers, when nothing on the page says it.
    #[prop(optional, into)]
    label: Option<&'static str>,
    /// The items: `MenuItem`s.
    children: ChildrenFn,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let children = StoredValue::new(children);
    let before = move |event: ev::CustomEvent| {
        if opens(&event) {
            open.set(true);
        }
    };
    // The items go last: the browser gives the focus back to the button only while one of them has it.
    let after = move |event: ev::Event| {
        if opens(&event) {
            move_focus(list, &|_, _| 0);
        } else {
            open.set(false);
        }
    };
    view! {
        <div id=id node_ref=list class="menu" popover="auto" role="menu" aria-labelledby=labelled_by aria-label=label
            on:beforetoggle=before on:toggle=after on:keydown=move |event| travel(list, &event)
            on:click=move |event| close_after(list, &event)>
            {move || open.get().then(|| children.with_value(|children| children()))}
        </div>
    }
}

/// One thing to do.
#[component]
pub fn MenuItem(
    /// Does it. The menu is closed by then and the focus is back on its button.
    #[prop(into)]
    on_choose: Callback<()>,
    /// Red: cannot be undone.
    #[prop(optional)]
    danger: bool,
    /// Whether it is there but cannot be done now.
    #[prop(optional)]
    disabled: bool,
    /// Makes it one of a set of which one is chosen, and says whether it is.
    #[prop(optional, into)]
    chosen: MaybeProp<bool>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let role = if chosen.get_untracked().is_some() {
        "menuitemradio"
    } else {
        "menuitem"
    };
    let choose = move |_| {
        if !disabled {
            // After the click has reached the menu and closed it.
            queue_microtask(move || on_choose.run(()));
        }
    };
    view! {
        <button type="button" role=role tabindex="-1" class:danger=danger aria-disabled=disabled.then_some("true")
            aria-checked=move || chosen.get().map(|chosen| chosen.to_string()) on:click=choose>
            {children()}
        </button>
    }
}

/// Whether a toggle event is about opening.
pub fn opens(event: &web_sys::Event) -> bool {
    js_sys::Reflect::get(event, &"newState".into()).is_ok_and(|state| state == "open")
}

/// Opens the menu of a button with the arrow keys.
pub fn open_with_arrow(event: ev::KeyboardEvent) {
    if matches!(event.key().as_str(), "ArrowDown" | "ArrowUp") {
        event.prevent_default();
        if let Some(button) = event
            .current_target()
            .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        {
            button.click();
        }
    }
}

fn items(list: NodeRef<html::Div>) -> Vec<HtmlElement> {
    let Some(found) = list
        .get_untracked()
        .and_then(|list| list.query_selector_all("[role^=menuitem]").ok())
    else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect()
}

/// Moves the focus to the item that `choose` names, given where it is (if anywhere) and how many there are.
fn move_focus(list: NodeRef<html::Div>, choose: &dyn Fn(Option<usize>, usize) -> usize) {
    let items = items(list);
    let focused = document().active_element();
    let present = items
        .iter()
        .position(|item| Some(item.as_ref()) == focused.as_ref());
    if let Some(item) = items.get(choose(present, items.len())) {
        let _ = item.focus();
    }
}

fn travel(list: NodeRef<html::Div>, event: &ev::KeyboardEvent) {
    match event.key().as_str() {
        "ArrowDown" => move_focus(list, &|at, count| at.map_or(0, |at| (at + 1) % count)),
        "ArrowUp" => move_focus(list, &|at, count| {
            at.map_or(count - 1, |at| (at + count - 1) % count)
        }),
        "Home" => move_focus(list, &|_, _| 0),
        "End" => move_focus(list, &|_, count| count.saturating_sub(1)),
        "Tab" => {
            hide(list);
            return;
        }
        letter if letter.chars().count() == 1 && letter != " " => focus_letter(list, letter),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Moves to the next item that begins with a letter.
fn focus_letter(list: NodeRef<html::Div>, letter: &str) {
    let letter = browser::lower_case(letter);
    let begins: Vec<bool> = items(list)
        .iter()
        .map(|item| browser::lower_case(item.inner_text().trim()).starts_with(&letter))
        .collect();
    move_focus(list, &|at, count| {
        let first = at.map_or(0, |at| at + 1);
        (0..count)
            .map(|step| (first + step) % count)
            .find(|&index| begins[index])
            .or(at)
            .unwrap_or(0)
    });
}

fn close_after(list: NodeRef<html::Div>, event: &ev::MouseEvent) {
    let item = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|element| element.closest("[role^=menuitem], a").ok().flatten());
    if item.is_some_and(|item| item.get_attribute("aria-disabled").is_none()) {
        hide(list);
    }
}

/// Closes the menu with this id, if it is open.
pub fn close(id: &str) {
    let list = document().get_element_by_id(id);
    if let Some(list) = list.and_then(|list| list.dyn_into::<HtmlElement>().ok()) {
        let _ = list.hide_popover();
    }
}

fn hide(list: NodeRef<html::Div>) {
    if let Some(list) = list.get_untracked() {
        let _ = list.hide_popover();
    }
}
