//! SELECT and set operations as text.

use aludel_dialect::bigdecimal::num_bigint::Sign;
use aludel_dialect::{Construct, Parameter, Value};

use super::known::extended_by;
use super::origins::{implied_source, qualifiers};
use super::outputs::queries_of;
use super::rewrite::{Kept, Rewrite, first_rewrite, is_computed, without};
use super::{Failure, Qualification, Renderer, Written};
use crate::compound::CompoundNode;
use crate::expr::{Direction, Node, NullsPosition, OrderNode, Precedence};
use crate::query::QueryNode;
use crate::rare::{ArrayJoinKind, ClauseSlot, RareClauses, RowLock};
use crate::select::{DistinctNode, LimitNode, SelectNode};
use crate::source::SourceNode;
use crate::spelling::{LimitForm, OrderedByExpressions, ParameterPlace};
use crate::{BuildError, Name};

/// How many sources a SELECT has room for before its list of them grows.
const USUAL_SOURCES: usize = 8;

impl Renderer<'_> {
    pub(super) fn select(&mut self, select: &SelectNode) -> Written {
        if let Some(error) = &select.error {
            return Err(Failure(error.clone()));
        }
        let implied = match &select.from {
            Some(_) => None,
            None => implied_source(select)?,
        };
        let from = select.from.as_ref().or(implied.as_ref());
        let (mut scope, outside, queries) = (Vec::new(), self.extended.len(), self.queries.len());
        if let Some(from) = from {
            queries_of(from, &mut self.queries);
            scope.reserve(USUAL_SOURCES);
            qualifiers(from, &mut scope);
            extended_by(from, &mut self.extended);
        }
        let labels = if self.two_valued { self.labels_of_the_whole(select) } else { Vec::new() };
        let around = std::mem::replace(&mut self.whole_labels, labels);
        let windows = self.windows_of(select);
        let windows_around = std::mem::replace(&mut self.windows, windows);
        let written = match self.rewrite_of(select, from) {
            Some(Rewrite::Values) => self.with_values_joined(select, from, outside),
            Some(rewrite) => self.rewritten(rewrite, select, from, outside),
            None => self.scoped(scope, |renderer| renderer.select_clauses(select, from)),
        };
        self.extended.truncate(outside);
        self.queries.truncate(queries);
        self.whole_labels = around;
        self.windows = windows_around;
        written
    }

    /// What of the SELECT has to be written in another way, if something has.
    #[inline(never)]
    fn rewrite_of(&self, select: &SelectNode, from: Option<&SourceNode>) -> Option<Rewrite> {
        let capabilities = self.capabilities?;
        let by_values = || self.filters_by_values(select, from).then_some(Rewrite::Values);
        let rewrite = first_rewrite(select, self.spelling, capabilities).or_else(by_values);
        // GROUP BY ALL is refused where it stands.
        let any = self.spelling.ordered_by_expressions() == OrderedByExpressions::Any;
        if rewrite.is_some() || any || select.group_by_all {
            return rewrite;
        }
        let computed = is_computed(select) || from.is_some_and(|from| !is_of_tables(from));
        let elsewhere = |term: &OrderNode| match &term.expr {
            Node::Column(..) => computed && self.null_term(term).is_some(),
            Node::Label(_) | Node::Labelled(..) => self.null_term(term).is_some(),
            _ => computed,
        };
        select.order_by.iter().any(elsewhere).then_some(Rewrite::Order)
    }

    /// The labels of columns that are never NULL.
    #[inline(never)]
    fn labels_of_the_whole(&self, select: &SelectNode) -> Vec<Name> {
        let labelled = select.columns.iter().filter_map(|column| match column {
            Node::Labelled(inner, name) if !self.may_be_null(inner) => Some(name.clone()),
            _ => None,
        });
        labelled.collect()
    }

    /// The SELECT in another way, without a clause that the dialect lacks.
    #[cold]
    fn rewritten(
        &mut self,
        rewrite: Rewrite,
        select: &SelectNode,
        from: Option<&SourceNode>,
        outside: usize,
    ) -> Written {
        let nulls = (self.spelling.ordered_by_expressions() == OrderedByExpressions::PlainQueries)
            .then(|| select.order_by.iter().map(|term| self.null_term(term)).collect());
        self.refuse_correlated(select, from)?;
        // It brings its own sources.
        self.extended.truncate(outside);
        let dialect = self.dialect();
        let construct = match rewrite {
            Rewrite::Clause(construct) => construct.words(),
            Rewrite::Order | Rewrite::Values => "ORDER BY of such rows",
        };
        let kept = if self.two_valued { Kept::Operands } else { Kept::Condition };
        match without(rewrite, SelectNode { from: from.cloned(), ..select.clone() }, nulls, kept) {
            Ok(other) => self.select(&other),
            Err(instead) => Err(BuildError::usage(format!(
                "{dialect} has {construct} only as a query around this one, which would not mean the same here: {instead}"
            ))
            .into()),
        }
    }

    fn select_clauses(&mut self, select: &SelectNode, from: Option<&SourceNode>) -> Written {
        let no_clauses = RareClauses::default();
        let rare = select.rare.as_deref().unwrap_or(&no_clauses);
        self.push("SELECT ");
        let list = |renderer: &mut Self| {
            renderer.distinct(&select.distinct)?;
            renderer.columns_of_result(&select.columns)
        };
        // What is repeated below must be the same text: `a / $1 * $2` is another expression than `a / $1 * $1`.
        if select.repeats_its_list() {
            self.sharing(list)?
        } else {
            list(self)?
        }
        match from {
            Some(from) => {
                self.push(" FROM ");
                self.source(from)?;
            }
            None => {
                self.need(Construct::SelectWithoutFrom)?;
                if let Some(nothing) = self.spelling.nothing() {
                    self.push(" FROM ");
                    self.push(nothing);
                }
            }
        }
        self.own_clauses(rare, ClauseSlot::AfterFrom)?;
        for (kind, arrays) in &rare.array_join {
            self.need(Construct::ArrayJoin)?;
            self.push(if *kind == ArrayJoinKind::Inner { " ARRAY JOIN " } else { " LEFT ARRAY JOIN " });
            self.columns_of_result(arrays)?;
        }
        self.condition_clause(" PREWHERE ", Some(Construct::Prewhere), &rare.prewhere)?;
        self.condition_clause(" WHERE ", None, &select.filter)?;
        self.own_clauses(rare, ClauseSlot::AfterWhere)?;
        // Behind WHERE, as QuestDB reads it: the latest of the rows that are left.
        if let Some((time, columns)) = &rare.latest_on {
            self.need(Construct::LatestOn)?;
            self.push(" LATEST ON ");
            // QuestDB takes names alone here.
            let before = std::mem::replace(&mut self.qualification, Qualification::LeftOut);
            self.expression(time)?;
            self.push(" PARTITION BY ");
            self.expressions(columns)?;
            self.qualification = before;
        }
        if let Some(sample_by) = &rare.sample_by {
            self.need(Construct::SampleBy)?;
            self.placed(ParameterPlace::SampleBy, |renderer| renderer.sample_by(sample_by))?;
        }
        self.sharing(|renderer| renderer.grouping_and_order(select, rare))?;
        self.own_clauses(rare, ClauseSlot::AfterOrderBy)?;
        self.limit(select, rare)?;
        if let Some(lock) = rare.lock {
            self.need(Construct::RowLock)?;
            self.push(match lock {
                RowLock::Update => " FOR UPDATE",
                RowLock::Share => " FOR SHARE",
            });
        }
        self.settings(&rare.settings)?;
        self.own_clauses(rare, ClauseSlot::AtEnd)
    }

    /// The clauses that this dialect alone has.
    fn own_clauses(&mut self, rare: &RareClauses, slot: ClauseSlot) -> Written {
        for clause in rare.own.iter().filter(|clause| clause.slot == slot) {
            if self.capabilities.is_some_and(|capabilities| capabilities.dialect() != clause.dialect) {
                return Err(BuildError::usage(format!(
                    "{} has no clause {:?}: it is one of {}",
                    self.dialect(),
                    clause.text.sql(),
                    clause.dialect
                ))
                .into());
            }
            self.push(" ");
            self.part(&clause.text)?;
        }
        Ok(())
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
                return Err(BuildError::usage("GROUP BY ALL leaves no room for other columns").into());
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
        self.own_clauses(rare, ClauseSlot::AfterGroupBy)?;
        if !self.windows.is_empty() {
            self.check_named_windows()?;
        } else if !select.windows.is_empty() {
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
        if let Some(sample) = &rare.sample {
            self.need(Construct::Sample)?;
            self.push(" USING SAMPLE ");
            self.sample_size(sample)?;
        }
        if select.order_by_all {
            self.need(Construct::OrderByAll)?;
            self.push(" ORDER BY ALL");
            if self.spelling.default_nulls(Direction::Ascending) != Some(NullsPosition::Last) {
                self.need(Construct::NullsOrder)?;
                self.push(" NULLS LAST");
            }
            if !select.order_by.is_empty() {
                return Err(BuildError::usage("ORDER BY ALL leaves no room for other terms").into());
            }
        }
        if select.order_by.is_empty() {
            return Ok(());
        }
        self.push(" ORDER BY ");
        self.order_terms_as(&select.order_by, |renderer, key| match key {
            Node::Labelled(_, name) if has_label(&select.columns, name) => renderer.name(name),
            // The columns of the buckets, not those of the table.
            Node::Column(_, name) if rare.sample_by.is_some() => renderer.name(name),
            key => renderer.expression(key),
        })
    }

    fn limit(&mut self, select: &SelectNode, rare: &RareClauses) -> Written {
        if let Some((rows, columns)) = &rare.limit_by {
            self.need(Construct::LimitBy)?;
            self.push(" LIMIT ");
            self.row_count("LIMIT BY", rows)?;
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
                self.only_with_offset(select)?;
                self.push(&format!(" LIMIT {percent}%"));
                self.limit_rows(None, select.offset.as_ref())
            }
            Some(LimitNode::WithTies(rows)) => {
                self.need(Construct::LimitWithTies)?;
                self.only_with_offset(select)?;
                self.limit_rows(None, select.offset.as_ref())?;
                self.push(" FETCH FIRST ");
                self.row_count("FETCH FIRST", rows)?;
                self.push(" ROWS WITH TIES");
                Ok(())
            }
        }
    }

    /// An OFFSET that is rewritten as a LIMIT leaves no room for another.
    fn only_with_offset(&self, select: &SelectNode) -> Written {
        if select.offset.is_some() && self.is_rewritten(Construct::Offset) {
            let dialect = self.dialect();
            return Err(BuildError::usage(format!("{dialect} has OFFSET only with a LIMIT of so many rows")).into());
        }
        Ok(())
    }

    fn limit_rows(&mut self, rows: Option<&Node>, offset: Option<&Node>) -> Written {
        let is_rewritten = offset.is_some() && self.is_rewritten(Construct::Offset);
        let form = if is_rewritten { self.spelling.limit_form() } else { LimitForm::None };
        match (form, rows, offset) {
            (LimitForm::LowerUpper, _, Some(offset)) => return self.rows_between(rows, offset),
            (LimitForm::BehindLimit(all), None, _) => {
                self.need(Construct::Limit)?;
                self.push(" LIMIT ");
                self.push(all);
            }
            (_, Some(rows), _) => {
                self.push(" LIMIT ");
                self.row_count("LIMIT", rows)?;
            }
            (_, None, _) => {}
        }
        if let Some(offset) = offset {
            if !matches!(form, LimitForm::BehindLimit(_)) {
                self.need(Construct::Offset)?;
            }
            self.push(" OFFSET ");
            self.row_count("OFFSET", offset)?;
        }
        Ok(())
    }

    /// LIMIT and OFFSET as the row numbers between which the rows lie.
    fn rows_between(&mut self, rows: Option<&Node>, offset: &Node) -> Written {
        self.need(Construct::Limit)?;
        self.push(" LIMIT ");
        self.row_count("OFFSET", offset)?;
        self.push(", ");
        if let Some(rows) = rows {
            not_negative("LIMIT", rows)?;
        }
        let last = rows.and_then(|rows| Some(count(offset)?.saturating_add(count(rows)?)));
        match (last, rows) {
            (Some(last), _) => {
                self.placed(ParameterPlace::RowCount, |renderer| renderer.parameter(&Parameter::new(last)))
            }
            (None, None) => {
                self.placed(ParameterPlace::RowCount, |renderer| renderer.parameter(&Parameter::new(i64::MAX)))
            }
            (None, Some(rows)) => {
                self.need(Construct::LimitExpression)?;
                self.placed(ParameterPlace::RowCount, |renderer| {
                    renderer.operand(offset, Precedence::Additive)?;
                    renderer.push(" + ");
                    renderer.operand(rows, Precedence::Multiplicative)
                })
            }
        }
    }

    /// How many rows: an integer that is not negative, or an expression where the dialect takes one.
    fn row_count(&mut self, clause: &str, rows: &Node) -> Written {
        not_negative(clause, rows)?;
        if count(rows).is_none() {
            self.need(Construct::LimitExpression)?;
        }
        self.placed(ParameterPlace::RowCount, |renderer| renderer.expression(rows))
    }

    fn settings(&mut self, settings: &[(Name, Value)]) -> Written {
        if settings.is_empty() {
            return Ok(());
        }
        self.need(Construct::Settings)?;
        self.push(" SETTINGS ");
        self.list(settings, |renderer, (name, value)| {
            renderer.name(name)?;
            renderer.push(" = ");
            let spelling = renderer.spelling;
            spelling.setting_value(value, &mut renderer.out).map_err(|problem| renderer.unspeakable(problem, name))
        })
    }

    pub(super) fn compound(&mut self, compound: &CompoundNode) -> Written {
        if let Some(error) = &compound.error {
            return Err(Failure(error.clone()));
        }
        let own_clauses = !compound.order_by.is_empty() || compound.limit.is_some() || compound.offset.is_some();
        let wrapped = own_clauses && self.is_rewritten(Construct::CompoundOrderLimit);
        if wrapped {
            self.need(Construct::DerivedTable)?;
            self.push("SELECT * FROM (");
        } else if own_clauses {
            self.need(Construct::CompoundOrderLimit)?;
        }
        self.branch(&compound.first)?;
        for (operator, query) in &compound.rest {
            self.need(operator.construct())?;
            self.push(" ");
            self.push(self.spelling.set_operator(*operator));
            self.push(" ");
            self.branch(query)?;
        }
        if wrapped {
            self.push(") AS compound");
        }
        if !compound.order_by.is_empty() {
            self.push(" ORDER BY ");
            // The sources of the branches are out of sight here, the columns of the result are not.
            self.order_terms_as(&compound.order_by, |renderer, key| match key {
                Node::Labelled(_, name) | Node::Column(_, name) => renderer.name(name),
                key => renderer.expression(key),
            })?;
        }
        if compound.limit.is_some() {
            self.need(Construct::Limit)?;
        }
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
        if self.is_rewritten(Construct::ParenthesizedBranch) {
            self.need(Construct::DerivedTable)?;
            self.push("SELECT * FROM (");
            self.query(query)?;
            self.push(") AS branch");
            return Ok(());
        }
        self.need(Construct::ParenthesizedBranch)?;
        self.push("(");
        self.query(query)?;
        self.push(")");
        Ok(())
    }
}

