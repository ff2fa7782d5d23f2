//! The builder whose hooks sea-query calls: each reads a part and leaves its number in the text.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Write};
use std::sync::Arc;

use ::sea_query as sea;
use ::sea_query::{
    CommonTableExpression, ConditionHolder, DynIden, EscapeBuilder, ExplainStatement, JoinExpr, LockClause,
    MysqlQueryBuilder, Oper, OperLeftAssocDecider, OrderExpr, PostgresQueryBuilder, PrecedenceDecider, QueryBuilder,
    Quote, QuotedBuilder, SelectDistinct, SelectExpr, SelectInto, SelectStatement, SqlWriter, SubQueryStatement,
    TableRef, TableRefBuilder, UnionType, WithClause,
};
use aludel_dialect::Any;

use super::outline::{Alone, Meaning};
use super::tape::{MARK, Part, Tape};
use super::{changes, expression, select, sources, unwritten, values, with};
use crate::cte::CteData;
use crate::expr::{Expr, Node};
use crate::query::{Query, QueryNode};
use crate::select::DistinctNode;
use crate::source::{Origin, SampleMethod, SampleNode, SampleSize};
use crate::{BuildError, IntoExpr, Name, RowLock, SetOperator};

/// A CTE that statements may name.
pub(super) struct Known {
    pub(super) name: Name,
    /// None while it is being read: it names itself.
    pub(super) data: Option<Arc<CteData>>,
    pub(super) is_used: Cell<bool>,
}

/// How deep a statement of sea-query may be nested: an expression in another is a level, a query in FROM too, one in an
/// expression is two. A level takes more stack than one of our own trees, for sea-query's calls stand between ours: without
/// optimization up to 15 KB, so that all of them fit a thread of 2 MiB, Rust's own.
pub(super) const MAX_LEVELS: usize = 100;

/// A level of a statement.
pub(super) struct Level<'a>(&'a Cell<usize>);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// What a statement and those in it share.
pub(super) struct Shared {
    depth: Cell<usize>,
    /// How many expressions are around what is read, that hold a query.
    is_inner: Cell<usize>,
    pub(super) ctes: RefCell<Vec<Known>>,
    /// What names mean that stand alone, in the statement that is read and in those around it.
    alone: RefCell<Vec<Alone>>,
    meaning: Cell<Meaning>,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            depth: Cell::default(),
            is_inner: Cell::default(),
            ctes: RefCell::default(),
            alone: RefCell::default(),
            meaning: Cell::new(Meaning::LabelFirst),
        }
    }
}

