//! The ontology: PLOVER 2.0's event classes, modes and quad classes, those of a user's own, and the status of an event.

use crate::own_name::{Case, OwnName};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
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

/// Defines an enum whose variants have one fixed spelling, and which a codebook of a user's own may add to.
macro_rules! open {
    ($(#[$doc:meta])* $name:ident, $case:expr, $pattern:literal { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each variant is explained where its spelling is defined, in the codebook")]
        pub enum $name {
            $($variant,)+
            /// One that a codebook of a user's own adds; none of the spellings above.
            Own(OwnName),
        }

        impl $name {
            /// Every value that PLOVER has, in the order of the codebook.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The spelling used in records and knowledge files.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Own(name) => name.as_str(),
                }
            }

            /// The value of that name, PLOVER's or a user's own; `None` where it cannot be a name.
            #[must_use]
            pub fn named(text: &str) -> Option<Self> {
                text.parse().ok().or_else(|| OwnName::new(text, $case).map(Self::Own))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        /// Reads the names of PLOVER only; see `named` for the others.
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

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Name;
                impl serde::de::Visitor<'_> for Name {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("a name")
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        // What PLOVER lacks and is no name either is answered with the list of what PLOVER has.
                        $name::named(text).map_or_else(|| text.parse().map_err(E::custom), Ok)
                    }
                }
                deserializer.deserialize_str(Name)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "description": concat!("One of PLOVER's, or one that a codebook of a user's own adds."),
                    "anyOf": [
                        { "type": "string", "enum": [$($text),+] },
                        { "type": "string", "pattern": $pattern, "maxLength": 31 }
                    ]
                })
            }
        }
    };
}

open! {
    /// One of PLOVER's 16 event classes, or one that a codebook of a user's own adds. What each means: CODEBOOK.md.
    Class, Case::Capitals, "^[A-Z][A-Z0-9-]*$" {
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

open! {
    /// How an event was done. A mode of PLOVER belongs to the classes that [`Class::modes`] lists.
    Mode, Case::Small, "^[a-z][a-z0-9-]*$" {
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
    /// The modes that PLOVER's manual gives this class; empty where it has none, and for a class of a user's own, whose
    /// modes the knowledge has.
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
            Self::Agree | Self::Support | Self::Concede | Self::Cooperate | Self::Aid | Self::Own(_) => &[],
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

    /// The quad class, after PLOVER's manual (which counts SANCTION as material conflict); `None` for a class of a
    /// user's own, whose quad class the knowledge has.
    #[must_use]
    pub fn quad(self) -> Option<Quad> {
        Some(match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede => Quad::VerbalCooperation,
            Self::Cooperate | Self::Aid | Self::Retreat => Quad::MaterialCooperation,
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => Quad::VerbalConflict,
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => Quad::MaterialConflict,
            Self::Own(_) => return None,
        })
    }

    /// The strict PLOVER class of an event of this class and `status`; `None` where PLOVER records nothing.
    ///
    /// PLOVER has no planned meetings: a future CONSULT, SUPPORT, COOPERATE or AID is AGREE, a future RETREAT is
    /// CONCEDE; what did not or may not happen is no event, nor is a class of a user's own.
    #[must_use]
    pub fn strict(self, status: Status) -> Option<Self> {
        match (status, self) {
            (Status::Negated | Status::Hypothetical, _) | (_, Self::Own(_)) => None,
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
    fn a_class_of_a_users_own_is_written_and_read_like_the_others() {
        let own = Class::named("HOSTAGE-DIPLOMACY").unwrap();
        assert!(matches!(own, Class::Own(_)));
        assert_eq!(serde_json::to_string(&own).unwrap(), "\"HOSTAGE-DIPLOMACY\"");
        assert_eq!(serde_json::from_str::<Class>("\"HOSTAGE-DIPLOMACY\"").unwrap(), own);
        assert_eq!(serde_json::from_str::<Class>("\"AID\"").unwrap(), Class::Aid);
        assert_eq!(serde_json::from_str::<Mode>("\"visit\"").unwrap(), Mode::Visit);
        assert_eq!(Class::named("AID"), Some(Class::Aid));
        assert!("HOSTAGE-DIPLOMACY".parse::<Class>().is_err(), "only PLOVER's names are parsed");
        let wrong = serde_json::from_str::<Class>("\"not a class\"").unwrap_err().to_string();
        assert!(wrong.contains("AGREE"), "{wrong}");
    }

    #[test]
    fn every_mode_belongs_to_a_class() {
        for mode in Mode::ALL {
            assert!(Class::ALL.iter().any(|c| c.modes().contains(mode)), "{mode} belongs to no class");
        }
    }
}
