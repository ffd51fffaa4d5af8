//! Names of documents, records, runs and knowledge entries.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// Hexadecimal digits kept of a SHA-256: 80 bits, so that among a thousand million records the chance that two
/// share a name stays below one in a million (birthday bound: n^2 / 2^81).
const DIGITS: usize = 20;

/// The first 20 hexadecimal digits of the SHA-256 of `parts`, each followed by a zero byte so that no two
/// different lists give the same bytes.
#[must_use]
pub fn hash_hex<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
        hasher.update([0]);
    }
    let digest = hasher.finalize();
    let mut out = String::with_capacity(DIGITS);
    for byte in digest.iter().take(DIGITS / 2) {
        out.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        out.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
    }
    out
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name(String);

        impl $name {
            /// The name as given.
            pub fn new(name: impl Into<String>) -> Self {
                Self(name.into())
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name! {
    /// The name of a document: the one its source gave, else a hash of its address and text.
    DocumentId
}
name! {
    /// The name of a record: a hash of the document, the words and what is claimed of them, so that the same claim
    /// keeps its name when scores, dates or versions change.
    RecordId
}
name! {
    /// The name of a run: a hash of the software's version, the knowledge and the weights.
    RunId
}
name! {
    /// The id of an entry of the knowledge: an actor, a pattern, a cue, a topic.
    EntryId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_a_byte_from_one_part_to_the_next_gives_another_name() {
        assert_ne!(hash_hex([b"ab".as_slice(), b"c"]), hash_hex([b"a".as_slice(), b"bc"]));
    }
}
