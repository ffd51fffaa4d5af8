//! Arithmetic on rows of f32, written once for all processors.
//!
//! Each function is compiled several times, once for every instruction set, by the wrappers in `kernel.rs`. Rust never
//! joins a multiplication and an addition into one rounding, and every sum has a fixed order, so all of them give the
//! same bits. Sums run in 16 lanes (lane l takes elements l, l+16, ...), which are then added 8+8, 4+4, 2+2, 1+1.
#![allow(clippy::needless_range_loop, reason = "loops over lanes, which the compiler makes into vectors")]

/// Lanes of a sum. Widths of the network are multiples of it.
pub(crate) const LANES: usize = 16;
/// Rows of weights of attention for which [`mix`] works at once.
const MIXED: usize = 8;

/// Adding and taking away this number (1.5 * 2^23) rounds a small f32 to a whole number, ties to even; in between, the
/// number's low bits are that whole number.
const ROUNDER: f32 = 12_582_912.0;
/// Largest magnitude of a quantised value.
const MOST: f32 = 127.0;
/// A row whose largest magnitude is below this counts as zero; 127 / max would be infinite far below.
const NOTHING: f32 = 1e-30;
const SIGN: u32 = 0x8000_0000;

/// What lies in one register, or two or four.
pub(crate) type Lane = [f32; LANES];

#[inline(always)]
fn add_lanes(mut lanes: Lane) -> f32 {
    for l in 0..8 {
        lanes[l] += lanes[l + 8];
    }
    for l in 0..4 {
        lanes[l] += lanes[l + 4];
    }
    for l in 0..2 {
        lanes[l] += lanes[l + 2];
    }
    lanes[0] + lanes[1]
}

#[inline(always)]
fn sum_of(x: &[f32], each: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let (whole, rest) = x.as_chunks::<LANES>();
    for chunk in whole {
        for l in 0..LANES {
            lanes[l] += each(chunk[l]);
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        *lane += each(*value);
    }
    add_lanes(lanes)
}

#[inline(always)]
fn max_of(x: &[f32], each: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [f32::MIN; LANES];
    let (whole, rest) = x.as_chunks::<LANES>();
    for chunk in whole {
        for l in 0..LANES {
            let value = each(chunk[l]);
            lanes[l] = if value > lanes[l] { value } else { lanes[l] };
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        let value = each(*value);
        *lane = if value > *lane { value } else { *lane };
    }
    let mut half = LANES / 2;
    while half > 0 {
        for l in 0..half {
            lanes[l] = if lanes[l + half] > lanes[l] { lanes[l + half] } else { lanes[l] };
        }
        half /= 2;
    }
    lanes[0]
}

/// e^x, by a Taylor polynomial of degree 6 on what is left of x beside a multiple of ln 2; within 3 units in the last
/// place for x from -87 to 88, beyond which x is clamped.
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// ln 2 in two parts, the first with few digits so that its multiples are exact.
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + ROUNDER;
    let n = shifted - ROUNDER;
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    let mut p = 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    let exponent = shifted.to_bits().wrapping_sub(ROUNDER.to_bits()).wrapping_add(127) << 23;
    p * f32::from_bits(exponent)
}

/// x * sigmoid(1.5957691216057308 (x + 0.044715 x^3)): the form of gelu with a tangent.
#[inline(always)]
pub(crate) fn gelu(x: &mut [f32]) {
    /// 2 sqrt(2 / pi)
    const STEEPNESS: f32 = 1.595_769_2;
    for value in x {
        let v = *value;
        let z = STEEPNESS * (v + 0.044_715 * (v * v * v));
        *value = v / (1.0 + exp(-z));
    }
}

/// Rows that share their width, each brought to mean 0 and variance 1, then scaled and shifted.
#[derive(Clone, Copy)]
pub(crate) struct Norm<'a> {
    pub(crate) gamma: &'a [f32],
    pub(crate) beta: &'a [f32],
    pub(crate) eps: f32,
}