/// Whether all rows are those of tables, and nothing in them is computed.
fn is_of_tables(source: &SourceNode) -> bool {
    match source {
        SourceNode::Table(_) | SourceNode::Named(_) => true,
        SourceNode::Joined(first, joins) => is_of_tables(first) && joins.iter().all(|join| is_of_tables(&join.right)),
        _ => false,
    }
}

/// Below zero engines differ: an error, no limit, or the last rows.
fn not_negative(clause: &str, rows: &Node) -> Written {
    match rows {
        Node::Value(number) if number.value.to_integer().is_some_and(|number| number.sign() == Sign::Minus) => {
            Err(BuildError::usage(format!("{clause} takes a number of rows, not a negative one")).into())
        }
        _ => Ok(()),
    }
}

/// An integer of a size that counts rows; `None` of anything else.
fn count(rows: &Node) -> Option<i64> {
    let Node::Value(parameter) = rows else { return None };
    match parameter.value {
        Value::UInt8(number) => Some(number.into()),
        Value::UInt16(number) => Some(number.into()),
        Value::UInt32(number) => Some(number.into()),
        Value::UInt64(number) => number.try_into().ok(),
        Value::Int8(number) => Some(number.into()),
        Value::Int16(number) => Some(number.into()),
        Value::Int32(number) => Some(number.into()),
        Value::Int64(number) => Some(number),
        _ => None,
    }
}

/// Whether a select list gives a column this label, so that ORDER BY may use it.
fn has_label(columns: &[Node], label: &Name) -> bool {
    columns.iter().any(|column| matches!(column, Node::Labelled(_, name) if name == label))
}
