//! From the words of a time to its days.

use super::calendar::{Days, days_between, feast_day, length_of, on_or_after, on_or_before, plus, weekday};
use super::{Tense, TimeMention};
use attache_knowledge::times::{Kind, Means, Reading, Times, Unit};
use attache_record::{Grain, When};
use jiff::ToSpan;
use jiff::civil::Date;

/// The days of a time. `previous` is the time mentioned last before it, from which "the next day" counts; without
/// one such words count from publication.
///
/// `None` where the words come to no day ("in recent weeks"), or to none in this tense ("in three days" of a clause
/// about the past says how long something took).
#[must_use]
pub fn resolve(
    mention: &TimeMention,
    times: &Times,
    published: Date,
    previous: Option<&When>,
    tense: Tense,
) -> Option<When> {
    let anchor = Anchor { times, published, previous, tense };
    let days = anchor.days(&mention.reading)?;
    Some(When {
        first: days.first,
        last: days.last,
        grain: days.grain,
        text: mention.text.clone(),
        rule: mention.rule.clone(),
        span: mention.span,
    })
}

/// What words are resolved against.
#[derive(Clone, Copy)]
struct Anchor<'a> {
    times: &'a Times,
    published: Date,
    previous: Option<&'a When>,
    tense: Tense,
}

/// A slot as a number of the calendar.
fn small(value: Option<i32>) -> Option<i8> {
    i8::try_from(value?).ok()
}

fn year_of(reading: &Reading) -> Option<i16> {
    i16::try_from(reading.value(Kind::Year)?).ok()
}

fn month_of(reading: &Reading) -> Option<i8> {
    [Kind::Month, Kind::PlainMonth, Kind::MonthNumber].into_iter().find_map(|kind| small(reading.value(kind)))
}

fn unit_of(reading: &Reading) -> Option<Unit> {
    Unit::ALL.get(usize::try_from(reading.value(Kind::Unit)?).ok()?).copied()
}

/// How many units: 1 unless the words say otherwise.
fn count_of(reading: &Reading) -> i64 {
    i64::from(reading.value(Kind::Number).unwrap_or(1))
}

