//! What FROM takes: tables, subqueries, CTEs, functions, VALUES, and joins of them.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use aludel_dialect::{Construct, Grants, Levels, cap};

use crate::cte::{Cte, CteData, CteSelf};
use crate::expr::{Bound, BoundNode, Call, Expr, IntoExpr, Node};
use crate::pivot::{PivotNode, UnpivotNode};
use crate::query::QueryNode;
use crate::subquery::Subquery;
use crate::table_function::TableFunction;
use crate::{BuildError, Name, Table};

/// Where a column comes from; it tells the FROM if none is given.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    Table(Table),
    Cte(Arc<CteData>, Option<Name>),
    /// A typed column's table.
    Named(Name),
    /// Something that must stand in FROM itself.
    Derived(Name),
}

impl Origin {
    pub(crate) fn qualifier(&self) -> &Name {
        match self {
            Origin::Table(table) => table.qualifier(),
            Origin::Cte(cte, alias) => alias.as_ref().unwrap_or(&cte.name),
            Origin::Named(name) | Origin::Derived(name) => name,
        }
    }
}

#[derive(Clone)]
pub(crate) enum SourceNode {
    Table(Table),
    Named(Name),
    Cte(Arc<CteData>, Option<Name>),
    Query {
        /// Shared with the [`Subquery`] that it came from.
        query: Arc<QueryNode>,
        alias: Name,
        columns: Vec<Name>,
        lateral: bool,
    },
    Function {
        call: Box<Call>,
        alias: Option<Name>,
        columns: Vec<Name>,
        kind: FunctionKind,
    },
    Unnest {
        array: Box<Node>,
        alias: Name,
        column: Name,
    },
    Sampled(Box<SourceNode>, SampleNode),
    Final(Box<SourceNode>),
    Pivot(Box<PivotNode>),
    Unpivot(Box<UnpivotNode>),
    /// A source and those joined to it, in order; flat, so that a long chain is not a deep tree.
    Joined(Box<SourceNode>, Vec<JoinNode>),
    Poisoned(Box<BuildError>),
}

/// Neutral SQL, as [`Node`]'s.
impl fmt::Debug for SourceNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::render::display_source(self))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FunctionKind {
    Table,
    /// It reads a file where the engine runs.
    File,
}

/// How rows are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SampleMethod {
    /// Row by row.
    Bernoulli,
    /// Block by block: faster, less even.
    System,
    /// An exact number of rows.
    Reservoir,
}

/// How much is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum SampleSize {
    /// So many per cent of the rows, 0 to 100.
    Percent(f64),
    /// So many rows.
    Rows(u64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SampleNode {
    pub(crate) size: SampleSize,
    pub(crate) method: Option<SampleMethod>,
    pub(crate) seed: Option<u32>,
}

#[derive(Clone, Debug)]
pub(crate) struct JoinNode {
    pub(crate) right: SourceNode,
    pub(crate) kind: JoinKind,
    pub(crate) condition: ConditionNode,
    pub(crate) global: bool,
    // Boxed because few joins have them, and joins are moved while a statement is built.
    pub(crate) tolerance: Option<Box<Node>>,
    /// How far around a row a WINDOW JOIN looks.
    pub(crate) range: Option<Box<(BoundNode, BoundNode)>>,
}

/// A kind of join, each made by the method of [`Joins`] that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JoinKind {
    /// [`join`](Joins::join)
    Inner,
    /// [`left_join`](Joins::left_join)
    Left,
    /// [`right_join`](Joins::right_join)
    Right,
    /// [`full_join`](Joins::full_join)
    Full,
    /// [`cross_join`](Joins::cross_join)
    Cross,
    /// [`natural_join`](Joins::natural_join)
    Natural,
    /// [`semi_join`](Joins::semi_join)
    Semi,
    /// [`anti_join`](Joins::anti_join)
    Anti,
    /// [`any_join`](Joins::any_join)
    Any,
    /// [`any_left_join`](Joins::any_left_join)
    AnyLeft,
    /// [`asof_join`](Joins::asof_join)
    Asof,
    /// [`asof_left_join`](Joins::asof_left_join)
    AsofLeft,
    /// [`lt_join`](Joins::lt_join)
    Lt,
    /// [`splice_join`](Joins::splice_join)
    Splice,
    /// [`window_join`](Joins::window_join)
    Window,
    /// [`positional_join`](Joins::positional_join)
    Positional,
}

