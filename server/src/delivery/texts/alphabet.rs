//! The alphabet of GSM (3GPP TS 23.038, 6.2.1), and how many parts a text takes.

use std::iter;

/// The characters of the default alphabet, which take seven bits each.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// The characters of its extension, which take twice as much.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// How much fits in one part, and in each of several: a header of six octets takes its place (3GPP TS 23.040, 9.2.3.24.1).
const SEVEN_BIT: (usize, usize) = (160, 153);
/// The same in UTF-16 code units, for texts with any other character.
const SIXTEEN_BIT: (usize, usize) = (70, 67);

/// In how many parts a text leaves.
pub(super) fn parts(text: &str) -> i32 {
    let septets: Option<usize> = text.chars().map(septets).sum();
    let (length, (alone, together)) = match septets {
        Some(septets) => (septets, SEVEN_BIT),
        None => (text.encode_utf16().count(), SIXTEEN_BIT),
    };
    let parts = if length <= alone {
        1
    } else {
        length.div_ceil(together)
    };
    i32::try_from(parts).unwrap_or(i32::MAX)
}

fn septets(c: char) -> Option<usize> {
    if BASIC.contains(c) {
        Some(1)
    } else if EXTENSION.contains(c) {
        Some(2)
    } else {
        None
    }
}

/// A name in the alphabet, where its letters have a form there that everybody reads as the same: one ê would more than halve
/// what fits. A name in another script stays as it is.
pub(super) fn fit(name: &str) -> String {
    let fitted: String = name.chars().flat_map(nearest).collect();
    if fitted.chars().all(|c| septets(c).is_some()) {
        fitted
    } else {
        name.to_owned()
    }
}

fn nearest(c: char) -> Box<dyn Iterator<Item = char>> {
    if septets(c).is_some() {
        return Box::new(iter::once(c));
    }
    match c {
        '’' | '‘' | 'ʼ' => Box::new(iter::once('\'')),
        '“' | '”' | '«' | '»' => Box::new(iter::once('"')),
        '–' | '—' | '‐' | '‑' => Box::new(iter::once('-')),
        '\u{a0}' | '\u{202f}' => Box::new(iter::once(' ')),
        'œ' => Box::new("oe".chars()),
        'Œ' => Box::new("OE".chars()),
        _ => {
            // Without its accent, if it is a letter with one.
            let bare = entity::without_accent(c);
            Box::new(iter::once(bare))
        }
    }
}
