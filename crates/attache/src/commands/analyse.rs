//! `attache analyse`: sentences as the language model reads them.

use crate::analysis::{Given, GivenWord, Sentence};
use crate::arguments::Global;
use crate::coding;
use crate::corpus::document::Reading;
use crate::corpus::inputs::{self, Input};
use crate::corpus::items::{self, Item};
use crate::corpus::parallel::{Bulk, in_order};
use crate::exit::{Exit, Failure};
use crate::formats::{analysis as json, conllu};
use crate::knowledge::Choice;
use crate::model::Choose;
use crate::terminal::tree::{self, Look};
use crate::terminal::{self, message};
use attache_coder::analyse::{self, language};
use attache_coder::sentence::split;
use attache_knowledge::Knowledge;
use attache_model::Model;
use attache_record::{Diagnostic, Document, Location, Span};
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// How to read what comes out.
const AFTER: &str = "\
A tree shows a word a line. A line of strokes comes from the word's head and
points at it; beneath stand names, who does what to whom, words of speech, and
words that may be an event. CoNLL-U has names, cues, predicates and roles in
MISC (Name=B-PER, Cue=Yes, Predicate=Yes, Role=6:ARG1) and proposals in comments;
JSON has one sentence a line, with all scores.

Words are cut as in Universal Dependencies: \"did n't\", \"John 's\", \"15 - year\".
With --conllu the words are those of the file, and what it says of them is
replaced, so that a scorer can compare the two.

Examples:
  attache analyse story.txt
  echo \"Malta recalled its envoy.\" | attache analyse - --model fast
  attache analyse news/ --format json > sentences.jsonl
  attache analyse --conllu gold.conllu --format conllu > ours.conllu";

/// Sentences that are read in one go on one thread.
const GROUP: usize = 32;

/// Show sentences as the language model reads them: words, trees, names, roles
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Analyse {
    /// Files, folders or patterns; `-` reads standard input
    #[arg(required_unless_present = "conllu", conflicts_with = "conllu", value_name = "INPUT")]
    inputs: Vec<String>,
    /// Take sentences and words from this CoNLL-U file; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    conllu: Option<String>,
    /// How to show the sentences [default: tree on a terminal, else conllu]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Shown>,
    /// Which of the program's own models reads
    #[arg(long, value_name = "MODEL", default_value = "best")]
    model: Choose,
    /// Read with the model of this weight file
    #[arg(long, value_name = "FILE", conflicts_with = "model")]
    weights: Option<PathBuf>,
    /// Read texts in other languages than English too
    #[arg(long)]
    any_language: bool,
    /// Draw trees with ASCII signs only
    #[arg(long)]
    ascii: bool,
    #[command(flatten)]
    knowledge: Choice,
}

/// How sentences are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shown {
    /// For people: the dependency tree, with names, roles and proposals beneath
    Tree,
    /// CoNLL-U, a word a line
    Conllu,
    /// JSON Lines, a sentence a line
    Json,
}

/// What is done with one another: sentences of one document, or a message.
enum Piece {
    Group(Group),
    /// A message about a document; whether the document was left out.
    Told(Diagnostic, bool),
}

/// What became of a piece: its text, or its message.
enum Done {
    Text(String),
    Told(Diagnostic, bool),
}

/// Sentences of one document that are read in one go.
struct Group {
    document: Arc<str>,
    /// Whether they are the first of their document.
    first: bool,
    sentences: Vec<Given>,
}

impl Bulk for Piece {
    fn bytes(&self) -> usize {
        match self {
            // A word takes some hundred bytes while it is read and written.
            Self::Group(group) => group.sentences.iter().map(|given| 256 * given.words.len()).sum(),
            Self::Told(..) => 0,
        }
    }
}

