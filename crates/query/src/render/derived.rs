//! The subquery whose columns a rewritten clause becomes: what each expression of the statement is called in it, and what the
//! query around it sees.

use aludel_dialect::Parameter;

use super::rewrite::{Kept, holds};
use crate::expr::{BinaryOperator, Call, Callee, NaryOperator, Node, OrderNode, Over, Precedence, WindowNode};
use crate::source::{Origin, SourceNode};
use crate::{Function, Name};

/// Why there is no equal statement.
pub(super) type Unequal = &'static str;

/// The name of the subquery. Nothing else is in sight beside it.
pub(super) const ALIAS: Name = Name::from_static("unfiltered");

/// The select list of the subquery.
pub(super) struct Derived {
    /// Each with its name there.
    pub(super) columns: Vec<(Node, Name)>,
    /// The names in the result, one for each column that the user wrote.
    names: Vec<Name>,
    /// The query around is a SELECT DISTINCT.
    pub(super) distinct: bool,
}

impl Derived {
    pub(super) fn new(columns: Vec<Node>, from: Option<&SourceNode>) -> Result<Self, Unequal> {
        let mut derived = Derived { columns: Vec::new(), names: Vec::new(), distinct: false };
        for column in columns {
            match column {
                Node::Star(origin) => {
                    let table = match (&origin, from) {
                        (Some(Origin::Table(table)), _) | (None, Some(SourceNode::Table(table))) => table,
                        _ => return Err("name the columns instead of `*`"),
                    };
                    if table.columns().is_empty() {
                        return Err("name the columns instead of `*`, or give the table its columns");
                    }
                    for column in table.columns() {
                        let name = column.name.clone();
                        derived.push(Node::Column(Origin::Table(table.clone()), name.clone()), name);
                    }
                }
                Node::Labelled(node, name) => derived.push(*node, name),
                Node::Column(origin, name) => derived.push(Node::Column(origin, name.clone()), name),
                // What engines call it differs, and so nobody can ask for it by a name.
                node => {
                    let name = Name::from(format!("column_{}", derived.names.len() + 1));
                    derived.push(node, name);
                }
            }
        }
        Ok(derived)
    }

    fn push(&mut self, node: Node, name: Name) {
        self.add(node, &name);
        self.names.push(name);
    }

    /// Adds a column under `name`, or a name like it that is still free, and gives it as the query around sees it.
    pub(super) fn add(&mut self, node: Node, name: &Name) -> Node {
        let free = |name: &Name| !self.columns.iter().any(|(_, known)| known.eq_ignore_ascii_case(name));
        let mut own = name.clone();
        let mut number = 2;
        while !free(&own) {
            own = Name::from(format!("{name}_{number}"));
            number += 1;
        }
        self.columns.push((node, own.clone()));
        Node::Column(Origin::Derived(ALIAS), own)
    }

    /// The columns of the result, under their names.
    pub(super) fn result(&self) -> Vec<Node> {
        let columns = self.columns.iter().zip(&self.names);
        columns
            .map(|((_, own), name)| {
                let column = Node::Column(Origin::Derived(ALIAS), own.clone());
                if own == name { column } else { Node::Labelled(Box::new(column), name.clone()) }
            })
            .collect()
    }

    /// An expression of a clause that moves to the query around.
    pub(super) fn carried(&mut self, node: Node) -> Result<Node, Unequal> {
        let (node, name) = match node {
            Node::Labelled(node, name) => (*node, Some(name)),
            Node::Label(name) => (Node::Label(name.clone()), Some(name)),
            node => (node, None),
        };
        if let Some(place) = name.and_then(|name| self.names.iter().position(|known| *known == name)) {
            return Ok(Node::Column(Origin::Derived(ALIAS), self.columns[place].1.clone()));
        }
        let node = self.without_labels(node)?;
        if let Some((_, own)) = self.columns.iter().find(|(column, _)| self.is_same(column, &node)) {
            return Ok(Node::Column(Origin::Derived(ALIAS), own.clone()));
        }
        Ok(self.add(node, &Name::from_static("ordered")))
    }

    /// The expression that a term of ORDER BY means, as the subquery sees it.
    pub(super) fn meant(&self, node: Node) -> Result<Node, Unequal> {
        match node {
            Node::Labelled(node, name) => match self.names.iter().position(|known| *known == name) {
                Some(place) => Ok(self.columns[place].0.clone()),
                None => self.without_labels(*node),
            },
            node => self.without_labels(node),
        }
    }

    /// Whether ORDER BY means this column of the select list. An expression is computed anew, unless the rows are distinct:
    /// then it must be one of the list.
    fn is_same(&self, column: &Node, node: &Node) -> bool {
        match (column, node) {
            (Node::Column(origin, name), Node::Column(other, other_name)) => {
                origin.qualifier() == other.qualifier() && name == other_name
            }
            _ => self.distinct && format!("{column:?}") == format!("{node:?}"),
        }
    }

