//! How Twilio signs what it sends (documentation, “Validating signatures from Twilio”): HMAC-SHA1 of the address and of every
//! parameter in the order of their names, under the account's token, in base64.

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, Mac};
use sha1::Sha1;
use url::Url;

/// Whether a request to an address, with these parameters, was signed by whoever has the token.
#[must_use]
pub fn is_signed(
    token: &str,
    address: &str,
    parameters: &[(String, String)],
    signature: &str,
) -> bool {
    let Ok(signature) = BASE64_STANDARD.decode(signature) else {
        return false;
    };
    let mut sorted: Vec<&(String, String)> = parameters.iter().collect();
    sorted.sort();
    // A parameter that is there twice with one value is signed once.
    sorted.dedup();
    let signs = |address: &String| {
        let mut mac = keyed(token);
        mac.update(address.as_bytes());
        for (name, value) in &sorted {
            mac.update(name.as_bytes());
            mac.update(value.as_bytes());
        }
        // Compares in constant time.
        mac.verify_slice(&signature).is_ok()
    };
    spellings(address).iter().any(signs)
}

fn keyed(token: &str) -> Hmac<Sha1> {
    Hmac::new_from_slice(token.as_bytes()).expect("HMAC takes a key of any length")
}

/// An address with its port and without: Twilio signs either, whichever was asked for.
fn spellings(address: &str) -> Vec<String> {
    let mut spellings = vec![address.to_owned()];
    let Ok(mut url) = Url::parse(address) else {
        return spellings;
    };
    if url.port().is_some() {
        if url.set_port(None).is_ok() {
            spellings.push(url.to_string());
        }
    } else if let (Some(port), Some(host)) = (url.port_or_known_default(), url.host_str()) {
        spellings.push(address.replacen(host, &format!("{host}:{port}"), 1));
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::is_signed;

    fn pairs(parameters: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        parameters.iter().map(owned).collect()
    }

    /// The example of Twilio's documentation and of its libraries' own tests.
    #[test]
    fn the_documented_example_is_signed_and_a_change_of_anything_is_seen() {
        let address = "https://mycompany.com/myapp.php?foo=1&bar=2";
        let parameters = pairs(&[
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
        ]);
        let signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
        assert!(is_signed("12345", address, &parameters, signature));
        assert!(!is_signed("12346", address, &parameters, signature));
        assert!(!is_signed(
            "12345",
            "https://mycompany.com/",
            &parameters,
            signature
        ));
        assert!(!is_signed("12345", address, &parameters[1..], signature));
        for nonsense in ["", "not base64"] {
            assert!(!is_signed("12345", address, &parameters, nonsense));
        }
        let mut changed = parameters.clone();
        changed[2].1 = "12345".to_owned();
        assert!(!is_signed("12345", address, &changed, signature));
    }

    #[test]
    fn a_port_may_be_left_out_or_written() {
        let parameters = pairs(&[("a", "b")]);
        let sign = |address: &str| {
            use super::{BASE64_STANDARD, Engine, Mac};
            let mut mac = super::keyed("key");
            mac.update(address.as_bytes());
            mac.update(b"ab");
            BASE64_STANDARD.encode(mac.finalize().into_bytes())
        };
        let (with, without) = ("https://example.com:443/hook", "https://example.com/hook");
        assert!(is_signed("key", without, &parameters, &sign(with)));
        assert!(is_signed(
            "key",
            "https://example.com:8443/hook",
            &parameters,
            &sign(without)
        ));
        assert!(!is_signed(
            "key",
            without,
            &parameters,
            &sign("https://example.org/hook")
        ));
    }
}
