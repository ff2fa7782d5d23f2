//! ORDER BY terms, windows and frames, groupings.

use aludel_dialect::Construct;

use super::{Renderer, Written};
use crate::expr::{
    BoundNode, Callee, Direction, FrameExclusion, FrameNode, FrameUnit, GroupingNode, Node, NullsPosition, OrderNode,
    Precedence, WindowNode,
};
use crate::spelling::{FrameReach, ParameterPlace, WindowOrder, WindowedCall};

impl Renderer<'_> {
    /// The terms of an ORDER BY that sees no labels: in a window, in an aggregate.
    pub(super) fn order_terms(&mut self, terms: &[OrderNode]) -> Written {
        self.order_terms_as(terms, Self::expression)
    }

    /// The terms of an ORDER BY, each one's key written by `key`.
    pub(super) fn order_terms_as(
        &mut self,
        terms: &[OrderNode],
        mut key: impl FnMut(&mut Self, &Node) -> Written,
    ) -> Written {
        self.list(terms, |renderer, term| {
            let nulls = match renderer.nulls_of(term) {
                Some(position) if renderer.orders_nulls_by_a_term() => {
                    if term.nulls.is_some() {
                        renderer.need_or_rewrite(Construct::NullsOrder)?;
                    }
                    if !renderer.is_never_null(term) {
                        renderer.push("(");
                        key(renderer, &term.expr)?;
                        renderer.push(match position {
                            NullsPosition::First => ") IS NOT NULL, ",
                            NullsPosition::Last => ") IS NULL, ",
                        });
                    }
                    None
                }
                other => other,
            };
            key(renderer, &term.expr)?;
            if term.direction == Direction::Descending {
                renderer.push(" DESC");
            }
            if let Some(position) = nulls {
                renderer.need(Construct::NullsOrder)?;
                renderer.push(match position {
                    NullsPosition::First => " NULLS FIRST",
                    NullsPosition::Last => " NULLS LAST",
                });
            }
            if let Some(fill) = &term.fill {
                renderer.need(Construct::WithFill)?;
                renderer.push(" WITH FILL");
                for (word, node) in [(" FROM ", &fill.from), (" TO ", &fill.to), (" STEP ", &fill.step)] {
                    if let Some(node) = node {
                        renderer.push(word);
                        renderer.expression(node)?;
                    }
                }
            }
            Ok(())
        })
    }

    fn is_never_null(&self, term: &OrderNode) -> bool {
        self.two_valued && !self.may_be_null(&term.expr)
    }

    /// Where NULLs go, if that has to be said.
    fn nulls_of(&self, term: &OrderNode) -> Option<NullsPosition> {
        match term.nulls {
            _ if term.settled => None,
            None if self.spelling.default_nulls(term.direction) == Some(NullsPosition::Last) => None,
            None if self.is_never_null(term) => None,
            None => Some(NullsPosition::Last),
            said => said,
        }
    }

    /// Whether a term of its own says where NULLs go.
    fn orders_nulls_by_a_term(&self) -> bool {
        !self.capabilities.is_none_or(|it| it.grants(Construct::NullsOrder)) || self.is_rewritten(Construct::NullsOrder)
    }

    /// Where NULLs go, if a term of its own says it.
    pub(super) fn null_term(&self, term: &OrderNode) -> Option<NullsPosition> {
        self.nulls_of(term).filter(|_| self.orders_nulls_by_a_term() && !self.is_never_null(term))
    }

    /// What the dialect may want to know of a call with OVER.
    #[inline(never)]
    pub(super) fn windowed_call(&self, callee: &Callee, window: &WindowNode) -> WindowedCall {
        let function = match callee {
            Callee::Neutral(function) => Some(*function),
            Callee::Native(..) => None,
        };
        let is_column = |term: &OrderNode| matches!(term.expr, Node::Column(..));
        let order = match window.order_by.as_slice() {
            [] => WindowOrder::None,
            terms if !terms.iter().all(is_column) => WindowOrder::Expressions,
            terms if terms.iter().any(|term| !term.settled && self.may_be_null(&term.expr)) => {
                WindowOrder::ColumnsWithNull
            }
            _ => WindowOrder::ColumnsWithoutNull,
        };
        let reach = match &window.frame {
            None => FrameReach::Unsaid,
            Some(frame) => match (&frame.start, &frame.end) {
                (BoundNode::UnboundedPreceding, BoundNode::UnboundedFollowing) => FrameReach::Whole,
                (_, BoundNode::CurrentRow | BoundNode::Preceding(_)) => FrameReach::ToTheRow,
                _ => FrameReach::Beyond,
            },
        };
        WindowedCall { function, order, reach }
    }

    pub(super) fn window(&mut self, window: &WindowNode) -> Written {
        let mut gap = "";
        if let Some(base) = &window.base {
            self.need(Construct::NamedWindow)?;
            self.name(base)?;
            gap = " ";
        }
        if !window.partition_by.is_empty() {
            self.push(gap);
            self.push("PARTITION BY ");
            self.expressions(&window.partition_by)?;
            gap = " ";
        }
        if !window.order_by.is_empty() {
            self.push(gap);
            self.push("ORDER BY ");
            self.order_terms(&window.order_by)?;
            gap = " ";
        }
        if let Some(frame) = &window.frame {
            self.push(gap);
            self.frame(frame)?;
        }
        Ok(())
    }

    pub(super) fn frame(&mut self, frame: &FrameNode) -> Written {
        let (word, construct) = match frame.unit {
            FrameUnit::Rows => ("ROWS", Construct::RowsFrame),
            FrameUnit::Range => ("RANGE", Construct::RangeFrame),
            FrameUnit::Groups => ("GROUPS", Construct::GroupsFrame),
        };
        self.need(construct)?;
        let distance = |bound: &BoundNode| matches!(bound, BoundNode::Preceding(_) | BoundNode::Following(_));
        if frame.unit == FrameUnit::Range && (distance(&frame.start) || distance(&frame.end)) {
            self.need(Construct::RangeOffset)?;
        }
        self.push(word);
        self.push(" BETWEEN ");
        self.bound(&frame.start)?;
        self.push(" AND ");
        self.bound(&frame.end)?;
        if let Some(exclusion) = frame.exclusion {
            self.need(Construct::FrameExclusion)?;
            self.push(match exclusion {
                FrameExclusion::CurrentRow => " EXCLUDE CURRENT ROW",
                FrameExclusion::Group => " EXCLUDE GROUP",
                FrameExclusion::Ties => " EXCLUDE TIES",
                FrameExclusion::NoOthers => " EXCLUDE NO OTHERS",
            });
        }
        Ok(())
    }

    pub(super) fn bound(&mut self, bound: &BoundNode) -> Written {
        match bound {
            BoundNode::UnboundedPreceding => self.push("UNBOUNDED PRECEDING"),
            BoundNode::UnboundedFollowing => self.push("UNBOUNDED FOLLOWING"),
            BoundNode::CurrentRow => self.push("CURRENT ROW"),
            BoundNode::Preceding(distance) => {
                self.placed(ParameterPlace::Frame, |renderer| renderer.operand(distance, Precedence::Additive))?;
                self.push(" PRECEDING");
            }
            BoundNode::Following(distance) => {
                self.placed(ParameterPlace::Frame, |renderer| renderer.operand(distance, Precedence::Additive))?;
                self.push(" FOLLOWING");
            }
        }
        Ok(())
    }

    pub(super) fn grouping(&mut self, grouping: &GroupingNode) -> Written {
        match grouping {
            GroupingNode::Rollup(nodes) => {
                self.need(Construct::Rollup)?;
                self.push("ROLLUP (");
                self.expressions(nodes)?;
            }
            GroupingNode::Cube(nodes) => {
                self.need(Construct::Cube)?;
                self.push("CUBE (");
                self.expressions(nodes)?;
            }
            GroupingNode::Sets(sets) => {
                self.need(Construct::GroupingSets)?;
                self.push("GROUPING SETS (");
                self.list(sets, |renderer, set| {
                    renderer.push("(");
                    renderer.expressions(set)?;
                    renderer.push(")");
                    Ok(())
                })?;
            }
        }
        self.push(")");
        Ok(())
    }
}
