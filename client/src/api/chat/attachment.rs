//! Files as parts of a message. Their type is found from their content, not their name.

use serde_json::json;

use super::message::Part;

/// A type of file that models take.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileType {
    /// An image, by its content type.
    Image(String),
    /// Audio, by its format, such as `wav` or `mp3`.
    Audio(String),
    /// UTF-8 text.
    Text,
    /// Any other file, such as a PDF, by its content type.
    Other(String),
}

impl FileType {
    /// Finds the type of a file from its content: PNG, JPEG, GIF, WebP, WAV, MP3, PDF and UTF-8 text. `None` for anything
    /// else, and for an empty file.
    pub fn of_content(bytes: &[u8]) -> Option<Self> {
        let image = |kind: &str| Some(Self::Image(kind.to_owned()));
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => image("image/png"),
            [0xff, 0xd8, 0xff, ..] => image("image/jpeg"),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => image("image/gif"),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => image("image/webp"),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Some(Self::Audio("wav".to_owned())),
            [b'I', b'D', b'3', 2..=4, ..] => Some(Self::Audio("mp3".to_owned())),
            // A frame of layer III with a valid bit rate and sampling rate.
            [0xff, second, third, ..] if second & 0xe6 == 0xe2 && third >> 4 != 0xf && third & 0xc != 0xc => {
                Some(Self::Audio("mp3".to_owned()))
            }
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Other("application/pdf".to_owned())),
            [] => None,
            _ => is_plain_text(bytes).then_some(Self::Text),
        }
    }

    /// Reads the name of a content type, such as `image/png`, `audio/mpeg` or `text/plain`.
    pub fn named(name: &str) -> Option<Self> {
        let (kind, subtype) = name.split_once('/')?;
        if subtype.is_empty() || name.contains(|c: char| c.is_whitespace() || c == ',' || c == ';') {
            return None;
        }
        Some(match kind {
            "image" => Self::Image(name.to_owned()),
            "audio" => Self::Audio(
                match subtype {
                    "mpeg" => "mp3",
                    "wave" | "x-wav" | "vnd.wave" => "wav",
                    other => other,
                }
                .to_owned(),
            ),
            "text" => Self::Text,
            _ => Self::Other(name.to_owned()),
        })
    }

    /// Returns the type of an image by the end of its URL's path.
    pub fn of_image_url(url: &str) -> Option<Self> {
        let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        let kinds = [(".png", "png"), (".jpg", "jpeg"), (".jpeg", "jpeg"), (".gif", "gif"), (".webp", "webp")];
        let (_, kind) = kinds.into_iter().find(|(end, _)| path.ends_with(end))?;
        Some(Self::Image(format!("image/{kind}")))
    }
}

fn is_plain_text(bytes: &[u8]) -> bool {
    let is_allowed = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}');
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_allowed))
}

impl Part {
    /// Returns a file as the part that fits its type. Text is headed by the name.
    pub fn attachment(name: &str, file_type: &FileType, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        match file_type {
            FileType::Image(content_type) => Self::image(content_type, bytes),
            FileType::Audio(format) => Self::audio(format, bytes),
            FileType::Other(content_type) => Self::file(name, content_type, bytes),
            FileType::Text => Self::text(format!("{name}:\n{}", String::from_utf8_lossy(bytes))),
        }
    }

    /// Sets how closely the model looks at an image, `low` or `high`. Changes nothing for other parts.
    #[must_use]
    pub fn detail(mut self, detail: &str) -> Self {
        if let Some(image) = self.fields.get_mut("image_url").and_then(serde_json::Value::as_object_mut) {
            image.insert("detail".to_owned(), json!(detail));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found_from_content() {
        let image = |kind: &str| Some(FileType::Image(kind.to_owned()));
        let audio = |kind: &str| Some(FileType::Audio(kind.to_owned()));
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\n rest"[..], image("image/png")),
            (b"\xff\xd8\xff\xe0", image("image/jpeg")),
            (b"GIF87a", image("image/gif")),
            (b"GIF89a;", image("image/gif")),
            (b"RIFF\0\0\0\0WEBPVP8 ", image("image/webp")),
            (b"RIFF\0\0\0\0WAVEfmt ", audio("wav")),
            (b"ID3\x04\0", audio("mp3")),
            (b"\xff\xfb\x90\x00", audio("mp3")),
            (b"\xff\xf3\x90\x00", audio("mp3")),
            (b"%PDF-1.7\n", Some(FileType::Other("application/pdf".to_owned()))),
            ("Grüße\n\t\r\n".as_bytes(), Some(FileType::Text)),
            (b"<svg/>", Some(FileType::Text)),
            (b"\xef\xbb\xbfa", Some(FileType::Text)),
            (b"", None),
            (b"a\0b", None),
            (b"\xff\xfe\x41\x00", None),
            (b"\xff\xff\xff\xff", None),
            (b"PK\x03\x04", None),
            (b"fLaC", Some(FileType::Text)),
            (b"fLaC\0\0\0\x22", None),
            (b"\0\0\0\x18ftypheic", None),
            (b"OggS\0\x02", None),
            (b"RIFF\0\0\0\0AVI ", None),
            (b"\x89PN", None),
        ] {
            assert_eq!(FileType::of_content(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn content_types_have_the_names_of_requests() {
        assert_eq!(FileType::named("audio/mpeg"), Some(FileType::Audio("mp3".to_owned())));
        assert_eq!(FileType::named("audio/x-wav"), Some(FileType::Audio("wav".to_owned())));
        assert_eq!(FileType::named("audio/flac"), Some(FileType::Audio("flac".to_owned())));
        assert_eq!(FileType::named("text/csv"), Some(FileType::Text));
        assert_eq!(FileType::named("image/heic"), Some(FileType::Image("image/heic".to_owned())));
        assert_eq!(FileType::named("application/x"), Some(FileType::Other("application/x".to_owned())));
        for name in ["png", "image/", "image/png, x/y", "image/ png", ""] {
            assert_eq!(FileType::named(name), None, "{name}");
        }
        for (url, is_image) in [
            ("https://a/b.PNG?x=1", true),
            ("https://a/b.jpeg#c", true),
            ("https://a/b", false),
            ("https://a/b.pdf?c=.png", false),
        ] {
            assert_eq!(FileType::of_image_url(url).is_some(), is_image, "{url}");
        }
    }

    #[test]
    fn text_is_headed_by_its_name_and_images_have_a_detail() {
        assert_eq!(Part::attachment("a.txt", &FileType::Text, "x").as_text(), Some("a.txt:\nx"));
        let image = Part::attachment("a", &FileType::Image("image/png".to_owned()), "x").detail("low");
        assert_eq!(image.fields["image_url"], json!({"url": "data:image/png;base64,eA==", "detail": "low"}));
        assert_eq!(Part::text("a").detail("low"), Part::text("a"));
    }
}