impl Shared {
    /// One level further down, until that is dropped.
    ///
    /// # Errors
    /// It is too deep.
    pub(super) fn level(&self) -> Result<Level<'_>, BuildError> {
        if self.depth.get() >= MAX_LEVELS {
            return Err(BuildError::TooDeep(MAX_LEVELS));
        }
        self.depth.set(self.depth.get() + 1);
        Ok(Level(&self.depth))
    }

    /// What sea-query writes, with the parts that its hooks have read.
    pub(super) fn tape(&self, write: impl FnOnce(&Hooks<'_>, &mut String)) -> Result<Tape, BuildError> {
        let _level = self.level()?;
        let hooks = Hooks {
            shared: self,
            parts: RefCell::default(),
            problem: RefCell::default(),
            joined: RefCell::default(),
            is_recursive: Cell::default(),
            names_itself: Cell::default(),
        };
        let mut text = String::new();
        write(&hooks, &mut text);
        let Hooks { parts, problem, .. } = hooks;
        match problem.into_inner() {
            Some(problem) => Err(problem),
            None => Tape::new(&text, parts.into_inner()),
        }
    }

    /// Reads a statement whose columns that are named alone are these.
    pub(super) fn among<T>(&self, alone: Alone, read: impl FnOnce() -> Result<T, BuildError>) -> Result<T, BuildError> {
        self.alone.borrow_mut().push(alone);
        let done = self.meaning(Meaning::LabelFirst, read);
        self.alone.borrow_mut().pop();
        done
    }

    /// A column that is named alone, or a label.
    ///
    /// # Errors
    /// It may be either: engines choose differently.
    pub(super) fn named_alone(&self, name: Name) -> Result<Node, BuildError> {
        let alone = self.alone.borrow();
        let Some(alone) = alone.last() else { return Ok(Node::Label(name)) };
        match (self.meaning.get(), alone.is_label(&name), alone.source()) {
            (Meaning::LabelFirst, true, _) | (_, false, None) => Ok(Node::Label(name)),
            (_, _, Some(source)) => Ok(Node::Column(Origin::Derived(source.clone()), name)),
            (Meaning::Column, true, None) => Err(BuildError::usage(format!(
                "{:?} stands alone in a statement of sea-query and is a label of its select list too: say the table of the column",
                name.as_str()
            ))),
        }
    }

    /// Reads a part in which names that stand alone have this meaning.
    pub(super) fn meaning<T>(&self, meaning: Meaning, read: impl FnOnce() -> T) -> T {
        let before = self.meaning.replace(meaning);
        let done = read();
        self.meaning.set(before);
        done
    }

    /// A query inside of an expression.
    pub(super) fn inner_query(&self, statement: &SubQueryStatement) -> Result<Query<Any>, BuildError> {
        self.is_inner.set(self.is_inner.get() + 1);
        let query = self.query(statement);
        self.is_inner.set(self.is_inner.get() - 1);
        query
    }

    /// What names mean that stand alone in this SELECT.
    pub(super) fn alone_in(&self, statement: &SelectStatement) -> Alone {
        let alone = Alone::of(statement);
        if self.is_inner.get() > 0 { alone.in_an_expression() } else { alone }
    }

    /// An expression that stands in no statement.
    pub(super) fn expression(&self, expression: &sea::Expr) -> Result<Expr<Any>, BuildError> {
        expression::read(self, expression)
    }

    /// The query that a statement is: one that gives rows.
    pub(super) fn query(&self, statement: &SubQueryStatement) -> Result<Query<Any>, BuildError> {
        match statement {
            SubQueryStatement::SelectStatement(statement) => select::query(self, statement),
            SubQueryStatement::InsertStatement(statement) => dml(changes::insert(self, statement)?),
            SubQueryStatement::UpdateStatement(statement) => dml(changes::update(self, statement)?),
            SubQueryStatement::DeleteStatement(statement) => dml(changes::delete(self, statement)?),
            SubQueryStatement::WithStatement(statement) => with::query(self, statement),
        }
    }

    /// The CTE of this name that is nearest.
    pub(super) fn cte(&self, name: &str) -> Option<Option<Arc<CteData>>> {
        let ctes = self.ctes.borrow();
        let known = ctes.iter().rev().find(|known| known.name.as_str() == name)?;
        known.is_used.set(true);
        Some(known.data.clone())
    }
}

fn dml(node: crate::dml::DmlNode) -> Result<Query<Any>, BuildError> {
    let depth = node.depth();
    Ok(Query::new(QueryNode::Dml(Box::new(node)), depth))
}

/// Hooks for one statement.
pub(super) struct Hooks<'a> {
    pub(super) shared: &'a Shared,
    parts: RefCell<Vec<Part>>,
    /// The first thing that could not be read: a hook can't return it.
    problem: RefCell<Option<BuildError>>,
    /// The tables that were joined.
    joined: RefCell<Vec<TableRef>>,
    /// The CTEs that are read may name themselves.
    pub(super) is_recursive: Cell<bool>,
    /// The next name is that of a CTE, which its query may use.
    pub(super) names_itself: Cell<bool>,
}