    pub(super) fn condition(&mut self, mut conditions: Vec<Node>, kept: Kept) -> Result<Node, Unequal> {
        let condition = match conditions.pop() {
            Some(only) if conditions.is_empty() => only,
            last => Node::Nary(NaryOperator::And, conditions.into_iter().chain(last).collect()),
        };
        match kept {
            Kept::Condition => {
                let condition = self.without_labels(condition)?;
                Ok(self.add(condition, &Name::from_static("kept")))
            }
            Kept::Operands => self.with_operands_carried(condition),
        }
    }

    fn with_operands_carried(&mut self, node: Node) -> Result<Node, Unequal> {
        Ok(match node {
            Node::Not(inner) => Node::Not(Box::new(self.with_operands_carried(*inner)?)),
            Node::Nary(operator @ (NaryOperator::And | NaryOperator::Or), operands) => {
                let carried = operands.into_iter().map(|operand| self.with_operands_carried(operand));
                Node::Nary(operator, carried.collect::<Result<_, _>>()?)
            }
            Node::Binary(operator, sides) if operator.precedence() == Precedence::Comparison => {
                Node::Binary(operator, Box::new((self.operand(sides.0)?, self.operand(sides.1)?)))
            }
            Node::IsNull(tested, negation) => Node::IsNull(Box::new(self.operand(*tested)?), negation),
            Node::Between(parts, negation) => {
                let (tested, low, high) = *parts;
                Node::Between(Box::new((self.operand(tested)?, self.operand(low)?, self.operand(high)?)), negation)
            }
            Node::InList(tested, list, negation) => {
                let list = list.into_iter().map(|member| self.operand(member)).collect::<Result<_, _>>()?;
                Node::InList(Box::new(self.operand(*tested)?), list, negation)
            }
            Node::Labelled(inner, _) => self.with_operands_carried(*inner)?,
            other => self.operand(other)?,
        })
    }

    fn operand(&mut self, node: Node) -> Result<Node, Unequal> {
        match node {
            // A subquery that is no value of each row sees nothing of this query; others are refused.
            Node::Value(_) | Node::Bind(..) | Node::Keyword(_) | Node::Subquery(_) => Ok(node),
            node => {
                let node = self.without_labels(node)?;
                Ok(self.add(node, &Name::from_static("kept")))
            }
        }
    }

    /// Whether a row is the first, in the statement's order, of those that are equal in `columns`.
    pub(super) fn first_of(&mut self, columns: Vec<Node>, order_by: &[OrderNode]) -> Result<Node, Unequal> {
        let partition_by = columns.into_iter().map(|column| self.without_labels(column)).collect::<Result<_, _>>()?;
        let order_by = order_by
            .iter()
            .map(|term| Ok(OrderNode { expr: self.without_labels(term.expr.clone())?, ..term.clone() }))
            .collect::<Result<_, Unequal>>()?;
        let window = WindowNode { base: None, partition_by, order_by, frame: None };
        let mut call = Call::new(Callee::Neutral(Function::RowNumber), Vec::new());
        call.over = Some(Over::Window(Box::new(window)));
        let number = self.add(Node::Call(Box::new(call)), &Name::from_static("place"));
        Ok(Node::Binary(BinaryOperator::Equal, Box::new((number, Node::Value(Box::new(Parameter::new(1)))))))
    }

    /// The expression with the select list's own expressions in place of their labels, which a select list can't see.
    fn without_labels(&self, mut node: Node) -> Result<Node, Unequal> {
        self.replace_labels(&mut node);
        match holds(&node, &|node| matches!(node, Node::Label(_))) {
            true => Err("write the expression instead of its label"),
            false => Ok(node),
        }
    }

    /// As far as labels are usual; the others are found afterwards.
    fn replace_labels(&self, node: &mut Node) {
        match node {
            Node::Label(name) => {
                let labelled = self.columns.iter().zip(&self.names).find(|(_, known)| *known == name);
                if let Some(((expression, _), _)) = labelled {
                    *node = expression.clone();
                }
            }
            Node::Not(inner)
            | Node::Negate(inner)
            | Node::IsNull(inner, _)
            | Node::InQuery(inner, _, _)
            | Node::Labelled(inner, _) => self.replace_labels(inner),
            Node::Binary(_, pair) => {
                self.replace_labels(&mut pair.0);
                self.replace_labels(&mut pair.1);
            }
            Node::Nary(_, nodes) => nodes.iter_mut().for_each(|node| self.replace_labels(node)),
            Node::Between(parts, _) => {
                let (tested, low, high) = &mut **parts;
                [tested, low, high].into_iter().for_each(|node| self.replace_labels(node));
            }
            Node::InList(tested, list, _) => {
                self.replace_labels(tested);
                list.iter_mut().for_each(|node| self.replace_labels(node));
            }
            Node::Cast(parts, _) => self.replace_labels(&mut parts.0),
            Node::Call(call) => call.arguments.iter_mut().for_each(|node| self.replace_labels(node)),
            _ => {}
        }
    }
}
