//! ORDER BY terms, windows and frames, groupings.

use aludel_dialect::Construct;

use super::{Renderer, Written};
use crate::expr::{
    BoundNode, Direction, FrameExclusion, FrameNode, FrameUnit, GroupingNode, Node, NullsPosition, OrderNode,
    Precedence, WindowNode,
};
use crate::spelling::ParameterPlace;

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
            let is_last = renderer.spelling.default_nulls(term.direction) == Some(NullsPosition::Last);
            let has_words = renderer.capabilities.is_none_or(|it| it.grants(Construct::NullsOrder));
            let nulls = match term.nulls {
                None if is_last => None,
                None if !has_words => {
                    renderer.push("(");
                    key(renderer, &term.expr)?;
                    renderer.push(") IS NULL, ");
                    None
                }
                None => Some(NullsPosition::Last),
                said => said,
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