impl Hooks<'_> {
    /// Leaves a part in the text.
    pub(super) fn leave(&self, part: Result<Part, BuildError>, sql: &mut (impl Write + ?Sized)) {
        match part {
            Ok(part) => {
                let mut parts = self.parts.borrow_mut();
                // Writing to a String does not fail.
                let _ = write!(sql, "{MARK}{}{MARK}", parts.len());
                parts.push(part);
            }
            Err(problem) => self.fail(problem),
        }
    }

    pub(super) fn fail(&self, problem: BuildError) {
        self.problem.borrow_mut().get_or_insert(problem);
    }

    /// Index hints are sea-query's own, and only MySQL's builder tells them.
    fn unhinted(&self, table: &TableRef, statement: &SelectStatement) {
        let mut hints = String::new();
        MysqlQueryBuilder.prepare_index_hints(table, statement, &mut hints);
        if !hints.is_empty() {
            self.fail(unwritten(format_args!("index hint{hints}")));
        }
    }

    fn read(&self, expression: &sea::Expr) -> Result<Part, BuildError> {
        expression::read(self.shared, expression).map(Part::Expr)
    }
}

impl QuotedBuilder for Hooks<'_> {
    fn quote(&self) -> Quote {
        Quote::new(b'"')
    }

    fn prepare_iden(&self, iden: &DynIden, sql: &mut impl SqlWriter) {
        let name = Name::from(iden.clone());
        if self.names_itself.replace(false) {
            let itself = Known { name: name.clone(), data: None, is_used: Cell::new(false) };
            self.shared.ctes.borrow_mut().push(itself);
        }
        self.leave(Ok(Part::Name(name)), sql);
    }
}

impl EscapeBuilder for Hooks<'_> {}
impl TableRefBuilder for Hooks<'_> {}

// Parentheses are the renderer's: no text of an expression is ever written here.
impl PrecedenceDecider for Hooks<'_> {
    fn inner_expr_well_known_greater_precedence(&self, _: &sea::Expr, _: &Oper) -> bool {
        false
    }
}

impl OperLeftAssocDecider for Hooks<'_> {
    fn well_known_left_associative(&self, _: &sea::BinOper) -> bool {
        false
    }
}