impl Anchor<'_> {
    fn days(&self, reading: &Reading) -> Option<Days> {
        let published = self.published;
        let inner = || self.days(reading.times().next()?);
        match reading.means {
            Means::Vague => None,
            Means::Same => inner(),
            Means::Planned => {
                let coming = self.in_tense(Tense::Future).days(reading.times().next()?)?;
                let short = matches!(coming.grain, Grain::Day | Grain::Weekend | Grain::Week);
                if short { Some(coming) } else { inner() }
            }
            Means::Today => Some(Days::day(published)),
            Means::Overnight => Days::range(published.yesterday().ok()?, published),
            Means::Relative => Some(Days::day(plus(published, i64::from(reading.value(Kind::Relative)?).days())?)),
            Means::Year => Days::year(year_of(reading)?),
            Means::Decade => decade(reading),
            Means::FiscalYear => {
                let year = year_of(reading)?;
                Days::new(Date::new(year - 1, 10, 1).ok()?, Date::new(year, 9, 30).ok()?, Grain::Year)
            }
            Means::Date | Means::Dates | Means::Month | Means::Season | Means::Quarter | Means::Holiday => {
                self.of_a_year(reading)
            }
            Means::DayOfMonth => self.day_of_month(reading),
            Means::Weekday => self.weekday(reading),
            Means::Unit => self.unit(unit_of(reading)?, reading.value(Kind::Which).unwrap_or(0)),
            Means::Weekend => self.weekend(),
            Means::Ago => self.at_distance(published, -count_of(reading), unit_of(reading)?),
            Means::Ahead if self.tense == Tense::Past => None,
            Means::Ahead => self.at_distance(published, count_of(reading), unit_of(reading)?),
            Means::SpanBack => {
                Days::range(plus(published, length_of(-count_of(reading), unit_of(reading)?)?)?, published)
            }
            Means::Within if self.tense == Tense::Past => None,
            Means::SpanAhead | Means::Within => {
                Days::range(published, plus(published, length_of(count_of(reading), unit_of(reading)?)?)?)
            }
            Means::Later => self.beside(reading, 1),
            Means::Earlier => self.beside(reading, -1),
            Means::SameDay => Some(Days::day(self.other().map_or(published, |p| p.first))),
            Means::Part => part(inner()?, reading.value(Kind::Part)?),
            Means::Edge => Some(Days { edge: reading.value(Kind::Edge), ..inner()? }),
            Means::Fraction => {
                let whole = inner().or_else(|| Days::year(year_of(reading)?))?;
                fraction(whole, reading.value(Kind::Ordinal)?, unit_of(reading)?, reading.value(Kind::Number))
            }
            Means::Select => {
                let outer = self.unit(unit_of(reading)?, reading.value(Kind::Which).unwrap_or(0))?;
                self.inside(reading.times().next()?, &outer)
            }
            Means::Around => Days::holding(inner()?.first, unit_of(reading)?),
            Means::Range => {
                let mut times = reading.times();
                self.range(times.next()?, times.next()?)
            }
            Means::Since => Days::range(self.in_tense(Tense::Past).days(reading.times().next()?)?.first, published),
            Means::By | Means::Until | Means::Before | Means::Through => self.up_to(reading),
        }
    }

    fn in_tense(self, tense: Tense) -> Self {
        Self { tense, ..self }
    }

    fn published_on(self, published: Date) -> Self {
        Self { published, ..self }
    }

    /// The time mentioned before, unless it lies on the other side of publication than the clause.
    fn other(&self) -> Option<&When> {
        self.previous.filter(|other| match self.tense {
            Tense::Past => other.first <= self.published,
            Tense::Future => other.last >= self.published,
            Tense::Present => true,
        })
    }

    /// Of stretches in the order of time, the one that the tense asks for: the last that has begun, the first that
    /// is not over, the nearest.
    fn pick(&self, stretches: impl IntoIterator<Item = Days>) -> Option<Days> {
        let stretches: Vec<Days> = stretches.into_iter().collect();
        let distance = |d: &Days| {
            let (to, since) = (days_between(self.published, d.first), days_between(d.last, self.published));
            to.max(since).max(0)
        };
        match self.tense {
            Tense::Past => stretches.iter().rfind(|d| d.first <= self.published).or(stretches.first()).copied(),
            Tense::Future => stretches.iter().find(|d| d.last >= self.published).or(stretches.last()).copied(),
            Tense::Present => stretches.iter().min_by_key(|d| distance(d)).copied(),
        }
    }

    /// A day, month, season ... that comes every year, in the year that the words or the tense give.
    fn of_a_year(&self, reading: &Reading) -> Option<Days> {
        let in_year = |year| self.in_year(reading, year);
        if let Some(year) = year_of(reading) {
            return in_year(year);
        }
        let year = self.published.year();
        // Two years to either side: 29 February may be that far away from the next.
        let mut all: Vec<Days> = (-4..=4).filter_map(|years| in_year(year + years)).collect();
        if let Some(day) = reading.value(Kind::Weekday).or(reading.value(Kind::WeekdayShort)).and_then(weekday)
            && all.iter().any(|d| d.first.weekday() == day)
        {
            all.retain(|d| d.first.weekday() == day);
        }
        let here =
            Days::holding(self.published, if all.first()?.grain == Grain::Month { Unit::Month } else { Unit::Day })?;
        match reading.value(Kind::Which) {
            None => self.pick(all),
            Some(0) => all
                .iter()
                .find(|d| d.last >= here.first && d.first.year() == year)
                .or(all.iter().find(|d| d.first.year() == year))
                .copied(),
            Some(n) if n < 0 => all.iter().rfind(|d| d.last < here.first).copied(),
            Some(_) => all.iter().find(|d| d.first > here.last).copied(),
        }
    }

    fn in_year(&self, reading: &Reading, year: i16) -> Option<Days> {
        match reading.means {
            Means::Date => {
                let day = small(reading.value(Kind::Day).or(reading.value(Kind::DayNumber)))?;
                Some(Days::day(Date::new(year, month_of(reading)?, day).ok()?))
            }
            Means::Dates => {
                let mut days = reading.values(Kind::Day);
                let mut on = || Date::new(year, month_of(reading)?, small(days.next())?).ok();
                Days::range(on()?, on()?)
            }
            Means::Month => Days::month(year, month_of(reading)?),
            Means::Season => {
                let at = usize::try_from(reading.value(Kind::Season)?).ok()?;
                Days::season(year, *self.times.seasons.get(at)?)
            }
            Means::Quarter => Days::quarter(year, quarter_number(reading.value(Kind::Ordinal)?)?),
            Means::Holiday => {
                let at = usize::try_from(reading.value(Kind::Holiday)?).ok()?;
                Some(Days::day(feast_day(*self.times.holidays.get(at)?, year)?))
            }
            _ => None,
        }
    }

    /// "On the 20th": of this month or one beside it.
    fn day_of_month(&self, reading: &Reading) -> Option<Days> {
        let day = small(reading.value(Kind::Nth))?;
        let first = self.published.first_of_month();
        self.pick((-2..=2).filter_map(|months: i64| {
            let month = plus(first, months.months())?;
            Some(Days::day(Date::new(month.year(), month.month(), day).ok()?))
        }))
    }

    fn weekday(&self, reading: &Reading) -> Option<Days> {
        let weekday = weekday(reading.value(Kind::Weekday)?)?;
        let (yesterday, tomorrow) = (self.published.yesterday().ok()?, self.published.tomorrow().ok()?);
        let day = match (reading.value(Kind::Which), self.tense) {
            (Some(0), _) => on_or_after(Days::holding(self.published, Unit::Week)?.first, weekday),
            (Some(n), _) if n < 0 => on_or_before(yesterday, weekday),
            (Some(_), _) => on_or_after(tomorrow, weekday),
            (None, Tense::Future) => on_or_after(self.published, weekday),
            (None, Tense::Past | Tense::Present) => on_or_before(self.published, weekday),
        };
        day.map(Days::day)
    }

    /// The last, this or the next unit of the calendar.
    fn unit(&self, unit: Unit, which: i32) -> Option<Days> {
        if unit == Unit::Weekend && which == 0 {
            return self.this_weekend();
        }
        Days::holding(plus(self.published, length_of(i64::from(which), unit)?)?, unit)
    }

    /// On Monday and Tuesday a clause about the past still means the weekend before.
    fn this_weekend(&self) -> Option<Days> {
        let is_fresh = self.published.weekday().to_monday_one_offset() <= 2;
        let week = if self.tense == Tense::Past && is_fresh { -1 } else { 0 };
        Days::holding(plus(self.published, i64::from(week).weeks())?, Unit::Weekend)
    }

    /// "The weekend": the last that has begun, or the next that is not over.
    fn weekend(&self) -> Option<Days> {
        let weeks = (-1..=1).filter_map(|n: i64| Days::holding(plus(self.published, n.weeks())?, Unit::Weekend));
        self.pick(weeks)
    }

    /// So many units from `day`: to the day where the unit is a week or shorter, else the whole unit.
    fn at_distance(&self, day: Date, count: i64, unit: Unit) -> Option<Days> {
        let there = plus(day, length_of(count, unit)?)?;
        match unit {
            Unit::Hour | Unit::Day | Unit::Week | Unit::Weekend | Unit::Fortnight => Some(Days::day(there)),
            Unit::Month | Unit::Quarter | Unit::Half => Days::holding(there, Unit::Month),
            Unit::Year => Days::holding(there, Unit::Year),
            Unit::Decade => None,
        }
    }

    /// So long before or after the time mentioned before, or the whole unit beside it: "the week before".
    fn beside(&self, reading: &Reading, direction: i64) -> Option<Days> {
        let from = self.other().map_or(self.published, |p| if direction > 0 { p.last } else { p.first });
        let unit = unit_of(reading).unwrap_or(Unit::Day);
        match reading.value(Kind::Number) {
            Some(count) => self.at_distance(from, direction * i64::from(count), unit),
            None => Days::holding(plus(from, length_of(direction, unit)?)?, unit),
        }
    }

    /// A time inside a stretch that is known: Monday of a week, March of a year.
    fn inside(&self, reading: &Reading, outer: &Days) -> Option<Days> {
        let mut times = reading.times();
        match reading.means {
            Means::Same | Means::Planned | Means::Edge => self.inside(times.next()?, outer),
            Means::Part => part(self.inside(times.next()?, outer)?, reading.value(Kind::Part)?),
            Means::Range => {
                let (first, last) = (self.inside(times.next()?, outer)?, self.inside(times.next()?, outer)?);
                Days::range(first.first, last.last)
            }
            // "Twenty years ago this week".
            Means::Ago => {
                let back = length_of(-count_of(reading), unit_of(reading)?)?;
                Days::range(plus(outer.first, back)?, plus(outer.last, back)?)
            }
            Means::Fraction => {
                let whole = self.inside(times.next()?, outer)?;
                fraction(whole, reading.value(Kind::Ordinal)?, unit_of(reading)?, reading.value(Kind::Number))
            }
            _ => self.published_on(outer.first).in_tense(Tense::Future).days(reading)?.within(outer),
        }
    }

    /// From one time to another. The one that stands by itself is resolved first, the other beside it.
    fn range(&self, from: &Reading, to: &Reading) -> Option<Days> {
        let after = |first: Days| self.published_on(first.first).in_tense(Tense::Future).days(to);
        let before = |last: Days| self.published_on(last.first).in_tense(Tense::Past).days(from);
        let (first, last) = match (stands_alone(from), stands_alone(to)) {
            (true, true) => (self.days(from)?, self.days(to)?),
            (true, false) => {
                let first = self.days(from)?;
                (first, after(first)?)
            }
            (false, false) if self.tense == Tense::Past => {
                let first = self.days(from)?;
                (first, after(first)?)
            }
            (false, _) => {
                let last = self.days(to)?;
                (before(last)?, last)
            }
        };
        let same = first.grain == last.grain && first.last == last.last;
        if same { Some(first) } else { Days::range(first.first, last.last) }
    }

    /// "By", "until", "before", "through": from publication on. With "by" a clause about the past names only the time
    /// itself, with "before" none; "until" a time that is over names that time.
    fn up_to(&self, reading: &Reading) -> Option<Days> {
        let time = reading.times().next()?;
        let coming = self.in_tense(Tense::Future).days(time)?;
        let ends = coming.edge == Some(2);
        if self.tense == Tense::Past && !ends {
            match reading.means {
                Means::By => return self.days(time),
                Means::Before => return None,
                _ => {}
            }
        }
        if reading.means == Means::Until && coming.last < self.published {
            return Some(coming);
        }
        let whole = matches!(coming.grain, Grain::Month | Grain::Quarter | Grain::Season | Grain::Year);
        let last = match reading.means {
            _ if ends => coming.last,
            Means::By if coming.edge == Some(0) => coming.first,
            Means::By if coming.edge == Some(1) => coming.middle()?,
            Means::Before => coming.first.yesterday().ok()?,
            Means::Until if whole => coming.first.yesterday().ok()?,
            _ => coming.last,
        };
        Days::range(self.published, last)
    }
}

