//! A model, and the reader that runs it.

use crate::encoder::{Batch, Encoder, Row, Scratch, Segment};
use crate::error::{ModelError, Problem};
use crate::heads::{HeadScratch, Heads};
use crate::kernel::Kernel;
use crate::pieces::{self, Memory, Vocabulary};
use crate::reading::{ClassId, FeatsId, Reading, RelationId, RoleId, StatusId};
use crate::weights::{Input, WeightFile};
use std::borrow::Cow;
use std::fmt;

/// Rows that are gathered, of as many sentences as it takes, before the network runs over them.
const BATCH_ROWS: usize = 192;

/// The sizes of model that ship with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Size {
    /// Convolutions and a little attention over whole words.
    Fast,
    /// Six layers of attention over the pieces of words.
    Best,
}

impl Size {
    /// The name on the command line: `fast` or `best`.
    pub fn name(self) -> &'static str {
        match self {
            Size::Fast => "fast",
            Size::Best => "best",
        }
    }

    /// The size of this name.
    pub fn from_name(name: &str) -> Option<Size> {
        [Size::Fast, Size::Best].into_iter().find(|size| size.name() == name)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A network with its vocabulary and labels, immutable; any number of threads may read with it.
pub struct Model {
    name: String,
    version: String,
    licence: String,
    hash: String,
    input: Input,
    max_rows: usize,
    kernel: Kernel,
    vocabulary: Vocabulary,
    encoder: Encoder,
    heads: Heads,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Model({} {} {} on {})", self.name, self.version, self.hash, self.kernel)
    }
}

static FAST: &[u8] = include_bytes!("../weights/fast.attw");
static BEST: &[u8] = include_bytes!("../weights/best.attw");

impl Model {
    /// A model whose weights ship with the crate.
    pub fn builtin(size: Size) -> Result<Model, ModelError> {
        let (name, bytes) = match size {
            Size::Fast => ("the built-in fast.attw", FAST),
            Size::Best => ("the built-in best.attw", BEST),
        };
        Model::load(name, bytes, Kernel::fastest(), |part| {
            // The bytes stay in memory as part of the program, so that a part of them need not be copied.
            let start = part.as_ptr().addr() - bytes.as_ptr().addr();
            Cow::Borrowed(&bytes[start..start + part.len()])
        })
    }

    /// The model of a weight file's bytes. `name` is the file's, for messages.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Model, ModelError> {
        Model::from_bytes_with(name, bytes, Kernel::fastest())
    }

    /// As [`Model::from_bytes`], with a chosen instruction set: for tests and measurements.
    #[doc(hidden)]
    pub fn from_bytes_with(name: &str, bytes: &[u8], kernel: Kernel) -> Result<Model, ModelError> {
        Model::load(name, bytes, kernel, |part| Cow::Owned(part.to_vec()))
    }

    fn load(
        name: &str,
        bytes: &[u8],
        kernel: Kernel,
        keep: impl Fn(&[u8]) -> Cow<'static, [u8]>,
    ) -> Result<Model, ModelError> {
        let file = WeightFile::open(name, bytes)?;
        let Some(vocabulary) = Vocabulary::new(file.vocabulary()?) else {
            return file.refuse("the vocabulary has no [UNK].".to_owned());
        };
        if vocabulary.len != file.rows_of("tok")? {
            let rows = file.rows_of("tok")?;
            return Err(file.error(Problem::Shape {
                tensor: "tok".to_owned(),
                found: format!("{rows} rows long"),
                wanted: format!("{} rows long, as many as the vocabulary has pieces", vocabulary.len),
            }));
        }
        let header = &file.header;
        if header.input == Input::Pieces && (vocabulary.first.is_none() || vocabulary.last.is_none()) {
            return file.refuse("the vocabulary has no [CLS] or no [SEP].".to_owned());
        }
        Ok(Model {
            name: header.name.clone(),
            version: header.version.clone(),
            licence: header.licence.clone(),
            hash: format!("{:08x}", file.checksum),
            input: header.input,
            max_rows: header.max_rows,
            kernel,
            encoder: Encoder::new(&file, kernel, vocabulary.len, keep)?,
            heads: Heads::new(&file, kernel)?,
            vocabulary,
        })
    }

    /// The name in the weight file, such as `best`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version in the weight file, such as `2026.11`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The licence of the weights.
    pub fn licence(&self) -> &str {
        &self.licence
    }

    /// The checksum of the weight file (CRC-32), in hexadecimal.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The instruction set that the model runs with.
    #[doc(hidden)]
    pub fn kernel(&self) -> Kernel {
        self.kernel
    }

    /// A reader of this model, with memory of its own; make one for each thread.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            model: self,
            memory: Memory::default(),
            batch: Batch::default(),
            scratch: Scratch::default(),
            head_scratch: HeadScratch::default(),
        }
    }

    /// How many pieces the words of these sentences have: for measurements.
    #[doc(hidden)]
    pub fn count_pieces<S: AsRef<str>>(&self, sentences: &[Vec<S>]) -> usize {
        let mut memory = Memory::default();
        sentences.iter().flatten().map(|word| memory.look(&self.vocabulary, word.as_ref()).1.len()).sum()
    }

    /// Features in the form of CoNLL-U, such as `Mood=Ind|Tense=Past`, or `_` for none.
    pub fn feats(&self, id: FeatsId) -> &str {
        self.heads.labels.feats.get(id.index()).map_or("", String::as_str)
    }

    /// A relation, such as `nsubj:pass`.
    pub fn relation(&self, id: RelationId) -> &str {
        self.heads.labels.relations.get(id.index()).map_or("", String::as_str)
    }

    /// The id of a relation.
    pub fn relation_id(&self, relation: &str) -> Option<RelationId> {
        place(&self.heads.labels.relations, relation).map(RelationId)
    }

    /// A role, such as `ARG0`.
    pub fn role(&self, id: RoleId) -> &str {
        self.heads.labels.roles.get(id.index()).map_or("", String::as_str)
    }

    /// The id of a role.
    pub fn role_id(&self, role: &str) -> Option<RoleId> {
        place(&self.heads.labels.roles, role).map(RoleId)
    }

    /// A class of event, such as `CONSULT`.
    pub fn class(&self, id: ClassId) -> &str {
        self.heads.labels.classes.get(id.index()).map_or("", String::as_str)
    }

    /// The id of a class of event.
    pub fn class_id(&self, class: &str) -> Option<ClassId> {
        place(&self.heads.labels.classes, class).map(ClassId)
    }

    /// A status of an event, such as `actual`.
    pub fn status(&self, id: StatusId) -> &str {
        self.heads.labels.statuses.get(id.index()).map_or("", String::as_str)
    }

    /// The id of a status.
    pub fn status_id(&self, status: &str) -> Option<StatusId> {
        place(&self.heads.labels.statuses, status).map(StatusId)
    }
}

