//! The query string of a URL as pairs, in order.

use web_sys::UrlSearchParams;

/// Names and values of a query string, decoded. Names are not repeated here: a list is one value with commas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads `?a=1&b=2`, with or without its question mark. What is malformed is read as the browser reads it.
    pub fn parse(search: &str) -> Self {
        let mut pairs = Vec::new();
        if let Ok(params) = UrlSearchParams::new_with_str(search) {
            let entries = js_sys::Array::from(&params);
            for entry in entries.iter() {
                let pair = js_sys::Array::from(&entry);
                if let (Some(name), Some(value)) =
                    (pair.get(0).as_string(), pair.get(1).as_string())
                {
                    pairs.push((name, value));
                }
            }
        }
        Self(pairs)
    }

    /// The value of `name`, unless it is missing or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// The values of `name`, separated by commas.
    pub fn list(&self, name: &str) -> Vec<String> {
        self.get(name)
            .map(|value| {
                value
                    .split(',')
                    .filter(|item| !item.is_empty())
                    .map(str::to_owned)
                    .collect()
            })
            .unwrap_or_default()
    }

    /// This query with `name` set; an empty value removes it.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        self.0.retain(|(key, _)| key != name);
        if !value.is_empty() {
            self.0.push((name.to_owned(), value));
        }
        self
    }
}

impl std::fmt::Display for Query {
    /// `?a=1&b=2`, encoded, or nothing. Commas and sort signs stay readable: they are allowed in a query.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, (name, value)) in self.0.iter().enumerate() {
            let value = String::from(js_sys::encode_uri_component(value)).replace("%2C", ",");
            write!(f, "{}{name}={value}", if index == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}