/// Whether a time gives its days without knowing more than the day of publication: it has its year, or counts from
/// publication.
fn stands_alone(reading: &Reading) -> bool {
    match reading.means {
        Means::Date | Means::Dates | Means::Month | Means::Season | Means::Quarter | Means::Holiday => {
            reading.value(Kind::Year).or(reading.value(Kind::Which)).is_some()
        }
        Means::Weekday => reading.value(Kind::Which).is_some(),
        Means::DayOfMonth | Means::Weekend => false,
        Means::Same | Means::Planned | Means::Part | Means::Edge | Means::Fraction => {
            year_of(reading).is_some() || reading.times().any(stands_alone)
        }
        _ => true,
    }
}

/// Quarter 1 to 4; the last is the fourth.
fn quarter_number(ordinal: i32) -> Option<i8> {
    let number = if ordinal < 0 { 4 } else { ordinal };
    i8::try_from(number).ok().filter(|n| (1..=4).contains(n))
}

/// Early, mid and late: of a decade years 0 to 3, 4 to 6, 7 to 9.
fn decade(reading: &Reading) -> Option<Days> {
    let first = i16::try_from(reading.value(Kind::Decade)?).ok()?;
    match reading.value(Kind::Part) {
        None => Days::decade(first),
        Some(0) => Days::years(first, 4),
        Some(1) => Days::years(first + 4, 3),
        Some(_) => Days::years(first + 7, 3),
    }
}

