//! The gaps between the uses of a line: the pair's own measure of silence.

use jiff::civil::Date;
use serde::Serialize;

/// Days of a year.
pub const YEAR: i32 = 365;
/// With fewer gaps than these there is no past to measure against.
const ENOUGH: usize = 5;
/// A silence is a drought when it is longer than so many of ten gaps before.
const OF_TEN: usize = 9;

/// The gaps between the days on which a line was used, in days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gaps {
    /// How many gaps there were.
    pub count: usize,
    /// The one in the middle.
    pub median: i32,
    /// The longest.
    pub longest: i32,
    /// Days from the last use to the day of the board.
    pub present: i32,
    /// How many of them the present one is longer than.
    pub longer_than: usize,
}

impl Gaps {
    /// The gaps between days, which are sorted and each once; `None` where there are not two.
    pub fn of(days: &[Date], on: Date) -> Option<Self> {
        let mut gaps: Vec<i32> = days.windows(2).map(|pair| between(pair[0], pair[1])).collect();
        let present = between(*days.last()?, on);
        gaps.sort_unstable();
        let longer_than = gaps.partition_point(|gap| *gap < present);
        let (median, longest) = (*gaps.get(gaps.len() / 2)?, *gaps.last()?);
        Some(Self { count: gaps.len(), median, longest, present, longer_than })
    }

    /// Whether the present silence is longer than nine of ten before.
    #[must_use]
    pub fn is_drought(&self) -> bool {
        self.count >= ENOUGH && self.longer_than * 10 > self.count * OF_TEN
    }

    /// Whether there are too few gaps to tell, and the last use lies more than a year back.
    pub fn is_stale(&self) -> bool {
        self.count < ENOUGH && self.present > YEAR
    }
}

/// Days from one to the other.
pub fn between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn weekly(weeks: i8) -> Vec<Date> {
        (0..weeks).map(|week| date(2023, 1, 1).checked_add(jiff::Span::new().weeks(week)).unwrap()).collect()
    }

    #[test]
    fn a_silence_longer_than_nine_of_ten_before_is_a_drought() {
        let days = weekly(8);
        let last = *days.last().unwrap();
        let after = |days_later: i32| Gaps::of(&days, last.checked_add(jiff::Span::new().days(days_later)).unwrap());
        assert!(after(8).unwrap().is_drought());
        assert!(!after(7).unwrap().is_drought(), "as long as usual");
    }

    #[test]
    fn with_few_gaps_nothing_is_a_drought() {
        assert!(!Gaps::of(&weekly(3), date(2024, 1, 1)).unwrap().is_drought());
        assert_eq!(Gaps::of(&weekly(1), date(2024, 1, 1)), None);
    }
}
