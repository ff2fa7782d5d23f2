//! IN, BETWEEN, LIKE, EXISTS, ANY, ALL, and lists of conditions.

use aludel_dialect::{Grants, Levels, cap};

use super::{
    BinaryOperator, Expr, IntoExpr, LikeKind, LikeNode, NaryOperator, Negation, Node, QuantifiedOperand, Quantifier,
    take_nodes,
};
use crate::query::{IntoQuery, Query};
use crate::{BuildError, Compound, Select, Text};

/// What may stand behind IN: a list of operands, or a query.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't stand behind IN",
    note = "IN takes arrays, slices and vectors of values or expressions, and queries; a list that is bound later \
            stands in a text: `text(\"… IN :ids\").bind(\"ids\", vec![1, 2])`"
)]
pub trait InTarget<D> {
    /// `tested IN self`
    fn tested_in(self, tested: Expr<D>) -> Expr<D>;
}

#[diagnostic::do_not_recommend]
impl<D, E: IntoExpr<D>, const N: usize> InTarget<D> for [E; N] {
    fn tested_in(self, tested: Expr<D>) -> Expr<D> {
        tested.in_list(self.into_iter().map(E::into_expr).collect())
    }
}

#[diagnostic::do_not_recommend]
impl<D, E: IntoExpr<D>> InTarget<D> for Vec<E> {
    fn tested_in(self, tested: Expr<D>) -> Expr<D> {
        tested.in_list(self.into_iter().map(E::into_expr).collect())
    }
}

#[diagnostic::do_not_recommend]
impl<D, E: IntoExpr<D> + Clone> InTarget<D> for &Vec<E> {
    fn tested_in(self, tested: Expr<D>) -> Expr<D> {
        InTarget::tested_in(self.as_slice(), tested)
    }
}

#[diagnostic::do_not_recommend]
impl<D, E: IntoExpr<D> + Clone, const N: usize> InTarget<D> for &[E; N] {
    fn tested_in(self, tested: Expr<D>) -> Expr<D> {
        InTarget::tested_in(self.as_slice(), tested)
    }
}

#[diagnostic::do_not_recommend]
impl<D, E: IntoExpr<D> + Clone> InTarget<D> for &[E] {
    fn tested_in(self, tested: Expr<D>) -> Expr<D> {
        tested.in_list(self.iter().cloned().map(E::into_expr).collect())
    }
}

macro_rules! in_query {
    ($($query:ty),*) => { $(
        #[diagnostic::do_not_recommend]
        impl<D: Levels> InTarget<D> for $query
        where
            D::InSubquery: Grants<D, cap::InSubquery>,
        {
            fn tested_in(self, tested: Expr<D>) -> Expr<D> {
                let query: Query<D> = self.into_query();
                let (query, depth) = query.into_parts();
                let below = depth.max(tested.depth);
                Expr::over_depth(Node::InQuery(Box::new(tested.node), Box::new(query), Negation::Plain), below)
            }
        }
    )* };
}

in_query!(Select<D>, &Select<D>, Compound<D>, &Compound<D>, Text);

impl<D> Expr<D> {
    pub(crate) fn in_list(self, list: Vec<Expr<D>>) -> Self {
        let (list, depth) = take_nodes(list);
        let below = depth.max(self.depth);
        Self::over_depth(Node::InList(Box::new(self.node), list, Negation::Plain), below)
    }

    fn negated(mut self) -> Self {
        match &mut self.node {
            Node::InList(_, _, negation)
            | Node::InQuery(_, _, negation)
            | Node::Between(_, negation)
            | Node::Exists(_, negation) => *negation = Negation::Negated,
            Node::Like(like) => like.negation = Negation::Negated,
            Node::Poisoned(_) => {}
            // An `InTarget` of another crate may have built anything.
            _ => return !self,
        }
        self
    }

    /// `self IN (…)`: an empty list holds nothing, so the result is false.
    pub fn is_in(self, target: impl InTarget<D>) -> Self {
        target.tested_in(self)
    }

    /// `self NOT IN (…)`: an empty list holds nothing, so the result is true. As everywhere in SQL, a NULL in the list
    /// makes it never true.
    pub fn not_in(self, target: impl InTarget<D>) -> Self {
        target.tested_in(self).negated()
    }

    /// `self BETWEEN low AND high`, both ends included.
    pub fn between(self, low: impl IntoExpr<D>, high: impl IntoExpr<D>) -> Self {
        let (low, high) = (low.into_expr(), high.into_expr());
        let below = self.depth.max(low.depth).max(high.depth);
        Self::over_depth(Node::Between(Box::new((self.node, low.node, high.node)), Negation::Plain), below)
    }

    /// `self NOT BETWEEN low AND high`
    pub fn not_between(self, low: impl IntoExpr<D>, high: impl IntoExpr<D>) -> Self {
        self.between(low, high).negated()
    }

    fn matches(self, kind: LikeKind, pattern: Expr<D>, escape: Option<char>) -> Self {
        self.combine(pattern, |text, pattern| {
            Node::Like(Box::new(LikeNode { kind, negation: Negation::Plain, text, pattern, escape }))
        })
    }

    /// `self LIKE pattern`: `%` stands for any text, `_` for one character, and nothing escapes them; see
    /// [`like_escape`](Self::like_escape).
    pub fn like(self, pattern: impl IntoExpr<D>) -> Self {
        self.matches(LikeKind::Like, pattern.into_expr(), None)
    }

    /// `self NOT LIKE pattern`
    pub fn not_like(self, pattern: impl IntoExpr<D>) -> Self {
        self.like(pattern).negated()
    }
}

