//! The condition of a join by time, for an engine whose tables know their own times.

use super::{Renderer, Written};
use crate::BuildError;
use crate::expr::{BinaryOperator, NaryOperator, Node, Precedence};
use crate::join::JoinKind;
use crate::source::Origin;
use crate::spelling::AsofForm;

impl Renderer<'_> {
    pub(super) fn goes_by_designated_timestamps(&self, kind: JoinKind) -> bool {
        matches!(self.spelling.asof_form(), AsofForm::DesignatedTimestamps(_))
            && matches!(kind, JoinKind::Asof | JoinKind::AsofLeft | JoinKind::Lt)
    }

    /// The keys of such a join. That of `LT JOIN`, which one engine has, is all keys, compared as that engine compares; the
    /// others say the times too.
    pub(super) fn keys_of_times(&mut self, kind: JoinKind, condition: &Node) -> Written {
        let conditions: Vec<&Node> = match condition {
            Node::Nary(NaryOperator::And, parts) => parts.iter().collect(),
            one => vec![one],
        };
        let (mut keys, mut times) = (Vec::new(), 0);
        for part in conditions {
            match part {
                Node::Binary(BinaryOperator::Equal, sides) => keys.push((&sides.0, &sides.1)),
                Node::Binary(BinaryOperator::GreaterOrEqual, sides) if self.are_times(&sides.0, &sides.1) => times += 1,
                Node::Binary(BinaryOperator::LessOrEqual, sides) if self.are_times(&sides.1, &sides.0) => times += 1,
                _ => return Err(self.not_by_time().into()),
            }
        }
        if times != usize::from(kind != JoinKind::Lt) {
            return Err(self.not_by_time().into());
        }
        for (index, (left, right)) in keys.into_iter().enumerate() {
            if kind != JoinKind::Lt && self.may_be_null(left) && self.may_be_null(right) {
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

    /// Whether both are the designated timestamps of their tables.
    fn are_times(&self, later: &Node, earlier: &Node) -> bool {
        let AsofForm::DesignatedTimestamps(option) = self.spelling.asof_form() else { return false };
        [later, earlier].into_iter().all(|node| match node {
            Node::Column(Origin::Table(table), name) => {
                table.option(option).is_some_and(|time| time.eq_ignore_ascii_case(name))
            }
            _ => false,
        })
    }

    #[cold]
    fn not_by_time(&self) -> BuildError {
        let reason = "it joins by the designated timestamps of both tables, the left one not earlier, and by equal keys: \
                      describe the tables with their timestamps, or inspect them";
        BuildError::Expression { dialect: self.dialect(), reason: reason.into() }
    }
}