impl QueryBuilder for Hooks<'_> {
    fn prepare_expr(&self, expression: &sea::Expr, sql: &mut impl SqlWriter) {
        self.leave(self.read(expression), sql);
    }

    fn prepare_value(&self, value: sea::Value, sql: &mut impl SqlWriter) {
        let value = values::parameter(&value).map(|parameter| Part::Expr(parameter.into_expr()));
        self.leave(value, sql);
    }

    fn write_value(&self, buffer: &mut impl Write, value: &sea::Value) -> fmt::Result {
        let value = values::parameter(value).map(|parameter| Part::Expr(parameter.into_expr()));
        self.leave(value, buffer);
        Ok(())
    }

    fn prepare_column_ref(&self, column: &sea::ColumnRef, sql: &mut impl SqlWriter) {
        self.leave(expression::column(self.shared, column).map(Part::Expr), sql);
    }

    fn prepare_select_distinct(&self, distinct: &SelectDistinct, sql: &mut impl SqlWriter) {
        let part = match distinct {
            SelectDistinct::All => return,
            // MySQL's other word for it.
            SelectDistinct::Distinct | SelectDistinct::DistinctRow => Ok(Part::Distinct(DistinctNode::Distinct, 0)),
            SelectDistinct::DistinctOn(columns) => {
                let read = |column| expression::column(self.shared, column);
                let columns: Result<Vec<Expr<Any>>, BuildError> = columns.iter().map(read).collect();
                columns.map(|columns| {
                    let (nodes, depth) = crate::expr::take_nodes(columns);
                    Part::Distinct(DistinctNode::On(nodes), depth)
                })
            }
            other => Err(unwritten(format_args!("{other:?}"))),
        };
        self.leave(part, sql);
    }

    fn prepare_select_expr(&self, column: &SelectExpr, sql: &mut impl SqlWriter) {
        let read = || select::column(self.shared, column).map(Part::Expr);
        self.leave(self.shared.meaning(Meaning::Column, read), sql);
    }

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {
        self.fail(unwritten("SELECT … INTO"));
    }

    fn prepare_index_hints(&self, table: &TableRef, statement: &SelectStatement, _: &mut impl SqlWriter) {
        self.unhinted(table, statement);
    }

    fn prepare_table_sample(&self, statement: &SelectStatement, sql: &mut impl SqlWriter) {
        // It is its own, and only Postgres's builder tells it.
        let mut sample = String::new();
        PostgresQueryBuilder.prepare_table_sample(statement, &mut sample);
        if !sample.is_empty() {
            self.leave(sampled(&sample).map(Part::Sample), sql);
        }
    }

    fn prepare_select_lock(&self, lock: &LockClause, sql: &mut impl SqlWriter) {
        let mut words = String::new();
        PostgresQueryBuilder.prepare_select_lock(lock, &mut words);
        let part = match words.as_str() {
            "FOR UPDATE" => Ok(Part::Lock(RowLock::Update)),
            "FOR SHARE" => Ok(Part::Lock(RowLock::Share)),
            other => Err(unwritten(other)),
        };
        self.leave(part, sql);
    }

    fn prepare_select_limit_offset(&self, statement: &SelectStatement, sql: &mut impl SqlWriter) {
        // The first hook behind the joins that knows the statement.
        for table in self.joined.take() {
            self.unhinted(&table, statement);
        }
        Inner(self).prepare_select_limit_offset(statement, sql);
    }

    fn prepare_join_expr(&self, join: &JoinExpr, sql: &mut impl SqlWriter) {
        self.joined.borrow_mut().push(join.table.as_ref().clone());
        let read = || sources::join(self.shared, join).map(|(join, depth)| Part::Join(Box::new(join), depth));
        let part = self.shared.meaning(Meaning::Column, read);
        self.leave(part, sql);
    }

    fn prepare_table_ref(&self, table: &TableRef, sql: &mut impl SqlWriter) {
        self.leave(sources::source(self.shared, table).map(Part::Source), sql);
    }

    fn prepare_condition(&self, holder: &ConditionHolder, keyword: &str, sql: &mut impl SqlWriter) {
        let meaning = if keyword == "HAVING" { Meaning::LabelFirst } else { Meaning::Column };
        match self.shared.meaning(meaning, || expression::condition(self.shared, holder)) {
            Ok(None) => {}
            Ok(Some(condition)) => {
                // Writing to a String does not fail.
                let _ = write!(sql, " {keyword} ");
                self.leave(Ok(Part::Expr(condition)), sql);
            }
            Err(problem) => self.fail(problem),
        }
    }

    fn prepare_order_expr(&self, order: &OrderExpr, sql: &mut impl SqlWriter) {
        self.leave(select::order(self.shared, order).map(Part::Order), sql);
    }

    fn prepare_union_statement(&self, union: UnionType, statement: &SelectStatement, sql: &mut impl SqlWriter) {
        let operator = match union {
            UnionType::Intersect => SetOperator::Intersect,
            UnionType::Distinct => SetOperator::Union,
            UnionType::Except => SetOperator::Except,
            UnionType::All => SetOperator::UnionAll,
            other => return self.fail(unwritten(format_args!("{other:?}"))),
        };
        self.leave(select::query(self.shared, statement).map(|query| Part::Union(operator, query)), sql);
    }

    fn prepare_query_statement(&self, statement: &SubQueryStatement, sql: &mut impl SqlWriter) {
        self.leave(self.shared.query(statement).map(Part::Query), sql);
    }

    fn prepare_with_clause(&self, clause: &WithClause, _: &mut impl SqlWriter) {
        if let Err(problem) = with::clause(self.shared, clause) {
            self.fail(problem);
        }
    }

    fn prepare_with_query_clause_common_table(&self, cte: &CommonTableExpression, _: &mut impl SqlWriter) {
        if let Err(problem) = with::cte(self.shared, cte, self.is_recursive.get()) {
            self.fail(problem);
        }
    }

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {
        self.fail(BuildError::usage("sea-query's EXPLAIN is written `explain(sea(&statement))`"));
    }

    fn prepare_on_conflict_excluded_table(&self, column: &DynIden, sql: &mut impl SqlWriter) {
        let origin = Origin::Derived(Name::from_static("excluded"));
        self.leave(Ok(Part::Expr(Expr::leaf(Node::Column(origin, Name::from(column.clone()))))), sql);
    }

    fn prepare_on_conflict_target_constraint(&self, constraint: &str, sql: &mut impl SqlWriter) {
        self.leave(Ok(Part::Constraint(Name::from(constraint))), sql);
    }

    fn insert_default_values(&self, rows: u32, sql: &mut impl SqlWriter) {
        self.leave(Ok(Part::Defaults(rows)), sql);
    }
}

