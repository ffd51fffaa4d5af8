//! Instruction sets: which there are, and the one piece of arithmetic that is written for each of them, the product of
//! int8 matrices. Everything else is in `rows.rs` and only compiled for each of them here.
//!
//! Integers are exact on all of them, so what comes out is the same, bit for bit.
#![expect(unsafe_code, reason = "code for instruction sets that were found at run time")]

use crate::rows::{self, AttentionScratch, Lane, Norm, Quantised, Sentence};
use std::fmt;

/// An instruction set that this processor has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Kernel(Set);

// Values other than `Portable` are made by `all_available` alone, and only where the processor has the set: that is why
// the calls below are sound.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Kernel {
    /// All that this processor has, the slowest first.
    pub fn all_available() -> Vec<Kernel> {
        let mut found = vec![Kernel(Set::Portable)];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                found.push(Kernel(Set::Avx2));
                if is_x86_feature_detected!("avxvnni") {
                    found.push(Kernel(Set::AvxVnni));
                }
            }
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni")
            {
                found.push(Kernel(Set::Avx512));
            }
        }
        found
    }

    /// The fastest that this processor has.
    pub fn fastest() -> Kernel {
        Kernel::all_available().last().copied().unwrap_or(Kernel(Set::Portable))
    }

    /// Does it want weights as 128 + w in a byte without sign, rather than w in one with sign?
    fn wants_shifted(self) -> bool {
        #[cfg(target_arch = "x86_64")]
        if matches!(self.0, Set::AvxVnni | Set::Avx512) {
            return true;
        }
        false
    }
}

impl fmt::Display for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Set::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Set::AvxVnni => "avx-vnni",
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => "avx512-vnni",
        })
    }
}

impl fmt::Debug for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Functions of `rows.rs`, compiled for every instruction set.
macro_rules! for_every_set {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),*) $(-> $result:ty)?;)*) => {
        impl Kernel {$(
            $(#[$doc])*
            #[inline]
            pub(crate) fn $name(self, $($arg: $type),*) $(-> $result)? {
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx2")]
                fn with_avx2($($arg: $type),*) $(-> $result)? {
                    rows::$name($($arg),*)
                }
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
                fn with_avx512($($arg: $type),*) $(-> $result)? {
                    rows::$name($($arg),*)
                }
                match self.0 {
                    Set::Portable => rows::$name($($arg),*),
                    // SAFETY: the processor has the set, see `Set`.
                    #[cfg(target_arch = "x86_64")]
                    Set::Avx2 | Set::AvxVnni => unsafe { with_avx2($($arg),*) },
                    // SAFETY: as above.
                    #[cfg(target_arch = "x86_64")]
                    Set::Avx512 => unsafe { with_avx512($($arg),*) },
                }
            }
        )*}
    };
}

