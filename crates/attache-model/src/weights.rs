//! The weight file: its header, and its tensors by name.
//!
//! Little endian: magic `ATTACHEW`, u32 format version, u32 length of the header, u64 length of the whole file, u32
//! CRC-32 of all bytes behind it, the header in JSON, zeros up to a multiple of 64, data. Offsets in the header count
//! from the start of the data. `training/weights.py` writes it.

use crate::error::{ModelError, Problem};
use rustc_hash::FxHashMap;
use serde::Deserialize;

/// The format that this crate reads.
pub(crate) const FORMAT_VERSION: u32 = 1;
const MAGIC: &[u8; 8] = b"ATTACHEW";
const BEFORE_HEADER: usize = 28;
const ALIGN: usize = 64;

/// Limits of a header's numbers, so that products of them can't overflow.
const WIDEST: usize = 1 << 14;
const MOST_ROWS: usize = 1 << 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Input {
    /// A row for each piece of a word.
    Pieces,
    /// A row for each word.
    Words,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum LayerHeader {
    Attention { heads: usize, ffn: usize },
    Conv { window: usize },
}

/// Widths of the pair vectors.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Pairs {
    pub(crate) arc: usize,
    pub(crate) rel: usize,
    pub(crate) role: usize,
    pub(crate) event: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) labels: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Place {
    offset: usize,
    length: usize,
}

#[derive(Debug, Deserialize)]
struct Tensor {
    dtype: String,
    shape: Vec<usize>,
    offset: usize,
    scale: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) licence: String,
    pub(crate) input: Input,
    pub(crate) width: usize,
    pub(crate) eps: f32,
    pub(crate) layers: Vec<LayerHeader>,
    pub(crate) pairs: Pairs,
    pub(crate) max_rows: usize,
    pub(crate) groups: Vec<Group>,
    pub(crate) relations: Vec<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) event_roles: Vec<String>,
    vocab: Place,
    tensors: FxHashMap<String, Tensor>,
}

/// A weight file whose frame is sound; its tensors are checked when they are asked for.
pub(crate) struct WeightFile<'a> {
    file: &'a str,
    data: &'a [u8],
    pub(crate) header: Header,
    pub(crate) checksum: u32,
}

/// An int8 matrix with one scale a row.
pub(crate) struct Matrix<'a> {
    pub(crate) values: &'a [u8],
    pub(crate) scale: Vec<f32>,
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..at + N).and_then(|found| found.try_into().ok()).unwrap_or([0; N])
}

