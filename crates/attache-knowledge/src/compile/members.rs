//! Members of organisations: states, each with the days on which it is one.

use super::Build;
use super::actors::period;
use super::raw::{Day, RawMember, RawOrganisation};
use crate::actors::{Actors, Period, StateIx};
use crate::load::Entry;

impl RawMember {
    fn parts(&self) -> (&str, Option<Day>, Option<Day>) {
        match self {
            Self::Always(state) => (state, None, None),
            Self::Dated(member) => (&member.state, member.from, member.to),
        }
    }
}

impl Build<'_> {
    /// The members of an organisation. A code of no state is reported, and so is a state that is listed twice for one
    /// day.
    pub(super) fn members(&mut self, entry: &Entry<RawOrganisation>, actors: &Actors) -> Vec<(StateIx, Period)> {
        let mut members: Vec<(StateIx, Period)> = Vec::new();
        for member in &entry.value.members {
            let (code, from, to) = member.parts();
            let range = self.range_of(entry, code);
            let Some(state) = actors.state(code) else {
                let message = format!("\"{code}\" is the code of no state in actors/");
                self.loader.error(entry.file, range, message, "write ISO 3166-1 alpha-3, such as CHN");
                continue;
            };
            let days = period(from, to);
            if members.iter().any(|(other, held)| *other == state && held.meets(&days)) {
                let message = format!("{code} is listed twice for the same days");
                self.loader.error(entry.file, range, message, "take one away, or mend the dates");
            }
            members.push((state, days));
        }
        members
    }
}

#[cfg(test)]
mod tests {
    use crate::Knowledge;
    use crate::actors::OrganisationIx;
    use crate::source::SourceFile;
    use jiff::civil::date;

    fn files(members: &str) -> Vec<SourceFile> {
        let state = |code: &str| {
            let text =
                format!("[state]\ncode = \"{code}\"\nname = \"{code}\"\nnames = [\"{code}\"]\nsources = [\"ours\"]\n");
            SourceFile::new(format!("actors/{code}.toml"), text)
        };
        let text = format!(
            "[[organisation]]\nid = \"igo.eu\"\ncode = \"IGO:EU\"\nnames = [\"EU\"]\nsources = [\"ours\"]\nmembers = {members}\n"
        );
        vec![state("FRA"), state("GBR"), SourceFile::new("igo.toml", text)]
    }

    #[test]
    fn a_state_is_a_member_on_its_days_only() {
        let members = r#"["FRA", { state = "GBR", from = 1973-01-01, to = 2020-01-31 }]"#;
        let actors = Knowledge::compile(&files(members)).unwrap().knowledge.actors;
        let on = |day| {
            let members = actors.members(OrganisationIx(0), day);
            members.map(|s| actors.states[s.index()].code.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(on(Some(date(1972, 12, 31))), "FRA");
        assert_eq!(on(Some(date(2020, 1, 31))), "FRA GBR");
        assert_eq!(on(Some(date(2020, 2, 1))), "FRA");
        assert_eq!(on(None), "FRA GBR");
    }

    #[test]
    fn a_member_that_is_no_state_or_stands_twice_is_reported() {
        let problem = |members| Knowledge::compile(&files(members)).err().unwrap()[0].to_string();
        assert!(problem(r#"["DEU"]"#).contains("\"DEU\" is the code of no state"));
        assert!(problem(r#"["FRA", { state = "FRA", from = 1973-01-01 }]"#).contains("FRA is listed twice"));
    }
}
