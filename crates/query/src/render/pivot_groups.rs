//! PIVOT as groups with an aggregate for each value, for a dialect whose own PIVOT means something else.

use aludel_dialect::{Parameter, Value};

use super::{Failure, Renderer};
use crate::Name;
use crate::expr::{BinaryOperator, Call, Callee, CaseNode, Node};
use crate::func::Function;
use crate::pivot::PivotNode;
use crate::query::QueryNode;
use crate::select::SelectNode;
use crate::source::{Origin, SourceNode};
use crate::table::Table;

type Unequal = &'static str;

impl Renderer<'_> {
    /// The subquery that gives the same rows.
    #[cold]
    pub(super) fn grouped(&self, pivot: &PivotNode) -> Result<SourceNode, Failure> {
        groups(pivot).map_err(|reason| self.inexpressible(reason))
    }
}

fn groups(pivot: &PivotNode) -> Result<SourceNode, Unequal> {
    let table = match &pivot.source {
        SourceNode::Table(table) if !table.columns().is_empty() => table,
        _ => return Err("PIVOT groups by the other columns: it takes a table here, and one that is described"),
    };
    let [aggregate] = pivot.aggregates.as_slice() else {
        return Err("PIVOT takes one aggregate here, for engines call the columns of several in their own ways");
    };
    let call = match aggregate {
        Node::Call(call) => call,
        _ => return Err("PIVOT takes an aggregate alone here"),
    };
    let argument = argument(call)?;
    let column = |name: &Name| Node::Column(Origin::Table(table.clone()), name.clone());
    let mut used = vec![pivot.column.clone()];
    argument.iter().for_each(|node| names(node, table, &mut used));
    let is_used = |name: &Name| used.iter().any(|other| other.eq_ignore_ascii_case(name));
    let keys: Vec<Node> =
        table.columns().iter().filter(|one| !is_used(&one.name)).map(|one| column(&one.name)).collect();
    if keys.is_empty() {
        return Err("PIVOT has no column to group by here, and engines differ in the rows that gives");
    }
    let mut columns = keys.clone();
    for (value, name) in &pivot.values {
        if *value == Value::Null {
            return Err("NULL is no value of PIVOT that is found here");
        }
        let found = Box::new((column(&pivot.column), Node::Value(Box::new(Parameter::new(value.clone())))));
        let counted = || Node::Value(Box::new(Parameter::new(1)));
        let chosen = CaseNode {
            operand: None,
            branches: vec![(Node::Binary(BinaryOperator::Equal, found), argument.cloned().unwrap_or_else(counted))],
            otherwise: None,
        };
        let function = match call.callee {
            Callee::Neutral(Function::CountRows) => Callee::Neutral(Function::Count),
            ref other => other.clone(),
        };
        let aggregated = Call::new(function, vec![Node::Case(Box::new(chosen))]);
        columns.push(Node::Labelled(Box::new(Node::Call(Box::new(aggregated))), name.clone()));
    }
    let select = SelectNode { columns, from: Some(pivot.source.clone()), group_by: keys, ..SelectNode::default() };
    let query = QueryNode::Select(Box::new(select)).into();
    Ok(SourceNode::Query { query, alias: pivot.alias.clone(), columns: Box::default(), lateral: false })
}

/// What is aggregated, by an aggregate that passes NULL over; of `count(*)` nothing.
fn argument(call: &Call) -> Result<Option<&Node>, Unequal> {
    use Function::{Avg, Count, CountRows, Max, Min, Sum};
    let plain = !call.distinct
        && call.order_by.is_empty()
        && call.within_group.is_empty()
        && call.named.is_empty()
        && call.filter.is_none()
        && call.nulls.is_none()
        && call.over.is_none();
    match (&call.callee, call.arguments.as_slice()) {
        (Callee::Neutral(CountRows), []) if plain => Ok(None),
        (Callee::Neutral(Sum | Min | Max | Avg | Count), [argument]) if plain => Ok(Some(argument)),
        _ => Err("PIVOT takes a plain sum, min, max, avg or count here, which pass over the rows of other values"),
    }
}

/// The columns of the table that an expression names.
fn names(node: &Node, table: &Table, into: &mut Vec<Name>) {
    match node {
        Node::Column(Origin::Table(other), name) if other.is_same(table) => into.push(name.clone()),
        other => super::origins::children(other, &mut |child| names(child, table, into)),
    }
}
