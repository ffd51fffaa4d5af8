//! The ontology: PLOVER 2.0's event classes, modes and quad classes, and the status of an event.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Defines an enum whose variants have one fixed spelling in records and knowledge files.
macro_rules! spelled {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[allow(missing_docs, reason = "each variant is explained where its spelling is defined, in the codebook")]
        pub enum $name {
            $(#[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// Every value, in the order of the codebook.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The spelling used in records and knowledge files.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(format!(
                        "\"{text}\" is none of: {}",
                        [$($text),+].join(", ")
                    )),
                }
            }
        }
    };
}
pub(crate) use spelled;

spelled! {
    /// One of PLOVER's 16 event classes. What each means: CODEBOOK.md.
    Class {
        Agree = "AGREE",
        Consult = "CONSULT",
        Support = "SUPPORT",
        Concede = "CONCEDE",
        Cooperate = "COOPERATE",
        Aid = "AID",
        Retreat = "RETREAT",
        Request = "REQUEST",
        Accuse = "ACCUSE",
        Reject = "REJECT",
        Threaten = "THREATEN",
        Protest = "PROTEST",
        Sanction = "SANCTION",
        Mobilize = "MOBILIZE",
        Coerce = "COERCE",
        Assault = "ASSAULT",
    }
}

spelled! {
    /// How an event was done. A mode belongs to the classes that [`Class::modes`] lists.
    Mode {
        Visit = "visit",
        ThirdParty = "third-party",
        Multilateral = "multilateral",
        Phone = "phone",
        Withdraw = "withdraw",
        Release = "release",
        Disarm = "disarm",
        Ceasefire = "ceasefire",
        Access = "access",
        Resign = "resign",
        Assist = "assist",
        Change = "change",
        Yield = "yield",
        Meet = "meet",
        Disapprove = "disapprove",
        Investigate = "investigate",
        Allege = "allege",
        Restrict = "restrict",
        Arrest = "arrest",
        Relations = "relations",
        Expel = "expel",
        Territory = "territory",
        Violence = "violence",
        Demo = "demo",
        Riot = "riot",
        Strike = "strike",
        Hunger = "hunger",
        Boycott = "boycott",
        Obstruct = "obstruct",
        Vandalize = "vandalize",
        Convict = "convict",
        Discontinue = "discontinue",
        Troops = "troops",
        Weapons = "weapons",
        Police = "police",
        Militia = "militia",
        Seize = "seize",
        Censor = "censor",
        Curfew = "curfew",
        MartialLaw = "martial-law",
        Deport = "deport",
        Withhold = "withhold",
        Misinformation = "misinformation",
        Cyber = "cyber",
        Abduct = "abduct",
        Beat = "beat",
        Torture = "torture",
        Sexual = "sexual",
        Targeted = "targeted",
        Destroy = "destroy",
        Primitive = "primitive",
        Firearms = "firearms",
        Explosives = "explosives",
        SuicideAttack = "suicide-attack",
        Aerial = "aerial",
        Drone = "drone",
        HeavyWeapons = "heavy-weapons",
        CrowdControl = "crowd-control",
        Unconventional = "unconventional",
    }
}

spelled! {
    /// Whether the event happened, as far as the text says.
    Status {
        Actual = "actual",
        Future = "future",
        Hypothetical = "hypothetical",
        Negated = "negated",
    }
}

spelled! {
    /// The four quad classes: verbal or material, cooperation or conflict.
    Quad {
        VerbalCooperation = "verbal cooperation",
        MaterialCooperation = "material cooperation",
        VerbalConflict = "verbal conflict",
        MaterialConflict = "material conflict",
    }
}

impl Class {
    /// The modes that PLOVER's manual gives this class; empty where it has none.
    #[must_use]
    pub fn modes(self) -> &'static [Mode] {
        use Mode::{
            Abduct, Access, Aerial, Allege, Arrest, Assist, Beat, Boycott, Ceasefire, Censor, Change, Convict,
            CrowdControl, Curfew, Cyber, Demo, Deport, Destroy, Disapprove, Disarm, Discontinue, Drone, Expel,
            Explosives, Firearms, HeavyWeapons, Hunger, Investigate, MartialLaw, Meet, Militia, Misinformation,
            Multilateral, Obstruct, Phone, Police, Primitive, Relations, Release, Resign, Restrict, Riot, Seize,
            Sexual, Strike, SuicideAttack, Targeted, Territory, ThirdParty, Torture, Troops, Unconventional, Vandalize,
            Violence, Visit, Weapons, Withdraw, Withhold, Yield,
        };
        match self {
            Self::Agree | Self::Support | Self::Concede | Self::Cooperate | Self::Aid => &[],
            Self::Consult => &[Visit, ThirdParty, Multilateral, Phone],
            Self::Retreat => &[Withdraw, Release, Disarm, Ceasefire, Access, Resign],
            Self::Request | Self::Reject => &[Assist, Change, Yield, Meet],
            Self::Accuse => &[Disapprove, Investigate, Allege],
            Self::Threaten => &[Restrict, Arrest, Relations, Expel, Territory, Violence],
            Self::Protest => &[Demo, Riot, Strike, Hunger, Boycott, Obstruct, Vandalize],
            Self::Sanction => &[Convict, Expel, Withdraw, Discontinue],
            Self::Mobilize => &[Troops, Weapons, Police, Militia],
            Self::Coerce => {
                &[Seize, Restrict, Censor, Curfew, MartialLaw, Arrest, Deport, Withhold, Misinformation, Cyber]
            }
            Self::Assault => &[
                Abduct,
                Beat,
                Torture,
                Sexual,
                Targeted,
                Destroy,
                Primitive,
                Firearms,
                Explosives,
                SuicideAttack,
                Aerial,
                Drone,
                HeavyWeapons,
                CrowdControl,
                Unconventional,
            ],
        }
    }

    /// The quad class, after PLOVER's manual (which counts SANCTION as material conflict).
    #[must_use]
    pub fn quad(self) -> Quad {
        match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede => Quad::VerbalCooperation,
            Self::Cooperate | Self::Aid | Self::Retreat => Quad::MaterialCooperation,
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => Quad::VerbalConflict,
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => Quad::MaterialConflict,
        }
    }

    /// The strict PLOVER class of an event of this class and `status`; `None` where PLOVER records nothing.
    ///
    /// PLOVER has no planned meetings: a future CONSULT, SUPPORT, COOPERATE or AID is AGREE, a future RETREAT is
    /// CONCEDE; what did not or may not happen is no event.
    #[must_use]
    pub fn strict(self, status: Status) -> Option<Self> {
        match (status, self) {
            (Status::Negated | Status::Hypothetical, _) => None,
            (Status::Future, Self::Consult | Self::Support | Self::Cooperate | Self::Aid) => Some(Self::Agree),
            (Status::Future, Self::Retreat) => Some(Self::Concede),
            _ => Some(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planned_visit_is_an_agreement_in_strict_plover_and_a_cancelled_one_is_nothing() {
        assert_eq!(Class::Consult.strict(Status::Future), Some(Class::Agree));
        assert_eq!(Class::Retreat.strict(Status::Future), Some(Class::Concede));
        assert_eq!(Class::Consult.strict(Status::Negated), None);
        assert_eq!(Class::Assault.strict(Status::Future), Some(Class::Assault));
    }

    #[test]
    fn every_mode_belongs_to_a_class() {
        for mode in Mode::ALL {
            assert!(Class::ALL.iter().any(|c| c.modes().contains(mode)), "{mode} belongs to no class");
        }
    }
}
