//! From words to word vectors: input rows, layers, means over the pieces of a word.

use crate::error::ModelError;
use crate::kernel::{Kernel, Linear};
use crate::pieces::SHAPES;
use crate::rows::{AttentionScratch, Norm, Quantised, Sentence};
use crate::weights::{Input, LayerHeader, WeightFile};
use std::borrow::Cow;
use std::ops::Range;

/// Rows of a feed-forward layer that are computed at once, so that its wide rows stay in the cache.
const FEED_ROWS: usize = 48;
/// Window of a convolution.
const WINDOW: usize = 3;

/// Several sentences, or segments of long ones, laid out row after row.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) pieces: Vec<u32>,
    pub(crate) rows: Vec<Row>,
    /// Rows of each word.
    pub(crate) words: Vec<Range<usize>>,
    pub(crate) segments: Vec<Segment>,
}

/// One row of the input.
pub(crate) struct Row {
    /// Where its pieces stand in the batch.
    pub(crate) pieces: Range<usize>,
    pub(crate) position: usize,
    /// Shape of its word; none for the rows around a sentence.
    pub(crate) shape: Option<u8>,
}

/// A sentence, or as much of it as is read at once.
pub(crate) struct Segment {
    /// Which sentence.
    pub(crate) sentence: usize,
    /// Its first word's place in the sentence.
    pub(crate) first: usize,
    /// Its words in the batch.
    pub(crate) words: Range<usize>,
    /// Its rows in the batch.
    pub(crate) rows: Range<usize>,
}

impl Batch {
    pub(crate) fn clear(&mut self) {
        self.pieces.clear();
        self.rows.clear();
        self.words.clear();
        self.segments.clear();
    }
}

struct NormWeights {
    gamma: Vec<f32>,
    beta: Vec<f32>,
    eps: f32,
}

impl NormWeights {
    fn new(file: &WeightFile<'_>, name: &str) -> Result<NormWeights, ModelError> {
        let shape = [file.header.width];
        Ok(NormWeights {
            gamma: file.floats(&format!("{name}.gamma"), &shape)?,
            beta: file.floats(&format!("{name}.beta"), &shape)?,
            eps: file.header.eps,
        })
    }

    fn get(&self) -> Norm<'_> {
        Norm { gamma: &self.gamma, beta: &self.beta, eps: self.eps }
    }
}

/// Reads a linear layer of the file.
pub(crate) fn linear(
    file: &WeightFile<'_>,
    kernel: Kernel,
    name: &str,
    inputs: usize,
    outputs: usize,
) -> Result<Linear, ModelError> {
    let matrix = file.matrix(name, outputs, inputs)?;
    let bias = file.floats(&format!("{name}.bias"), &[outputs])?;
    Ok(Linear::new(kernel, matrix.values, inputs, &matrix.scale, &bias))
}

enum Layer {
    Attention(Box<Attention>),
    Conv { conv: Linear, norm: NormWeights },
}

struct Attention {
    heads: usize,
    qkv: Linear,
    out: Linear,
    norm1: NormWeights,
    up: Linear,
    down: Linear,
    norm2: NormWeights,
}

/// The network up to the word vectors.
pub(crate) struct Encoder {
    kernel: Kernel,
    input: Input,
    width: usize,
    /// Vectors of the pieces, int8.
    tok: Cow<'static, [u8]>,
    tok_scale: Vec<f32>,
    pos: Vec<f32>,
    shape: Vec<f32>,
    embed_norm: NormWeights,
    layers: Vec<Layer>,
}

/// Memory of the encoder that is used again and again.
#[derive(Default)]
pub(crate) struct Scratch {
    x: Vec<f32>,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    window: Vec<f32>,
    attention: AttentionScratch,
    pub(crate) q: Quantised,
    /// Word vectors, the result.
    pub(crate) words: Vec<f32>,
}

/// Makes a buffer large enough and gives that much of it.
pub(crate) fn fit(buffer: &mut Vec<f32>, len: usize) -> &mut [f32] {
    if buffer.len() < len {
        buffer.resize(len, 0.0);
    }
    &mut buffer[..len]
}

impl Encoder {
    /// Reads the network. `pieces` is how many the vocabulary has; `resident` are the bytes of the whole file, if they
    /// stay in memory anyway.
    pub(crate) fn new(
        file: &WeightFile<'_>,
        kernel: Kernel,
        pieces: usize,
        keep: impl Fn(&[u8]) -> Cow<'static, [u8]>,
    ) -> Result<Encoder, ModelError> {
        let header = &file.header;
        let width = header.width;
        let tok = file.matrix("tok", pieces, width)?;
        let mut layers = Vec::with_capacity(header.layers.len());
        for (number, layer) in header.layers.iter().enumerate() {
            let name = |part: &str| format!("layer.{number}.{part}");
            layers.push(match *layer {
                LayerHeader::Attention { heads, ffn } => Layer::Attention(Box::new(Attention {
                    heads,
                    qkv: linear(file, kernel, &name("qkv"), width, 3 * width)?,
                    out: linear(file, kernel, &name("out"), width, width)?,
                    norm1: NormWeights::new(file, &name("norm1"))?,
                    up: linear(file, kernel, &name("up"), width, ffn)?,
                    down: linear(file, kernel, &name("down"), ffn, width)?,
                    norm2: NormWeights::new(file, &name("norm2"))?,
                })),
                LayerHeader::Conv { .. } => Layer::Conv {
                    conv: linear(file, kernel, &name("conv"), WINDOW * width, width)?,
                    norm: NormWeights::new(file, &name("norm"))?,
                },
            });
        }
        Ok(Encoder {
            kernel,
            input: header.input,
            width,
            tok: keep(tok.values),
            tok_scale: tok.scale,
            pos: file.floats("pos", &[header.max_rows, width])?,
            shape: file.floats("shape", &[SHAPES, width])?,
            embed_norm: NormWeights::new(file, "embed_norm")?,
            layers,
        })
    }

