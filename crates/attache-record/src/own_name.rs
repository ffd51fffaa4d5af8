//! Names that a codebook of a user's own gives to classes and modes that PLOVER lacks.

use std::fmt;

/// The longest name, in bytes.
const LONGEST: usize = 31;

/// A name of a class or mode that PLOVER lacks: ASCII letters of one case, digits and inner hyphens, beginning with a
/// letter, at most 31 bytes. It is kept in place, so that classes and modes stay plain values; unused bytes are 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnName {
    bytes: [u8; LONGEST],
    length: u8,
}

/// The case of a name's letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// As classes are written.
    Capitals,
    /// As modes are written.
    Small,
}

impl OwnName {
    /// The name, if `text` is one with letters of this case.
    #[must_use]
    pub fn new(text: &str, case: Case) -> Option<Self> {
        let letter = |b: u8| match case {
            Case::Capitals => b.is_ascii_uppercase(),
            Case::Small => b.is_ascii_lowercase(),
        };
        let inner = |b: u8| letter(b) || b.is_ascii_digit() || b == b'-';
        let fits = text.bytes().next().is_some_and(letter) && text.bytes().all(inner) && !text.ends_with('-');
        let length = u8::try_from(text.len()).ok()?;
        let mut bytes = [0; LONGEST];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        fits.then_some(Self { bytes, length })
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // The bytes are ASCII, as `new` has seen.
        let bytes = self.bytes.get(..usize::from(self.length)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl fmt::Debug for OwnName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_letters_of_one_case_digits_and_inner_hyphens() {
        for (text, case, fits) in [
            ("HOSTAGE-DIPLOMACY", Case::Capitals, true),
            ("exit-ban", Case::Small, true),
            ("G7", Case::Capitals, true),
            ("Hostage", Case::Capitals, false),
            ("EXIT-BAN", Case::Small, false),
            ("-ban", Case::Small, false),
            ("ban-", Case::Small, false),
            ("7G", Case::Capitals, false),
            ("", Case::Capitals, false),
            ("A NAME", Case::Capitals, false),
            ("A-NAME-OF-THIRTY-ONE-LETTERS-AB", Case::Capitals, true),
            ("A-NAME-OF-THIRTY-TWO-LETTERS-ABC", Case::Capitals, false),
        ] {
            assert_eq!(OwnName::new(text, case).is_some(), fits, "{text}");
        }
        assert_eq!(OwnName::new("exit-ban", Case::Small).unwrap().as_str(), "exit-ban");
    }

    #[test]
    fn names_are_ordered_as_their_letters_are() {
        let name = |text| OwnName::new(text, Case::Capitals).unwrap();
        assert!(name("AB") < name("ABC") && name("ABC") < name("B"));
    }
}
