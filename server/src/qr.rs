//! A link as a square that a phone's camera reads: a link can be handed over without a message.

use base64::{Engine, prelude::BASE64_STANDARD};
use qrcode::{EcLevel, QrCode, render::svg};

/// The least size of the picture, in its own units; it is drawn as large as its place.
const SIZE: u32 = 240;

/// A text as a QR code (ISO/IEC 18004) with its quiet zone, as the address of a picture. None when it is too long for one.
#[must_use]
pub fn data_url(text: &str) -> Option<String> {
    // Shown on a screen it is never scratched: the fewer modules, the better an old camera reads it.
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let picture = code
        .render::<svg::Color<'_>>()
        .min_dimensions(SIZE, SIZE)
        .build();
    Some(format!(
        "data:image/svg+xml;base64,{}",
        BASE64_STANDARD.encode(picture)
    ))
}