#[inline(always)]
fn norm_row(row: &mut [f32], norm: &Norm<'_>) {
    let width = row.len() as f32;
    let mean = sum_of(row, |value| value) / width;
    let variance = sum_of(row, |value| (value - mean) * (value - mean)) / width;
    let factor = 1.0 / (variance + norm.eps).sqrt();
    for ((value, gamma), beta) in row.iter_mut().zip(norm.gamma).zip(norm.beta) {
        *value = (*value - mean) * factor * *gamma + *beta;
    }
}

/// LayerNorm of each row of `x`.
#[inline(always)]
pub(crate) fn norm(x: &mut [f32], norm: Norm<'_>) {
    for row in x.chunks_exact_mut(norm.gamma.len()) {
        norm_row(row, &norm);
    }
}

/// LayerNorm of each row of `x` plus the row of `add` beside it; rows of `add` are `stride` apart.
#[inline(always)]
pub(crate) fn add_norm(x: &mut [f32], add: &[f32], stride: usize, norm: Norm<'_>) {
    for (row, more) in x.chunks_exact_mut(norm.gamma.len()).zip(add.chunks_exact(stride)) {
        for (value, more) in row.iter_mut().zip(more) {
            *value += *more;
        }
        norm_row(row, &norm);
    }
}

/// Rows as int8 with one scale a row: value = q * scale.
#[derive(Default)]
pub(crate) struct Quantised {
    pub(crate) values: Vec<i8>,
    pub(crate) scale: Vec<f32>,
    /// Sum of each row's values.
    pub(crate) sum: Vec<i32>,
    pub(crate) width: usize,
    pub(crate) rows: usize,
}

impl Quantised {
    /// Makes room for rows; what is in them is not defined.
    pub(crate) fn fit(&mut self, rows: usize, width: usize) {
        let cells = rows * width;
        if self.values.len() < cells {
            self.values.resize(cells, 0);
        }
        if self.scale.len() < rows {
            self.scale.resize(rows, 0.0);
            self.sum.resize(rows, 0);
        }
        (self.rows, self.width) = (rows, width);
    }
}

/// Quantises `out.rows` rows of `out.width` values, which stand in `x` at multiples of `stride`.
#[inline(always)]
pub(crate) fn quantise(x: &[f32], stride: usize, out: &mut Quantised) {
    let width = out.width;
    let rows = out.values.chunks_exact_mut(width).zip(&mut out.scale).zip(&mut out.sum).take(out.rows);
    for (((values, scale), sum), row) in rows.zip(x.chunks(stride)) {
        let row = &row[..width];
        let most = max_of(row, |value| f32::from_bits(value.to_bits() & !SIGN));
        if most < NOTHING {
            values.fill(0);
            (*scale, *sum) = (0.0, 0);
            continue;
        }
        let factor = MOST / most;
        let mut total = 0i32;
        for (q, value) in values.iter_mut().zip(row) {
            let whole = (*value * factor + ROUNDER).to_bits() as i8;
            *q = whole;
            total += i32::from(whole);
        }
        (*scale, *sum) = (most / MOST, total);
    }
}

/// Makes [`dots`]' keys of vectors: they stand side by side in blocks of 16, element c of key j at
/// `[j / 16 * width + c][j % 16]`, where `width` is how many elements they have. Zeros fill the last block up.
#[inline(always)]
pub(crate) fn turn(x: &[f32], stride: usize, rows: usize, width: usize, keys: &mut Vec<Lane>) {
    keys.clear();
    keys.resize(rows.div_ceil(LANES) * width, [0.0; LANES]);
    for (j, row) in x.chunks(stride).take(rows).enumerate() {
        let block = &mut keys[j / LANES * width..][..width];
        for (lane, value) in block.iter_mut().zip(row) {
            lane[j % LANES] = *value;
        }
    }
}

/// Lane l of the dot products of a query with a block of keys.
#[inline(always)]
fn leaf(query: &[Lane], keys: &[[Lane; LANES]], l: usize) -> Lane {
    let mut sum = [0.0; LANES];
    for (query, keys) in query.iter().zip(keys) {
        for k in 0..LANES {
            sum[k] += query[l] * keys[l][k];
        }
    }
    sum
}