impl Analyse {
    /// Reads the sentences and shows them.
    ///
    /// # Errors
    /// Inputs, weights, knowledge or an output that cannot be used.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        let source = self.source(global)?;
        let model = self.model()?;
        coding::keep_faults_quiet();
        let shown = self.format.unwrap_or(if std::io::stdout().is_terminal() { Shown::Tree } else { Shown::Conllu });
        let look = Look { width: terminal::width(), ascii: self.ascii };
        let page = Page { model: &model, shown, look, signature: signature(&model) };
        let pieces = source.pieces(self.any_language);
        let mut out = anstream::stdout().lock();
        let (mut read, mut left_out) = (0_u64, 0_u64);
        let mut failure = None;
        let stop = AtomicBool::new(false);
        let work = |piece: Piece| page.piece(piece);
        in_order(pieces, global.threads(), &stop, work, |done| {
            match done {
                Done::Text(text) => {
                    read += 1;
                    if let Err(error) = out.write_all(text.as_bytes()) {
                        failure = Some(Failure::stdout(&error));
                        return ControlFlow::Break(());
                    }
                }
                Done::Told(diagnostic, lost) => {
                    left_out += u64::from(lost);
                    if lost || !global.quiet {
                        message::print(&diagnostic);
                    }
                }
            }
            ControlFlow::Continue(())
        });
        if let Some(failure) = failure {
            return Err(failure);
        }
        out.flush().map_err(|e| Failure::stdout(&e))?;
        match (read, left_out) {
            (0, 0) => {
                message::print(&Diagnostic::warning("there is no sentence to read"));
                Ok(Exit::Done)
            }
            (_, 0) => Ok(Exit::Done),
            (0, _) => Ok(Exit::Unusable),
            _ => Ok(Exit::LeftOut),
        }
    }

    fn source(&self, global: &Global) -> Result<Source, Failure> {
        match &self.conllu {
            Some(file) => {
                let found = inputs::find(std::slice::from_ref(file))?;
                Ok(Source::Conllu(found.inputs))
            }
            None => {
                let found = inputs::find(&self.inputs)?;
                found.problems.iter().for_each(message::print);
                Ok(Source::Texts(found.inputs, Box::new(self.knowledge.load(global.quiet)?)))
            }
        }
    }

    fn model(&self) -> Result<Model, Failure> {
        let model = match &self.weights {
            None => return self.model.open(),
            Some(path) => {
                let name = path.display().to_string();
                let bytes = std::fs::read(path).map_err(|error| {
                    Failure::unusable(Diagnostic::error(format!("the weight file \"{name}\" cannot be read: {error}")))
                })?;
                Model::from_bytes(&name, &bytes)
            }
        };
        model.map_err(|error| Failure::unusable(Diagnostic::error(error.to_string())))
    }
}

/// What read the sentences, for those who find them later.
fn signature(model: &Model) -> String {
    format!("{} {} ({})", model.name(), model.version(), model.hash())
}

/// Where sentences come from.
enum Source {
    /// Texts, cut by the program.
    Texts(Vec<Input>, Box<Knowledge>),
    /// Files of words.
    Conllu(Vec<Input>),
}

impl Source {
    /// The sentences in groups, in order, with messages between them.
    fn pieces(self, any_language: bool) -> Box<dyn Iterator<Item = Piece> + Send> {
        match self {
            Self::Texts(inputs, knowledge) => {
                let reading = Reading::new(Some(Reading::today()));
                Box::new(items::items(inputs).flat_map(move |item| match reading.document(&item) {
                    Ok(read) => {
                        let mut pieces: Vec<Piece> =
                            read.warnings.into_iter().map(|warning| Piece::Told(warning, false)).collect();
                        // Lines of one file share its name; their ids tell them apart.
                        let uri = read.value.uri.as_deref().filter(|_| item.line == 0);
                        let name: Arc<str> = uri.unwrap_or(read.value.id.as_str()).into();
                        match foreign(&read.value.text, &item.location()).filter(|_| !any_language) {
                            Some(problem) => pieces.push(Piece::Told(problem, true)),
                            None => groups(&name, cut(&read.value, &knowledge), &mut pieces),
                        }
                        pieces
                    }
                    Err(problem) => vec![Piece::Told(problem, true)],
                }))
            }
            Self::Conllu(inputs) => Box::new(items::whole(inputs).flat_map(move |item| of_file(&item, any_language))),
        }
    }
}

/// Cuts sentences into groups.
fn groups(document: &Arc<str>, sentences: impl IntoIterator<Item = Given>, pieces: &mut Vec<Piece>) {
    let mut first = true;
    let mut sentences = sentences.into_iter().peekable();
    while sentences.peek().is_some() {
        let group = sentences.by_ref().take(GROUP).collect();
        pieces.push(Piece::Group(Group { document: Arc::clone(document), first, sentences: group }));
        first = false;
    }
}

/// The message about a text in another language.
fn foreign(text: &str, location: &Location) -> Option<Diagnostic> {
    let language = language::foreign(text)?;
    let message = format!("the text seems to be in {language}, not in English, so it was left out");
    Some(Diagnostic::error(message).at(location.clone()).hint("give --any-language to have it read as if it were"))
}

