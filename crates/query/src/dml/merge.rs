//! MERGE.

use std::marker::PhantomData;

use aludel_dialect::{Grants, Has, Levels, cap};

use super::{Assignments, DmlNode, target_column};
use crate::expr::{Columns, Expr, Node, take_nodes};
use crate::source::{IntoSource, SourceNode};
use crate::{BuildError, Name, Table};

#[derive(Clone, Debug)]
pub(crate) struct MergeNode {
    pub(crate) table: Table,
    pub(crate) source: SourceNode,
    pub(crate) on: Node,
    pub(crate) actions: Vec<MergeAction>,
    pub(crate) returning: Vec<Node>,
    pub(crate) error: Option<Box<BuildError>>,
    pub(crate) depth: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MatchKind {
    Matched,
    NotMatched,
    NotMatchedBySource,
}

#[derive(Clone, Debug)]
pub(crate) struct MergeAction {
    pub(crate) kind: MatchKind,
    pub(crate) condition: Option<Node>,
    pub(crate) then: MergeThen,
}

#[derive(Clone, Debug)]
pub(crate) enum MergeThen {
    Nothing,
    Delete,
    Update(Vec<(Name, Node)>),
    Insert(Vec<(Name, Node)>),
}

/// A MERGE for dialect `D`: rows of a source are inserted, updated or deleted in a table.
pub struct Merge<D> {
    pub(crate) node: Box<DmlNode>,
    dialect: PhantomData<fn() -> D>,
}

impl<D> Clone for Merge<D> {
    fn clone(&self) -> Self {
        Merge { node: self.node.clone(), dialect: PhantomData }
    }
}

/// `MERGE INTO table USING source ON condition`
pub fn merge<D: Levels>(table: &Table, source: impl IntoSource<D>, on: Expr<D>) -> Merge<D>
where
    D::Merge: Grants<D, cap::Merge>,
{
    let source = source.into_source();
    let node = MergeNode {
        table: table.clone(),
        depth: source.depth.max(on.depth) + 1,
        source: source.node,
        on: on.node,
        actions: Vec::new(),
        returning: Vec::new(),
        error: None,
    };
    Merge { node: Box::new(DmlNode::Merge(node)), dialect: PhantomData }
}

/// The rows of a MERGE that an action is for.
pub struct Matched<D> {
    merge: Merge<D>,
    kind: MatchKind,
    condition: Option<Expr<D>>,
}

impl<D: Levels> Matched<D> {
    /// Only rows for which `condition` holds too.
    pub fn and(mut self, condition: Expr<D>) -> Self
    where
        D::MergeCondition: Grants<D, cap::MergeCondition>,
    {
        self.condition = Some(match self.condition {
            Some(before) => before.and(condition),
            None => condition,
        });
        self
    }

    fn then(mut self, mut then: MergeThen, depth: usize) -> Merge<D> {
        if let DmlNode::Merge(node) = &mut *self.merge.node {
            let below = self.condition.as_ref().map_or(0, |condition| condition.depth).max(depth);
            node.depth = node.depth.max(below + 1);
            let condition = self.condition.map(|condition| condition.node);
            if let MergeThen::Update(pairs) | MergeThen::Insert(pairs) = &mut then {
                for (name, _) in pairs {
                    *name = target_column(&node.table, name.clone(), &mut node.error);
                }
            }
            node.actions.push(MergeAction { kind: self.kind, condition, then });
        }
        self.merge
    }

    /// `THEN UPDATE SET assignments`
    pub fn update(self, assignments: impl Assignments<D>) -> Merge<D> {
        let (assignments, depth) = assignments.into_assignments();
        self.then(MergeThen::Update(assignments), depth)
    }

    /// `THEN INSERT (columns) VALUES (values)`
    pub fn insert(self, values: impl Assignments<D>) -> Merge<D> {
        let (values, depth) = values.into_assignments();
        self.then(MergeThen::Insert(values), depth)
    }

    /// `THEN DELETE`
    pub fn delete(self) -> Merge<D> {
        self.then(MergeThen::Delete, 0)
    }

    /// `THEN DO NOTHING`
    pub fn do_nothing(self) -> Merge<D>
    where
        D::MergeDoNothing: Grants<D, cap::MergeDoNothing>,
    {
        self.then(MergeThen::Nothing, 0)
    }
}

impl<D: Levels> Merge<D> {
    fn when(self, kind: MatchKind) -> Matched<D> {
        Matched { merge: self, kind, condition: None }
    }

    /// `WHEN MATCHED`: rows that are in both.
    pub fn when_matched(self) -> Matched<D> {
        self.when(MatchKind::Matched)
    }

    /// `WHEN NOT MATCHED`: rows of the source alone.
    pub fn when_not_matched(self) -> Matched<D> {
        self.when(MatchKind::NotMatched)
    }

    /// `WHEN NOT MATCHED BY SOURCE`: rows of the table alone.
    pub fn when_not_matched_by_source(self) -> Matched<D>
    where
        D::MergeBySource: Grants<D, cap::MergeBySource>,
    {
        self.when(MatchKind::NotMatchedBySource)
    }

    /// `RETURNING columns`
    pub fn returning(mut self, columns: impl Columns<D>) -> Self
    where
        D::MergeReturning: Grants<D, cap::MergeReturning>,
    {
        let (nodes, depth) = take_nodes(columns.into_columns());
        if let DmlNode::Merge(node) = &mut *self.node {
            node.depth = node.depth.max(depth + 1);
            node.returning.extend(nodes);
        }
        self
    }

    /// The statement for one member of the set that `D` is, or for an engine chosen by URL.
    pub fn on<E, I>(&self) -> Merge<E>
    where
        D: Has<E, I>,
    {
        Merge { node: self.node.clone(), dialect: PhantomData }
    }
}