#[inline(always)]
fn plus(mut a: Lane, b: Lane) -> Lane {
    for l in 0..LANES {
        a[l] += b[l];
    }
    a
}

/// Lanes l and l + 8. (Functions here, not closures: a closure may be compiled for another instruction set.)
#[inline(always)]
fn two_leaves(query: &[Lane], keys: &[[Lane; LANES]], l: usize) -> Lane {
    plus(leaf(query, keys, l), leaf(query, keys, l + 8))
}

#[inline(always)]
fn four_leaves(query: &[Lane], keys: &[[Lane; LANES]], l: usize) -> Lane {
    plus(two_leaves(query, keys, l), two_leaves(query, keys, l + 4))
}

#[inline(always)]
fn eight_leaves(query: &[Lane], keys: &[[Lane; LANES]], l: usize) -> Lane {
    plus(four_leaves(query, keys, l), four_leaves(query, keys, l + 2))
}

/// Dot products of a query with a block of keys: the same tree as [`add_lanes`], for 16 sums at once.
#[inline(always)]
fn dot_block(query: &[Lane], keys: &[[Lane; LANES]]) -> Lane {
    plus(eight_leaves(query, keys, 0), eight_leaves(query, keys, 1))
}

/// Dot products of `query` with all keys, times `factor`. `out` has a place for each key of all blocks.
#[inline(always)]
pub(crate) fn dots(query: &[f32], keys: &[Lane], factor: f32, out: &mut [f32]) {
    let (query, _) = query.as_chunks::<LANES>();
    let (keys, _) = keys.as_chunks::<LANES>();
    let (out, _) = out.as_chunks_mut::<LANES>();
    for (out, keys) in out.iter_mut().zip(keys.chunks_exact(query.len())) {
        // The usual width of a head of attention, so that its loops are unrolled.
        let sums = match (<&[Lane; 2]>::try_from(query), <&[[Lane; LANES]; 2]>::try_from(keys)) {
            (Ok(query), Ok(keys)) => dot_block(query, keys),
            _ => dot_block(query, keys),
        };
        for l in 0..LANES {
            out[l] = sums[l] * factor;
        }
    }
}

/// The rows of one sentence with queries, keys and values side by side.
#[derive(Clone, Copy)]
pub(crate) struct Sentence<'a> {
    pub(crate) qkv: &'a [f32],
    pub(crate) stride: usize,
    pub(crate) rows: usize,
    pub(crate) heads: usize,
    pub(crate) width: usize,
}

/// Sums of value rows, each weighed, from the first row to the last: one sum for each row of weights.
#[inline(always)]
fn mix(weights: [&[f32]; MIXED], values: &[f32], stride: usize) -> [Lane; MIXED] {
    let mut sums = [[0.0; LANES]; MIXED];
    let rows = weights[0].len();
    let weights = weights.map(|weights| &weights[..rows]);
    for (j, values) in values.chunks(stride).take(rows).enumerate() {
        if let Some(values) = values.first_chunk::<LANES>() {
            for n in 0..MIXED {
                let weight = weights[n][j];
                for l in 0..LANES {
                    sums[n][l] += weight * values[l];
                }
            }
        }
    }
    sums
}

/// Scratch memory of [`attention`].
#[derive(Default)]
pub(crate) struct AttentionScratch {
    keys: Vec<Lane>,
    weights: Vec<f32>,
}