    /// Word vectors of a batch, in `scratch.words`.
    pub(crate) fn run(&self, batch: &Batch, scratch: &mut Scratch) {
        self.embed(batch, scratch);
        for layer in &self.layers {
            match layer {
                Layer::Attention(layer) => self.attention(layer, batch, scratch),
                Layer::Conv { conv, norm } => self.conv(conv, norm, batch, scratch),
            }
        }
        let x = &scratch.x[..batch.rows.len() * self.width];
        let words = fit(&mut scratch.words, batch.words.len() * self.width);
        match self.input {
            Input::Words => words.copy_from_slice(x),
            Input::Pieces => {
                for (rows, out) in batch.words.iter().zip(words.chunks_exact_mut(self.width)) {
                    self.kernel.mean(&x[rows.start * self.width..rows.end * self.width], out);
                }
            }
        }
    }

    fn embed(&self, batch: &Batch, scratch: &mut Scratch) {
        let width = self.width;
        let part = |at: usize| at * width..(at + 1) * width;
        let x = fit(&mut scratch.x, batch.rows.len() * width);
        x.fill(0.0);
        for (row, out) in batch.rows.iter().zip(x.chunks_exact_mut(width)) {
            for piece in &batch.pieces[row.pieces.clone()] {
                let piece = *piece as usize;
                self.kernel.add_scaled(&self.tok[part(piece)], self.tok_scale[piece], out);
            }
            self.kernel.add(&self.pos[part(row.position)], out);
            if let Some(shape) = row.shape {
                self.kernel.add(&self.shape[part(usize::from(shape))], out);
            }
        }
        self.kernel.norm(x, self.embed_norm.get());
    }

    fn attention(&self, layer: &Attention, batch: &Batch, scratch: &mut Scratch) {
        let (kernel, width, rows) = (self.kernel, self.width, batch.rows.len());
        let Scratch { x, wide, narrow, window, attention, q, .. } = scratch;
        let x = &mut x[..rows * width];
        q.fit(rows, width);
        kernel.quantise(x, width, q);
        layer.qkv.apply(q, wide);
        let mixed = fit(window, rows * width);
        let stride = layer.qkv.stride();
        for segment in &batch.segments {
            let Range { start, end } = segment.rows;
            let qkv = &wide[start * stride..end * stride];
            let sentence = Sentence { qkv, stride, rows: end - start, heads: layer.heads, width };
            kernel.attention(sentence, attention, &mut mixed[start * width..end * width]);
        }
        kernel.quantise(mixed, width, q);
        layer.out.apply(q, narrow);
        kernel.add_norm(x, narrow, layer.out.stride(), layer.norm1.get());
        for x in x.chunks_mut(FEED_ROWS * width) {
            let rows = x.len() / width;
            q.fit(rows, width);
            kernel.quantise(x, width, q);
            layer.up.apply(q, wide);
            kernel.gelu(&mut wide[..rows * layer.up.stride()]);
            q.fit(rows, layer.up.outputs());
            kernel.quantise(wide, layer.up.stride(), q);
            layer.down.apply(q, narrow);
            kernel.add_norm(x, narrow, layer.down.stride(), layer.norm2.get());
        }
    }

    fn conv(&self, conv: &Linear, norm: &NormWeights, batch: &Batch, scratch: &mut Scratch) {
        let (kernel, width, rows) = (self.kernel, self.width, batch.rows.len());
        let Scratch { x, narrow, window, q, .. } = scratch;
        let x = &mut x[..rows * width];
        let windows = fit(window, rows * WINDOW * width);
        for segment in &batch.segments {
            for row in segment.rows.clone() {
                let out = &mut windows[row * WINDOW * width..(row + 1) * WINDOW * width];
                for (place, out) in out.chunks_exact_mut(width).enumerate() {
                    // Place 0 is the row before, 1 the row itself, 2 the one behind.
                    match (row + place).checked_sub(1).filter(|from| segment.rows.contains(from)) {
                        Some(from) => out.copy_from_slice(&x[from * width..(from + 1) * width]),
                        None => out.fill(0.0),
                    }
                }
            }
        }
        q.fit(rows, WINDOW * width);
        kernel.quantise(windows, WINDOW * width, q);
        conv.apply(q, narrow);
        kernel.gelu(&mut narrow[..rows * conv.stride()]);
        kernel.add_norm(x, narrow, conv.stride(), norm.get());
    }
}
