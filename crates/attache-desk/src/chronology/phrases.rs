//! What a line says that was done: a verb for each class and mode.

use attache_record::{Class, Mode};

/// A verb as it stands after an actor. In `rest`, words in brackets are left away where nobody is on the other side, and
/// `@` is the other side.
pub struct Phrase {
    /// After "is to", and after several actors.
    pub base: &'static str,
    /// After one actor.
    pub third: &'static str,
    /// What follows.
    pub rest: &'static str,
}

macro_rules! phrase {
    ($base:literal, $third:literal, $rest:literal) => {
        Phrase { base: $base, third: $third, rest: $rest }
    };
}

/// The phrase of a class and mode, after the codebook's meaning of them.
pub fn of(class: Class, mode: Option<Mode>) -> Phrase {
    match class {
        Class::Agree => phrase!("agree", "agrees", " to cooperate[ with @]"),
        Class::Consult => phrase!("consult", "consults", "[ with @]"),
        Class::Support => phrase!("express", "expresses", " support[ for @]"),
        Class::Concede => phrase!("make", "makes", " a concession[ to @]"),
        Class::Cooperate => phrase!("cooperate", "cooperates", "[ with @]"),
        Class::Aid => phrase!("give", "gives", " aid[ to @]"),
        Class::Retreat => retreat(mode),
        Class::Request => request(mode),
        Class::Accuse => accuse(mode),
        Class::Reject => reject(mode),
        Class::Threaten => threaten(mode),
        Class::Protest => protest(mode),
        Class::Sanction => sanction(mode),
        Class::Mobilize => mobilize(mode),
        Class::Coerce => coerce(mode),
        Class::Assault => assault(mode),
        // What it means stands in the user's codebook; the line names the class behind it.
        Class::Own(_) => phrase!("act", "acts", "[ on @]"),
    }
}

fn retreat(mode: Option<Mode>) -> Phrase {
    match mode {
        Some(Mode::Withdraw) => phrase!("withdraw", "withdraws", "[ from @]"),
        Some(Mode::Release) => phrase!("release", "releases", " people or property[ of @]"),
        Some(Mode::Disarm) => phrase!("disarm", "disarms", "[ before @]"),
        Some(Mode::Ceasefire) => phrase!("cease", "ceases", " fire[ against @]"),
        Some(Mode::Access) => phrase!("give", "gives", " access[ to @]"),
        Some(Mode::Resign) => phrase!("resign", "resigns", ""),
        _ => phrase!("yield", "yields", "[ to @]"),
    }
}

fn request(mode: Option<Mode>) -> Phrase {
    match mode {
        Some(Mode::Assist) => phrase!("ask", "asks", "[ @] for help"),
        Some(Mode::Change) => phrase!("urge", "urges", "[ @] to act"),
        Some(Mode::Yield) => phrase!("urge", "urges", "[ @] to yield"),
        Some(Mode::Meet) => phrase!("ask", "asks", "[ @] to meet"),
        _ => phrase!("make", "makes", " a request[ of @]"),
    }
}

fn accuse(mode: Option<Mode>) -> Phrase {
    match mode {
        Some(Mode::Disapprove) => phrase!("criticise", "criticises", "[ @]"),
        Some(Mode::Investigate) => phrase!("investigate", "investigates", "[ @]"),
        _ => phrase!("accuse", "accuses", "[ @]"),
    }
}

fn reject(mode: Option<Mode>) -> Phrase {
    match mode {
        Some(Mode::Assist) => phrase!("refuse", "refuses", " help[ to @]"),
        Some(Mode::Meet) => phrase!("decline", "declines", " or puts off a meeting[ with @]"),
        Some(Mode::Yield) => phrase!("refuse", "refuses", " to yield[ to @]"),
        _ => phrase!("reject", "rejects", " a proposal or demand[ of @]"),
    }
}

fn threaten(mode: Option<Mode>) -> Phrase {
    match mode {
        Some(Mode::Restrict) => phrase!("threaten", "threatens", "[ @] with restrictions"),
        Some(Mode::Arrest) => phrase!("threaten", "threatens", "[ @] with arrests"),
        Some(Mode::Relations) => phrase!("threaten", "threatens", " to cut relations[ with @]"),
        Some(Mode::Expel) => phrase!("threaten", "threatens", " to expel officials[ of @]"),
        Some(Mode::Territory) => phrase!("threaten", "threatens", " to take territory[ of @]"),
        Some(Mode::Violence) => phrase!("threaten", "threatens", "[ @] with force"),
        _ => phrase!("warn", "warns", "[ @]"),
    }
}

