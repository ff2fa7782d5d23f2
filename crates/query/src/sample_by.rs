//! SAMPLE BY: grouping of a time series by time, with the gaps filled.

use std::marker::PhantomData;

use crate::expr::{Expr, IntoExpr, Node};

/// A unit of time in SAMPLE BY.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SampleUnit {
    /// `U`
    Microsecond,
    /// `T`
    Millisecond,
    /// `s`
    Second,
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`
    Day,
    /// `w`
    Week,
    /// `M`
    Month,
    /// `y`
    Year,
}

/// What a group without rows holds.
#[derive(Clone, Debug)]
pub(crate) enum FillValue {
    None,
    Null,
    Previous,
    Linear,
    Value(Node),
}

#[derive(Clone, Debug)]
pub(crate) enum Alignment {
    Calendar { zone: Option<Node>, offset: Option<Node> },
    FirstObservation,
}

#[derive(Clone, Debug)]
pub(crate) struct SampleByNode {
    pub(crate) count: u32,
    pub(crate) unit: SampleUnit,
    pub(crate) range: Option<(Node, Node)>,
    pub(crate) fill: Vec<FillValue>,
    pub(crate) alignment: Option<Alignment>,
}

/// `SAMPLE BY interval [FROM a TO b] [FILL (…)] [ALIGN TO …]`
pub struct SampleBy<D> {
    pub(crate) node: SampleByNode,
    pub(crate) depth: usize,
    dialect: PhantomData<fn() -> D>,
}

clone_and_debug!(SampleBy { node, depth, dialect });

impl<D> SampleBy<D> {
    /// One group for each `count` units.
    pub fn every(count: u32, unit: SampleUnit) -> Self {
        let node = SampleByNode { count, unit, range: None, fill: Vec::new(), alignment: None };
        SampleBy { node, depth: 0, dialect: PhantomData }
    }

    /// `FROM from TO to`: groups for the whole range, rows or not.
    pub fn between(mut self, from: impl IntoExpr<D>, to: impl IntoExpr<D>) -> Self {
        let (from, to) = (from.into_expr(), to.into_expr());
        self.depth = self.depth.max(from.depth).max(to.depth);
        self.node.range = Some((from.node, to.node));
        self
    }

    fn fill(mut self, fill: FillValue) -> Self {
        self.node.fill.push(fill);
        self
    }

    /// `FILL (NONE)`: a group without rows is left out.
    pub fn fill_none(self) -> Self {
        self.fill(FillValue::None)
    }

    /// `FILL (NULL)`
    pub fn fill_null(self) -> Self {
        self.fill(FillValue::Null)
    }

    /// `FILL (PREV)`: the group before it.
    pub fn fill_previous(self) -> Self {
        self.fill(FillValue::Previous)
    }

    /// `FILL (LINEAR)`: interpolated between its neighbours.
    pub fn fill_linear(self) -> Self {
        self.fill(FillValue::Linear)
    }

    /// `FILL (value)`; called once for each aggregate, or once for all.
    pub fn fill_value(mut self, value: impl IntoExpr<D>) -> Self {
        let value: Expr<D> = value.into_expr();
        self.depth = self.depth.max(value.depth);
        self.fill(FillValue::Value(value.node))
    }

    /// `ALIGN TO CALENDAR`: groups begin at whole units of the calendar, in UTC.
    pub fn align_to_calendar(mut self) -> Self {
        self.node.alignment = Some(Alignment::Calendar { zone: None, offset: None });
        self
    }

    /// `ALIGN TO CALENDAR TIME ZONE zone`
    pub fn align_to_calendar_in(mut self, zone: impl IntoExpr<D>) -> Self {
        let zone: Expr<D> = zone.into_expr();
        self.depth = self.depth.max(zone.depth);
        self.node.alignment = Some(Alignment::Calendar { zone: Some(zone.node), offset: None });
        self
    }

    /// `ALIGN TO CALENDAR WITH OFFSET offset`
    pub fn align_to_calendar_with_offset(mut self, offset: impl IntoExpr<D>) -> Self {
        let offset: Expr<D> = offset.into_expr();
        self.depth = self.depth.max(offset.depth);
        self.node.alignment = Some(Alignment::Calendar { zone: None, offset: Some(offset.node) });
        self
    }

    /// `ALIGN TO FIRST OBSERVATION`
    pub fn align_to_first_observation(mut self) -> Self {
        self.node.alignment = Some(Alignment::FirstObservation);
        self
    }
}
