//! Copies: which documents are one text, edited here and there, as wire copies are.

mod sketch;

pub use sketch::{Likeness, Sketch};

use crate::store::Source;
use attache_record::DocumentId;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// From this share of the shorter text on, two texts are copies: what told planted copies best from other texts
/// (DESIGN.md).
const COPY: f64 = 0.4;

/// Copies come out within so many days of each other. Official texts repeat whole paragraphs of law and thanks for years.
const WITHIN: i32 = 14;

/// So many sequences at least must be shared: three coincide by chance of wording ("the foreign ministry said in a
/// statement on Monday").
const SHARED: usize = 6;

/// A sequence that stands in more documents than this is wording that everybody uses, and finds no copies.
const COMMON: usize = 100;

/// A text that was published several times.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lineage {
    /// The document that was published first; of one day the longest.
    pub original: DocumentId,
    /// The others, with the share of the shorter text that the original and the copy have in common.
    pub copies: Vec<(DocumentId, f64)>,
}

/// Documents with their sketches, put together into groups of copies.
#[derive(Debug, Clone, Default)]
pub struct Copies {
    /// The original of each document that is a copy.
    original: HashMap<DocumentId, DocumentId>,
}

impl Copies {
    /// Finds the copies among documents, whatever their order.
    ///
    /// A document is a copy of the earlier one that it shares most with, unless that is a copy itself: likeness to a copy
    /// doesn't count, so that a chain of small likenesses makes no group.
    #[must_use]
    pub fn among(documents: &[(Rc<Source>, Sketch)]) -> Self {
        let mut order: Vec<&(Rc<Source>, Sketch)> = documents.iter().collect();
        order.sort_by(|a, b| rank(a).cmp(&rank(b)));
        let mut original: HashMap<DocumentId, DocumentId> = HashMap::new();
        for of_later in candidates(&order).chunk_by(|a, b| a.0 == b.0) {
            let mut best: Option<(usize, &DocumentId)> = None;
            for (later, earlier) in of_later {
                let (copy, other) = (order[*later], order[*earlier]);
                let may = !original.contains_key(&other.0.document) && is_near(&copy.0, &other.0);
                if may && is_copy(&copy.1, &other.1) {
                    let shared = copy.1.likeness(&other.1).shared;
                    // Of two that it shares as much with the earlier one stays.
                    if best.is_none_or(|(most, _)| shared > most) {
                        best = Some((shared, &other.0.document));
                    }
                }
            }
            if let (Some((_, name)), Some((later, _))) = (best, of_later.first()) {
                original.insert(order[*later].0.document.clone(), name.clone());
            }
        }
        Self { original }
    }

    /// The document that this one is a copy of; itself where it is none.
    #[must_use]
    pub fn original<'c>(&'c self, document: &'c DocumentId) -> &'c DocumentId {
        self.original.get(document).unwrap_or(document)
    }

    /// The groups, by the name of their originals.
    #[must_use]
    pub fn lineages(&self, documents: &[(Rc<Source>, Sketch)]) -> Vec<Lineage> {
        let sketches: HashMap<&DocumentId, &Sketch> =
            documents.iter().map(|(s, sketch)| (&s.document, sketch)).collect();
        let mut groups: BTreeMap<&DocumentId, Vec<&DocumentId>> = BTreeMap::new();
        for (source, _) in documents {
            if let Some(original) = self.original.get(&source.document) {
                groups.entry(original).or_default().push(&source.document);
            }
        }
        let share = |a: &DocumentId, b: &DocumentId| match (sketches.get(a), sketches.get(b)) {
            (Some(a), Some(b)) => a.likeness(b).contained,
            _ => 0.0,
        };
        let lineage = |(original, mut copies): (&DocumentId, Vec<&DocumentId>)| {
            copies.sort_unstable();
            let copies = copies.into_iter().map(|copy| (copy.clone(), share(original, copy))).collect();
            Lineage { original: original.clone(), copies }
        };
        groups.into_iter().map(lineage).collect()
    }
}

/// Whether two texts are copies of one.
#[must_use]
pub fn is_copy(a: &Sketch, b: &Sketch) -> bool {
    let shortest = a.hashes().len().min(b.hashes().len());
    let likeness = a.likeness(b);
    likeness.contained >= COPY && likeness.shared >= SHARED.min(shortest.max(1))
}

/// Whether two documents came out so close to each other that one may be a copy; those without a day may.
fn is_near(a: &Source, b: &Source) -> bool {
    match (a.published, b.published) {
        (Some(a), Some(b)) => a.until(b).is_ok_and(|span| span.get_days().abs() <= WITHIN),
        _ => true,
    }
}

/// What makes a document the original: the day, then more sequences, then the name.
fn rank(document: &(Rc<Source>, Sketch)) -> (bool, Option<jiff::civil::Date>, std::cmp::Reverse<usize>, &DocumentId) {
    let (source, sketch) = document;
    let day = source.published;
    (day.is_none(), day, std::cmp::Reverse(sketch.hashes().len()), &source.document)
}

/// Pairs of documents that share a sequence which few others have, the later one first, each once, in order.
fn candidates(documents: &[&(Rc<Source>, Sketch)]) -> Vec<(usize, usize)> {
    let mut places: Vec<(u32, u32)> = Vec::new();
    for (at, (_, sketch)) in (0_u32..).zip(documents.iter().copied()) {
        places.extend(sketch.hashes().iter().map(|hash| (*hash, at)));
    }
    places.sort_unstable();
    let mut pairs = Vec::new();
    for of_hash in places.chunk_by(|a, b| a.0 == b.0).filter(|group| (2..=COMMON).contains(&group.len())) {
        for (n, (_, earlier)) in of_hash.iter().enumerate() {
            pairs.extend(of_hash[n + 1..].iter().map(|(_, later)| (*later as usize, *earlier as usize)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
