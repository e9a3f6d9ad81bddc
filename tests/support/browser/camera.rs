//! A picture on the page as a telephone's camera reads it.

use fantoccini::elements::Element;
use serde_json::json;

use super::Locator;

/// How large the camera sees it, in pixels a side.
const SIDE: usize = 480;

impl Locator<'_> {
    /// What the QR code says that this picture shows, as large as it is drawn.
    ///
    /// # Panics
    /// When no camera could read it.
    pub async fn read_by_a_camera(&self) -> String {
        // One character a pixel, dark or light.
        let script = "const [image, side, done] = arguments; \
            const see = () => { \
                const canvas = document.createElement('canvas'); \
                canvas.width = canvas.height = side; \
                const pen = canvas.getContext('2d'); \
                pen.drawImage(image, 0, 0, side, side); \
                const { data } = pen.getImageData(0, 0, side, side); \
                done(Array.from({ length: side * side }, (_, at) => (data[4 * at] < 128 ? '#' : ' ')).join('')); }; \
            image.complete ? see() : image.addEventListener('load', see)";
        self.wait().await;
        let image: Element = self.found().await.expect("it was there");
        let image = serde_json::to_value(image).expect("an element has a name");
        let seen = self
            .window
            .client
            .execute_async(script, vec![image, json!(SIDE)]);
        let seen = seen.await.expect("the picture can be drawn");
        let pixels = seen.as_str().unwrap_or_default().as_bytes();
        let mut picture = rqrr::PreparedImage::prepare_from_bitmap(SIDE, SIDE, |x, y| {
            pixels[y * SIDE + x] == b'#'
        });
        let codes = picture.detect_grids();
        let [code] = &codes[..] else {
            panic!("{self} shows {} codes", codes.len())
        };
        let (_, text) = code.decode().expect("the code can be read");
        text
    }
}
