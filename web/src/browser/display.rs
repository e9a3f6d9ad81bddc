//! How this device shows the console: appearance and density. Remembered on the device, applied to `<html>` by `boot.js` before the
//! first paint and by this file afterwards.

use leptos::prelude::document;

use super::{remember, remembered};

/// Light, dark, or as the system says.
pub const THEME: &str = "theme";
/// Comfortable or compact.
pub const DENSITY: &str = "density";

/// The chosen value of `THEME` or `DENSITY`; empty for the default.
pub fn choice(of: &str) -> String {
    remembered(of).unwrap_or_default()
}

/// Chooses; empty for the default.
pub fn choose(of: &str, value: &str) {
    remember(of, (!value.is_empty()).then_some(value));
    let Some(root) = document().document_element() else {
        return;
    };
    let attribute = format!("data-{of}");
    // Setting a well-formed attribute cannot fail.
    let _ = match value {
        "" => root.remove_attribute(&attribute),
        value => root.set_attribute(&attribute, value),
    };
}