for_every_set! {
    /// [`rows::gelu`]
    fn gelu(x: &mut [f32]);
    /// [`rows::norm`]
    fn norm(x: &mut [f32], norm: Norm<'_>);
    /// [`rows::add_norm`]
    fn add_norm(x: &mut [f32], add: &[f32], stride: usize, norm: Norm<'_>);
    /// [`rows::quantise`]
    fn quantise(x: &[f32], stride: usize, out: &mut Quantised);
    /// [`rows::dots`]
    fn dots(query: &[f32], keys: &[Lane], factor: f32, out: &mut [f32]);
    /// [`rows::turn`]
    fn turn(x: &[f32], stride: usize, rows: usize, width: usize, keys: &mut Vec<Lane>);
    /// [`rows::attention`]
    fn attention(s: Sentence<'_>, scratch: &mut AttentionScratch, out: &mut [f32]);
    /// [`rows::share`]
    fn share(row: &[f32], chosen: usize) -> f32;
    /// [`rows::best`]
    fn best(row: &[f32]) -> usize;
    /// [`rows::product`]
    fn product(a: &[f32], b: &[f32], out: &mut [f32]);
    /// [`rows::add_scaled`]
    fn add_scaled(bytes: &[u8], scale: f32, out: &mut [f32]);
    /// [`rows::add`]
    fn add(x: &[f32], out: &mut [f32]);
    /// [`rows::mean`]
    fn mean(x: &[f32], out: &mut [f32]);
}

/// Columns (outputs) of a panel of weights.
const PANEL: usize = 64;
/// Columns of a block.
const COLUMNS: usize = 16;
/// Blocks side by side in a panel.
const BLOCKS: usize = PANEL / COLUMNS;
/// Columns that the portable kernel takes together for each row.
const GROUP: usize = 8;
/// Neighbouring inputs of one column that lie together.
const DEPTH: usize = 4;
/// What is added to a weight so that it needs no sign.
const SHIFT: i32 = 128;

/// Weights of 16 columns for 4 inputs: one register, or one line of cache.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Block([u8; COLUMNS * DEPTH]);

/// A linear layer, its weights laid out for the kernel.
pub(crate) struct Linear {
    kernel: Kernel,
    /// Panel, input / 4, block, column, input % 4; empty for the portable kernel.
    blocks: Vec<Block>,
    /// Output, input, for the portable kernel: in 16 bits, for whose products most processors have an instruction.
    plain: Vec<i16>,
    inputs: usize,
    outputs: usize,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// Lays out weights [outputs, inputs]; `inputs` must be a multiple of 4, and scales and biases one for each output.
    pub(crate) fn new(kernel: Kernel, weights: &[u8], inputs: usize, scale: &[f32], bias: &[f32]) -> Linear {
        let outputs = scale.len();
        let (panels, steps) = (outputs.div_ceil(PANEL), inputs / DEPTH);
        assert!(inputs.is_multiple_of(DEPTH) && weights.len() == inputs * outputs && bias.len() == outputs);
        let padded = |values: &[f32]| {
            let mut values = values.to_vec();
            values.resize(panels * PANEL, 0.0);
            values
        };
        let (scale, bias) = (padded(scale), padded(bias));
        if kernel.0 == Set::Portable {
            let mut plain: Vec<i16> = weights.iter().map(|byte| i16::from(byte.cast_signed())).collect();
            plain.resize(panels * PANEL * inputs, 0);
            return Linear { kernel, blocks: Vec::new(), plain, inputs, outputs, scale, bias };
        }
        let flip = if kernel.wants_shifted() { SHIFT as u8 } else { 0 };
        let mut blocks = vec![Block([flip; COLUMNS * DEPTH]); panels * steps * BLOCKS];
        for (column, row) in weights.chunks_exact(inputs).enumerate() {
            let (panel, inside) = (column / PANEL, column % PANEL);
            let (block, at) = (inside / COLUMNS, inside % COLUMNS * DEPTH);
            let first = panel * steps * BLOCKS + block;
            for (step, four) in row.as_chunks::<DEPTH>().0.iter().enumerate() {
                blocks[first + step * BLOCKS].0[at..at + DEPTH].copy_from_slice(&four.map(|byte| byte ^ flip));
            }
        }
        Linear { kernel, blocks, plain: Vec::new(), inputs, outputs, scale, bias }
    }

    /// Outputs that mean something.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Outputs with those that fill the last panel up, which are 0: the distance of rows of the result.
    pub(crate) fn stride(&self) -> usize {
        self.scale.len()
    }

    /// `out[row] = x[row] * weights + bias` for all rows of `x`; makes `out` large enough.
    pub(crate) fn apply(&self, x: &Quantised, out: &mut Vec<f32>) {
        let cells = x.rows * self.stride();
        if out.len() < cells {
            out.resize(cells, 0.0);
        }
        // What the loops below rely on when they read and write without checks.
        assert!(x.width == self.inputs && x.values.len() >= x.rows * x.width);
        assert!(x.scale.len() >= x.rows && x.sum.len() >= x.rows && out.len() >= cells);
        let blocks = self.stride() / COLUMNS * (self.inputs / DEPTH);
        assert!(self.kernel.0 == Set::Portable || self.blocks.len() == blocks);
        assert!(self.bias.len() == self.stride());
        match self.kernel.0 {
            Set::Portable => self.apply_portable(x, out),
            // SAFETY: the processor has the sets, see `Set`, and the lengths are checked above.
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => unsafe { x86::apply_avx2(self, x, out.as_mut_ptr()) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Set::AvxVnni => unsafe { x86::apply_avx_vnni(self, x, out.as_mut_ptr()) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => unsafe { x86::apply_avx512(self, x, out.as_mut_ptr()) },
        }
    }

    fn apply_portable(&self, x: &Quantised, out: &mut [f32]) {
        let (inputs, stride) = (self.inputs, self.stride());
        let values: Vec<i16> = x.values[..x.rows * inputs].iter().map(|value| i16::from(*value)).collect();
        for (group, weights) in self.plain.chunks_exact(GROUP * inputs).enumerate() {
            for (row, values) in values.chunks_exact(inputs).enumerate() {
                for inside in 0..GROUP {
                    let weights = &weights[inside * inputs..][..inputs];
                    let mut sum = 0i32;
                    for (x, weight) in values.iter().zip(weights) {
                        sum = sum.wrapping_add(i32::from(*x) * i32::from(*weight));
                    }
                    let column = group * GROUP + inside;
                    out[row * stride + column] = sum as f32 * (x.scale[row] * self.scale[column]) + self.bias[column];
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[allow(clippy::needless_range_loop, reason = "indices run over registers of a tile")]
mod x86 {
    use super::{BLOCKS, Block, COLUMNS, DEPTH, Linear, PANEL, Quantised, SHIFT};
    use std::arch::x86_64::*;

    /// Columns that fill half a block: a register of 256 bits.
    const HALF: usize = COLUMNS / 2;

    /// The loops around a tile, which is a few rows times a few columns, held in registers: `$tile::<ROWS>` computes
    /// one from (layer, rows, first row, first column, result).
    macro_rules! by_tiles {
        ($(#[$doc:meta])* $name:ident, $features:literal, $tile:ident, $columns:expr, $most:literal, [$($few:literal)*]) => {
            $(#[$doc])*
            #[target_feature(enable = $features)]
            pub(super) unsafe fn $name(w: &Linear, x: &Quantised, out: *mut f32) {
                for column in (0..w.stride()).step_by($columns) {
                    let mut row = 0;
                    while row + $most <= x.rows {
                        // SAFETY: rows and columns are inside what `Linear::apply` checked.
                        unsafe { $tile::<$most>(w, x, row, column, out) };
                        row += $most;
                    }
                    match x.rows - row {
                        // SAFETY: as above.
                        $($few => unsafe { $tile::<$few>(w, x, row, column, out) },)*
                        _ => {}
                    }
                }
            }
        };
    }

    by_tiles!(apply_avx512, "avx512f,avx512bw,avx512vnni", tile_avx512, PANEL, 6, [1 2 3 4 5]);
    by_tiles!(apply_avx_vnni, "avx2,avxvnni", tile_avx_vnni, COLUMNS, 6, [1 2 3 4 5]);
    by_tiles!(apply_avx2, "avx2", tile_avx2, COLUMNS, 4, [1 2 3]);

    /// Where a panel's first block of a column is.
    fn first_block(w: &Linear, column: usize) -> *const Block {
        let at = column / PANEL * (w.inputs / DEPTH) * BLOCKS + column % PANEL / COLUMNS;
        w.blocks[at..].as_ptr()
    }

    /// Four neighbouring inputs of a row.
    unsafe fn four(x: *const i8) -> i32 {
        // SAFETY: the caller's pointer has four bytes to read.
        unsafe { x.cast::<i32>().read_unaligned() }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    unsafe fn tile_avx512<const R: usize>(w: &Linear, x: &Quantised, row: usize, column: usize, out: *mut f32) {
        let steps = w.inputs / DEPTH;
        let mut sums = [[_mm512_setzero_si512(); BLOCKS]; R];
        for r in 0..R {
            sums[r] = [_mm512_set1_epi32(-SHIFT * x.sum[row + r]); BLOCKS];
        }
        let mut block = first_block(w, column).cast::<i32>();
        let start = x.values.as_ptr();
        // SAFETY: `row + R` rows of `inputs` values, and `steps` steps of a panel's blocks, are there.
        unsafe {
            let rows: [*const i8; R] = std::array::from_fn(|r| start.add((row + r) * x.width));
            for step in 0..steps {
                let weights: [__m512i; BLOCKS] =
                    std::array::from_fn(|b| _mm512_load_si512(block.add(b * COLUMNS).cast()));
                for r in 0..R {
                    let values = _mm512_set1_epi32(four(rows[r].add(step * DEPTH)));
                    for b in 0..BLOCKS {
                        sums[r][b] = _mm512_dpbusd_epi32(sums[r][b], weights[b], values);
                    }
                }
                block = block.add(PANEL);
            }
            for b in 0..BLOCKS {
                let at = column + b * COLUMNS;
                let (scale, bias) = (_mm512_loadu_ps(w.scale[at..].as_ptr()), _mm512_loadu_ps(w.bias[at..].as_ptr()));
                for r in 0..R {
                    let factor = _mm512_mul_ps(_mm512_set1_ps(x.scale[row + r]), scale);
                    let result = _mm512_add_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(sums[r][b]), factor), bias);
                    _mm512_storeu_ps(out.add((row + r) * w.stride() + at), result);
                }
            }
        }
    }

    /// Writes a tile of rows times 16 columns.
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn finish<const R: usize>(
        w: &Linear,
        x: &Quantised,
        row: usize,
        column: usize,
        sums: [[__m256i; 2]; R],
        out: *mut f32,
    ) {
        for half in 0..2 {
            let at = column + half * HALF;
            // SAFETY: rows and columns are inside what `Linear::apply` checked.
            unsafe {
                let (scale, bias) = (_mm256_loadu_ps(w.scale[at..].as_ptr()), _mm256_loadu_ps(w.bias[at..].as_ptr()));
                for r in 0..R {
                    let factor = _mm256_mul_ps(_mm256_set1_ps(x.scale[row + r]), scale);
                    let result = _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(sums[r][half]), factor), bias);
                    _mm256_storeu_ps(out.add((row + r) * w.stride() + at), result);
                }
            }
        }
    }

    #[inline]
    #[target_feature(enable = "avx2,avxvnni")]
    unsafe fn tile_avx_vnni<const R: usize>(w: &Linear, x: &Quantised, row: usize, column: usize, out: *mut f32) {
        let mut sums = [[_mm256_setzero_si256(); 2]; R];
        for r in 0..R {
            sums[r] = [_mm256_set1_epi32(-SHIFT * x.sum[row + r]); 2];
        }
        let block = first_block(w, column).cast::<i32>();
        let start = x.values.as_ptr();
        // SAFETY: as in `tile_avx512`.
        unsafe {
            for step in 0..w.inputs / DEPTH {
                let at = block.add(step * PANEL);
                let weights = [_mm256_load_si256(at.cast()), _mm256_load_si256(at.add(HALF).cast())];
                for r in 0..R {
                    let values = _mm256_set1_epi32(four(start.add((row + r) * x.width + step * DEPTH)));
                    for half in 0..2 {
                        sums[r][half] = _mm256_dpbusd_avx_epi32(sums[r][half], weights[half], values);
                    }
                }
            }
            finish(w, x, row, column, sums, out);
        }
    }

    /// Without VNNI: |x| times w with the sign of x. Two such products are at most 2 * 127 * 127 = 32,258, so their sum
    /// fits 16 bits and nothing saturates.
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn tile_avx2<const R: usize>(w: &Linear, x: &Quantised, row: usize, column: usize, out: *mut f32) {
        let ones = _mm256_set1_epi16(1);
        let mut sums = [[_mm256_setzero_si256(); 2]; R];
        let block = first_block(w, column).cast::<i32>();
        let start = x.values.as_ptr();
        // SAFETY: as in `tile_avx512`.
        unsafe {
            for step in 0..w.inputs / DEPTH {
                let at = block.add(step * PANEL);
                let weights = [_mm256_load_si256(at.cast()), _mm256_load_si256(at.add(HALF).cast())];
                for r in 0..R {
                    let values = _mm256_set1_epi32(four(start.add((row + r) * x.width + step * DEPTH)));
                    let size = _mm256_abs_epi8(values);
                    for half in 0..2 {
                        let pairs = _mm256_maddubs_epi16(size, _mm256_sign_epi8(weights[half], values));
                        sums[r][half] = _mm256_add_epi32(sums[r][half], _mm256_madd_epi16(pairs, ones));
                    }
                }
            }
            finish(w, x, row, column, sums, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_exact_with_every_instruction_set() {
        let mut state = 7u32;
        let mut byte = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 24) % 255) as i32 - 127
        };
        for (rows, inputs, outputs) in [(1, 16, 3), (5, 32, 64), (6, 48, 65), (13, 64, 130), (23, 1536, 20)] {
            let weights: Vec<i32> = (0..inputs * outputs).map(|_| byte()).collect();
            let values: Vec<i32> = (0..rows * inputs).map(|_| byte()).collect();
            let bytes: Vec<u8> = weights.iter().map(|weight| *weight as u8).collect();
            let mut x = Quantised::default();
            x.fit(rows, inputs);
            for (q, value) in x.values.iter_mut().zip(&values) {
                *q = *value as i8;
            }
            x.scale.fill(0.5);
            for (sum, row) in x.sum.iter_mut().zip(values.chunks(inputs)) {
                *sum = row.iter().sum();
            }
            for kernel in Kernel::all_available() {
                let layer = Linear::new(kernel, &bytes, inputs, &vec![2.0; outputs], &vec![1.0; outputs]);
                let mut out = Vec::new();
                layer.apply(&x, &mut out);
                for row in 0..rows {
                    for column in 0..outputs {
                        let pairs = values[row * inputs..].iter().zip(&weights[column * inputs..]).take(inputs);
                        let exact = pairs.map(|(x, w)| x * w).sum::<i32>() as f32 + 1.0;
                        let found = out[row * layer.stride() + column];
                        assert_eq!(found, exact, "{kernel}, {rows} x {inputs} x {outputs}, {row} {column}");
                    }
                }
            }
        }
    }
}
