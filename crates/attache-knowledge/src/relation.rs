//! Relations between an event's words and those who take part.

use crate::vocabulary::WordId;
use serde::{Deserialize, Serialize};

/// How somebody stands to the words of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// Who does it.
    Subject,
    /// To whom it is done.
    Object,
    /// Whose it is: "Turkey's attack", "the Turkish attack".
    Possessor,
    /// Of whom it is asked: the object of the verb above an infinitive.
    Controller,
    /// The noun phrase after this preposition (several spellings of one).
    After(WordId),
    /// The noun phrase that filled the pattern's slot of that role.
    Slot,
}

/// Who fills a role: the first of the alternatives that is found; each alternative is a sum of relations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Side {
    /// Alternatives in order; none: nobody.
    pub alternatives: Vec<Vec<Relation>>,
}
