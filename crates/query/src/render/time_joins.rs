//! What joins by time say behind their condition.

use aludel_dialect::{Construct, Interval};

use super::{Renderer, Written};
use crate::BuildError;
use crate::join::{JoinKind, JoinNode};
use crate::spelling::Spelling;
use crate::time_join::{DistancePlace, OffsetsNode, TimeBound, TimesNode};

impl Renderer<'_> {
    pub(super) fn times_of_join(&mut self, join: &JoinNode) -> Written {
        if let Some(tolerance) = join.tolerance.as_deref() {
            self.need(Construct::AsofTolerance)?;
            self.push(" TOLERANCE ");
            self.distance(tolerance, DistancePlace::Tolerance)?;
        }
        match join.times.as_deref() {
            None if join.kind == JoinKind::Window => {
                Err(BuildError::usage("a WINDOW JOIN says with `range_between` how far it looks").into())
            }
            None => Ok(()),
            Some(TimesNode::Window { start, end, prevailing }) => {
                self.push(" RANGE BETWEEN ");
                self.time_bound(start)?;
                self.push(" AND ");
                self.time_bound(end)?;
                self.push(if *prevailing { " INCLUDE PREVAILING" } else { " EXCLUDE PREVAILING" });
                Ok(())
            }
            Some(TimesNode::Horizon(horizon)) => {
                match &horizon.offsets {
                    OffsetsNode::Range { from, to, step } => {
                        for (words, distance) in [(" RANGE FROM ", from), (" TO ", to), (" STEP ", step)] {
                            self.push(words);
                            self.distance(distance, DistancePlace::Offset)?;
                        }
                    }
                    OffsetsNode::List(offsets) if offsets.is_empty() => {
                        let instead = "name at least one distance";
                        return Err(BuildError::Empty { what: "the list of a HORIZON JOIN", instead }.into());
                    }
                    OffsetsNode::List(offsets) => {
                        self.push(" LIST (");
                        self.list(offsets, |renderer, offset| renderer.distance(offset, DistancePlace::Offset))?;
                        self.push(")");
                    }
                }
                self.push(" AS ");
                self.name(&horizon.alias)
            }
        }
    }

    fn time_bound(&mut self, bound: &TimeBound) -> Written {
        let (distance, words) = match bound {
            TimeBound::CurrentRow => {
                self.push("CURRENT ROW");
                return Ok(());
            }
            TimeBound::Preceding(distance) => (distance, " PRECEDING"),
            TimeBound::Following(distance) => (distance, " FOLLOWING"),
        };
        self.distance(distance, DistancePlace::Range)?;
        self.push(words);
        Ok(())
    }

    fn distance(&mut self, distance: &Interval, place: DistancePlace) -> Written {
        let spelling: &dyn Spelling = self.spelling;
        spelling.distance(distance, place, &mut self.out).map_err(|problem| self.unspeakable(problem, ""))
    }
}
