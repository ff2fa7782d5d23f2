//! What joins by time say beside their condition: how far two rows may lie apart, or at which distances one looks.

use aludel_dialect::{Grants, Interval, Levels, SqlType, TimeUnit, cap};

use crate::expr::Expr;
use crate::join::{JoinKind, JoinNode, JoinOn, Joins, join};
use crate::source::{IntoSource, Source, SourceNode};
use crate::{BuildError, Column, Name, Table};

/// The times that a join looks at, around those of the left side.
#[derive(Clone, Debug)]
pub(crate) enum TimesNode {
    Window { start: TimeBound, end: TimeBound, prevailing: bool },
    Horizon(HorizonNode),
}

/// Where the range of a WINDOW JOIN begins or ends, seen from each row of the left side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeBound {
    /// `distance PRECEDING`
    Preceding(Interval),
    /// `CURRENT ROW`: at the row's own time.
    CurrentRow,
    /// `distance FOLLOWING`
    Following(Interval),
}

/// In what place of a join a distance stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DistancePlace {
    /// The `TOLERANCE` of an ASOF or LT join.
    Tolerance,
    /// A bound of a WINDOW JOIN's range.
    Range,
    /// An offset of a HORIZON JOIN, which may be before the row.
    Offset,
}

#[derive(Clone, Debug)]
pub(crate) struct HorizonNode {
    pub(crate) alias: Name,
    pub(crate) offsets: OffsetsNode,
}

#[derive(Clone, Debug)]
pub(crate) enum OffsetsNode {
    Range { from: Interval, to: Interval, step: Interval },
    List(Vec<Interval>),
}

/// The distances in time at which a [HORIZON JOIN](Horizons::horizon_join) looks at the right side, seen from each row of the
/// left, and the name under which the result has them.
///
/// ```
/// use aludel_dialect::Interval;
/// use aludel_query::Horizon;
///
/// // A minute before, at the time itself, and a minute after.
/// let minutes = Horizon::range("h", Interval::minutes(-1), Interval::minutes(1), Interval::minutes(1));
/// let uneven = Horizon::list("h", [Interval::default(), Interval::seconds(1), Interval::minutes(5)]);
/// # let _ = (minutes, uneven);
/// ```
#[derive(Clone, Debug)]
pub struct Horizon {
    node: HorizonNode,
}

impl Horizon {
    /// `RANGE FROM from TO to STEP step AS alias`
    pub fn range(alias: impl Into<Name>, from: Interval, to: Interval, step: Interval) -> Self {
        Horizon { node: HorizonNode { alias: alias.into(), offsets: OffsetsNode::Range { from, to, step } } }
    }

    /// `LIST (offsets) AS alias`: the offsets in ascending order.
    pub fn list(alias: impl Into<Name>, offsets: impl IntoIterator<Item = Interval>) -> Self {
        let offsets = OffsetsNode::List(offsets.into_iter().collect());
        Horizon { node: HorizonNode { alias: alias.into(), offsets } }
    }

    /// As a table that is described: both columns are never NULL.
    fn column<D>(&self, name: &str, sql_type: SqlType) -> Expr<D> {
        Table::new(self.node.alias.clone()).column(Column::new(name, sql_type).not_null()).col(name)
    }

    /// The distance of each row of the result, in units of the left side's timestamp.
    pub fn offset<D>(&self) -> Expr<D> {
        self.column("offset", SqlType::Int64)
    }

    /// The time that was looked at: that of the left side's row and the offset.
    pub fn timestamp<D>(&self) -> Expr<D> {
        self.column("timestamp", SqlType::Timestamp(TimeUnit::Microsecond))
    }
}

/// HORIZON JOIN, for whatever can be [joined](Joins).
pub trait Horizons<D: Levels>: Joins<D> {
    /// Each row of the left side once for each offset of `horizon`, with the latest row of the right side at that time; NULLs
    /// where there is none. The columns of the result are aggregates, or what these are grouped by.
    ///
    /// The condition is equal keys. The times are the tables' own.
    fn horizon_join(self, right: impl IntoSource<D>, on: impl Into<JoinOn<D>>, horizon: &Horizon) -> Self::Joined
    where
        D::HorizonJoin: Grants<D, cap::HorizonJoin>,
    {
        let (right, on, horizon) = (right.into_source(), on.into(), horizon.node.clone());
        self.joined(|left| {
            let joined = join(left, JoinKind::Horizon, right, on);
            joined.last_join(&[JoinKind::Horizon], 0, "a horizon belongs to a HORIZON JOIN", |join: &mut JoinNode| {
                join.times = Some(Box::new(TimesNode::Horizon(horizon)));
            })
        })
    }
}

impl<D: Levels, J: Joins<D>> Horizons<D> for J {}

impl<D: Levels> Source<D> {
    /// `TOLERANCE distance`: how far apart the two times of the last ASOF or LT join may lie, both ends included. A row whose
    /// nearest one lies farther has no partner.
    pub fn tolerance(self, distance: Interval) -> Self
    where
        D::AsofTolerance: Grants<D, cap::AsofTolerance>,
    {
        let kinds = [JoinKind::Asof, JoinKind::AsofLeft, JoinKind::Lt];
        self.last_join(&kinds, 0, "a tolerance belongs to an ASOF or LT join", |join| {
            join.tolerance = Some(Box::new(distance));
        })
    }

    /// `RANGE BETWEEN start AND end EXCLUDE PREVAILING`: how far around each row the last WINDOW JOIN looks, both ends
    /// included.
    pub fn range_between(self, start: TimeBound, end: TimeBound) -> Self
    where
        D::WindowJoin: Grants<D, cap::WindowJoin>,
    {
        self.last_join(&[JoinKind::Window], 0, "this range belongs to a WINDOW JOIN", |join| {
            join.times = Some(Box::new(TimesNode::Window { start, end, prevailing: false }));
        })
    }

    /// `INCLUDE PREVAILING`: the last WINDOW JOIN takes the latest row before its range, too.
    pub fn include_prevailing(self) -> Self
    where
        D::WindowJoin: Grants<D, cap::WindowJoin>,
    {
        let problem = "INCLUDE PREVAILING belongs to a WINDOW JOIN with a range";
        let mut found = false;
        let joined = self.last_join(&[JoinKind::Window], 0, problem, |join| {
            if let Some(TimesNode::Window { prevailing, .. }) = join.times.as_deref_mut() {
                (*prevailing, found) = (true, true);
            }
        });
        match &joined.node {
            SourceNode::Joined(..) if !found => Self::poisoned(BuildError::usage(problem)),
            _ => joined,
        }
    }
}
