//! SELECT and set operations as text.

use aludel_dialect::{Construct, Parameter};

use super::{Renderer, Written};
use crate::compound::{CompoundNode, SetOperator};
use crate::expr::{Call, Node, OrderNode, QuantifiedOperand};
use crate::query::QueryNode;
use crate::sample_by::{Alignment, FillValue, SampleByNode, SampleUnit};
use crate::select::{ArrayJoinKind, DistinctNode, LimitNode, RareClauses, RowLock, SelectNode};
use crate::source::{Origin, SourceNode};
use crate::spelling::LimitForm;
use crate::{BuildError, Name};

impl Renderer<'_> {
    pub(super) fn select(&mut self, select: &SelectNode) -> Written {
        if let Some(error) = &select.error {
            return Err((**error).clone());
        }
        let implied = match &select.from {
            Some(_) => None,
            None => implied_source(select)?,
        };
        let from = select.from.as_ref().or(implied.as_ref());
        let mut scope = Vec::new();
        if let Some(from) = from {
            qualifiers(from, &mut scope);
        }
        self.scopes.push(scope);
        let written = self.select_clauses(select, from);
        self.scopes.pop();
        written
    }

    fn select_clauses(&mut self, select: &SelectNode, from: Option<&SourceNode>) -> Written {
        let no_clauses = RareClauses::default();
        let rare = select.rare.as_deref().unwrap_or(&no_clauses);
        self.push("SELECT ");
        self.distinct(&select.distinct)?;
        self.expressions(&select.columns)?;
        match from {
            Some(from) => {
                self.push(" FROM ");
                self.source(from)?;
            }
            None => self.need(Construct::SelectWithoutFrom)?,
        }
        for (kind, arrays) in &rare.array_join {
            self.need(Construct::ArrayJoin)?;
            self.push(if *kind == ArrayJoinKind::Inner { " ARRAY JOIN " } else { " LEFT ARRAY JOIN " });
            self.expressions(arrays)?;
        }
        if let Some((time, columns)) = &rare.latest_on {
            self.need(Construct::LatestOn)?;
            self.push(" LATEST ON ");
            self.expression(time)?;
            self.push(" PARTITION BY ");
            self.expressions(columns)?;
        }
        self.condition_clause(" PREWHERE ", Some(Construct::Prewhere), &rare.prewhere)?;
        self.condition_clause(" WHERE ", None, &select.filter)?;
        if let Some(sample_by) = &rare.sample_by {
            self.need(Construct::SampleBy)?;
            self.sample_by(sample_by)?;
        }
        self.sharing(|renderer| renderer.grouping_and_order(select, rare))?;
        self.limit(select, rare)?;
        if let Some(sample) = &rare.sample {
            self.need(Construct::Sample)?;
            self.push(" USING SAMPLE ");
            self.sample_size(sample)?;
        }
        if let Some(lock) = rare.lock {
            self.need(Construct::RowLock)?;
            self.push(match lock {
                RowLock::Update => " FOR UPDATE",
                RowLock::Share => " FOR SHARE",
            });
        }
        self.settings(&rare.settings)
    }

    fn distinct(&mut self, distinct: &DistinctNode) -> Written {
        match distinct {
            DistinctNode::All => Ok(()),
            DistinctNode::Distinct => {
                self.need(Construct::Distinct)?;
                self.push("DISTINCT ");
                Ok(())
            }
            DistinctNode::On(columns) => {
                self.need(Construct::DistinctOn)?;
                self.push("DISTINCT ON (");
                self.expressions(columns)?;
                self.push(") ");
                Ok(())
            }
        }
    }

    fn condition_clause(&mut self, word: &str, construct: Option<Construct>, conditions: &[Node]) -> Written {
        if conditions.is_empty() {
            return Ok(());
        }
        if let Some(construct) = construct {
            self.need(construct)?;
        }
        self.push(word);
        self.conjunction(conditions)
    }

    /// The clauses that repeat expressions of the select list.
    fn grouping_and_order(&mut self, select: &SelectNode, rare: &RareClauses) -> Written {
        if select.group_by_all {
            self.need(Construct::GroupByAll)?;
            self.push(" GROUP BY ALL");
            if !select.group_by.is_empty() {
                return Err(BuildError::usage("GROUP BY ALL leaves no room for other columns"));
            }
        } else if !select.group_by.is_empty() {
            self.push(" GROUP BY ");
            self.expressions(&select.group_by)?;
        }
        if rare.with_totals {
            self.need(Construct::WithTotals)?;
            self.push(" WITH TOTALS");
        }
        self.condition_clause(" HAVING ", Some(Construct::Having), &select.having)?;
        if !select.windows.is_empty() {
            self.need(Construct::NamedWindow)?;
            self.push(" WINDOW ");
            self.list(&select.windows, |renderer, (name, window)| {
                renderer.name(name)?;
                renderer.push(" AS (");
                renderer.window(window)?;
                renderer.push(")");
                Ok(())
            })?;
        }
        self.condition_clause(" QUALIFY ", Some(Construct::Qualify), &select.qualify)?;
        if select.order_by_all {
            self.need(Construct::OrderByAll)?;
            self.push(" ORDER BY ALL");
            if !select.order_by.is_empty() {
                return Err(BuildError::usage("ORDER BY ALL leaves no room for other terms"));
            }
        }
        self.order_clause(&select.order_by)
    }

    fn order_clause(&mut self, terms: &[OrderNode]) -> Written {
        if terms.is_empty() {
            return Ok(());
        }
        self.push(" ORDER BY ");
        self.order_terms(terms)
    }

    fn limit(&mut self, select: &SelectNode, rare: &RareClauses) -> Written {
        if let Some((rows, columns)) = &rare.limit_by {
            self.need(Construct::LimitBy)?;
            self.push(" LIMIT ");
            self.expression(rows)?;
            self.push(" BY ");
            self.expressions(columns)?;
        }
        match &select.limit {
            None => self.limit_rows(None, select.offset.as_ref()),
            Some(LimitNode::Rows(rows)) => {
                self.need(Construct::Limit)?;
                self.limit_rows(Some(rows), select.offset.as_ref())
            }
            Some(LimitNode::Percent(percent)) => {
                self.need(Construct::LimitPercent)?;
                self.push(&format!(" LIMIT {percent}%"));
                self.limit_rows(None, select.offset.as_ref())
            }
            Some(LimitNode::WithTies(rows)) => {
                self.need(Construct::LimitWithTies)?;
                self.limit_rows(None, select.offset.as_ref())?;
                self.push(" FETCH FIRST ");
                self.expression(rows)?;
                self.push(" ROWS WITH TIES");
                Ok(())
            }
        }
    }

    fn limit_rows(&mut self, rows: Option<&Node>, offset: Option<&Node>) -> Written {
        if offset.is_some() {
            self.need(Construct::Offset)?;
        }
        match (self.spelling.limit_form(), rows, offset) {
            (_, None, None) => {}
            (LimitForm::LimitOffset, rows, offset) => {
                if let Some(rows) = rows {
                    self.push(" LIMIT ");
                    self.expression(rows)?;
                }
                if let Some(offset) = offset {
                    self.push(" OFFSET ");
                    self.expression(offset)?;
                }
            }
            (LimitForm::LowerUpper, Some(rows), None) => {
                self.push(" LIMIT ");
                self.expression(rows)?;
            }
            (LimitForm::LowerUpper, rows, Some(offset)) => {
                self.push(" LIMIT ");
                self.expression(offset)?;
                self.push(", ");
                match rows {
                    Some(rows) => {
                        self.expression(offset)?;
                        self.push(" + ");
                        self.expression(rows)?;
                    }
                    None => self.parameter(&Parameter::new(i64::MAX))?,
                }
            }
        }
        Ok(())
    }

    fn settings(&mut self, settings: &[(Name, String)]) -> Written {
        if settings.is_empty() {
            return Ok(());
        }
        self.need(Construct::Settings)?;
        self.push(" SETTINGS ");
        self.list(settings, |renderer, (name, value)| {
            renderer.name(name)?;
            renderer.push(" = ");
            renderer.literal(&value.as_str().into())
        })
    }

    fn sample_by(&mut self, sample_by: &SampleByNode) -> Written {
        let unit = match sample_by.unit {
            SampleUnit::Microsecond => "U",
            SampleUnit::Millisecond => "T",
            SampleUnit::Second => "s",
            SampleUnit::Minute => "m",
            SampleUnit::Hour => "h",
            SampleUnit::Day => "d",
            SampleUnit::Week => "w",
            SampleUnit::Month => "M",
            SampleUnit::Year => "y",
        };
        self.push(&format!(" SAMPLE BY {}{unit}", sample_by.count));
        if let Some((from, to)) = &sample_by.range {
            self.push(" FROM ");
            self.expression(from)?;
            self.push(" TO ");
            self.expression(to)?;
        }
        if !sample_by.fill.is_empty() {
            self.push(" FILL (");
            self.list(&sample_by.fill, |renderer, fill| {
                match fill {
                    FillValue::None => renderer.push("NONE"),
                    FillValue::Null => renderer.push("NULL"),
                    FillValue::Previous => renderer.push("PREV"),
                    FillValue::Linear => renderer.push("LINEAR"),
                    FillValue::Value(value) => renderer.expression(value)?,
                }
                Ok(())
            })?;
            self.push(")");
        }
        match &sample_by.alignment {
            None => {}
            Some(Alignment::FirstObservation) => self.push(" ALIGN TO FIRST OBSERVATION"),
            Some(Alignment::Calendar { zone, offset }) => {
                self.push(" ALIGN TO CALENDAR");
                if let Some(zone) = zone {
                    self.push(" TIME ZONE ");
                    self.expression(zone)?;
                }
                if let Some(offset) = offset {
                    self.push(" WITH OFFSET ");
                    self.expression(offset)?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn compound(&mut self, compound: &CompoundNode) -> Written {
        if let Some(error) = &compound.error {
            return Err((**error).clone());
        }
        self.branch(&compound.first)?;
        for (operator, query) in &compound.rest {
            self.need(operator.construct())?;
            self.push(match operator {
                SetOperator::Union => " UNION ",
                SetOperator::UnionAll => " UNION ALL ",
                SetOperator::UnionAllByName => " UNION ALL BY NAME ",
                SetOperator::Intersect => " INTERSECT ",
                SetOperator::IntersectAll => " INTERSECT ALL ",
                SetOperator::Except => " EXCEPT ",
                SetOperator::ExceptAll => " EXCEPT ALL ",
            });
            self.branch(query)?;
        }
        let own_clauses = !compound.order_by.is_empty() || compound.limit.is_some() || compound.offset.is_some();
        if own_clauses {
            self.need(Construct::CompoundOrderLimit)?;
        }
        self.order_clause(&compound.order_by)?;
        self.limit_rows(compound.limit.as_ref(), compound.offset.as_ref())
    }

    /// One side of a set operation: in parentheses if it would otherwise take clauses that belong to the whole.
    fn branch(&mut self, query: &QueryNode) -> Written {
        let plain = match query {
            QueryNode::Select(select) => {
                select.order_by.is_empty()
                    && !select.order_by_all
                    && select.limit.is_none()
                    && select.offset.is_none()
                    && select.rare.is_none()
            }
            QueryNode::Values(_) => true,
            QueryNode::Compound(_) | QueryNode::Text(_) | QueryNode::Dml(_) => false,
        };
        if plain {
            return self.query(query);
        }
        self.push("(");
        self.query(query)?;
        self.push(")");
        Ok(())
    }
}

/// The qualifiers that a source brings into sight.
pub(super) fn qualifiers(source: &SourceNode, into: &mut Vec<Name>) {
    match source {
        SourceNode::Table(table) => into.push(table.qualifier().clone()),
        SourceNode::Named(name) => into.push(name.clone()),
        SourceNode::Cte(cte, alias) => into.push(alias.as_ref().unwrap_or(&cte.name).clone()),
        SourceNode::Query { alias, .. } | SourceNode::Unnest { alias, .. } => into.push(alias.clone()),
        SourceNode::Function { alias, .. } => into.extend(alias.clone()),
        SourceNode::Sampled(inner, _) | SourceNode::Final(inner) => qualifiers(inner, into),
        SourceNode::Joined(first, joins) => {
            qualifiers(first, into);
            for join in joins {
                qualifiers(&join.right, into);
            }
        }
        SourceNode::Poisoned(_) => {}
    }
}

/// The FROM of a SELECT that was given none: the one source that all its columns come from, or none if it has no columns
/// of any.
fn implied_source(select: &SelectNode) -> Result<Option<SourceNode>, BuildError> {
    let mut found: Vec<&Origin> = Vec::new();
    let lists = [&select.columns, &select.filter, &select.group_by, &select.having, &select.qualify];
    for node in lists.into_iter().flatten().chain(select.order_by.iter().map(|term| &term.expr)) {
        origins(node, &mut found);
    }
    match found.as_slice() {
        [] => Ok(None),
        [Origin::Table(table)] => Ok(Some(SourceNode::Table(table.clone()))),
        [Origin::Cte(cte, alias)] => Ok(Some(SourceNode::Cte(cte.clone(), alias.clone()))),
        [Origin::Named(name)] => Ok(Some(SourceNode::Named(name.clone()))),
        several => {
            Err(BuildError::AmbiguousFrom(several.iter().map(|origin| origin.qualifier().to_string()).collect()))
        }
    }
}

/// The different sources that an expression's own columns come from; those of its subqueries are theirs.
fn origins<'a>(node: &'a Node, found: &mut Vec<&'a Origin>) {
    match node {
        Node::Column(origin, _) | Node::Star(Some(origin)) => {
            if !found.iter().any(|known| known.qualifier() == origin.qualifier()) {
                found.push(origin);
            }
        }
        other => children(other, &mut |child| origins(child, found)),
    }
}

fn children<'a>(node: &'a Node, visit: &mut impl FnMut(&'a Node)) {
    match node {
        Node::Not(inner)
        | Node::Negate(inner)
        | Node::BitNot(inner)
        | Node::IsNull(inner, _)
        | Node::InQuery(inner, _, _)
        | Node::Member(inner, _)
        | Node::Collate(inner, _)
        | Node::Lambda(_, inner)
        | Node::Labelled(inner, _) => visit(inner),
        Node::Binary(_, pair) | Node::Index(pair) | Node::MapValue(pair) | Node::AtTimeZone(pair) => {
            visit(&pair.0);
            visit(&pair.1);
        }
        Node::Nary(_, nodes) | Node::Tuple(nodes) | Node::Array(nodes) => nodes.iter().for_each(visit),
        Node::Between(parts, _) => {
            visit(&parts.0);
            visit(&parts.1);
            visit(&parts.2);
        }
        Node::InList(tested, list, _) => {
            visit(tested);
            list.iter().for_each(visit);
        }
        Node::Like(like) => {
            visit(&like.text);
            visit(&like.pattern);
        }
        Node::Quantified(_, _, parts) => {
            visit(&parts.0);
            if let QuantifiedOperand::Array(array) = &parts.1 {
                visit(array);
            }
        }
        Node::Case(case) => {
            case.operand.iter().chain(&case.otherwise).for_each(&mut *visit);
            for (condition, result) in &case.branches {
                visit(condition);
                visit(result);
            }
        }
        Node::Cast(parts, _) => visit(&parts.0),
        Node::Json(parts, _) => visit(&parts.0),
        Node::Slice(parts) => {
            visit(&parts.0);
            parts.1.iter().chain(&parts.2).for_each(visit);
        }
        Node::Struct(members) => members.iter().for_each(|(_, member)| visit(member)),
        Node::Map(entries) => {
            for (key, value) in entries {
                visit(key);
                visit(value);
            }
        }
        Node::Call(call) => call_children(call, visit),
        Node::Column(..)
        | Node::Label(_)
        | Node::Value(_)
        | Node::Bind(..)
        | Node::Keyword(_)
        | Node::Star(_)
        | Node::Raw(_)
        | Node::Exists(..)
        | Node::Subquery(_)
        | Node::Grouping(_)
        | Node::Poisoned(_) => {}
    }
}

fn call_children<'a>(call: &'a Call, visit: &mut impl FnMut(&'a Node)) {
    call.arguments.iter().for_each(&mut *visit);
    call.named.iter().for_each(|(_, value)| visit(value));
    call.order_by.iter().chain(&call.within_group).for_each(|term| visit(&term.expr));
    call.filter.iter().for_each(visit);
}