/// Early, mid and late: of a month days 1 to 10, 11 to 20, 21 to its end; of a week Monday to Wednesday, Tuesday to
/// Thursday, Thursday to Sunday. Days, years and other stretches stay whole.
fn part(whole: Days, part: i32) -> Option<Days> {
    let (from, to) = match (whole.grain, part) {
        (Grain::Month, 0) => (0, 9),
        (Grain::Month, 1) => (10, 19),
        (Grain::Month, _) => (20, whole.length() - 1),
        (Grain::Week, 0) => (0, 2),
        (Grain::Week, 1) => (1, 3),
        (Grain::Week, _) => (3, 6),
        _ => return Some(whole),
    };
    Days::range(plus(whole.first, from.days())?, plus(whole.first, to.days())?)
}

/// The *n*th unit of a stretch, or with a count the first or last so many: "the first three months". The weeks of a
/// month are days 1 to 7, 8 to 14 ...; its halves end on the 15th and the last.
fn fraction(whole: Days, nth: i32, unit: Unit, count: Option<i32>) -> Option<Days> {
    let count = i64::from(count.unwrap_or(1));
    let from_end = nth < 0;
    let skipped = i64::from(nth.max(1) - 1) * count;
    let year = whole.first.year();
    let days = match (unit, whole.grain) {
        (Unit::Half, Grain::Year) => Days::half(year, if from_end || nth == 2 { 2 } else { 1 }),
        (Unit::Half, _) => {
            let middle = whole.middle()?;
            if from_end || nth == 2 {
                Days::range(middle.tomorrow().ok()?, whole.last)
            } else {
                Days::range(whole.first, middle)
            }
        }
        (Unit::Quarter, Grain::Year) => Days::quarter(year, quarter_number(nth)?),
        (Unit::Weekend, _) => {
            let saturday = weekday(6)?;
            let first = if from_end {
                on_or_before(whole.last, saturday)?
            } else {
                plus(on_or_after(whole.first, saturday)?, length_of(skipped, Unit::Week)?)?
            };
            Days::new(first, first.tomorrow().ok()?, Grain::Weekend)
        }
        _ if from_end => {
            let first = plus(whole.last.tomorrow().ok()?, length_of(-count, unit)?)?;
            Days::range(first, whole.last)
        }
        _ => {
            let first = plus(whole.first, length_of(skipped, unit)?)?;
            Days::range(first, plus(first, length_of(count, unit)?)?.yesterday().ok()?)
        }
    };
    days?.within(&whole)
}
