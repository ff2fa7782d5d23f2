//! Sources that are not tables: functions that yield rows, files, arrays, VALUES.

use std::marker::PhantomData;
use std::sync::Arc;

use aludel_dialect::{Grants, Levels, cap};

use crate::expr::{Call, Callee, Columns, Expr, IntoExpr, Node, take_nodes};
use crate::query::QueryNode;
use crate::source::{FunctionKind, IntoSource, Origin, Source, SourceNode, UnnestNode};
use crate::subquery::Subquery;
use crate::{BuildError, MdRun, Name, md_run};

/// A function that yields rows.
pub struct TableFunction<D> {
    call: Call,
    depth: usize,
    alias: Option<Name>,
    columns: Vec<Name>,
    kind: FunctionKind,
    dialect: PhantomData<fn() -> D>,
}

clone_and_debug!(TableFunction { call, depth, alias, columns, kind, dialect });

fn table_call<D>(name: &str, arguments: Vec<Expr<D>>, kind: FunctionKind) -> TableFunction<D> {
    let (nodes, depth) = take_nodes(arguments);
    let path = name.split('.').map(Name::from).collect();
    let call = Call::new(Callee::Native(path, Vec::new()), nodes);
    TableFunction { call, depth, alias: None, columns: Vec::new(), kind, dialect: PhantomData }
}

/// An engine's table function, by the name it has there: `table_function("range", (literal(0), literal(10)))`.
pub fn table_function<D: Levels>(name: &str, arguments: impl Columns<D>) -> TableFunction<D>
where
    D::TableFunction: Grants<D, cap::TableFunction>,
{
    table_call(name, arguments.into_columns(), FunctionKind::Table)
}

macro_rules! file_readers {
    ($($(#[$doc:meta])* $name:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<D: Levels>(path: impl IntoExpr<D>) -> TableFunction<D>
        where
            D::ReadFile: Grants<D, cap::ReadFile>,
        {
            table_call(stringify!($name), vec![path.into_expr()], FunctionKind::File)
        }
    )* };
}

file_readers! {
    /// The rows of Parquet files: a path, a pattern, or a list of them.
    read_parquet;
    /// The rows of CSV files: a path, a pattern, or a list of them.
    read_csv;
    /// The rows of JSON files: a path, a pattern, or a list of them.
    read_json;
}

impl<D: Levels> TableFunction<D> {
    /// Adds a named argument: `read_csv(path).arg("header", true)`.
    pub fn arg(mut self, name: impl Into<Name>, value: impl IntoExpr<D>) -> Self
    where
        D::NamedArguments: Grants<D, cap::NamedArguments>,
    {
        let value = value.into_expr();
        self.depth = self.depth.max(value.depth);
        self.call.named.push((name.into(), value.node));
        self
    }

    /// Says where MotherDuck runs a function that reads files: `read_csv(url).md_run(MdRun::Remote)`.
    ///
    /// Where files can be read from URLs alone, as through MotherDuck's Postgres endpoint, a URL is read remotely without it.
    pub fn md_run(mut self, place: MdRun) -> Self
    where
        D::NamedArguments: Grants<D, cap::NamedArguments>,
        D::MdRun: Grants<D, cap::MdRun>,
    {
        self.call.named.retain(|(name, _)| !name.eq_ignore_ascii_case(md_run::ARGUMENT));
        self.arg(md_run::ARGUMENT, place.word())
    }

    /// Names the rows' source and its columns.
    pub fn named<N: Into<Name>>(mut self, alias: impl Into<Name>, columns: impl IntoIterator<Item = N>) -> Self
    where
        D::SourceColumns: Grants<D, cap::SourceColumns>,
    {
        self.alias = Some(alias.into());
        self.columns = columns.into_iter().map(N::into).collect();
        self
    }

    /// Names the rows' source.
    pub fn alias(mut self, alias: impl Into<Name>) -> Self {
        self.alias = Some(alias.into());
        self
    }

    /// The column `name` of the function's rows; the source must have a name.
    pub fn col(&self, name: impl Into<Name>) -> Expr<D> {
        let name = name.into();
        match &self.alias {
            Some(alias) => Expr::leaf(Node::Column(Origin::Derived(alias.clone()), name)),
            None => Expr::leaf(Node::Label(name)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for TableFunction<D> {
    fn into_source(self) -> Source<D> {
        let node = SourceNode::Function {
            call: Box::new(self.call),
            alias: self.alias,
            columns: self.columns.into(),
            kind: self.kind,
        };
        Source::new(node, self.depth)
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for &TableFunction<D> {
    fn into_source(self) -> Source<D> {
        self.clone().into_source()
    }
}

/// One row for each element of an array, in the column `column` of `alias`.
pub fn unnest<D: Levels>(array: impl IntoExpr<D>, alias: impl Into<Name>, column: impl Into<Name>) -> Subquery<D>
where
    D::Unnest: Grants<D, cap::Unnest>,
    D::SourceColumns: Grants<D, cap::SourceColumns>,
{
    let array = array.into_expr();
    let (alias, column) = (alias.into(), column.into());
    let known = Some(vec![column.clone()]);
    let node = SourceNode::Unnest(Box::new(UnnestNode { array: array.node, alias: alias.clone(), column }));
    Subquery { source: Source::new(node, array.depth), name: alias, known }
}

/// Rows of values as a source: `VALUES (1, 'a'), (2, 'b')` with names for the columns.
pub fn values<D: Levels, N: Into<Name>>(
    alias: impl Into<Name>,
    columns: impl IntoIterator<Item = N>,
    rows: impl IntoIterator<Item = Vec<Expr<D>>>,
) -> Subquery<D>
where
    D::ValuesTable: Grants<D, cap::ValuesTable>,
    D::SourceColumns: Grants<D, cap::SourceColumns>,
{
    let alias = alias.into();
    let columns: Vec<Name> = columns.into_iter().map(N::into).collect();
    let mut depth = 0;
    let mut uneven = None;
    let rows: Vec<Vec<Node>> = rows
        .into_iter()
        .map(|row| {
            let (nodes, below) = take_nodes(row);
            depth = depth.max(below);
            if nodes.len() != columns.len() {
                uneven = Some(nodes.len());
            }
            nodes
        })
        .collect();
    let problem = match uneven {
        Some(found) => Some(BuildError::usage(format!("VALUES has {} columns and a row of {found}", columns.len()))),
        None if rows.is_empty() => Some(BuildError::Empty { what: "VALUES", instead: "give it a row" }),
        None => None,
    };
    let node = match problem {
        Some(error) => SourceNode::Poisoned(Box::new(error)),
        None => SourceNode::Query {
            query: Arc::new(QueryNode::Values(rows)),
            alias: alias.clone(),
            columns: columns.as_slice().into(),
            lateral: false,
        },
    };
    Subquery { source: Source::new(node, depth), name: alias, known: Some(columns) }
}