impl<'a> WeightFile<'a> {
    /// Checks frame, version, length and checksum, and reads the header. `file` is for messages.
    pub(crate) fn open(file: &'a str, bytes: &'a [u8]) -> Result<WeightFile<'a>, ModelError> {
        let fail = |problem| Err(ModelError::new(file, problem));
        let seen = bytes.len().min(MAGIC.len());
        if bytes[..seen] != MAGIC[..seen] {
            return fail(Problem::Foreign);
        }
        if bytes.len() < BEFORE_HEADER {
            return fail(Problem::Short { found: bytes.len() as u64, wanted: BEFORE_HEADER as u64 });
        }
        let version = u32::from_le_bytes(number(bytes, 8));
        if version != FORMAT_VERSION {
            return fail(Problem::Version { found: version, wanted: FORMAT_VERSION });
        }
        let (found, wanted) = (bytes.len() as u64, u64::from_le_bytes(number(bytes, 16)));
        if found < wanted {
            return fail(Problem::Short { found, wanted });
        }
        if found > wanted {
            return fail(Problem::Long { found, wanted });
        }
        let wanted = u32::from_le_bytes(number(bytes, 24));
        let found = crc32fast::hash(&bytes[BEFORE_HEADER..]);
        if found != wanted {
            return fail(Problem::Checksum { found, wanted });
        }
        // The checksum doesn't cover the length of the header, so that may still be anything.
        let end = BEFORE_HEADER + u32::from_le_bytes(number(bytes, 12)) as usize;
        let Some(text) = bytes.get(BEFORE_HEADER..end) else {
            return fail(Problem::Header(format!("it would end at byte {end}, behind the end of the file.")));
        };
        let header: Header = match serde_json::from_slice(text) {
            Ok(header) => header,
            Err(error) => return fail(Problem::Header(format!("{error}."))),
        };
        let data = bytes.get(end.next_multiple_of(ALIGN)..).unwrap_or_default();
        let weights = WeightFile { file, data, header, checksum: found };
        weights.check_numbers()?;
        Ok(weights)
    }

    /// An error about this file.
    pub(crate) fn error(&self, problem: Problem) -> ModelError {
        ModelError::new(self.file, problem)
    }

    /// An error about a value of the header: a sentence.
    pub(crate) fn refuse<T>(&self, why: String) -> Result<T, ModelError> {
        Err(self.error(Problem::Header(why)))
    }

    fn check_numbers(&self) -> Result<(), ModelError> {
        let lanes = crate::rows::LANES;
        let header = &self.header;
        let pairs = header.pairs;
        let mut widths = vec![
            ("width", header.width),
            ("pairs.arc", pairs.arc),
            ("pairs.rel", pairs.rel),
            ("pairs.role", pairs.role),
            ("pairs.event", pairs.event),
        ];
        for layer in &header.layers {
            match *layer {
                LayerHeader::Attention { heads, ffn } => {
                    if heads == 0 || !header.width.is_multiple_of(heads) {
                        return self.refuse(format!("{heads} heads can't share a width of {}.", header.width));
                    }
                    widths.push(("width of a head", header.width / heads));
                    widths.push(("ffn", ffn));
                }
                LayerHeader::Conv { window: 3 } => {}
                LayerHeader::Conv { window } => {
                    return self.refuse(format!("a window of {window} words is asked for, and only 3 can be had."));
                }
            }
        }
        for (what, value) in widths {
            if value == 0 || value > WIDEST || !value.is_multiple_of(lanes) {
                return self
                    .refuse(format!("“{what}” is {value}, and it must be a multiple of {lanes} up to {WIDEST}."));
            }
        }
        let fewest = crate::pieces::MOST_PIECES + 2;
        if header.max_rows < fewest || header.max_rows > MOST_ROWS {
            let found = header.max_rows;
            return self.refuse(format!("“max_rows” is {found}, and it must be from {fewest} to {MOST_ROWS}."));
        }
        Ok(())
    }

    fn slice(&self, what: &str, offset: usize, length: usize) -> Result<&'a [u8], ModelError> {
        offset
            .checked_add(length)
            .and_then(|end| self.data.get(offset..end))
            .ok_or_else(|| self.error(Problem::Outside(what.to_owned())))
    }

    /// The vocabulary's text.
    pub(crate) fn vocabulary(&self) -> Result<&'a str, ModelError> {
        let bytes = self.slice("vocab", self.header.vocab.offset, self.header.vocab.length)?;
        std::str::from_utf8(bytes)
            .map_err(|error| self.error(Problem::Header(format!("the vocabulary is not UTF-8 ({error})."))))
    }

    fn tensor(&self, name: &str, dtype: &str, shape: &[usize]) -> Result<(&Tensor, &'a [u8]), ModelError> {
        let Some(tensor) = self.header.tensors.get(name) else {
            return Err(self.error(Problem::Missing(name.to_owned())));
        };
        if tensor.dtype != dtype || tensor.shape != shape {
            return Err(self.error(Problem::Shape {
                tensor: name.to_owned(),
                found: format!("{} {:?}", tensor.dtype, tensor.shape),
                wanted: format!("{dtype} {shape:?}"),
            }));
        }
        let size = if dtype == "f32" { size_of::<f32>() } else { 1 };
        let length = shape.iter().product::<usize>() * size;
        Ok((tensor, self.slice(name, tensor.offset, length)?))
    }

    /// How many rows a tensor has, whatever it is otherwise.
    pub(crate) fn rows_of(&self, name: &str) -> Result<usize, ModelError> {
        match self.header.tensors.get(name) {
            Some(tensor) => Ok(tensor.shape.first().copied().unwrap_or(0).min(1 << 24)),
            None => Err(self.error(Problem::Missing(name.to_owned()))),
        }
    }

    /// A tensor of f32 of this shape.
    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let (_, bytes) = self.tensor(name, "f32", shape)?;
        let (numbers, _) = bytes.as_chunks::<4>();
        Ok(numbers.iter().map(|number| f32::from_le_bytes(*number)).collect())
    }

    /// An int8 tensor [rows, columns] and its scales.
    pub(crate) fn matrix(&self, name: &str, rows: usize, columns: usize) -> Result<Matrix<'a>, ModelError> {
        let (tensor, values) = self.tensor(name, "i8", &[rows, columns])?;
        let Some(scale) = &tensor.scale else {
            return Err(self.error(Problem::Missing(format!("{name}.scale"))));
        };
        Ok(Matrix { values, scale: self.floats(scale, &[rows])? })
    }
}
