//! Where the columns of a SELECT come from that are named alone, told before its expressions are read.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Write};

use ::sea_query as sea;
use ::sea_query::{
    ConditionHolder, DynIden, EscapeBuilder, ExplainStatement, InsertStatement, JoinExpr, LockClause, Oper,
    OperLeftAssocDecider, OrderExpr, PrecedenceDecider, QueryBuilder, Quote, QuotedBuilder, SelectDistinct, SelectExpr,
    SelectInto, SelectStatement, SqlWriter, SubQueryStatement, TableName, TableRef, TableRefBuilder, UnionType,
    WithClause,
};

use crate::Name;

/// Names that stand alone in one SELECT.
#[derive(Default)]
pub(super) struct Alone {
    /// The one source of its FROM, whose column a name is.
    source: Option<Name>,
    /// But for these, which are labels of its select list.
    labels: Vec<Name>,
}

impl Alone {
    /// The one source.
    pub(super) fn source(&self) -> Option<&Name> {
        self.source.as_ref()
    }

    /// Whether the select list has a label of this name.
    pub(super) fn is_label(&self, name: &Name) -> bool {
        self.labels.contains(name)
    }

    pub(super) fn of(statement: &SelectStatement) -> Self {
        let outline = Outline::default();
        outline.prepare_select_statement(statement, &mut String::new());
        outline.told()
    }

    /// Of the SELECT that an INSERT takes its rows from.
    pub(super) fn of_insert(statement: &InsertStatement) -> Self {
        let outline = Outline::default();
        outline.prepare_insert_statement(statement, &mut String::new());
        // The table that is written to.
        let mut sources = outline.sources.borrow_mut();
        if !sources.is_empty() {
            sources.remove(0);
        }
        drop(sources);
        outline.told()
    }

    /// In a query inside of an expression a name may be that of the statement around it.
    pub(super) fn in_an_expression(self) -> Self {
        Self { source: None, ..self }
    }
}

/// What a name means that stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A column, whatever labels there are: in the select list, in WHERE and ON.
    Column,
    /// A label of the select list, if there is one: in GROUP BY, HAVING and ORDER BY.
    LabelFirst,
}

/// Hears of sources and labels, and of nothing in them.
#[derive(Default)]
struct Outline {
    sources: RefCell<Vec<Name>>,
    labels: RefCell<Vec<Name>>,
    /// There are joins, or other SELECTs beside this one.
    several: Cell<bool>,
}

impl Outline {
    fn told(self) -> Alone {
        let Outline { sources, labels, several } = self;
        let mut sources = sources.into_inner();
        let source = if several.get() || sources.len() > 1 { None } else { sources.pop() };
        Alone { source, labels: labels.into_inner() }
    }
}

impl QuotedBuilder for Outline {
    fn quote(&self) -> Quote {
        Quote::new(b'"')
    }

    fn prepare_iden(&self, _: &DynIden, _: &mut impl SqlWriter) {}
}

impl EscapeBuilder for Outline {}
impl TableRefBuilder for Outline {}

impl PrecedenceDecider for Outline {
    fn inner_expr_well_known_greater_precedence(&self, _: &sea::Expr, _: &Oper) -> bool {
        false
    }
}

impl OperLeftAssocDecider for Outline {
    fn well_known_left_associative(&self, _: &sea::BinOper) -> bool {
        false
    }
}

impl QueryBuilder for Outline {
    fn prepare_select_expr(&self, column: &SelectExpr, _: &mut impl SqlWriter) {
        self.labels.borrow_mut().extend(column.alias.clone().map(Name::from));
    }

    fn prepare_table_ref(&self, table: &TableRef, _: &mut impl SqlWriter) {
        let name = match table {
            TableRef::Table(TableName(_, name), None)
            | TableRef::Table(_, Some(name))
            | TableRef::SubQuery(_, name)
            | TableRef::ValuesList(_, name)
            | TableRef::FunctionCall(_, name) => name,
            _ => return self.several.set(true),
        };
        self.sources.borrow_mut().push(Name::from(name.clone()));
    }

    fn prepare_join_expr(&self, _: &JoinExpr, _: &mut impl SqlWriter) {
        self.several.set(true);
    }

    fn prepare_union_statement(&self, _: UnionType, _: &SelectStatement, _: &mut impl SqlWriter) {
        self.several.set(true);
    }

    fn prepare_expr(&self, _: &sea::Expr, _: &mut impl SqlWriter) {}
    fn prepare_value(&self, _: sea::Value, _: &mut impl SqlWriter) {}
    fn prepare_select_distinct(&self, _: &SelectDistinct, _: &mut impl SqlWriter) {}
    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}
    fn prepare_select_lock(&self, _: &LockClause, _: &mut impl SqlWriter) {}
    fn prepare_condition(&self, _: &ConditionHolder, _: &str, _: &mut impl SqlWriter) {}
    fn prepare_order_expr(&self, _: &OrderExpr, _: &mut impl SqlWriter) {}
    fn prepare_window_statement(&self, _: &sea::WindowStatement, _: &mut impl SqlWriter) {}
    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {}
    fn prepare_with_clause(&self, _: &WithClause, _: &mut impl SqlWriter) {}
    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn write_value(&self, _: &mut impl Write, _: &sea::Value) -> fmt::Result {
        Ok(())
    }
}
