//! One value, and every phrasing that must give it; and what is no time.

use super::{Tense, find, resolve};
use attache_knowledge::times::ExampleTense;
use attache_knowledge::token::tokenize;
use attache_knowledge::{Knowledge, SourceFile};
use attache_record::Span;
use jiff::civil::{Date, date};

fn knowledge() -> Knowledge {
    let text = include_str!("../../../../knowledge/times.toml").to_owned();
    match Knowledge::compile(&[SourceFile::new("times.toml", text)]) {
        Ok(compiled) => compiled.knowledge,
        Err(problems) => panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

/// The words of each time in `text` and its days: `2023-06-14`, `first/last`, or `none`.
fn times(text: &str, knowledge: &Knowledge, published: Date, tense: Tense) -> Vec<(String, String)> {
    let mut tokens = Vec::new();
    let whole = Span::new(0, u32::try_from(text.len()).unwrap());
    tokenize(text, whole, &knowledge.vocabulary, &mut tokens);
    let found = find(text, &tokens, knowledge);
    let days = |m| match resolve(m, &knowledge.times, published, None, tense) {
        Some(when) if when.first == when.last => when.first.to_string(),
        Some(when) => format!("{}/{}", when.first, when.last),
        None => "none".to_owned(),
    };
    found.iter().map(|m| (m.text.clone(), days(m))).collect()
}

#[test]
fn the_examples_of_every_rule_hold() {
    let knowledge = knowledge();
    let mut faults = Vec::new();
    for test in &knowledge.times.tests {
        let tense = match test.tense {
            ExampleTense::Past => Tense::Past,
            ExampleTense::Present => Tense::Present,
            ExampleTense::Future => Tense::Future,
        };
        let found = times(&test.text, &knowledge, test.on, tense);
        let wanted: Vec<(String, String)> = test
            .span
            .map(|(start, end)| (test.text[start as usize..end as usize].to_owned(), test.gives.clone()))
            .into_iter()
            .collect();
        if found != wanted {
            faults.push(format!("{}: {}\n  found {found:?}\n  wanted {wanted:?}", test.id, test.text));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// All of `phrasings`, each a sentence with one time, give `value` when published on Wednesday 2023-06-14.
#[track_caller]
fn all_give(value: &str, tense: Tense, phrasings: &[&str]) {
    let knowledge = knowledge();
    let published = date(2023, 6, 14);
    for text in phrasings {
        let found = times(text, &knowledge, published, tense);
        let days: Vec<&str> = found.iter().map(|(_, days)| days.as_str()).collect();
        assert_eq!(days, [value], "{text} {found:?}");
    }
}

#[track_caller]
fn no_time_in(texts: &[&str]) {
    let knowledge = knowledge();
    for text in texts {
        assert_eq!(times(text, &knowledge, date(2023, 6, 14), Tense::Past), [], "{text}");
    }
}

#[test]
fn many_phrasings_mean_the_monday_before() {
    all_give(
        "2023-06-12",
        Tense::Past,
        &[
            "They met on Monday.",
            "They met Monday.",
            "Monday’s meeting was short.",
            "They met late on Monday.",
            "They met on Monday evening.",
            "They met last Monday.",
            "They met this past Monday.",
            "They met before dawn on Monday.",
            "They met on June 12.",
            "They met on 12 June.",
            "They met on the 12th of June.",
            "They met on Monday, June 12.",
            "They met on Monday 12 June 2023.",
            "They met on Mon., Jun. 12, 2023.",
            "They met June 12th.",
            "They met two days ago.",
            "They met the day before yesterday.",
            "They met on the 12th.",
            "They met on Monday of this week.",
            "They met (2023-06-12).",
            "They met on the night of June 12.",
        ],
    );
}

#[test]
fn many_phrasings_mean_the_coming_weekend() {
    all_give(
        "2023-06-17/2023-06-18",
        Tense::Future,
        &[
            "They will meet this weekend.",
            "They will meet at the weekend.",
            "They will meet over the weekend.",
            "They will meet on June 17 and 18.",
            "They will meet June 17-18.",
            "They will meet June 17–18, 2023.",
            "They will meet from 17 to 18 June.",
            "They will meet on Saturday and Sunday.",
            "They will meet from Saturday to Sunday.",
            "They will meet on Saturday and Sunday of this week.",
        ],
    );
}

#[test]
fn many_phrasings_mean_the_week_before() {
    all_give(
        "2023-06-05/2023-06-11",
        Tense::Past,
        &[
            "They met last week.",
            "They met earlier last week.",
            "They had met the previous week.",
            "They had met the week before.",
            "They met in the week of June 5.",
            "They met during the week beginning 5 June.",
            "They met from June 5 to 11.",
            "They met between June 5 and June 11.",
            "They met from June 5 through June 11.",
            "They met from Monday to Sunday of last week.",
        ],
    );
}

#[test]
fn many_phrasings_mean_one_month() {
    all_give(
        "2021-01-01/2021-01-31",
        Tense::Past,
        &[
            "He took office in January 2021.",
            "He took office in Jan. 2021.",
            "He took office in January of 2021.",
            "He took office at the beginning of January 2021.",
            "He took office in the month of January 2021.",
            "He took office in the first month of 2021.",
            "He took office during January 2021.",
        ],
    );
}

#[test]
fn a_month_without_a_year_is_the_last_or_the_next_as_the_clause_asks() {
    all_give(
        "2023-05-01/2023-05-31",
        Tense::Past,
        &["They met in May.", "They met last May.", "They met this past May."],
    );
    all_give("2024-05-01/2024-05-31", Tense::Future, &["They will meet in May.", "They will meet next May."]);
    all_give("2023-06-01/2023-06-30", Tense::Past, &["They met in June.", "They met this month."]);
}

#[test]
fn what_goes_on_until_now_begins_at_its_time() {
    all_give(
        "2018-01-01/2023-06-14",
        Tense::Past,
        &[
            "They have met since 2018.",
            "They have met since January 2018.",
            "They have met since the beginning of 2018.",
            "They have met since at least 2018.",
            "They have met since Jan. 1, 2018.",
        ],
    );
}

#[test]
fn a_year_to_come_ends_on_the_same_day() {
    all_give(
        "2023-06-14/2024-06-14",
        Tense::Future,
        &[
            "It will open five embassies over the next year or so.",
            "It will open five embassies in the next year.",
            "It will open five embassies within a year.",
            "It will open five embassies in the coming 12 months.",
            "It will open five embassies over the next twelve months.",
            "It will open five embassies by June 14, 2024.",
        ],
    );
}

#[test]
fn a_fiscal_year_begins_in_october() {
    all_give(
        "2021-10-01/2022-09-30",
        Tense::Past,
        &[
            "Aid rose in FY 2022.",
            "Aid rose in fiscal 2022.",
            "Aid rose in fiscal year 2022.",
            "Aid rose during the fiscal year 2022.",
        ],
    );
}

#[test]
fn words_that_come_to_no_day_are_marked_all_the_same() {
    for tense in [Tense::Past, Tense::Future] {
        all_give(
            "none",
            tense,
            &[
                "They will meet in the coming days.",
                "They met in recent weeks.",
                "They met a few days ago.",
                "They met years ago.",
                "They meet every Monday.",
                "They meet on Fridays.",
                "They left before Monday’s vote.",
            ],
        );
    }
}

#[test]
fn words_that_only_look_like_times_are_none() {
    no_time_in(&[
        "Peru may expel the envoy.",
        "May the talks succeed.",
        "Theresa May said no.",
        "Troops march on the capital.",
        "The March for Life was peaceful.",
        "He was the second man to leave.",
        "A second envoy left.",
        "Prices fall and the fall of Lima is near.",
        "The spring of the lock broke.",
        "He will spring into action.",
        "The sun rose over Mon State.",
        "One in three people left.",
        "In 2,000 villages there is no water.",
        "Some 1500 people left.",
        "An august body met.",
        "A quarter of the budget went to half of the towns.",
        "The last man left next to nobody.",
        "He won the second half of the match.",
        "The 20th anniversary passed.",
        "At 1800 GMT they met.",
        "The week-long strike ended.",
        "A two-day visit ended.",
        "Resolution 2254 was adopted.",
        "He is 14.",
    ]);
}

#[test]
fn a_number_behind_a_month_is_no_day_after_in() {
    all_give("2023-04-01/2023-04-30", Tense::Past, &["In April 12 people died."]);
}

#[test]
fn the_next_day_counts_from_the_time_before_it() {
    let knowledge = knowledge();
    let text = "They met on June 1, quarrelled the next day and parted two weeks later.";
    let mut tokens = Vec::new();
    tokenize(text, Span::new(0, u32::try_from(text.len()).unwrap()), &knowledge.vocabulary, &mut tokens);
    let mut previous = None;
    let mut days = Vec::new();
    for mention in find(text, &tokens, &knowledge) {
        let when = resolve(&mention, &knowledge.times, date(2023, 6, 14), previous.as_ref(), Tense::Past).unwrap();
        days.push((mention.is_relative_to_another(), when.first.to_string()));
        previous = Some(when);
    }
    let expected = [(false, "2023-06-01"), (true, "2023-06-02"), (true, "2023-06-16")];
    assert_eq!(days, expected.map(|(relative, day)| (relative, day.to_owned())));
}

#[test]
fn times_beyond_the_calendar_come_to_no_day() {
    let knowledge = knowledge();
    let texts = [
        "It left 2147483647 days ago and 99999999999 years ago.",
        "It will return within 2147483647 months, on Easter, on Thanksgiving, next year, next week, in 9999 weeks.",
        "In the first 2147483647 weeks of 2199 and in the last 2147483647 days of 1000 and from Monday to Friday.",
        "The next decade, the day before, since Monday, until Friday, overnight, last month, this weekend, Feb. 29.",
    ];
    for (text, published) in texts.iter().flat_map(|t| [(t, Date::MIN), (t, Date::MAX)]) {
        for tense in [Tense::Past, Tense::Present, Tense::Future] {
            let _ = times(text, &knowledge, published, tense);
        }
    }
}

#[test]
fn a_hundred_thousand_words_of_time_are_read_in_linear_time() {
    let knowledge = knowledge();
    for words in [
        "Monday and ",
        "in ",
        "the ",
        "1 ",
        "May 1 ",
        "from ",
        "between the end of ",
        "twenty-",
        "2019-",
        "a ",
        "last ",
    ] {
        let _ = times(&words.repeat(100_000), &knowledge, date(2023, 6, 14), Tense::Past);
    }
}
