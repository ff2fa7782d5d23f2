//! Joins: their kinds, their conditions, and the methods that make them.

use std::marker::PhantomData;

use aludel_dialect::{Construct, Grants, Interval, Levels, cap};

use crate::cte::{Cte, CteSelf};
use crate::expr::{Expr, Node};
use crate::source::{IntoSource, Source, SourceNode};
use crate::subquery::Subquery;
use crate::table_function::TableFunction;
use crate::time_join::TimesNode;
use crate::{BuildError, Name, Table};

#[derive(Clone, Debug)]
pub(crate) struct JoinNode {
    pub(crate) right: SourceNode,
    pub(crate) kind: JoinKind,
    pub(crate) condition: ConditionNode,
    pub(crate) global: bool,
    // Boxed because few joins have them, and joins are moved while a statement is built.
    pub(crate) tolerance: Option<Box<Interval>>,
    pub(crate) times: Option<Box<TimesNode>>,
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
    /// [`horizon_join`](crate::Horizons::horizon_join)
    Horizon,
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
            JoinKind::Horizon => "HORIZON JOIN",
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
            JoinKind::Horizon => Construct::HorizonJoin,
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

pub(crate) fn join<D>(left: Source<D>, kind: JoinKind, right: Source<D>, on: JoinOn<D>) -> Source<D> {
    let node = JoinNode { right: right.node, kind, condition: on.node, global: false, tolerance: None, times: None };
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
    /// Each row of the left side once, with aggregates of the right side's rows that are within a range of time around it, which
    /// [`range_between`](Source::range_between) says.
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
    pub(crate) fn last_join(
        mut self,
        kinds: &[JoinKind],
        below: usize,
        what: &str,
        change: impl FnOnce(&mut JoinNode),
    ) -> Self {
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
}