/// softmax(q k / sqrt(d)) v of each head, over the rows of one sentence.
#[inline(always)]
pub(crate) fn attention(s: Sentence<'_>, scratch: &mut AttentionScratch, out: &mut [f32]) {
    let size = s.width / s.heads;
    let padded = s.rows.next_multiple_of(LANES);
    let AttentionScratch { keys, weights } = scratch;
    weights.clear();
    weights.resize(MIXED * padded, 0.0);
    let factor = 1.0 / (size as f32).sqrt();
    for head in 0..s.heads {
        let from = head * size;
        turn(&s.qkv[s.width + from..], s.stride, s.rows, size, keys);
        let values = &s.qkv[2 * s.width + from..];
        for first in (0..s.rows).step_by(MIXED) {
            let some = MIXED.min(s.rows - first);
            for (n, row) in weights.chunks_exact_mut(padded).enumerate().take(some) {
                let at = (first + n) * s.stride + from;
                dots(&s.qkv[at..at + size], keys, factor, row);
            }
            softmax(&mut weights[..some * padded], padded, s.rows);
            let rows: [&[f32]; MIXED] = std::array::from_fn(|n| &weights[n * padded..][..s.rows]);
            for part in (0..size).step_by(LANES) {
                let sums = mix(rows, &values[part..], s.stride);
                for (n, sum) in sums.iter().enumerate().take(some) {
                    out[(first + n) * s.width + from + part..][..LANES].copy_from_slice(sum);
                }
            }
        }
    }
}

/// Makes the first `count` scores of each row into shares that add up to 1, and those behind them to zeros.
#[inline(always)]
fn softmax(rows: &mut [f32], width: usize, count: usize) {
    for row in rows.chunks_exact_mut(width) {
        row[count..].fill(f32::MIN);
        let most = max_of(row, |value| value);
        for value in row.iter_mut() {
            *value -= most;
        }
    }
    for value in rows.iter_mut() {
        *value = exp(*value);
    }
    for row in rows.chunks_exact_mut(width) {
        row[count..].fill(0.0);
        let factor = 1.0 / sum_of(row, |value| value);
        for value in row.iter_mut() {
            *value *= factor;
        }
    }
}

/// Share that softmax gives to one of the scores.
#[inline(always)]
pub(crate) fn share(row: &[f32], chosen: usize) -> f32 {
    let most = max_of(row, |value| value);
    exp(row[chosen] - most) / sum_of(row, |value| exp(value - most))
}

/// Place of the largest score, the first of equals.
#[inline(always)]
pub(crate) fn best(row: &[f32]) -> usize {
    let most = max_of(row, |value| value);
    row.iter().position(|value| *value == most).unwrap_or(0)
}

/// `out = a * b`, element by element.
#[inline(always)]
pub(crate) fn product(a: &[f32], b: &[f32], out: &mut [f32]) {
    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
        *out = *a * *b;
    }
}

/// Adds a row of bytes, which are int8, times its scale.
#[inline(always)]
pub(crate) fn add_scaled(bytes: &[u8], scale: f32, out: &mut [f32]) {
    for (out, byte) in out.iter_mut().zip(bytes) {
        *out += f32::from(byte.cast_signed()) * scale;
    }
}

/// Adds a row.
#[inline(always)]
pub(crate) fn add(x: &[f32], out: &mut [f32]) {
    for (out, x) in out.iter_mut().zip(x) {
        *out += *x;
    }
}

/// Mean of the rows of `x`.
#[inline(always)]
pub(crate) fn mean(x: &[f32], out: &mut [f32]) {
    out.fill(0.0);
    let width = out.len();
    for row in x.chunks_exact(width) {
        for (out, x) in out.iter_mut().zip(row) {
            *out += *x;
        }
    }
    let factor = 1.0 / (x.len() / width).max(1) as f32;
    for out in out.iter_mut() {
        *out *= factor;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_within_three_units_in_the_last_place() {
        let mut x = -87.0f32;
        while x < 88.0 {
            let (found, exact) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((found / exact - 1.0).abs() < 3.0 * f64::from(f32::EPSILON), "e^{x} is {exact}, not {found}");
            x += 0.013;
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-1e9), exp(-87.0));
    }

    #[test]
    fn rows_are_rounded_to_the_nearest_and_ties_to_even() {
        let mut out = Quantised::default();
        out.fit(2, 16);
        let mut x = [0.0; 32];
        x[..6].copy_from_slice(&[127.0, 0.5, 1.5, -2.5, -126.6, 0.49]);
        quantise(&x, 16, &mut out);
        assert_eq!(out.values[..6], [127, 0, 2, -2, -127, 0]);
        assert_eq!(out.scale[..2], [1.0, 0.0]);
        assert_eq!(out.sum[..2], [0, 0]);
    }
}
