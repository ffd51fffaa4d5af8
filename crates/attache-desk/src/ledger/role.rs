//! What the knowledge has on those who take part: given to the views, since the desk knows nothing of the world.

use attache_record::Party;
use jiff::civil::Date;

/// Who somebody is on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Role {
    /// What is the same for all mentions of one person: the id of his entry, or his surname where there is none; `None`
    /// for anybody who is no single person.
    pub person: Option<String>,
    /// The office that he holds, as a title ("foreign minister").
    pub office: Option<String>,
    /// The line of communication to which the office belongs ("foreign-ministers").
    pub channel: Option<String>,
    /// He speaks for others, and takes part in nothing himself: a spokesperson.
    pub voice: bool,
}

/// Who knows who somebody is.
pub trait Roster {
    /// Who `party` is on a day; `None` where no day is known.
    fn role(&self, party: &Party, on: Option<Date>) -> Role;
}

impl<F: Fn(&Party, Option<Date>) -> Role> Roster for F {
    fn role(&self, party: &Party, on: Option<Date>) -> Role {
        self(party, on)
    }
}
