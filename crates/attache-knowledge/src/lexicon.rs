//! Word forms with their usual parts of speech, from `lexicon/words.tsv`.

use crate::load::Loader;
use crate::source::SourceFile;
use crate::vocabulary::{Vocabulary, WordId};
use serde::{Deserialize, Serialize};

macro_rules! tags {
    ($($variant:ident = $text:literal),+ $(,)?) => {
        /// A part of speech of the Penn Treebank (Santorini 1990), the tags of `lexicon/words.tsv`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "each variant is the Penn tag that the manual explains")]
        pub enum Tag { $($variant),+ }

        impl Tag {
            /// The tag with this spelling.
            #[must_use]
            pub fn from_text(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }

            /// The spelling.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

tags! {
    Cc = "CC", Cd = "CD", Dt = "DT", Ex = "EX", Fw = "FW", In = "IN", Jj = "JJ", Jjr = "JJR", Jjs = "JJS",
    Md = "MD", Nn = "NN", Nns = "NNS", Nnp = "NNP", Nnps = "NNPS", Pdt = "PDT", Pos = "POS", Prp = "PRP",
    PrpS = "PRP$", Rb = "RB", Rbr = "RBR", Rbs = "RBS", Rp = "RP", To = "TO", Uh = "UH", Vb = "VB", Vbd = "VBD",
    Vbg = "VBG", Vbn = "VBN", Vbp = "VBP", Vbz = "VBZ", Wdt = "WDT", Wp = "WP", WpS = "WP$", Wrb = "WRB",
    Comma = ",", Stop = ".", Colon = ":", OpenQuote = "``", CloseQuote = "''", OpenBracket = "-LRB-",
    CloseBracket = "-RRB-", Money = "$", Hyphen = "HYPH", Symbol = "SYM", Edge = "EDGE",
}

impl Tag {
    /// A verb in any form, modals left out.
    #[must_use]
    pub fn is_verb(self) -> bool {
        matches!(self, Self::Vb | Self::Vbd | Self::Vbg | Self::Vbn | Self::Vbp | Self::Vbz)
    }

    /// A common or proper noun.
    #[must_use]
    pub fn is_noun(self) -> bool {
        matches!(self, Self::Nn | Self::Nns | Self::Nnp | Self::Nnps)
    }

    /// The tag's place in a set of tags.
    #[must_use]
    pub fn bit(self) -> u64 {
        1 << (self as u64)
    }
}

/// Parts of speech of one word form, most frequent first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// Tags with their shares in percent.
    pub tags: Vec<(Tag, u8)>,
    /// Number of the lemma.
    pub lemma: Option<WordId>,
    /// Whether the form is written with a capital wherever it stands.
    pub proper: bool,
}

/// Readings by word number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Lexicon {
    /// Row of each word in `readings`, plus one; 0 for a word without reading.
    rows: Vec<u32>,
    readings: Vec<Reading>,
}

impl Lexicon {
    /// The reading of a word, or `None` where the lexicon lacks it.
    #[must_use]
    pub fn reading(&self, word: WordId) -> Option<&Reading> {
        let row = *self.rows.get(word.index())?;
        self.readings.get((row as usize).checked_sub(1)?)
    }

    /// Whether a word may be read with this tag.
    #[must_use]
    pub fn allows(&self, word: WordId, tag: Tag) -> bool {
        self.reading(word).is_some_and(|r| r.tags.iter().any(|(t, _)| *t == tag))
    }

    /// Takes a tag from a word that cannot have it, unless it is its only one.
    pub(crate) fn forbid(&mut self, word: WordId, tag: Tag) {
        let row = self.rows.get(word.index()).copied().unwrap_or(0) as usize;
        if let Some(reading) = row.checked_sub(1).and_then(|r| self.readings.get_mut(r))
            && reading.tags.len() > 1
        {
            reading.tags.retain(|(t, _)| *t != tag);
        }
    }

    pub(crate) fn set(&mut self, word: WordId, reading: Reading) {
        if self.rows.len() <= word.index() {
            self.rows.resize(word.index() + 1, 0);
        }
        self.readings.push(reading);
        self.rows[word.index()] = u32::try_from(self.readings.len()).unwrap_or(0);
    }
}

/// Reads `form<TAB>tag:share,tag:share<TAB>lemma` lines; `#` begins a comment, the first line names the columns.
pub(crate) fn read(file: usize, source: &SourceFile, vocabulary: &mut Vocabulary, loader: &mut Loader<'_>) -> Lexicon {
    let mut lexicon = Lexicon::default();
    let mut at = 0;
    let mut header = true;
    for line in source.text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if std::mem::take(&mut header) {
            continue;
        }
        let mut columns = line.split('\t');
        let (Some(form), Some(tags)) = (columns.next(), columns.next()) else {
            loader.error(
                file,
                range,
                "this line has fewer than two columns",
                "write form, tags and lemma with tabs between",
            );
            continue;
        };
        let lemma = columns.next().unwrap_or(form);
        let mut reading = Reading { proper: lemma.starts_with(char::is_uppercase), ..Reading::default() };
        for part in tags.split(',') {
            let (name, share) = part.split_once(':').unwrap_or((part, "1"));
            let percent = share.parse::<f32>().map_or(0, |s| (s * 100.0).round().clamp(0.0, 100.0) as u8);
            match Tag::from_text(name) {
                Some(tag) => reading.tags.push((tag, percent)),
                None if name == "XX" => {}
                None => loader.error(
                    file,
                    range.clone(),
                    format!("\"{name}\" is no Penn tag"),
                    "see Tag in attache-knowledge",
                ),
            }
        }
        reading.lemma = Some(vocabulary.intern(lemma));
        let word = vocabulary.intern(form);
        // "à" and "chargés" fold onto words of their own: the plain spelling's reading stays.
        if form.is_ascii() || lexicon.reading(word).is_none() {
            lexicon.set(word, reading);
        }
    }
    lexicon
}
