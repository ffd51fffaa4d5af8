//! Whether two spellings can be one person's name.

use attache_knowledge::token::fold;

/// Words of names that say nothing of who it is: particles, ranks of birth, honours.
const SILENT: [&str; 34] = [
    "al", "el", "ad", "ar", "as", "at", "an", "ash", "bin", "ibn", "bint", "ould", "de", "da", "do", "dos", "del",
    "di", "jr", "sr", "dr", "sir", "dame", "sheikh", "shaykh", "gen", "general", "lt", "col", "capt", "hon", "ret",
    "prof", "mr",
];

/// Marks within a word that some spellings leave out.
const INNER: [char; 6] = ['\'', '’', '‘', 'ʻ', 'ʼ', '`'];

/// A name without what stands in quotation marks or brackets, which is a by-name and no part of it.
pub fn without_by_names(name: &str) -> String {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut plain = String::new();
    for c in name.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '"' | '“' | '”' => quoted = !quoted,
            _ if depth > 0 || quoted => {}
            _ => plain.push(c),
        }
    }
    plain
}

/// A name as a bag of words in lower case, without accents, particles and ordinal numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bag(Vec<String>);

impl Bag {
    /// The words of a name. What stands in quotation marks or brackets is a by-name and no part of it.
    pub fn of(name: &str) -> Self {
        let plain: String = without_by_names(name).chars().filter(|c| !INNER.contains(c)).collect();
        let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(|w| fold(w).into_owned());
        let mut words: Vec<String> = words.filter(|w| !SILENT.contains(&w.as_str()) && !is_ordinal(w)).collect();
        words.sort();
        words.dedup();
        Self(words)
    }

    /// Whether it is a single word, such as a surname alone.
    pub fn is_one_word(&self) -> bool {
        self.0.len() == 1
    }

    /// Whether the words of one are among those of the other, in any order; an initial stands for a word that begins
    /// with it. A single word is enough only where one side has no more.
    pub fn fits(&self, other: &Self) -> bool {
        let (few, many) = if self.0.len() <= other.0.len() { (self, other) } else { (other, self) };
        if few.0.is_empty() {
            return false;
        }
        let mut left: Vec<&String> = many.0.iter().collect();
        // Whole words first, so that an initial takes none that another word needs.
        let (initials, whole): (Vec<&String>, Vec<&String>) = few.0.iter().partition(|w| w.chars().count() == 1);
        for word in whole {
            let found = left.iter().position(|l| *l == word);
            let found =
                found.or_else(|| left.iter().position(|l| l.chars().count() == 1 && word.starts_with(l.as_str())));
            let Some(at) = found else { return false };
            left.remove(at);
        }
        initials.into_iter().all(|initial| {
            let found = left.iter().position(|l| l.starts_with(initial.as_str()));
            found.map(|at| left.remove(at)).is_some()
        })
    }
}

fn is_ordinal(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
}

#[cfg(test)]
mod tests {
    use super::Bag;

    fn fits(one: &str, other: &str) -> bool {
        Bag::of(one).fits(&Bag::of(other))
    }

    #[test]
    fn order_accents_initials_and_middle_names_make_no_difference() {
        assert!(fits("XI Jinping", "Jinping Xi"));
        assert!(fits("Ivan DUQUE Marquez", "Iván Duque"));
        assert!(fits("Donald J. TRUMP", "Donald Trump"));
        assert!(fits("G.W. Bush", "George W. Bush"));
        assert!(fits("TAMIM bin Hamad Al Thani", "Tamim bin Hamad Al-Thani"));
        assert!(fits("MUHAMMAD V (formerly known as Tuanku Faris)", "Muhammad V of Kelantan"));
    }

    #[test]
    fn another_given_name_is_another_person() {
        assert!(!fits("KIM Jong Un", "Kim Jong Il"));
        assert!(!fits("Raul CASTRO", "Fidel Castro"));
    }
}
