//! From the bytes of a file to text: UTF-8 with and without a mark, UTF-16, and whatever an older spreadsheet saved.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a file is looked at to guess what it is.
const SAMPLE: usize = 256 * 1024;

/// The text of a file, and the encoding it was in. What cannot be decoded reads as U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, &'static Encoding) {
    let (encoding, body) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None => (guess(bytes), bytes),
    };
    (encoding.decode_without_bom_handling(body).0, encoding)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = unmarked_utf_16(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    // Only what is not ASCII tells one encoding from another.
    let first = bytes.iter().position(|byte| !byte.is_ascii());
    let telling = &bytes[first.unwrap_or_default()..];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&telling[..telling.len().min(SAMPLE)], true);
    // A short file says little; then the habits of the languages that are spoken here decide: Windows-1252.
    detector.guess(Some(b"fr"), Utf8Detection::Deny)
}

/// UTF-16 without a mark: every second byte of western text is zero, which no other text has.
fn unmarked_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = bytes.chunks_exact(2).take(SAMPLE / 2);
    let (mut first, mut second, mut all) = (0_usize, 0_usize, 0_usize);
    for pair in pairs {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
        all += 1;
    }
    match all {
        0 | 1 => None,
        _ if second * 3 > all && first == 0 => Some(UTF_16LE),
        _ if first * 3 > all && second == 0 => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    const TEXT: &str = "Prénom;Courriel\r\nAmélie Côté;amelie@example.com\r\n";

    fn utf_16(unit: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        let units = mark.into_iter().chain(TEXT.encode_utf16());
        units.flat_map(unit).collect()
    }

    #[test]
    fn what_spreadsheets_save_reads_alike() {
        let marked = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
        let latin: Vec<u8> = TEXT.chars().map(|c| u32::from(c) as u8).collect();
        for (bytes, name) in [
            (TEXT.as_bytes().to_vec(), "UTF-8"),
            (marked, "UTF-8"),
            (utf_16(u16::to_le_bytes, true), "UTF-16LE"),
            (utf_16(u16::to_be_bytes, true), "UTF-16BE"),
            (utf_16(u16::to_le_bytes, false), "UTF-16LE"),
            (utf_16(u16::to_be_bytes, false), "UTF-16BE"),
            (latin, "windows-1252"),
        ] {
            let (text, encoding) = decode(&bytes);
            assert_eq!((&*text, encoding.name()), (TEXT, name));
        }
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(
            decode(TEXT.as_bytes()).0,
            std::borrow::Cow::Borrowed(_)
        ));
    }
}
