//! Levels: how far a dialect goes with one construct, as types for the compiler and as values for programs.

use std::fmt;

use crate::sealed::{Sealed, Tuple};

/// How far a dialect goes with one construct, as a value. Its twin for the compiler is [`Level`].
///
/// ```
/// # use aludel_dialect::Support;
/// assert!(Support::Rewritten.is_granted());
/// assert!(!Support::Withheld.is_granted());
/// assert!(Support::Full.narrows_to(Support::Absent));
/// assert!(!Support::Absent.narrows_to(Support::Full));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Support {
    /// Works, also unqualified.
    Full,
    /// Works, and is refused without WHERE.
    NeedsWhere,
    /// The engine lacks the syntax; an exactly equivalent statement is written instead.
    Rewritten,
    /// Accepted, and does nothing; documented so.
    NoOp,
    /// The engine has some form of it that this dialect does not write; the reason says why.
    Withheld,
    /// The engine lacks it.
    Absent,
    /// Decided when the statement is built: the level of every construct in [`Any`](crate::Any), and of nothing else.
    Deferred,
}

impl Support {
    /// Every level, strongest first; `Deferred`, which is not comparable, comes last.
    pub const ALL: &'static [Support] = &[
        Support::Full,
        Support::NeedsWhere,
        Support::Rewritten,
        Support::NoOp,
        Support::Withheld,
        Support::Absent,
        Support::Deferred,
    ];

    /// Whether a statement with the construct may be written. Not so for `Deferred`: nobody has decided yet.
    pub const fn is_granted(self) -> bool {
        matches!(self, Support::Full | Support::NeedsWhere | Support::Rewritten | Support::NoOp)
    }

    /// Whether a connection that finds this level declared may lower it to `to`; every level narrows to itself.
    ///
    /// Only `Full` goes down to another granted level, and only to one that does as much: with a WHERE
    /// (`NeedsWhere`), or in other words (`Rewritten`, for a server older than the declaration). A construct that
    /// works never becomes one that silently does nothing.
    pub const fn narrows_to(self, to: Support) -> bool {
        use Support::{Absent, Deferred, Full, NeedsWhere, NoOp, Rewritten, Withheld};
        match (self, to) {
            (Deferred, _) | (_, Deferred) => false,
            (Full, NoOp) => false,
            (Full, _) => true,
            (NeedsWhere, NeedsWhere) | (Rewritten, Rewritten) | (NoOp, NoOp) => true,
            (NeedsWhere | Rewritten | NoOp | Withheld, Withheld | Absent) | (Absent, Absent) => true,
            (NeedsWhere | Rewritten | NoOp | Withheld | Absent, _) => false,
        }
    }

    /// The level's name in prose: `full`, `needs where`, …
    pub const fn words(self) -> &'static str {
        match self {
            Support::Full => "full",
            Support::NeedsWhere => "needs where",
            Support::Rewritten => "rewritten",
            Support::NoOp => "no-op",
            Support::Withheld => "withheld",
            Support::Absent => "absent",
            Support::Deferred => "deferred",
        }
    }

    /// The weaker of two levels. `Deferred` stands between the granted and the refused ones: it may still be refused.
    const fn weaker(self, other: Support) -> Support {
        if self.strength() <= other.strength() { self } else { other }
    }

    const fn strength(self) -> u8 {
        match self {
            Support::Full => 6,
            Support::NeedsWhere => 5,
            Support::Rewritten => 4,
            Support::NoOp => 3,
            Support::Deferred => 2,
            Support::Withheld => 1,
            Support::Absent => 0,
        }
    }
}

impl fmt::Display for Support {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// A level as a type. Sealed: the levels are the seven of this module, and tuples of them for sets of dialects.
pub trait Level: Sealed + Send + Sync + 'static {
    /// The level as a value; of a tuple, that of its weakest member.
    const VALUE: Support;
}

macro_rules! levels {
    ($($(#[$doc:meta])* $level:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $level;
        impl Sealed for $level {}
        impl Level for $level {
            const VALUE: Support = Support::$level;
        }
    )* };
}

levels! {
    /// Works, also unqualified.
    Full;
    /// Works, and is refused without WHERE.
    NeedsWhere;
    /// The engine lacks the syntax; an exactly equivalent statement is written instead.
    Rewritten;
    /// Accepted, and does nothing; documented so.
    NoOp;
    /// The engine has some form of it that the dialect does not write.
    Withheld;
    /// The engine lacks it.
    Absent;
    /// Decided when the statement is built; only [`Any`](crate::Any) has it.
    Deferred;
}

macro_rules! tuples {
    ($(($first:ident $($level:ident)+);)*) => { $(
        impl<$first: Level, $($level: Level),+> Sealed for ($first, $($level),+) {}
        impl<$first: Level, $($level: Level),+> Tuple for ($first, $($level),+) {
            type Levels = Self;
        }
        impl<$first: Level, $($level: Level),+> Level for ($first, $($level),+) {
            const VALUE: Support = $first::VALUE$(.weaker($level::VALUE))+;
        }
    )* };
}

tuples! {
    (A B);
    (A B C);
    (A B C D);
    (A B C D E);
    (A B C D E F);
}
