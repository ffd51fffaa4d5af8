//! Bytes to characters.

use attache_record::{Diagnostic, Warned};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// First bytes of files that are often handed over in place of their text, and what they are.
const SIGNATURES: [(&[u8], &str, &str); 6] = [
    (b"%PDF-", "a PDF", "extract its text first, for example with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive, perhaps an office document", "unpack it, or save the document as plain text"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first, for example with gunzip"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it first, for example with zstd -d"),
    (b"\x89PNG", "a PNG image", "give its text"),
    (b"\xff\xd8\xff", "a JPEG image", "give its text"),
];

/// One control character in so many bytes is too many for a text.
const BYTES_PER_CONTROL: usize = 50;

/// Control characters that never count against a text, so that short ones are not refused for a stray byte.
const CONTROLS_FORGIVEN: usize = 3;

/// How many bytes are looked at for UTF-16 without a byte-order mark.
const LOOK: usize = 4096;

/// The characters of `bytes`. `declared` is the charset that a web page claims for itself; it counts where the bytes
/// are not UTF-8. The byte-order mark is dropped. A warning says which charset other than UTF-8 was taken.
///
/// # Errors
/// Bytes that are no text.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Warned<String>, Diagnostic> {
    for (signature, what, hint) in SIGNATURES {
        if bytes.starts_with(signature) {
            return Err(Diagnostic::error(format!("this is {what}, not text")).hint(hint));
        }
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(decode_as(encoding, &bytes[mark..], "its byte-order mark"));
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return Ok(decode_as(encoding, bytes, "its zero bytes"));
    }
    refuse_binary(bytes)?;
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Warned::quiet(text.to_owned())),
        Err(error) => error,
    };
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.as_bytes()))
        && encoding != UTF_8
    {
        return Ok(decode_as(encoding, bytes, "its own declaration"));
    }
    if mostly_utf_8(bytes) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let warning = Diagnostic::warning(format!(
            "the text is UTF-8 with damage, the first at byte {}; damaged characters became U+FFFD",
            error.valid_up_to()
        ));
        return Ok(Warned { value: text, warnings: vec![warning] });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    Ok(decode_as(detector.guess(None, Utf8Detection::Deny), bytes, "the look of its bytes"))
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], why: &str) -> Warned<String> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let mut warnings = Vec::new();
    if encoding != UTF_8 {
        warnings.push(
            Diagnostic::warning(format!("the text is not UTF-8; it was read as {} because of {why}", encoding.name()))
                .hint("convert it to UTF-8 if names look wrong"),
        );
    }
    if damaged {
        warnings.push(Diagnostic::warning("some characters of the text are damaged and became U+FFFD"));
    }
    Warned { value: text.into_owned(), warnings }
}

/// UTF-16 of mostly Latin letters has a zero at every other byte and hardly any at the rest.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(LOOK) & !1];
    let pairs = head.len() / 2;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let (most, hardly) = (pairs / 2, pairs / 50);
    if pairs < 4 || !bytes.len().is_multiple_of(2) {
        None
    } else if odd > most && even <= hardly {
        Some(UTF_16LE)
    } else if even > most && odd <= hardly {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn refuse_binary(bytes: &[u8]) -> Result<(), Diagnostic> {
    let hint = "give plain text, a web page or JSON Lines";
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(Diagnostic::error(format!("this is not text: byte {at} is zero")).hint(hint));
    }
    let controls = bytes.iter().filter(|b| is_control(**b)).count();
    if controls > bytes.len() / BYTES_PER_CONTROL + CONTROLS_FORGIVEN {
        let message = format!("this is not text: {controls} of its {} bytes are control characters", bytes.len());
        return Err(Diagnostic::error(message).hint(hint));
    }
    Ok(())
}

/// Control characters that text does not use; escape stands in ISO-2022-JP.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0x01..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)
}

/// Whether valid multi-byte characters outnumber the damage: a UTF-8 text with a cut, not a legacy charset.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Vec<String>) {
        let read = decode(bytes, None).unwrap();
        (read.value, read.warnings.into_iter().map(|w| w.message).collect())
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        let text = "Talks in Genève";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, charset) in [
            ([b"\xff\xfe".as_slice(), &little].concat(), "UTF-16LE because of its byte-order mark"),
            ([b"\xfe\xff".as_slice(), &big].concat(), "UTF-16BE because of its byte-order mark"),
            (little, "UTF-16LE because of its zero bytes"),
            (big, "UTF-16BE because of its zero bytes"),
        ] {
            let (read, warnings) = decoded(&bytes);
            assert_eq!(read, text);
            assert_eq!(warnings, [format!("the text is not UTF-8; it was read as {charset}")]);
        }
    }

    #[test]
    fn a_legacy_charset_is_named_in_the_warning() {
        let bytes = b"Le pr\xe9sident a re\xe7u l\x92ambassadeur \xe0 l\x92\xc9lys\xe9e.";
        let (text, warnings) = decoded(bytes);
        assert_eq!(text, "Le président a reçu l’ambassadeur à l’Élysée.");
        assert_eq!(warnings, ["the text is not UTF-8; it was read as windows-1252 because of the look of its bytes"]);
    }

    #[test]
    fn a_page_is_read_in_the_charset_that_it_declares() {
        let read = decode(b"\xcf\xf0\xe5\xe7\xe8\xe4\xe5\xed\xf2", Some("windows-1251")).unwrap();
        assert_eq!(read.value, "Президент");
    }

    #[test]
    fn a_cut_in_utf_8_does_not_turn_the_text_into_another_charset() {
        let (text, warnings) = decoded(b"Erdo\xc4\x9fan met Aliyev in \xc5\x9eu\xc5\x9fa\xe2\x80");
        assert_eq!(text, "Erdoğan met Aliyev in Şuşa\u{fffd}");
        assert!(warnings[0].contains("first at byte 29"), "{warnings:?}");
    }

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        for (bytes, message) in [
            (b"%PDF-1.7 ...".as_slice(), "this is a PDF, not text"),
            (b"PK\x03\x04....", "this is a ZIP archive, perhaps an office document, not text"),
            (b"The envoy\0left", "this is not text: byte 9 is zero"),
            (b"\x01\x02\x03\x04\x05\x06", "this is not text: 6 of its 6 bytes are control characters"),
        ] {
            assert_eq!(decode(bytes, None).unwrap_err().message, message);
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(decoded("\u{feff}Talks".as_bytes()), ("Talks".to_owned(), vec![]));
    }
}
