//! What is one sentence and what is two. In the texts `|` stands where a sentence ends; it is no part of them.

use super::split;
use attache_knowledge::{Knowledge, SourceFile};

/// The grammar and lexicon of the knowledge folder, with two verbs of speech.
fn knowledge() -> Knowledge {
    let file = |name: &str, text: &str| SourceFile::new(name, text);
    let speech = "[[cue]]\nid = \"ask\"\nwords = \"<ask|say>\"\nspeaker = \"subject\"\nclaim = \"before\"\n\
                  tests = [{ text = \"Peru asked.\", speaker = \"PER\" }]\n";
    let grammar = include_str!("../../../../knowledge/grammar.toml");
    let lexicon = include_str!("../../../../knowledge/lexicon/words.tsv");
    let files = [file("grammar.toml", grammar), file("lexicon/words.tsv", lexicon), file("speech.toml", speech)];
    Knowledge::compile(&files).unwrap().knowledge
}

#[track_caller]
fn splits(marked: &[&str]) {
    let knowledge = knowledge();
    for marked in marked {
        let text = marked.replace('|', "");
        let expected: Vec<&str> = marked.split('|').map(str::trim).filter(|s| !s.is_empty()).collect();
        let found: Vec<&str> = split(&text, &knowledge).iter().map(|s| s.text(&text).unwrap()).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_stop_before_a_capital_ends_a_sentence() {
    splits(&[
        "Peru recalled its envoy. |Chile did not.",
        "Did Peru recall its envoy? |Chile did not!",
        "Turnout was 61.5 percent. |Voters queued until dawn.",
        "The vote was held in 2019. |Voters queued.",
        "He signed it. |“We are done.”",
        "It paid $3.2 million. |$1 million was returned.",
        "Troops left. |12 villages were empty.",
        "The envoy of al-Shabaab left. |al-Shabaab denied it.",
        "Is it over?! |Nobody knows.",
        "",
        " \t ",
    ]);
}

#[test]
fn a_dateline_belongs_to_the_first_sentence() {
    splits(&[
        "GUSAU, Nigeria, Feb. 7 (Sahel Wire) - Gunmen fled. |Soldiers followed.",
        "Associated PressWASHINGTON — U.S. Secretary of State Ann Lee will travel to Peru. |She will stay two days.",
        "ST. PETERSBURG, Sept. 4 (Wire) -- The envoys met.",
        "WASHINGTON (Wire) — The U.S. Army said Jan. 3 that it would leave.",
    ]);
}

#[test]
fn a_title_before_a_name_ends_nothing() {
    splits(&[
        "Mr. Soto met Gen. Ruiz and Sen. Ann Lee. |They spoke.",
        "Lt. Col. Ruiz left St. Helena. |Dr. Soto stayed.",
        "GEN. RUIZ RESIGNS",
        "Peru v. Chile was heard. |The court rose.",
        "See No. 12 and Art. 5 of the treaty.",
    ]);
}

#[test]
fn an_abbreviation_ends_a_sentence_only_before_a_word_that_begins_one() {
    splits(&[
        "He flew to the U.S. |The visit was short.",
        "The U.S. Senate voted. |It was late.",
        "The U.S. Under Secretary left.",
        "It opens at 9 a.m. Monday. |It closes at 5 p.m. |There is no charge.",
        "It happened on Jan. 6. |Nobody was hurt.",
        "They met in Sept. |But nothing came of it.",
        "Andes Oil Co. Chairman Ann Lee spoke. |She works for Andes Oil Co. |Its shares fell.",
        "She lives in Washington, D.C. |He does not.",
        "The U.N. envoy, i.e. Mr. Soto, left.",
        "He holds a Ph.D. from Lima.",
        "The Andes-U.S. Partnership met.",
        "The dry season set in. |Prices rose.",
    ]);
}

#[test]
fn an_initial_ends_nothing() {
    splits(&[
        "Antony J. Soto met J. R. Lee. |They spoke.",
        "J.R. Lee and George W. Soto left.",
        "It was plan B. |The first had failed.",
    ]);
}

#[test]
fn points_inside_numbers_and_addresses_end_nothing() {
    splits(&[
        "Growth was 3.5 percent, or 0.2 points more.",
        "See www.wire.example or write to a.lee@wire.example today.",
        "Version 2.0 was blocked. |Nobody noticed.",
        "1. The fleets keep to the line. |2. Patrols end.",
        "2.1. Fleets and their limits",
        "Lee (b. 1961) wrote it (see p. 12 and pp. 14-15).",
        "The file story.Final.docx was leaked.",
    ]);
}

#[test]
fn sentences_run_together_are_parted() {
    splits(&[
        "It was a common effort.|The ministry agreed.",
        "“It harms us.”|Soto noted the rest.",
        "Was it over?|Nobody knew.",
        "They met in 2019.|The talks failed.",
        "He said so.|“We will stay.”",
        "He left (alone).|She stayed.",
        "The U.S.The rest is lost.",
        "Mr.Soto left.",
    ]);
}

#[test]
fn a_closing_mark_belongs_to_the_sentence_before() {
    splits(&[
        "“We are done.” |He left.",
        "That is where our interests align.” |In its readout, Peru said more.",
        "He said, \"We are done.\" |\"Not yet,\" she said.",
        "(He did not elaborate.) |The talks go on.",
        "‘We are done.’ |He left.",
        "«We are done.» |He left.",
        "“We are done. ” |He left.",
        "He called it “a farce.” |No vote was held.",
        "It was “over.”[12] |Nobody knew.",
        "It was over. [3] [4] |Nobody knew.",
        "“Stop,” said the envoy. |“We will not.",
    ]);
}

#[test]
fn a_quoted_question_goes_on_with_its_speaker() {
    splits(&[
        "“Is it over?” Soto asked. |Nobody answered.",
        "“Is it over?” he asked.",
        "“Stop!” Ann Lee said.",
        "“Is it over?” |The envoy left.",
        "\"Is it over?\" Mr. Lee asked.",
    ]);
}

#[test]
fn an_ellipsis_ends_a_sentence_only_where_another_begins() {
    splits(&[
        "“We will ... never leave.”",
        "He paused... |The envoy left.",
        "He paused… |The envoy left.",
        "“The talks ... Peru ... and Chile failed.”",
        "“We tried . . . but failed.”",
        "“We tried. . . . |The rest is known.”",
    ]);
}

#[test]
fn every_line_is_a_sentence_of_its_own() {
    splits(&["Envoys meet in Lima\n|Peru and Chile\n\n|They spoke", "Ann Lee, Spokesperson\r\n|Lima\r\n|We met"]);
}

#[test]
fn bullets_part_sentences_and_belong_to_none() {
    let text = "They agreed: • fleets keep to the line • patrols end\n● talks go on";
    let found: Vec<&str> = split(text, &knowledge()).iter().map(|s| s.text(text).unwrap()).collect();
    assert_eq!(found, ["They agreed:", "fleets keep to the line", "patrols end", "talks go on"]);
}

#[test]
fn one_sentence_of_a_hundred_thousand_words_is_one_sentence() {
    for (word, stop) in [("word ", "."), ("Mr. ", "x"), ("U.S. Army ", "."), ("\" ", "."), ("a", "."), (". ", "")] {
        let text = format!("It began {}{stop}", word.repeat(100_000));
        let found = split(&text, &knowledge());
        assert!(found.len() <= 2, "{word} {}", found.len());
    }
}
