//! Events as pairs of parties, for tables that have one actor and one recipient a row.

use attache_record::{Event, Party};

/// One actor and one recipient of an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dyad<'e> {
    /// Who does it; `None` where the text does not say.
    pub actor: Option<&'e Party>,
    /// To whom; `None` where nobody is named.
    pub recipient: Option<&'e Party>,
}

/// The pairs of an event: every actor with every recipient. An event whose parties are all actors (a meeting) gives
/// each pair in both directions, as ICEWS does for what is mutual.
pub fn dyads(event: &Event) -> Vec<Dyad<'_>> {
    let (actors, recipients) = (&event.actors, &event.recipients);
    if recipients.is_empty() && actors.len() > 1 {
        let each = |(at, actor)| {
            let others = actors.iter().enumerate().filter(move |(other, _)| *other != at);
            others.map(move |(_, other)| Dyad { actor: Some(actor), recipient: Some(other) })
        };
        return actors.iter().enumerate().flat_map(each).collect();
    }
    let side = |parties: &'_ [Party]| -> usize { parties.len().max(1) };
    let mut out = Vec::with_capacity(side(actors) * side(recipients));
    for actor in 0..side(actors) {
        for recipient in 0..side(recipients) {
            out.push(Dyad { actor: actors.get(actor), recipient: recipients.get(recipient) });
        }
    }
    out
}

/// The name of row `at` of `of` rows of an event: `DOCUMENT_RECORD`, with `_1`, `_2` ... behind where there are
/// several. POLECAT's users take what stands before the first underscore as the name of the story.
pub fn row_id(event: &Event, at: usize, of: usize) -> String {
    let document = event.document.as_str().replace('_', "-");
    if of == 1 { format!("{document}_{}", event.id) } else { format!("{document}_{}_{}", event.id, at + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample;

    fn codes(event: &Event) -> Vec<(&str, &str)> {
        let code =
            |party: Option<&'_ Party>| party.and_then(|p| p.code.as_ref()).map_or("-", |c| c.as_str()).to_owned();
        dyads(event)
            .iter()
            .map(|dyad| {
                let pair = (code(dyad.actor), code(dyad.recipient));
                (&*pair.0.leak(), &*pair.1.leak())
            })
            .collect()
    }

    #[test]
    fn every_actor_is_paired_with_every_recipient() {
        let event = sample::event(&["PER:GOV", "CHL"], &["ECU"]);
        assert_eq!(codes(&event), [("PER:GOV", "ECU"), ("CHL", "ECU")]);
    }

    #[test]
    fn a_meeting_gives_each_pair_in_both_directions() {
        let event = sample::event(&["PER:GOV", "ECU:GOV"], &[]);
        assert_eq!(codes(&event), [("PER:GOV", "ECU:GOV"), ("ECU:GOV", "PER:GOV")]);
    }

    #[test]
    fn an_event_with_one_side_gives_a_row_with_the_other_empty() {
        assert_eq!(codes(&sample::event(&["PER:CVL"], &[])), [("PER:CVL", "-")]);
        assert_eq!(codes(&sample::event(&[], &["PER:CVL"])), [("-", "PER:CVL")]);
    }

    #[test]
    fn rows_of_one_event_have_different_names_that_begin_with_the_story() {
        let mut event = sample::event(&["PER", "CHL"], &["ECU"]);
        event.document = attache_record::DocumentId::new("wire_2023_7");
        assert_eq!(row_id(&event, 0, 1), format!("wire-2023-7_{}", event.id));
        assert_eq!(row_id(&event, 1, 2), format!("wire-2023-7_{}_2", event.id));
    }
}
