//! Weeks, months, seasons and holidays as stretches of days.

use attache_knowledge::times::{Feast, Unit};
use attache_record::Grain;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// A stretch of days, both ends inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub first: Date,
    pub last: Date,
    pub grain: Grain,
    /// The edge of the stretch that the words name: 0 its beginning, 1 its middle, 2 its end.
    pub edge: Option<i32>,
}

impl Days {
    /// From `first` to `last`; `None` where they are the wrong way round.
    pub fn new(first: Date, last: Date, grain: Grain) -> Option<Self> {
        (first <= last).then_some(Self { first, last, grain, edge: None })
    }

    pub fn day(day: Date) -> Self {
        Self { first: day, last: day, grain: Grain::Day, edge: None }
    }

    /// From one day to another, a day where they are the same.
    pub fn range(first: Date, last: Date) -> Option<Self> {
        Self::new(first, last, if first == last { Grain::Day } else { Grain::Range })
    }

    /// From the first day of `months` whole months on.
    fn months(first: Date, months: i64, grain: Grain) -> Option<Self> {
        Self::new(first, plus(first, months.months())?.yesterday().ok()?, grain)
    }

    pub fn month(year: i16, month: i8) -> Option<Self> {
        Self::months(Date::new(year, month, 1).ok()?, 1, Grain::Month)
    }

    pub fn year(year: i16) -> Option<Self> {
        Self::months(Date::new(year, 1, 1).ok()?, 12, Grain::Year)
    }

    /// Quarter 1 to 4 of a year.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        Self::months(Date::new(year, quarter * 3 - 2, 1).ok()?, 3, Grain::Quarter)
    }

    /// Half 1 or 2 of a year.
    pub fn half(year: i16, half: i8) -> Option<Self> {
        Self::months(Date::new(year, half * 6 - 5, 1).ok()?, 6, Grain::Range)
    }

    /// The season that begins in this month of this year.
    pub fn season(year: i16, first_month: i8) -> Option<Self> {
        Self::months(Date::new(year, first_month, 1).ok()?, 3, Grain::Season)
    }

    /// Ten years.
    pub fn decade(first: i16) -> Option<Self> {
        Self::years(first, 10)
    }

    pub fn years(first: i16, count: i64) -> Option<Self> {
        Self::months(Date::new(first, 1, 1).ok()?, count * 12, Grain::Range)
    }

    /// The unit of the calendar that holds `day`: its week from Monday to Sunday, its month, its year ...; for a
    /// weekend the Saturday and Sunday of its week.
    pub fn holding(day: Date, unit: Unit) -> Option<Self> {
        let monday = plus(day, i64::from(1 - day.weekday().to_monday_one_offset()).days())?;
        match unit {
            Unit::Hour | Unit::Day => Some(Self::day(day)),
            Unit::Week => Self::new(monday, plus(monday, 6.days())?, Grain::Week),
            Unit::Weekend => Self::new(plus(monday, 5.days())?, plus(monday, 6.days())?, Grain::Weekend),
            Unit::Fortnight => Self::new(monday, plus(monday, 13.days())?, Grain::Range),
            Unit::Month => Self::month(day.year(), day.month()),
            Unit::Quarter => Self::quarter(day.year(), (day.month() - 1) / 3 + 1),
            Unit::Half => Self::half(day.year(), (day.month() - 1) / 6 + 1),
            Unit::Year => Self::year(day.year()),
            Unit::Decade => Self::decade(day.year() - day.year().rem_euclid(10)),
        }
    }

    /// How many days.
    pub fn length(&self) -> i64 {
        days_between(self.first, self.last) + 1
    }

    /// The last day of the first half.
    pub fn middle(&self) -> Option<Date> {
        plus(self.first, (self.length() / 2 - 1).max(0).days())
    }

    /// The part of these days that lies inside `outer`.
    pub fn within(&self, outer: &Self) -> Option<Self> {
        let clipped = Self { first: self.first.max(outer.first), last: self.last.min(outer.last), ..*self };
        (clipped.first <= clipped.last).then_some(clipped)
    }
}

/// `day` moved, `None` beyond the calendar.
pub fn plus(day: Date, span: Span) -> Option<Date> {
    day.checked_add(span).ok()
}

/// Days from one day to another, negative where the other is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// So many units as a span of the calendar; `None` where they are more than the calendar holds. Hours are brought to
/// whole days.
pub fn length_of(count: i64, unit: Unit) -> Option<Span> {
    let span = Span::new();
    let result = match unit {
        Unit::Hour => span.try_days(count.signum() * ((count.abs() + 12) / 24)),
        Unit::Day => span.try_days(count),
        Unit::Week | Unit::Weekend => span.try_weeks(count),
        Unit::Fortnight => span.try_weeks(2 * count),
        Unit::Month => span.try_months(count),
        Unit::Quarter => span.try_months(3 * count),
        Unit::Half => span.try_months(6 * count),
        Unit::Year => span.try_years(count),
        Unit::Decade => span.try_years(10 * count),
    };
    result.ok()
}

/// The weekday with this number, 1 for Monday.
pub fn weekday(number: i32) -> Option<Weekday> {
    Weekday::from_monday_one_offset(i8::try_from(number).ok()?).ok()
}

/// The first such weekday on or after `day`.
pub fn on_or_after(day: Date, weekday: Weekday) -> Option<Date> {
    plus(day, i64::from(day.weekday().until(weekday)).days())
}

/// The last such weekday on or before `day`.
pub fn on_or_before(day: Date, weekday: Weekday) -> Option<Date> {
    plus(day, (-i64::from(day.weekday().since(weekday))).days())
}

/// The day of a holiday in a year.
pub fn feast_day(feast: Feast, year: i16) -> Option<Date> {
    match feast {
        Feast::On { month, day } => Date::new(year, month, day).ok(),
        Feast::Easter(days) => plus(easter(year)?, i64::from(days).days()),
        Feast::Nth { month, weekday: number, nth } => {
            Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday(i32::from(number))?).ok()
        }
    }
}

/// Easter Sunday of the western churches (Meeus 1991, "Astronomical Algorithms", chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_is_found() {
        for (year, month, day) in [(2016, 3, 27), (2019, 4, 21), (2023, 4, 9), (2024, 3, 31), (2025, 4, 20)] {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn a_week_runs_from_monday_to_sunday() {
        let week = Days::holding(date(2023, 6, 18), Unit::Week).unwrap();
        assert_eq!((week.first, week.last), (date(2023, 6, 12), date(2023, 6, 18)));
    }
}