fn protest(mode: Option<Mode>) -> Phrase {
    match mode {
        Some(Mode::Demo) => phrase!("demonstrate", "demonstrates", "[ against @]"),
        Some(Mode::Riot) => phrase!("riot", "riots", "[ against @]"),
        Some(Mode::Strike) => phrase!("strike", "strikes", "[ against @]"),
        Some(Mode::Boycott) => phrase!("boycott", "boycotts", "[ @]"),
        _ => phrase!("protest", "protests", "[ against @]"),
    }
}

fn sanction(mode: Option<Mode>) -> Phrase {
    match mode {
        Some(Mode::Convict) => phrase!("convict", "convicts", "[ @]"),
        Some(Mode::Expel) => phrase!("expel", "expels", "[ @]"),
        Some(Mode::Withdraw) => phrase!("withdraw", "withdraws", " representation[ from @]"),
        Some(Mode::Discontinue) => phrase!("sanction", "sanctions", "[ @]"),
        _ => phrase!("reduce", "reduces", " relations[ with @]"),
    }
}

fn mobilize(mode: Option<Mode>) -> Phrase {
    match mode {
        Some(Mode::Troops) => phrase!("move", "moves", " troops[ against @]"),
        Some(Mode::Weapons) => phrase!("move", "moves", " weapons[ against @]"),
        Some(Mode::Police) => phrase!("move", "moves", " police[ against @]"),
        Some(Mode::Militia) => phrase!("move", "moves", " militia[ against @]"),
        _ => phrase!("mobilise", "mobilises", "[ against @]"),
    }
}

fn coerce(mode: Option<Mode>) -> Phrase {
    match mode {
        Some(Mode::Seize) => phrase!("seize", "seizes", " property[ of @]"),
        Some(Mode::Restrict) => phrase!("restrict", "restricts", "[ @]"),
        Some(Mode::Censor) => phrase!("censor", "censors", "[ @]"),
        Some(Mode::Curfew) => phrase!("impose", "imposes", " a curfew[ on @]"),
        Some(Mode::MartialLaw) => phrase!("impose", "imposes", " martial law[ on @]"),
        Some(Mode::Arrest) => phrase!("arrest", "arrests", "[ @]"),
        Some(Mode::Deport) => phrase!("deport", "deports", "[ @]"),
        Some(Mode::Withhold) => phrase!("withhold", "withholds", " goods or services[ from @]"),
        Some(Mode::Misinformation) => phrase!("spread", "spreads", " false reports[ about @]"),
        Some(Mode::Cyber) => phrase!("attack", "attacks", " computers[ of @]"),
        _ => phrase!("coerce", "coerces", "[ @]"),
    }
}

fn assault(mode: Option<Mode>) -> Phrase {
    match mode {
        Some(Mode::Abduct) => phrase!("abduct", "abducts", "[ @]"),
        Some(Mode::Beat) => phrase!("beat", "beats", "[ @]"),
        Some(Mode::Torture) => phrase!("torture", "tortures", "[ @]"),
        Some(Mode::Targeted) => phrase!("kill", "kills", "[ @]"),
        Some(Mode::Destroy) => phrase!("destroy", "destroys", " property[ of @]"),
        Some(Mode::Firearms) => phrase!("shoot", "shoots", "[ at @]"),
        Some(Mode::Explosives | Mode::SuicideAttack) => phrase!("bomb", "bombs", "[ @]"),
        Some(Mode::Aerial) => phrase!("attack", "attacks", "[ @] from the air"),
        Some(Mode::Drone) => phrase!("attack", "attacks", "[ @] with drones"),
        Some(Mode::HeavyWeapons) => phrase!("shell", "shells", "[ @]"),
        Some(Mode::CrowdControl) => phrase!("use", "uses", " force against crowds[ of @]"),
        _ => phrase!("attack", "attacks", "[ @]"),
    }
}
