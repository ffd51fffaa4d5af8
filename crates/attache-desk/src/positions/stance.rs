//! What kind of position an event states, and how hard it is.

use attache_record::{Class, Event, Mode, Status};
use serde::Serialize;

/// A kind of position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// What the other side should do.
    Demand,
    /// What a side will not do or accept: a request refused, a plan rejected.
    RedLine,
    /// What a side says it will do against the other, or fears.
    Warning,
    /// What it blames the other for.
    Complaint,
    /// What it says it did not do.
    Denial,
    /// What it would do: offers, invitations, readiness.
    Offer,
    /// What it says it will do or did agree to.
    Commitment,
    /// What it gave up, eased, apologised for.
    Concession,
    /// What it praises or stands behind.
    Support,
    /// What both say together.
    SharedInterest,
}

impl Stance {
    /// All, in the order of a book.
    pub const ALL: [Self; 10] = [
        Self::Demand,
        Self::RedLine,
        Self::Warning,
        Self::Complaint,
        Self::Denial,
        Self::Offer,
        Self::Commitment,
        Self::Concession,
        Self::Support,
        Self::SharedInterest,
    ];

    /// The stance of an event; `together` says that both sides of the pair do it, `denied` that whoever is said to have
    /// done it says that it was not so. None for contacts and for deeds, which are no positions.
    #[must_use]
    pub fn of(event: &Event, together: bool, denied: bool) -> Option<Self> {
        if denied {
            return Some(Self::Denial);
        }
        if event.status == Status::Negated {
            return None;
        }
        let cooperative = matches!(event.class, Class::Agree | Class::Support | Class::Cooperate);
        match event.class {
            _ if together => cooperative.then_some(Self::SharedInterest),
            Class::Request => Some(Self::Demand),
            Class::Reject => Some(Self::RedLine),
            Class::Threaten => Some(Self::Warning),
            Class::Accuse => Some(Self::Complaint),
            Class::Agree if event.status == Status::Hypothetical || is_offer(event) => Some(Self::Offer),
            Class::Agree => Some(Self::Commitment),
            Class::Concede => Some(Self::Concession),
            Class::Support => Some(Self::Support),
            _ => None,
        }
    }
}

/// Whether the entry that fired is one of offers: its name says so.
fn is_offer(event: &Event) -> bool {
    event.rules.first().is_some_and(|rule| ["offer", "ready", "invite"].iter().any(|word| rule.as_str().contains(word)))
}

/// How hard a position is, from 0 (given) to 9 (force is threatened).
///
/// The order is CAMEO's and PLOVER's own, from help asked for to violence threatened; the steps are even and say nothing
/// more than that order.
#[must_use]
pub fn level(stance: Stance, mode: Option<Mode>) -> u8 {
    match (stance, mode) {
        (Stance::Concession | Stance::Support | Stance::SharedInterest, _) => 0,
        (Stance::Offer | Stance::Commitment, _) => 1,
        (Stance::Demand, Some(Mode::Assist | Mode::Meet)) => 2,
        (Stance::Demand, _) => 3,
        (Stance::Denial, _) | (Stance::Complaint, Some(Mode::Disapprove) | None) => 4,
        (Stance::Complaint, _) => 5,
        (Stance::RedLine, _) => 6,
        (Stance::Warning, Some(Mode::Violence | Mode::Territory)) => 9,
        (Stance::Warning, Some(Mode::Relations | Mode::Expel)) => 8,
        (Stance::Warning, _) => 7,
    }
}