impl JoinKind {
    /// The join's usual keywords.
    pub fn words(self) -> &'static str {
        match self {
            JoinKind::Inner => "JOIN",
            JoinKind::Left => "LEFT JOIN",
            JoinKind::Right => "RIGHT JOIN",
            JoinKind::Full => "FULL JOIN",
            JoinKind::Cross => "CROSS JOIN",
            JoinKind::Natural => "NATURAL JOIN",
            JoinKind::Semi => "SEMI JOIN",
            JoinKind::Anti => "ANTI JOIN",
            JoinKind::Any => "ANY JOIN",
            JoinKind::AnyLeft => "LEFT ANY JOIN",
            JoinKind::Asof => "ASOF JOIN",
            JoinKind::AsofLeft => "ASOF LEFT JOIN",
            JoinKind::Lt => "LT JOIN",
            JoinKind::Splice => "SPLICE JOIN",
            JoinKind::Window => "WINDOW JOIN",
            JoinKind::Positional => "POSITIONAL JOIN",
        }
    }

    /// The construct that a dialect must grant for it.
    pub(crate) fn construct(self) -> Construct {
        match self {
            JoinKind::Inner => Construct::InnerJoin,
            JoinKind::Left => Construct::LeftJoin,
            JoinKind::Right => Construct::RightJoin,
            JoinKind::Full => Construct::FullJoin,
            JoinKind::Cross => Construct::CrossJoin,
            JoinKind::Natural => Construct::NaturalJoin,
            JoinKind::Semi => Construct::SemiJoin,
            JoinKind::Anti => Construct::AntiJoin,
            JoinKind::Any | JoinKind::AnyLeft => Construct::AnyJoin,
            JoinKind::Asof => Construct::AsofJoin,
            JoinKind::AsofLeft => Construct::AsofLeftJoin,
            JoinKind::Lt => Construct::LtJoin,
            JoinKind::Splice => Construct::SpliceJoin,
            JoinKind::Window => Construct::WindowJoin,
            JoinKind::Positional => Construct::PositionalJoin,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum ConditionNode {
    None,
    On(Node),
    Using(Vec<Name>),
}

/// How the rows of two sources find each other: an expression (`ON`), or [`using`] with the columns both sides have.
pub struct JoinOn<D> {
    node: ConditionNode,
    depth: usize,
    dialect: PhantomData<fn() -> D>,
}

clone_and_debug!(JoinOn { node, depth, dialect });

impl<D> From<Expr<D>> for JoinOn<D> {
    fn from(condition: Expr<D>) -> Self {
        JoinOn { node: ConditionNode::On(condition.node), depth: condition.depth, dialect: PhantomData }
    }
}

/// `USING (columns)`: equal in both sources, and once in the result.
pub fn using<D: Levels, N: Into<Name>>(columns: impl IntoIterator<Item = N>) -> JoinOn<D>
where
    D::JoinUsing: Grants<D, cap::JoinUsing>,
{
    let columns = columns.into_iter().map(N::into).collect();
    JoinOn { node: ConditionNode::Using(columns), depth: 0, dialect: PhantomData }
}

/// Something that FROM takes.
pub struct Source<D> {
    pub(crate) node: SourceNode,
    pub(crate) depth: usize,
    dialect: PhantomData<fn() -> D>,
}

clone_and_debug!(Source { node, depth, dialect });

impl<D> Source<D> {
    pub(crate) fn new(node: SourceNode, below: usize) -> Self {
        let depth = below + 1;
        if depth > crate::expr::MAX_DEPTH {
            let error = BuildError::TooDeep(crate::expr::MAX_DEPTH);
            return Source { node: SourceNode::Poisoned(Box::new(error)), depth: 1, dialect: PhantomData };
        }
        Source { node, depth, dialect: PhantomData }
    }
}

/// What may stand in FROM: `&Table`, `&Cte`, `&Subquery`, a table function, or a join.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't stand in FROM",
    note = "FROM takes `&Table`, `&Cte`, `&Subquery`, table functions and joins; call `.subquery(\"name\")` on a select"
)]
pub trait IntoSource<D> {
    /// The source.
    fn into_source(self) -> Source<D>;
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for &Table {
    fn into_source(self) -> Source<D> {
        Source::new(SourceNode::Table(self.clone()), 0)
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for Table {
    fn into_source(self) -> Source<D> {
        Source::new(SourceNode::Table(self), 0)
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for Source<D> {
    fn into_source(self) -> Source<D> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for &Source<D> {
    fn into_source(self) -> Source<D> {
        self.clone()
    }
}

fn join<D>(left: Source<D>, kind: JoinKind, right: Source<D>, on: JoinOn<D>) -> Source<D> {
    let node = JoinNode { right: right.node, kind, condition: on.node, global: false, tolerance: None, range: None };
    let (first, mut joins, depth) = match left.node {
        SourceNode::Joined(first, joins) => (first, joins, left.depth - 1),
        first => (Box::new(first), Vec::new(), left.depth),
    };
    joins.push(node);
    Source::new(SourceNode::Joined(first, joins), depth.max(right.depth).max(on.depth))
}

fn unconditional<D>() -> JoinOn<D> {
    JoinOn { node: ConditionNode::None, depth: 0, dialect: PhantomData }
}

macro_rules! joins {
    ($($(#[$doc:meta])* $method:ident $kind:ident $construct:ident;)*) => {
        /// Joining one source with another. Implemented for what FROM takes, and for [`Select`](crate::Select), whose FROM
        /// is extended.
        pub trait Joins<D: Levels>: Sized {
            /// What the join gives: a source, or the select itself.
            type Joined;

            /// Joins on behalf of the methods below; not for calling.
            #[doc(hidden)]
            fn joined(self, extend: impl FnOnce(Source<D>) -> Source<D>) -> Self::Joined;

            $(
                $(#[$doc])*
                fn $method(self, right: impl IntoSource<D>, on: impl Into<JoinOn<D>>) -> Self::Joined
                where
                    D::$construct: Grants<D, cap::$construct>,
                {
                    let (right, on) = (right.into_source(), on.into());
                    self.joined(|left| join(left, JoinKind::$kind, right, on))
                }
            )*

            /// Every row of one side with every row of the other.
            fn cross_join(self, right: impl IntoSource<D>) -> Self::Joined
            where
                D::CrossJoin: Grants<D, cap::CrossJoin>,
            {
                let right = right.into_source();
                self.joined(|left| join(left, JoinKind::Cross, right, unconditional()))
            }

            /// Rows that are equal in the columns that both sides have.
            fn natural_join(self, right: impl IntoSource<D>) -> Self::Joined
            where
                D::NaturalJoin: Grants<D, cap::NaturalJoin>,
            {
                let right = right.into_source();
                self.joined(|left| join(left, JoinKind::Natural, right, unconditional()))
            }

            /// The first row of one side with the first of the other, and so on.
            fn positional_join(self, right: impl IntoSource<D>) -> Self::Joined
            where
                D::PositionalJoin: Grants<D, cap::PositionalJoin>,
            {
                let right = right.into_source();
                self.joined(|left| join(left, JoinKind::Positional, right, unconditional()))
            }

            /// The rows of both sides in the order of their timestamps, each with the other side's latest.
            fn splice_join(self, right: impl IntoSource<D>) -> Self::Joined
            where
                D::SpliceJoin: Grants<D, cap::SpliceJoin>,
            {
                let right = right.into_source();
                self.joined(|left| join(left, JoinKind::Splice, right, unconditional()))
            }
        }
    };
}

joins! {
    /// Rows of both sides that belong together.
    join Inner InnerJoin;
    /// Every row of the left side; NULLs where it has no partner.
    left_join Left LeftJoin;
    /// Every row of the right side; NULLs where it has no partner.
    right_join Right RightJoin;
    /// Every row of both sides; NULLs where one has no partner.
    full_join Full FullJoin;
    /// Rows of the left side that have a partner, once each.
    semi_join Semi SemiJoin;
    /// Rows of the left side that have no partner.
    anti_join Anti AntiJoin;
    /// Rows of the left side with one of their partners.
    any_join Any AnyJoin;
    /// Every row of the left side with one of its partners; defaults or NULLs where it has none.
    any_left_join AnyLeft AnyJoin;
    /// Each row of the left side with the nearest earlier row of the right; rows without one are left out.
    asof_join Asof AsofJoin;
    /// Each row of the left side with the nearest earlier row of the right; NULLs where there is none.
    asof_left_join AsofLeft AsofLeftJoin;
    /// Each row of the left side with the nearest strictly earlier row of the right; NULLs where there is none.
    lt_join Lt LtJoin;
    /// Each row of the left side with the rows of the right within a range of time around it.
    window_join Window WindowJoin;
}

macro_rules! joins_for {
    ($($source:ty),*) => { $(
        impl<D: Levels> Joins<D> for $source {
            type Joined = Source<D>;
            fn joined(self, extend: impl FnOnce(Source<D>) -> Source<D>) -> Source<D> {
                extend(self.into_source())
            }
        }
    )* };
}

// By reference, so that `users.join(..)` does not consume the table.
joins_for!(&Table, &Cte<D>, &CteSelf<D>, &Subquery<D>, TableFunction<D>, Source<D>);

impl<D: Levels> Source<D> {
    /// Changes the join that was added last, if it is of one of `kinds`.
    fn last_join(mut self, kinds: &[JoinKind], below: usize, what: &str, change: impl FnOnce(&mut JoinNode)) -> Self {
        match &mut self.node {
            SourceNode::Joined(_, joins) => match joins.last_mut() {
                Some(join) if kinds.contains(&join.kind) => {
                    change(join);
                    let depth = (self.depth - 1).max(below);
                    Source::new(self.node, depth)
                }
                _ => Self::poisoned(BuildError::usage(what)),
            },
            SourceNode::Poisoned(_) => self,
            _ => Self::poisoned(BuildError::usage(what)),
        }
    }

    fn poisoned(error: BuildError) -> Self {
        Source::new(SourceNode::Poisoned(Box::new(error)), 0)
    }

    /// `GLOBAL`: the right side of the last join is computed once and sent to every server.
    pub fn global(self) -> Self
    where
        D::GlobalJoin: Grants<D, cap::GlobalJoin>,
    {
        let kinds = [
            JoinKind::Inner,
            JoinKind::Left,
            JoinKind::Right,
            JoinKind::Full,
            JoinKind::Semi,
            JoinKind::Anti,
            JoinKind::Any,
            JoinKind::AnyLeft,
            JoinKind::Asof,
            JoinKind::AsofLeft,
        ];
        self.last_join(&kinds, 0, "GLOBAL belongs to a join with a condition", |join| join.global = true)
    }

    /// How far apart the two times of the last ASOF or LT join may lie.
    pub fn tolerance(self, distance: impl IntoExpr<D>) -> Self
    where
        D::AsofTolerance: Grants<D, cap::AsofTolerance>,
    {
        let distance = distance.into_expr();
        let kinds = [JoinKind::Asof, JoinKind::AsofLeft, JoinKind::Lt];
        self.last_join(&kinds, distance.depth, "a tolerance belongs to an ASOF or LT join", |join| {
            join.tolerance = Some(Box::new(distance.node));
        })
    }

    /// `RANGE BETWEEN start AND end`: how far around each row the last WINDOW JOIN looks.
    pub fn range_between(self, start: Bound<D>, end: Bound<D>) -> Self
    where
        D::WindowJoin: Grants<D, cap::WindowJoin>,
    {
        let below = start.depth.max(end.depth);
        self.last_join(&[JoinKind::Window], below, "this range belongs to a WINDOW JOIN", |join| {
            join.range = Some(Box::new((start.node, end.node)));
        })
    }

    /// `FINAL`: merges the rows of the table's engine before reading them.
    pub fn final_rows(self) -> Self
    where
        D::Final: Grants<D, cap::Final>,
    {
        self.of_one("FINAL", |node| SourceNode::Final(Box::new(node)))
    }

    /// Draws a part of the source's rows.
    pub fn table_sample(self, size: SampleSize) -> Self
    where
        D::TableSample: Grants<D, cap::TableSample>,
    {
        self.sampled(SampleNode { size, method: None, seed: None })
    }

    /// Draws a part of the source's rows by `method`.
    pub fn table_sample_by(self, size: SampleSize, method: SampleMethod) -> Self
    where
        D::TableSample: Grants<D, cap::TableSample>,
        D::SampleMethod: Grants<D, cap::SampleMethod>,
    {
        self.sampled(SampleNode { size, method: Some(method), seed: None })
    }

    fn sampled(self, sample: SampleNode) -> Self {
        self.of_one("TABLESAMPLE", |node| SourceNode::Sampled(Box::new(node), sample))
    }

    /// What an engine reads as part of the last source of a join, so it is refused for the join.
    pub(crate) fn of_one(self, what: &str, wrap: impl FnOnce(SourceNode) -> SourceNode) -> Self {
        match self.node {
            SourceNode::Poisoned(_) => self,
            SourceNode::Joined(..) => Self::poisoned(BuildError::usage(format!(
                "{what} belongs to one source: write it at the table, before the join"
            ))),
            node => Source::new(wrap(node), self.depth),
        }
    }
}

impl Table {
    /// The table read with `FINAL`; see [`Source::final_rows`].
    pub fn final_rows<D: Levels>(&self) -> Source<D>
    where
        D::Final: Grants<D, cap::Final>,
    {
        self.into_source().final_rows()
    }

    /// A part of the table's rows; see [`Source::table_sample`].
    pub fn table_sample<D: Levels>(&self, size: SampleSize) -> Source<D>
    where
        D::TableSample: Grants<D, cap::TableSample>,
    {
        self.into_source().table_sample(size)
    }

    /// A part of the table's rows, drawn by `method`; see [`Source::table_sample_by`].
    pub fn table_sample_by<D: Levels>(&self, size: SampleSize, method: SampleMethod) -> Source<D>
    where
        D::TableSample: Grants<D, cap::TableSample>,
        D::SampleMethod: Grants<D, cap::SampleMethod>,
    {
        self.into_source().table_sample_by(size, method)
    }
}
