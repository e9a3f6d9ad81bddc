//! The parameters of a GraphQL request, from a JSON body, a query string or a socket message.

use apollo_compiler::response::JsonMap;
use serde::Deserialize;

use super::refusal::{Code, Refusal};

/// What a client asks, as GraphQL over HTTP and graphql-transport-ws both spell it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Parameters {
    /// The document.
    pub(crate) query: String,
    /// Which operation of the document; needed when it holds several.
    #[serde(default)]
    pub(crate) operation_name: Option<String>,
    /// Values of the operation's variables.
    #[serde(default)]
    pub(crate) variables: Option<JsonMap>,
    /// Read for its type alone: the specification reserves the entry, and nothing here uses it.
    #[serde(default, rename = "extensions")]
    _extensions: Option<JsonMap>,
}

impl Parameters {
    /// Reads a JSON body.
    ///
    /// # Errors
    /// `BAD_REQUEST` when it is not JSON or a parameter has the wrong type.
    pub(crate) fn from_json(body: &[u8]) -> Result<Self, Refusal> {
        serde_json::from_slice(body).map_err(|error| {
            let message = format!("The body is not a GraphQL request: {error}.");
            Refusal::new(Code::BadRequest, message)
        })
    }

    /// Reads the query string of a GET, in which `variables` and `extensions` are JSON texts.
    ///
    /// # Errors
    /// `BAD_REQUEST` when a parameter is missing, given twice, or of the wrong type.
    pub(crate) fn from_query_string(query_string: &str) -> Result<Self, Refusal> {
        let bad = |message: String| Refusal::new(Code::BadRequest, message);
        let mut values: [(&str, Option<String>); 4] = [
            ("query", None),
            ("operationName", None),
            ("variables", None),
            ("extensions", None),
        ];
        for (name, value) in url::form_urlencoded::parse(query_string.as_bytes()) {
            let Some((_, slot)) = values.iter_mut().find(|(known, _)| *known == name) else {
                continue;
            };
            if slot.replace(value.into_owned()).is_some() {
                return Err(bad(format!("The parameter `{name}` is given twice.")));
            }
        }
        let [query, operation_name, variables, extensions] = values.map(|(_, value)| value);
        let map = |name: &str, text: Option<String>| -> Result<Option<JsonMap>, Refusal> {
            let text = text.filter(|text| !text.is_empty());
            text.map_or(Ok(None), |text| serde_json::from_str(&text))
                .map_err(|error| bad(format!("The parameter `{name}` is not a map: {error}.")))
        };
        Ok(Self {
            query: query.ok_or_else(|| bad("The parameter `query` is missing.".into()))?,
            operation_name: operation_name.filter(|name| !name.is_empty()),
            variables: map("variables", variables)?,
            _extensions: map("extensions", extensions)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_the_wrong_type_are_refused() {
        for body in [
            "",
            "{",
            "[]",
            "[{\"query\":\"{a}\"}]",
            "{}",
            "{\"query\":null}",
            "{\"query\":[\"{a}\"]}",
            "{\"query\":\"{a}\",\"variables\":\"{}\"}",
            "{\"query\":\"{a}\",\"variables\":[]}",
            "{\"query\":\"{a}\",\"operationName\":1}",
            "{\"query\":\"{a}\",\"extensions\":false}",
            "{\"query\":\"{a}\",\"query\":\"{b}\"}",
        ] {
            let refusal = Parameters::from_json(body.as_bytes()).map_err(|refusal| refusal.code);
            assert!(matches!(refusal, Err(Code::BadRequest)), "{body}");
        }
    }

    #[test]
    fn a_query_string_says_the_same_as_a_body() {
        let text = "query=%7Ba%7D&variables=%7B%22x%22%3A1%7D&operationName=&unknown=1";
        let parameters = Parameters::from_query_string(text).unwrap();
        assert_eq!(parameters.query, "{a}");
        assert_eq!(parameters.operation_name, None);
        assert_eq!(parameters.variables.unwrap()["x"], 1);
    }

    #[test]
    fn a_query_string_is_read_as_strictly_as_a_body() {
        for text in [
            "",
            "variables={}",
            "query={a}&variables=[]",
            "query={a}&query={b}",
        ] {
            assert!(Parameters::from_query_string(text).is_err(), "{text}");
        }
    }
}