/// The sentences of a document.
fn cut(document: &Document, knowledge: &Knowledge) -> Vec<Given> {
    let text = document.text.as_str();
    let mut words = Vec::new();
    let mut given = Vec::new();
    for span in split(text, knowledge) {
        words.clear();
        analyse::words::cut(text, span, knowledge, &mut words);
        if words.is_empty() {
            continue;
        }
        let follows = words.iter().skip(1).map(|next| next.span.start()).chain([span.end()]);
        let word = |(word, next): (&analyse::words::Word, u32)| GivenWord {
            form: word.span.text(text).unwrap_or_default().to_owned(),
            span: word.span,
            attached: word.attached,
            spaced: word.span.end() < next,
        };
        let words = words.iter().zip(follows).map(word).collect();
        given.push(Given {
            number: given.len() + 1,
            text: span.text(text).unwrap_or_default().to_owned(),
            words,
            gold: None,
        });
    }
    given
}

/// The sentences of a CoNLL-U file.
fn of_file(item: &Item, any_language: bool) -> Vec<Piece> {
    let bytes = match &item.bytes {
        Ok(bytes) => bytes,
        Err(problem) => return vec![Piece::Told(problem.clone(), true)],
    };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(error) => {
            let message = format!("the file is no UTF-8 text: byte {} is none", error.valid_up_to());
            let problem = Diagnostic::error(message).at(item.location()).hint("CoNLL-U is UTF-8; convert the file");
            return vec![Piece::Told(problem, true)];
        }
    };
    let (mut pieces, mut given, mut all) = (Vec::new(), Vec::new(), String::new());
    let document: Arc<str> = Arc::clone(&item.file);
    for sentence in analyse::conllu::sentences(text, &item.file) {
        match sentence {
            Ok(sentence) => {
                let (text, spans) = sentence.located();
                all.push_str(&text);
                all.push('\n');
                let spaced = conllu::spaced(&sentence);
                let word = |at: usize| GivenWord {
                    form: sentence.words[at].form.clone(),
                    span: spans.get(at).copied().unwrap_or_else(|| Span::new(0, 0)),
                    attached: false,
                    spaced: spaced[at],
                };
                let words = (0..sentence.words.len()).map(word).collect();
                given.push(Given { number: given.len() + 1, text, words, gold: Some(sentence) });
            }
            Err(problem) => pieces.push(Piece::Told(problem, true)),
        }
    }
    match foreign(&all, &item.location()).filter(|_| !any_language) {
        Some(problem) => pieces.push(Piece::Told(problem, true)),
        None => groups(&document, given, &mut pieces),
    }
    pieces
}

/// Reads groups and writes them.
struct Page<'m> {
    model: &'m Model,
    shown: Shown,
    look: Look,
    signature: String,
}

impl Page<'_> {
    /// The text of a group, or a message.
    fn piece(&self, piece: Piece) -> Done {
        match piece {
            Piece::Told(diagnostic, lost) => Done::Told(diagnostic, lost),
            Piece::Group(group) => {
                let document = Arc::clone(&group.document);
                match coding::guarded(&document, || self.group(group)) {
                    Ok(text) => Done::Text(text),
                    Err(problem) => Done::Told(problem, true),
                }
            }
        }
    }

    fn group(&self, group: Group) -> String {
        let forms: Vec<Vec<&str>> =
            group.sentences.iter().map(|given| given.words.iter().map(|word| word.form.as_str()).collect()).collect();
        let readings = self.model.reader().read(&forms);
        let mut out = String::new();
        if group.first {
            match self.shown {
                Shown::Tree => out.push_str(&tree::heading(&group.document)),
                Shown::Conllu if group.sentences.iter().all(|given| given.gold.is_none()) => {
                    conllu::head(&group.document, &self.signature, &mut out);
                }
                Shown::Conllu | Shown::Json => {}
            }
        }
        for (given, reading) in group.sentences.into_iter().zip(readings) {
            let sentence = Sentence::new(self.model, given, reading);
            match self.shown {
                Shown::Tree => {
                    out.push('\n');
                    out.push_str(&self.look.sentence(&sentence));
                }
                Shown::Conllu => conllu::sentence(&sentence, &group.document, &mut out),
                Shown::Json => json::sentence(&sentence, &group.document, &self.signature, &mut out),
            }
        }
        out
    }
}
