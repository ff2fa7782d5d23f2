//! The ways in which the endpoint differs from a Postgres server, each with a switch.

/// A way in which MotherDuck's Postgres endpoint differs from a Postgres server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Quirk {
    /// `ReadyForQuery` says "idle" inside a transaction too.
    ///
    /// Without: `T` in a transaction, `E` in one that an error has ended.
    IdleStatus,
    /// Every statement answers with rows: INSERT, UPDATE and DELETE with DuckDB's one row `Count`, all others with a
    /// column `Success` and no row.
    ///
    /// Without: no rows where Postgres gives none.
    RowsForEveryStatement,
    /// The number in the command tag is that of the rows of the answer, not of the rows that were changed. That the tag
    /// can't be relied on follows from what was measured; what it counts is assumed.
    ///
    /// Without: `INSERT 0 3`, `UPDATE 3`.
    TagCountsAnswer,
    /// Errors have no SQLSTATE.
    ///
    /// Without: the nearest that Postgres has (`42P01` for a missing table), else `XX000`.
    NoSqlState,
    /// Lists of lists, structs, maps and unions have the type number 17000, and are text whatever was asked for.
    ///
    /// Without: `varchar`.
    NestedType17000,
    /// Elements of arrays in text form are not quoted: `{Chez Jay,Musso & Frank}`.
    ///
    /// Without: as Postgres quotes them.
    UnquotedArrayElements,
    /// A statement whose columns depend on a parameter without a type is refused: "ambiguous result column types".
    ///
    /// Without: such a parameter is text.
    AmbiguousColumnTypes,
    /// The types that `Parse` declares are not looked at, so that each parameter without a cast is one without a
    /// type. Whether the endpoint does that is not known; it is not among the [documented](Quirks::documented).
    ///
    /// Without: declared types are the parameters' types.
    DeclaredTypesIgnored,
    /// TIMETZ is described as `time` and comes without its offset.
    ///
    /// Without: `timetz`.
    TimeTzWithoutOffset,
    /// COPY FROM STDIN, temporary tables, indexes, sequences, LOAD, INSTALL, local files, local ATTACH and
    /// `MD_RUN = LOCAL` are refused.
    ///
    /// Without: DuckDB runs them, but for COPY FROM STDIN and `MD_RUN = LOCAL`, which it does not have.
    Refusals,
    /// `SET TimeZone` takes canonical names alone: `America/Los_Angeles` and `UTC`, not `US/Pacific` or `Japan`.
    ///
    /// Without: all that DuckDB knows.
    CanonicalTimeZones,
    /// A client that does not ask for TLS is never answered.
    ///
    /// Without: it is served in plain text.
    PlainTextHangs,
}

impl Quirk {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::IdleStatus,
        Self::RowsForEveryStatement,
        Self::TagCountsAnswer,
        Self::NoSqlState,
        Self::NestedType17000,
        Self::UnquotedArrayElements,
        Self::AmbiguousColumnTypes,
        Self::DeclaredTypesIgnored,
        Self::TimeTzWithoutOffset,
        Self::Refusals,
        Self::CanonicalTimeZones,
        Self::PlainTextHangs,
    ];

    fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// A set of quirks.
///
/// ```
/// use aludel_md_stand_in::{Quirk, Quirks};
///
/// let quirks = Quirks::documented().without(Quirk::IdleStatus);
/// assert!(quirks.has(Quirk::NoSqlState) && !quirks.has(Quirk::IdleStatus));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quirks(u32);

impl Quirks {
    /// None: as near to a Postgres server as DuckDB gets.
    pub const fn none() -> Self {
        Self(0)
    }

    /// Those that MotherDuck documents or that were measured on the service.
    pub fn documented() -> Self {
        Self::all().without(Quirk::DeclaredTypesIgnored)
    }

    /// All, the assumed one too.
    pub fn all() -> Self {
        Quirk::ALL.into_iter().fold(Self::none(), Self::with)
    }

    /// With this one.
    #[must_use]
    pub fn with(self, quirk: Quirk) -> Self {
        Self(self.0 | quirk.bit())
    }

    /// Without this one.
    #[must_use]
    pub fn without(self, quirk: Quirk) -> Self {
        Self(self.0 & !quirk.bit())
    }

    /// Whether this one is among them.
    pub fn has(self, quirk: Quirk) -> bool {
        self.0 & quirk.bit() != 0
    }
}
