//! INSERT, UPDATE, DELETE, MERGE.

mod delete;
mod insert;
mod merge;
mod update;

use aludel_dialect::{Grants, Levels, WhereRule, cap};

use crate::cte::{Cte, dml_cte};
use crate::expr::Node;
use crate::source::SourceNode;
use crate::{BuildError, Name, Table};

pub use delete::{Delete, delete};
pub(crate) use insert::{ConflictAction, ConflictTarget, InsertRows};
pub use insert::{Insert, default, excluded, insert};
pub(crate) use merge::{MatchKind, MergeThen};
pub use merge::{Matched, Merge, merge};
pub use update::{Assignments, Update, update};

#[derive(Clone, Debug)]
pub(crate) enum DmlNode {
    Insert(insert::InsertNode),
    Update(UpdateNode),
    Delete(DeleteNode),
    Merge(merge::MergeNode),
}

pub(crate) use insert::InsertNode;
pub(crate) use merge::MergeNode;

#[derive(Clone, Debug)]
pub(crate) struct UpdateNode {
    pub(crate) table: Table,
    pub(crate) assignments: Vec<(Name, Node)>,
    pub(crate) from: Option<SourceNode>,
    pub(crate) filter: Vec<Node>,
    pub(crate) returning: Vec<Node>,
    pub(crate) error: Option<Box<BuildError>>,
    pub(crate) depth: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct DeleteNode {
    pub(crate) table: Table,
    pub(crate) using: Option<SourceNode>,
    pub(crate) filter: Vec<Node>,
    pub(crate) returning: Vec<Node>,
    pub(crate) depth: usize,
}

/// The name of a column to write, as the table has it.
fn target_column(table: &Table, name: Name, error: &mut Option<Box<BuildError>>) -> Name {
    if let Err(problem) = table.check(&name) {
        error.get_or_insert(problem);
    }
    name
}

impl DmlNode {
    pub(crate) fn depth(&self) -> usize {
        match self {
            DmlNode::Insert(node) => node.depth,
            DmlNode::Update(node) => node.depth,
            DmlNode::Delete(node) => node.depth,
            DmlNode::Merge(node) => node.depth,
        }
    }

    /// What the statement gives back.
    pub(crate) fn returning(&self) -> &[Node] {
        match self {
            DmlNode::Insert(node) => &node.returning,
            DmlNode::Update(node) => &node.returning,
            DmlNode::Delete(node) => &node.returning,
            DmlNode::Merge(node) => &node.returning,
        }
    }
}

macro_rules! in_ctes {
    ($($statement:ident $([$state:ident $rule:ident])?;)*) => { $(
        impl<D: Levels $(, $state)?> $statement<D $(, $state)?> {
            /// The statement as a named part of another, which reads what it returns: `WITH name AS (self)`.
            pub fn cte(self, name: impl Into<Name>) -> Cte<D>
            where
                D::DmlInCte: Grants<D, cap::DmlInCte>,
                $(D::$rule: WhereRule<D, $state, cap::$rule>,)?
            {
                dml_cte(self.node, name.into())
            }
        }
    )* };
}

in_ctes! {
    Insert;
    Update [W Update];
    Delete [W Delete];
    Merge;
}
