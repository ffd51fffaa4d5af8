//! Sketches: a small sample of a text's word sequences, by which copies are known without the texts.

/// Words in a sequence. Short enough that a changed word spoils few of them, long enough that two texts on one subject
/// rarely share one: of the lengths 3 to 6 the one that told planted copies from other texts best (DESIGN.md).
const WORDS: usize = 4;

/// One in so many sequences is kept.
const SAMPLED: usize = 8;

/// As many are kept of a short text, if it has them.
const LEAST: usize = 24;

/// No more are kept of a long one.
const MOST: usize = 512;

/// The smallest hashes of a text's word sequences (bottom-k sampling; A. Broder, *On the resemblance and containment of
/// documents*, 1997), sorted. How many are kept grows with the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    hashes: Vec<u32>,
    /// Whether all sequences of the text are kept, so that the sample ends nowhere.
    whole: bool,
}

/// What two sketches say of their texts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// Sequences of both in the part of the samples that can be compared.
    pub shared: usize,
    /// Share of the shorter text's sequences that the longer one has, 0 to 1.
    pub contained: f64,
}

impl Sketch {
    /// The sketch of a text. Case, punctuation and the form of white space don't matter.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words: Vec<u64> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(word).collect();
        let mut hashes: Vec<u32> = words.windows(WORDS.min(words.len().max(1))).map(sequence).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let kept = (hashes.len() / SAMPLED).clamp(LEAST, MOST);
        let whole = hashes.len() <= kept;
        hashes.truncate(kept);
        Self { hashes, whole }
    }

    /// How like the text is to another.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        // Below the smaller of the two ends both samples have all that there is.
        let end = self.end().min(other.end());
        let below = |sketch: &Self| sketch.hashes.partition_point(|hash| *hash <= end);
        let (ours, theirs) = (&self.hashes[..below(self)], &other.hashes[..below(other)]);
        let (mut shared, mut at) = (0, 0);
        for hash in ours {
            while theirs.get(at).is_some_and(|their| their < hash) {
                at += 1;
            }
            shared += usize::from(theirs.get(at) == Some(hash));
        }
        let shorter = ours.len().min(theirs.len());
        #[expect(clippy::cast_precision_loss, reason = "at most 512")]
        let contained = if shorter == 0 { 0.0 } else { shared as f64 / shorter as f64 };
        Likeness { shared, contained }
    }

    fn end(&self) -> u32 {
        if self.whole { u32::MAX } else { self.hashes.last().copied().unwrap_or(u32::MAX) }
    }

    /// The hashes, sorted.
    pub(crate) fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    /// As the store keeps it: a byte that says whether it is whole, then the hashes, little end first.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![u8::from(self.whole)];
        bytes.extend(self.hashes.iter().flat_map(|hash| hash.to_le_bytes()));
        bytes
    }

    /// From the bytes of the store.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let (whole, hashes) = bytes.split_first().map_or((true, bytes), |(whole, rest)| (*whole != 0, rest));
        let (hashes, _) = hashes.as_chunks::<4>();
        Self { hashes: hashes.iter().map(|chunk| u32::from_le_bytes(*chunk)).collect(), whole }
    }
}

/// A word's hash: FNV-1a of its lower-case letters, 64 bits.
fn word(word: &str) -> u64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut buffer = [0; 4];
    word.chars().flat_map(char::to_lowercase).fold(START, |hash, c| {
        c.encode_utf8(&mut buffer).bytes().fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
    })
}

/// The hash of a sequence of words: the upper half of the words' hashes, each mixed into the last (finaliser of MurmurHash3,
/// A. Appleby, public domain).
fn sequence(words: &[u64]) -> u32 {
    let mixed = words.iter().fold(0_u64, |hash, word| {
        let mut mixed = hash.rotate_left(5) ^ word;
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        mixed ^ (mixed >> 33)
    });
    u32::try_from(mixed >> 32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many different words.
    fn words(from: usize, to: usize) -> String {
        (from..to).map(|number| format!("w{number}")).collect::<Vec<_>>().join(" ")
    }

    fn contained(a: &str, b: &str) -> f64 {
        Sketch::of(a).likeness(&Sketch::of(b)).contained
    }

    #[test]
    fn a_text_is_wholly_contained_in_itself_and_in_a_longer_one() {
        let (short, long) = (words(0, 40), words(0, 2000));
        assert!(contained(&short, &short) > 0.999 && contained(&short, &long) > 0.999);
        assert!(contained(&words(500, 900), &long) > 0.999, "wherever it stands");
    }

    #[test]
    fn texts_that_share_no_four_words_in_order_share_nothing() {
        assert!(contained(&words(0, 300), &words(300, 600)) < 1e-9);
    }

    #[test]
    fn half_of_a_text_is_half_contained() {
        let found = contained(&words(0, 1000), &words(500, 1500));
        assert!((found - 0.5).abs() < 0.1, "{found}");
    }

    #[test]
    fn case_and_punctuation_do_not_matter() {
        assert!(contained("The envoys met, in Rome, on Friday.", "the ENVOYS met in Rome on Friday") > 0.999);
    }

    #[test]
    fn a_sketch_comes_back_from_its_bytes() {
        for text in ["", "one", &words(0, 50), &words(0, 5000)] {
            let sketch = Sketch::of(text);
            assert_eq!(Sketch::from_bytes(&sketch.bytes()), sketch);
        }
    }
}
