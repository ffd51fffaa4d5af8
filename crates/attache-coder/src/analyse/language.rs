//! Whether a text is English.
//!
//! whichlang tells sixteen languages apart; what is in none of them mostly comes out as one that is not English either.

use whichlang::{Lang, detect_language};

/// Texts with fewer letters are not judged: a headline of names may look like anything.
///
/// Of 9,500 English documents of officials and news agencies that are longer, whichlang takes none for another language.
const FEWEST_LETTERS: usize = 60;

/// Bytes at the front of a text that are looked at; more would not change the answer.
const LOOK: usize = 4000;

/// The language of a text that is not English, by its English name; `None` where it is English, or too short to tell.
#[must_use]
pub fn foreign(text: &str) -> Option<&'static str> {
    let front = &text[..text.floor_char_boundary(LOOK)];
    if front.chars().filter(|c| c.is_alphabetic()).map(weight).sum::<usize>() < FEWEST_LETTERS {
        return None;
    }
    match detect_language(front) {
        Lang::Eng => None,
        Lang::Ara => Some("Arabic"),
        Lang::Cmn => Some("Chinese"),
        Lang::Deu => Some("German"),
        Lang::Fra => Some("French"),
        Lang::Hin => Some("Hindi"),
        Lang::Ita => Some("Italian"),
        Lang::Jpn => Some("Japanese"),
        Lang::Kor => Some("Korean"),
        Lang::Nld => Some("Dutch"),
        Lang::Por => Some("Portuguese"),
        Lang::Rus => Some("Russian"),
        Lang::Spa => Some("Spanish"),
        Lang::Swe => Some("Swedish"),
        Lang::Tur => Some("Turkish"),
        Lang::Vie => Some("Vietnamese"),
    }
}

/// Letters of the Latin alphabet that a letter stands for: an ideograph or a syllable says as much as three.
fn weight(letter: char) -> usize {
    if letter >= '\u{2e80}' { 3 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_other_languages_are_told_from_english() {
        for (text, language) in [
            ("Le ministre des affaires étrangères a rencontré lundi à Quito son homologue du Pérou.", "French"),
            ("Der Außenminister von Peru ist am Montag zu Gesprächen über die Grenze in Quito angekommen.", "German"),
            ("El ministro de Exteriores del Perú llegó el lunes a Quito para hablar de la frontera.", "Spanish"),
            ("De minister van Buitenlandse Zaken van Peru is maandag voor overleg in Quito aangekomen.", "Dutch"),
            ("Министр иностранных дел Перу прибыл в понедельник в Кито на переговоры о границе.", "Russian"),
            ("秘鲁外交部长星期一抵达基多，将与厄瓜多尔外交部长讨论边境和贸易问题。", "Chinese"),
        ] {
            assert_eq!(foreign(text), Some(language), "{text}");
        }
    }

    #[test]
    fn english_and_what_is_too_short_to_tell_pass() {
        for text in [
            "Peru's foreign minister arrived in Quito on Monday to talk with his counterpart about trade.",
            "DIARY: Mongolian PM in Seoul through Thursday, to sign rare-earths memo Wednesday; Peru's envoy in Quito",
            "Le ministre est arrivé.",
            "",
        ] {
            assert_eq!(foreign(text), None, "{text}");
        }
    }
}
