//! Patterns and roles as texts, much as people write them, with the forms of their words.

use attache_knowledge::Vocabulary;
use attache_knowledge::pattern::{ReadAs, Step};
use attache_knowledge::relation::{Relation, Side};

/// The steps of a pattern: `(plan | plans)/verb near:4 {recipient}`.
pub fn pattern(vocabulary: &Vocabulary, steps: &[Step]) -> String {
    let step = |step: &Step| match step {
        Step::Word(words, read) => {
            // Sorted by text: the order inside is that of the words' numbers, which every file changes.
            let mut words: Vec<&str> = words.iter().map(|word| vocabulary.word(*word)).collect();
            words.sort_unstable();
            let read = if *read == ReadAs::Any { String::new() } else { format!("/{read:?}").to_lowercase() };
            match words[..] {
                [word] => format!("{word}{read}"),
                _ => format!("({}){read}", words.join(" | ")),
            }
        }
        Step::Near(most) => format!("near:{most}"),
        Step::Far(most) => format!("far:{most}"),
        Step::Slot(slot) => format!("{{{slot:?}}}").to_lowercase(),
        Step::Choice(choices) => {
            let choices: Vec<String> = choices.iter().map(|steps| pattern(vocabulary, steps)).collect();
            format!("({})", choices.join(" | "))
        }
        Step::Maybe(steps) => format!("[{}]", pattern(vocabulary, steps)),
    };
    steps.iter().map(step).collect::<Vec<_>>().join(" ")
}

/// Who fills a role: `subject, after by`.
pub fn side(vocabulary: &Vocabulary, side: &Side) -> String {
    let relation = |relation: &Relation| match relation {
        Relation::After(word) => format!("after {}", vocabulary.word(*word)),
        other => format!("{other:?}").to_lowercase(),
    };
    let sum = |relations: &Vec<Relation>| relations.iter().map(relation).collect::<Vec<_>>().join(" + ");
    side.alternatives.iter().map(sum).collect::<Vec<_>>().join(", ")
}