/// ` TABLESAMPLE BERNOULLI (10) REPEATABLE (7)`
fn sampled(words: &str) -> Result<SampleNode, BuildError> {
    let unknown = || unwritten(words.trim());
    let rest = words.strip_prefix(" TABLESAMPLE ").ok_or_else(unknown)?;
    let (method, rest) = rest.split_once(" (").ok_or_else(unknown)?;
    let method = match method {
        "BERNOULLI" => SampleMethod::Bernoulli,
        "SYSTEM" => SampleMethod::System,
        _ => return Err(unknown()),
    };
    let (percent, rest) = rest.split_once(')').ok_or_else(unknown)?;
    let percent = percent.parse().map_err(|_| unknown())?;
    let seed = match rest.strip_prefix(" REPEATABLE (").and_then(|seed| seed.strip_suffix(')')) {
        // A fraction is no seed elsewhere.
        Some(seed) => Some(seed.parse().map_err(|_| unknown())?),
        None if rest.is_empty() => None,
        None => return Err(unknown()),
    };
    Ok(SampleNode { size: SampleSize::Percent(percent), method: Some(method), seed })
}

/// As [`Hooks`], but that sea-query's own words are written around the parts where `Hooks` reads the whole.
pub(super) struct Inner<'a>(pub(super) &'a Hooks<'a>);

impl QuotedBuilder for Inner<'_> {
    fn quote(&self) -> Quote {
        self.0.quote()
    }

    fn prepare_iden(&self, iden: &DynIden, sql: &mut impl SqlWriter) {
        self.0.prepare_iden(iden, sql);
    }
}

impl EscapeBuilder for Inner<'_> {}
impl TableRefBuilder for Inner<'_> {}

impl PrecedenceDecider for Inner<'_> {
    fn inner_expr_well_known_greater_precedence(&self, _: &sea::Expr, _: &Oper) -> bool {
        false
    }
}

impl OperLeftAssocDecider for Inner<'_> {
    fn well_known_left_associative(&self, _: &sea::BinOper) -> bool {
        false
    }
}

impl QueryBuilder for Inner<'_> {
    fn prepare_expr(&self, expression: &sea::Expr, sql: &mut impl SqlWriter) {
        self.0.prepare_expr(expression, sql);
    }

    fn prepare_value(&self, value: sea::Value, sql: &mut impl SqlWriter) {
        self.0.prepare_value(value, sql);
    }

    fn write_value(&self, buffer: &mut impl Write, value: &sea::Value) -> fmt::Result {
        self.0.write_value(buffer, value)
    }

    fn prepare_query_statement(&self, statement: &SubQueryStatement, sql: &mut impl SqlWriter) {
        self.0.prepare_query_statement(statement, sql);
    }

    fn prepare_select_into(&self, into: &SelectInto, sql: &mut impl SqlWriter) {
        self.0.prepare_select_into(into, sql);
    }

    fn prepare_explain_statement(&self, statement: &ExplainStatement, sql: &mut impl SqlWriter) {
        self.0.prepare_explain_statement(statement, sql);
    }
}
