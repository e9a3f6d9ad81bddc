//! The time zones that the browser knows.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Their names, with UTC first; UTC alone in a browser that does not tell.
pub fn time_zones() -> Vec<String> {
    let mut zones = vec!["UTC".to_owned()];
    let known = supported().unwrap_or_default();
    zones.extend(
        known
            .iter()
            .filter_map(|zone| zone.as_string())
            .filter(|zone| zone != "UTC"),
    );
    zones
}

/// `Intl.supportedValuesOf("timeZone")`, which js-sys does not know.
fn supported() -> Option<Array> {
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
    let values = Reflect::get(&intl, &JsValue::from_str("supportedValuesOf")).ok()?;
    let values: Function = values.dyn_into().ok()?;
    let zones = values.call1(&intl, &JsValue::from_str("timeZone")).ok()?;
    zones.dyn_into().ok()
}