impl<D: Levels> Expr<D> {
    /// `self LIKE pattern ESCAPE escape`: `escape` before `%`, `_` or itself takes it literally.
    pub fn like_escape(self, pattern: impl IntoExpr<D>, escape: char) -> Self
    where
        D::LikeEscape: Grants<D, cap::LikeEscape>,
    {
        self.matches(LikeKind::Like, pattern.into_expr(), Some(escape))
    }

    /// `self NOT LIKE pattern ESCAPE escape`
    pub fn not_like_escape(self, pattern: impl IntoExpr<D>, escape: char) -> Self
    where
        D::LikeEscape: Grants<D, cap::LikeEscape>,
    {
        self.like_escape(pattern, escape).negated()
    }

    /// `self ILIKE pattern`: as [`like`](Self::like), upper and lower case alike.
    pub fn ilike(self, pattern: impl IntoExpr<D>) -> Self
    where
        D::Ilike: Grants<D, cap::Ilike>,
    {
        self.matches(LikeKind::Ilike, pattern.into_expr(), None)
    }

    /// `self NOT ILIKE pattern`
    pub fn not_ilike(self, pattern: impl IntoExpr<D>) -> Self
    where
        D::Ilike: Grants<D, cap::Ilike>,
    {
        self.ilike(pattern).negated()
    }

    /// `self ILIKE pattern ESCAPE escape`
    pub fn ilike_escape(self, pattern: impl IntoExpr<D>, escape: char) -> Self
    where
        D::Ilike: Grants<D, cap::Ilike>,
        D::LikeEscape: Grants<D, cap::LikeEscape>,
    {
        self.matches(LikeKind::Ilike, pattern.into_expr(), Some(escape))
    }

    /// `self SIMILAR TO pattern`
    pub fn similar_to(self, pattern: impl IntoExpr<D>) -> Self
    where
        D::SimilarTo: Grants<D, cap::SimilarTo>,
    {
        self.matches(LikeKind::SimilarTo, pattern.into_expr(), None)
    }

    fn quantified(self, operator: BinaryOperator, quantifier: Quantifier, query: impl IntoQuery<D>) -> Self {
        if let Some(error) = unquantifiable(operator) {
            return Self::poisoned(error);
        }
        let (query, depth) = query.into_query().into_parts();
        let below = depth.max(self.depth);
        let operand = QuantifiedOperand::Query(query);
        Self::over_depth(Node::Quantified(operator, quantifier, Box::new((self.node, operand))), below)
    }

    /// `self <operator> ANY (query)`: true if it is true of one of the query's rows.
    pub fn any_of_query(self, operator: BinaryOperator, query: impl IntoQuery<D>) -> Self
    where
        D::QuantifiedSubquery: Grants<D, cap::QuantifiedSubquery>,
    {
        self.quantified(operator, Quantifier::Any, query)
    }

    /// `self <operator> ALL (query)`: true if it is true of all of the query's rows.
    pub fn all_of_query(self, operator: BinaryOperator, query: impl IntoQuery<D>) -> Self
    where
        D::QuantifiedSubquery: Grants<D, cap::QuantifiedSubquery>,
    {
        self.quantified(operator, Quantifier::All, query)
    }

    /// `self <operator> ANY (array)`: true if it is true of one of the array's elements.
    pub fn any_of_array(self, operator: BinaryOperator, array: impl IntoExpr<D>) -> Self
    where
        D::QuantifiedArray: Grants<D, cap::QuantifiedArray>,
    {
        if let Some(error) = unquantifiable(operator) {
            return Self::poisoned(error);
        }
        self.combine(array.into_expr(), |node, array| {
            Node::Quantified(operator, Quantifier::Any, Box::new((node, QuantifiedOperand::Array(array))))
        })
    }
}

/// The error of an operator that can't stand before ANY or ALL.
fn unquantifiable(operator: BinaryOperator) -> Option<BuildError> {
    use BinaryOperator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    match operator {
        Equal | NotEqual | Less | LessOrEqual | Greater | GreaterOrEqual => None,
        other => Some(BuildError::usage(format!(
            "{} can't stand before ANY or ALL: compare with `=`, `<` or their kin",
            other.sql()
        ))),
    }
}

/// `EXISTS (query)`
pub fn exists<D: Levels>(query: impl IntoQuery<D>) -> Expr<D>
where
    D::Exists: Grants<D, cap::Exists>,
{
    let (query, depth) = query.into_query().into_parts();
    Expr::over_depth(Node::Exists(Box::new(query), Negation::Plain), depth)
}

/// `NOT EXISTS (query)`
pub fn not_exists<D: Levels>(query: impl IntoQuery<D>) -> Expr<D>
where
    D::Exists: Grants<D, cap::Exists>,
{
    exists(query).negated()
}

fn conditions<D>(operator: NaryOperator, list: impl IntoIterator<Item = Expr<D>>) -> Expr<D> {
    let (mut nodes, depth) = take_nodes(list);
    match nodes.len() {
        0 => Expr::poisoned(BuildError::Empty {
            what: "the list of conditions",
            instead: "leave the filter out if every row is meant",
        }),
        1 => Expr::over_depth(nodes.remove(0), depth.saturating_sub(1)),
        _ => Expr::over_depth(Node::Nary(operator, nodes.into()), depth),
    }
}

/// All conditions, joined by AND. An empty list is an error when the statement is rendered: a filter that vanishes would
/// mean every row.
pub fn all_of<D>(list: impl IntoIterator<Item = Expr<D>>) -> Expr<D> {
    conditions(NaryOperator::And, list)
}

/// Any of the conditions, joined by OR. An empty list is an error when the statement is rendered.
pub fn any_of<D>(list: impl IntoIterator<Item = Expr<D>>) -> Expr<D> {
    conditions(NaryOperator::Or, list)
}
