//! The condition of a join by time, for an engine whose tables know their own times.

use super::origins::qualifiers;
use super::{Renderer, Written};
use crate::expr::{BinaryOperator, NaryOperator, Node, Precedence};
use crate::join::{JoinKind, JoinNode};
use crate::source::{Origin, SourceNode};
use crate::spelling::AsofForm;
use crate::{BuildError, Name};

impl Renderer<'_> {
    pub(super) fn goes_by_designated_timestamps(&self, kind: JoinKind) -> bool {
        matches!(self.spelling.asof_form(), AsofForm::DesignatedTimestamps)
            && matches!(kind, JoinKind::Asof | JoinKind::AsofLeft | JoinKind::Lt | JoinKind::Horizon)
    }

    /// The keys of such a join. Those of `LT JOIN` and `HORIZON JOIN`, which one engine has, are all keys, compared as that
    /// engine compares; the others say the times too.
    pub(super) fn keys_of_times(&mut self, first: &SourceNode, join: &JoinNode, condition: &Node) -> Written {
        let says_times = matches!(join.kind, JoinKind::Asof | JoinKind::AsofLeft);
        let (mut before, mut joined) = (Vec::new(), Vec::new());
        qualifiers(first, &mut before);
        qualifiers(&join.right, &mut joined);
        let (left, right) = (before.first(), joined.first());
        let conditions: Vec<&Node> = match condition {
            Node::Nary(NaryOperator::And, parts) => parts.iter().collect(),
            one => vec![one],
        };
        let (mut keys, mut times) = (Vec::new(), 0);
        for part in conditions {
            match part {
                Node::Binary(BinaryOperator::Equal, sides) => keys.push((&sides.0, &sides.1)),
                Node::Binary(BinaryOperator::GreaterOrEqual, sides)
                    if Self::is_time_of(left, &sides.0) && Self::is_time_of(right, &sides.1) =>
                {
                    times += 1;
                }
                Node::Binary(BinaryOperator::LessOrEqual, sides)
                    if Self::is_time_of(left, &sides.1) && Self::is_time_of(right, &sides.0) =>
                {
                    times += 1;
                }
                _ => return Err(self.not_by_time().into()),
            }
        }
        if times != usize::from(says_times) {
            return Err(self.not_by_time().into());
        }
        for (index, (left, right)) in keys.into_iter().enumerate() {
            if says_times && self.may_be_null(left) && self.may_be_null(right) {
                return Err(self.inexpressible(
                    "a key that is NULL on both sides would find itself: describe one of the columns as NOT NULL",
                ));
            }
            self.push(if index == 0 { " ON " } else { " AND " });
            self.operand(left, Precedence::Bitwise)?;
            self.push(" = ");
            self.operand(right, Precedence::Bitwise)?;
        }
        Ok(())
    }

    /// Whether it is the designated timestamp of this source.
    fn is_time_of(source: Option<&Name>, node: &Node) -> bool {
        match node {
            Node::Column(Origin::Table(table), name) => {
                source == Some(table.qualifier())
                    && table.time_column().is_some_and(|time| time.eq_ignore_ascii_case(name))
            }
            _ => false,
        }
    }

    #[cold]
    fn not_by_time(&self) -> BuildError {
        let reason = "it joins by the designated timestamps of both tables, the left one not earlier, and by equal keys: \
                      describe the tables with their timestamps, or inspect them";
        BuildError::Expression { dialect: self.dialect(), reason: reason.into() }
    }
}