fn place(labels: &[String], label: &str) -> Option<u16> {
    labels.iter().position(|known| known == label).and_then(|place| u16::try_from(place).ok())
}

/// Runs a model over sentences. It keeps its memory from one call to the next.
pub struct Reader<'m> {
    model: &'m Model,
    memory: Memory,
    batch: Batch,
    scratch: Scratch,
    head_scratch: HeadScratch,
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reader of {:?}", self.model)
    }
}

impl Reader<'_> {
    /// The model that reads.
    pub fn model(&self) -> &Model {
        self.model
    }

    /// Reads sentences, each a list of words. The answers are in the same order, each with as many words as were given,
    /// and the same whatever other sentences are given with it.
    ///
    /// A sentence that needs more rows than the model has (512) is read in segments, cut behind punctuation where there
    /// is some in the last quarter; the root of each later segment hangs on the first root as `parataxis`.
    pub fn read<S: AsRef<str>>(&mut self, sentences: &[Vec<S>]) -> Vec<Reading> {
        let mut readings: Vec<Reading> = Vec::with_capacity(sentences.len());
        readings.resize_with(sentences.len(), Reading::default);
        for (number, sentence) in sentences.iter().enumerate() {
            let mut first = 0;
            while first < sentence.len() {
                first = self.add_segment(number, sentence, first);
                if self.batch.rows.len() >= BATCH_ROWS {
                    self.run(sentences, &mut readings);
                }
            }
        }
        if !self.batch.segments.is_empty() {
            self.run(sentences, &mut readings);
        }
        readings
    }

    fn run<S: AsRef<str>>(&mut self, sentences: &[Vec<S>], readings: &mut [Reading]) {
        let model = self.model;
        model.encoder.run(&self.batch, &mut self.scratch);
        let text = |segment: &Segment, word: usize| sentences[segment.sentence][segment.first + word].as_ref();
        let is_known = |word: &str| model.vocabulary.has_word(word);
        model.heads.read(&self.batch, &mut self.scratch, &mut self.head_scratch, (text, is_known), readings);
        self.batch.clear();
    }

    /// Adds as many words as fit one segment, from `first` on; gives the place of the first word behind it.
    fn add_segment<S: AsRef<str>>(&mut self, number: usize, sentence: &[S], first: usize) -> usize {
        let (model, batch) = (self.model, &mut self.batch);
        let around = match model.input {
            Input::Pieces => model.vocabulary.first.zip(model.vocabulary.last),
            Input::Words => None,
        };
        let (row_start, word_start) = (batch.rows.len(), batch.words.len());
        let limit = row_start + model.max_rows - usize::from(around.is_some());
        if let Some((piece, _)) = around {
            batch.add_row(&[piece], row_start, None);
        }
        let mut end = first;
        let mut last_mark = None;
        while end < sentence.len() {
            let (shape, pieces) = self.memory.look(&model.vocabulary, sentence[end].as_ref());
            let start = batch.rows.len();
            let more = if around.is_some() { pieces.len() } else { 1 };
            if start + more > limit {
                break;
            }
            if around.is_some() {
                for piece in pieces {
                    batch.add_row(&[*piece], row_start, Some(shape));
                }
            } else {
                batch.add_row(pieces, row_start, Some(shape));
            }
            batch.words.push(start..batch.rows.len());
            end += 1;
            if shape == pieces::NO_LETTER {
                last_mark = Some(end);
            }
        }
        if let Some(mark) = last_mark.filter(|mark| end < sentence.len() && 4 * (mark - first) > 3 * (end - first)) {
            end = mark;
            batch.words.truncate(word_start + end - first);
            let rows = batch.words.last().map_or(row_start, |rows| rows.end);
            batch.rows.truncate(rows);
            batch.pieces.truncate(batch.rows.last().map_or(0, |row| row.pieces.end));
        }
        if let Some((_, piece)) = around {
            batch.add_row(&[piece], row_start, None);
        }
        batch.segments.push(Segment {
            sentence: number,
            first,
            words: word_start..batch.words.len(),
            rows: row_start..batch.rows.len(),
        });
        end
    }
}

impl Batch {
    fn add_row(&mut self, pieces: &[u32], row_start: usize, shape: Option<u8>) {
        let start = self.pieces.len();
        self.pieces.extend_from_slice(pieces);
        let position = self.rows.len() - row_start;
        self.rows.push(Row { pieces: start..self.pieces.len(), position, shape });
    }
}
