//! Tables of numbers that are used where they lie in the pack, so that reading a pack neither copies nor parses them.
//!
//! Numbers are little-endian and need no alignment; reading one is one load on the machines in use.

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// What a column can hold: numbers of a fixed size.
pub trait Cell: Copy {
    /// Bytes that one takes.
    const SIZE: usize;
    /// Reads one from exactly [`Self::SIZE`] bytes; `None` from any other number.
    fn read(bytes: &[u8]) -> Option<Self>;
    /// Appends its bytes.
    fn write(self, out: &mut Vec<u8>);
}

macro_rules! numbers {
    ($($number:ty),+) => {$(
        impl Cell for $number {
            const SIZE: usize = size_of::<$number>();
            #[inline]
            fn read(bytes: &[u8]) -> Option<Self> {
                Some(Self::from_le_bytes(bytes.try_into().ok()?))
            }
            fn write(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
        }
    )+};
}

numbers!(u8, u16, u32, u64, i32);

impl<A: Cell, B: Cell> Cell for (A, B) {
    const SIZE: usize = A::SIZE + B::SIZE;
    #[inline]
    fn read(bytes: &[u8]) -> Option<Self> {
        let (a, b) = bytes.split_at_checked(A::SIZE)?;
        Some((A::read(a)?, B::read(b)?))
    }
    fn write(self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }
}

/// A list of numbers, either of its own or inside a pack.
#[derive(Clone)]
pub struct Column<T> {
    bytes: Cow<'static, [u8]>,
    cell: PhantomData<T>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { bytes: Cow::Borrowed(&[]), cell: PhantomData }
    }
}

impl<T: Cell> Column<T> {
    /// The cell at a place.
    #[inline]
    #[must_use]
    pub fn get(&self, at: usize) -> Option<T> {
        let start = at.checked_mul(T::SIZE)?;
        T::read(self.bytes.get(start..start + T::SIZE)?)
    }

    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len() / T::SIZE
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Appends a cell; a column inside a pack is copied first.
    pub fn push(&mut self, cell: T) {
        cell.write(self.bytes.to_mut());
    }

    /// Puts a cell in the place of another; a place that is not there stays so.
    pub fn set(&mut self, at: usize, cell: T) {
        let mut bytes = Vec::with_capacity(T::SIZE);
        cell.write(&mut bytes);
        let start = at * T::SIZE;
        if let Some(place) = self.bytes.to_mut().get_mut(start..start + T::SIZE) {
            place.copy_from_slice(&bytes);
        }
    }

    /// All cells in order.
    pub fn iter(&self) -> impl Iterator<Item = T> + '_ {
        self.bytes.chunks_exact(T::SIZE).filter_map(T::read)
    }

    /// The first place of `range` where `is_before` no longer holds; the cells must be sorted by it.
    pub fn partition_point(&self, range: std::ops::Range<usize>, is_before: impl Fn(T) -> bool) -> usize {
        let (mut low, mut high) = (range.start, range.end.min(self.len()));
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle).is_some_and(&is_before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

impl<T: Cell> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(cells: I) -> Self {
        let mut bytes = Vec::new();
        cells.into_iter().for_each(|cell| cell.write(&mut bytes));
        Self { bytes: Cow::Owned(bytes), cell: PhantomData }
    }
}

impl<T> fmt::Debug for Column<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a column of {} bytes", self.bytes.len())
    }
}

impl<T> Serialize for Column<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.bytes)
    }
}

/// Only from bytes that stay for as long as the program runs.
impl<'de: 'static, T: Cell> Deserialize<'de> for Column<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = deserializer.deserialize_bytes(Lasting)?;
        if bytes.len() % T::SIZE == 0 {
            Ok(Self { bytes: Cow::Borrowed(bytes), cell: PhantomData })
        } else {
            Err(Error::custom(format_args!("{} bytes are no cells of {}", bytes.len(), T::SIZE)))
        }
    }
}

/// A text, either of its own or inside a pack.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub struct LongText(Cow<'static, str>);

impl LongText {
    /// The text.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Appends to it; a text inside a pack is copied first.
    pub fn push_str(&mut self, text: &str) {
        self.0.to_mut().push_str(text);
    }

    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A list of texts, one after another in one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Texts {
    text: LongText,
    /// Where each ends.
    ends: Column<u32>,
}

impl Texts {
    /// The text at a place; empty where none is.
    #[inline]
    #[must_use]
    pub fn get(&self, at: usize) -> &str {
        let Some(end) = self.ends.get(at) else { return "" };
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).unwrap_or(0);
        self.text.as_str().get(start as usize..end as usize).unwrap_or_default()
    }

    /// Appends a text.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

impl<'de: 'static> Deserialize<'de> for LongText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: &'static str = Deserialize::deserialize(deserializer)?;
        Ok(Self(Cow::Borrowed(text)))
    }
}

/// Takes bytes as they lie.
struct Lasting;

impl<'de: 'static> Visitor<'de> for Lasting {
    type Value = &'static [u8];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes that last")
    }

    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<&'static [u8], E> {
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_comes_back_from_a_pack_as_it_went_in() {
        let column: Column<(u32, u16)> = [(7, 1), (1 << 31, u16::MAX)].into_iter().collect();
        let pack: &'static [u8] = postcard::to_stdvec(&column).unwrap().leak();
        let mut back: Column<(u32, u16)> = postcard::from_bytes(pack).unwrap();
        assert_eq!(back.iter().collect::<Vec<_>>(), [(7, 1), (1 << 31, u16::MAX)]);
        assert_eq!(back.get(2), None);
        back.push((3, 4));
        back.set(0, (5, 6));
        assert_eq!(back.iter().collect::<Vec<_>>(), [(5, 6), (1 << 31, u16::MAX), (3, 4)]);
    }

    #[test]
    fn texts_come_back_from_a_pack_one_by_one() {
        let mut texts = Texts::default();
        ["Bogotá", "", "Lima"].into_iter().for_each(|text| texts.push(text));
        let pack: &'static [u8] = postcard::to_stdvec(&texts).unwrap().leak();
        let back: Texts = postcard::from_bytes(pack).unwrap();
        assert_eq!((0..4).map(|at| back.get(at)).collect::<Vec<_>>(), ["Bogotá", "", "Lima", ""]);
    }

    #[test]
    fn bytes_that_are_no_whole_cells_are_refused() {
        let pack: &'static [u8] =
            postcard::to_stdvec(&[1_u8, 2, 3][..].iter().copied().collect::<Column<u8>>()).unwrap().leak();
        assert!(postcard::from_bytes::<Column<u16>>(pack).is_err());
    }
}
