//! The position book: what each side of a pair demands, refuses, warns of, offers, commits itself to, denies, and what both
//! call their common interest, by topic, with when and how often it was said, and what became of it.

mod book;
mod stance;

pub use book::{Answer, Book, Change, Move, Position, Saying, book};
pub use stance::{Stance, level};
