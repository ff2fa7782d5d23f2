//! Tables: CREATE, DROP, TRUNCATE.
//!
//! ALTER TABLE, RENAME and the statements of indexes keep all that they say to themselves in sea-query 1.0, so that they are
//! no statements here: they do not compile.

use ::sea_query as sea;
use ::sea_query::{
    Check, ColumnDef, ColumnSpec, ColumnType, ConditionHolder, DynIden, ForeignKeyBuilder, ForeignKeyCreateStatement,
    ForeignKeyDropStatement, IndexBuilder, IndexColumn, IndexCreateStatement, IndexDropStatement, Mode, PartitionBy,
    PartitionValues, SqlWriter, TableAlterStatement, TableBuilder, TableCreateStatement, TableDropStatement, TableRef,
    TableRenameStatement, TableTruncateStatement,
};
use aludel_dialect::Any;

use super::hooks::{Hooks, Inner, Shared};
use super::tape::{self, Part, Tape};
use super::with::shown;
use super::{Tree, expression, sources, types, unwritten, values};
use crate::ddl::DdlNode;
use crate::expr::Expr;
use crate::{BuildError, Column, Constraint, Name, Table, create_table, drop_table, truncate};

fn tree(node: DdlNode) -> Tree {
    Tree::Object(Box::new(node))
}

pub(super) fn read_create(statement: &TableCreateStatement) -> Result<Tree, BuildError> {
    // What stands behind the columns in words of a user's own.
    if statement.get_extra().is_some() {
        return Err(unwritten("`extra` of a table"));
    }
    if statement.get_comment().is_some() {
        return Err(BuildError::usage(
            "the comment of a table is a statement of its own: `alter_table(..).comment(..)`",
        ));
    }
    let shared = Shared::default();
    let mut tape = shared.tape(|hooks, sql| hooks.prepare_table_create_statement(statement, sql))?;
    tape.expect("CREATE")?;
    let temporary = tape.eat("TEMPORARY");
    tape.expect("TABLE")?;
    let if_not_exists = tape.eat("IF NOT EXISTS");
    let mut table = tape.part(tape::table)?;
    if tape.eat("(") {
        loop {
            table = match tape.part_if(tape::column) {
                Some((column, checks)) => {
                    let table = table.column(column);
                    checks.into_iter().fold(table, |table, check| table.constraint(check))
                }
                None => table.constraint(constraint(&mut tape)?),
            };
            if !tape.eat(",") {
                break;
            }
        }
        tape.expect(")")?;
    }
    tape.end()?;
    let mut made = create_table::<Any>(&table);
    if if_not_exists {
        made = made.if_not_exists();
    }
    if temporary {
        made = made.temporary();
    }
    Ok(tree(made.node))
}

/// A constraint of the table, or a `CHECK (condition)` with its name before it.
fn constraint(tape: &mut Tape) -> Result<Constraint, BuildError> {
    if let Some(constraint) = tape.part_if(tape::table_constraint) {
        return Ok(constraint);
    }
    let name = if tape.eat("CONSTRAINT") { Some(tape.part(tape::name)?) } else { None };
    tape.expect("CHECK (")?;
    let check = Constraint::check(tape.part(tape::expr)?);
    tape.expect(")")?;
    Ok(match name {
        Some(name) => check.named(name),
        None => check,
    })
}

pub(super) fn read_drop(statement: &TableDropStatement) -> Result<Tree, BuildError> {
    let mut tape = Shared::default().tape(|hooks, sql| hooks.prepare_table_drop_statement(statement, sql))?;
    tape.expect("DROP TABLE")?;
    let if_exists = tape.eat("IF EXISTS");
    let table = tape.part(tape::table)?;
    if tape.is_next(",") {
        return Err(BuildError::usage("a DROP TABLE of several tables is several statements: drop them one by one"));
    }
    let mut made = drop_table::<Any>(&table);
    if if_exists {
        made = made.if_exists();
    }
    // What RESTRICT says is so without it.
    while tape.eat("RESTRICT") {}
    if tape.eat("CASCADE") {
        made = made.cascade();
    }
    tape.end()?;
    Ok(tree(made.node))
}

pub(super) fn read_truncate(statement: &TableTruncateStatement) -> Result<Tree, BuildError> {
    let mut tape = Shared::default().tape(|hooks, sql| hooks.prepare_table_truncate_statement(statement, sql))?;
    tape.expect("TRUNCATE TABLE")?;
    let made = truncate::<Any>(&tape.part(tape::table)?);
    tape.end()?;
    Ok(tree(made.node))
}

fn column(shared: &Shared, definition: &ColumnDef) -> Result<Part, BuildError> {
    let name = definition.get_column_name();
    let Some(sql_type) = definition.get_column_type() else {
        return Err(BuildError::usage(format!("the column {name:?} of sea-query has no type")));
    };
    let mut made = Column::new(name, types::column(sql_type)?);
    let ColumnSpec { nullable, default, auto_increment, unique, primary_key, check, generated, extra, comment, using } =
        definition.get_column_spec();
    if *auto_increment {
        return Err(BuildError::usage("no engine here counts a column by itself: use a sequence, and `nextval` of it"));
    }
    if extra.is_some() || using.is_some() {
        return Err(unwritten("`extra` or `using` of a column"));
    }
    if comment.is_some() {
        return Err(BuildError::usage(
            "the comment of a column is a statement of its own: `alter_table(..)` writes it",
        ));
    }
    if *nullable == Some(false) {
        made = made.not_null();
    }
    if *primary_key {
        made = made.primary_key();
    }
    if *unique {
        made = made.unique();
    }
    made = match default {
        None => made,
        Some(sea::Expr::Value(value) | sea::Expr::Constant(value)) => {
            made.default_value(values::parameter(value)?.value)
        }
        Some(default) => made.default_expression(expression::read(shared, default)?),
    };
    if let Some(sea::Generated { expr, stored }) = generated {
        let computed: Expr<Any> = expression::read(shared, expr)?;
        made = if *stored { made.generated_stored(computed) } else { made.generated(computed) };
    }
    let checks = check.as_ref().map(|check| self::check(shared, check)).transpose()?;
    Ok(Part::Column(Box::new(made), checks.into_iter().collect()))
}

fn check(shared: &Shared, check: &Check) -> Result<Constraint, BuildError> {
    let mut tape = shared.tape(|hooks, sql| hooks.prepare_check_constraint(check, sql))?;
    let made = constraint(&mut tape)?;
    tape.end()?;
    Ok(made)
}

/// What a key may say besides its columns, from behind, as `Debug` tells it of a key that says none of it.
const UNSAID: [(&str, &str); 6] = [
    ("include_columns: [] }", "INCLUDE of a key"),
    ("where: ConditionHolder { contents: Empty }, ", "key of some of the rows"),
    ("if_not_exists: false, ", "IF NOT EXISTS of a key"),
    ("index_type: None, ", "index type of a key"),
    ("nulls_not_distinct: false, ", "NULLS NOT DISTINCT"),
    ("concurrently: false, ", "CONCURRENTLY of a key"),
];

/// Most of it is sea-query's own.
///
/// # Errors
/// The key says more than its columns.
fn plain(index: &IndexCreateStatement) -> Result<(), BuildError> {
    let told = shown(index)?.end;
    let mut rest = told.as_str();
    for (unsaid, what) in UNSAID {
        rest = rest.strip_suffix(unsaid).ok_or_else(|| unwritten(what))?;
    }
    Ok(())
}

/// A PRIMARY KEY or UNIQUE of the table.
fn key(shared: &Shared, index: &IndexCreateStatement) -> Result<Constraint, BuildError> {
    if !index.is_primary_key() && !index.is_unique_key() {
        return Err(BuildError::usage("an index is a statement of its own: `create_index(..)` makes it"));
    }
    plain(index)?;
    let mut tape = shared.tape(|hooks, sql| {
        Inner(hooks).prepare_table_index_expression(index, sql);
        // The name is a person's own text; it is asked for below.
        let name = index.get_index_spec().get_name().map(|name| format!("CONSTRAINT \"{name}\" "));
        if let Some(rest) = name.and_then(|name| sql.strip_prefix(&name).map(str::to_owned)) {
            *sql = rest;
        }
    })?;
    tape.expect("(")?;
    let columns: Vec<Name> = tape.list(tape::name)?;
    // The length of a prefix, or a direction.
    if !tape.eat(")") {
        return Err(unwritten("key of parts of columns, or with a direction"));
    }
    tape.end()?;
    let made = if index.is_primary_key() { Constraint::primary_key(columns) } else { Constraint::unique(columns) };
    Ok(match index.get_index_spec().get_name() {
        Some(name) => made.named(name),
        None => made,
    })
}

fn foreign_key(statement: &ForeignKeyCreateStatement) -> Result<Constraint, BuildError> {
    let key = statement.get_foreign_key();
    if key.get_on_delete().is_some() || key.get_on_update().is_some() {
        return Err(unwritten("ON DELETE or ON UPDATE of a foreign key"));
    }
    let Some(referred) = key.get_ref_table() else {
        return Err(BuildError::usage("a foreign key of sea-query refers to no table"));
    };
    let referred: Table = sources::target(referred)?;
    let made = Constraint::foreign_key(key.get_columns(), &referred, key.get_ref_columns());
    Ok(match key.get_name() {
        Some(name) => made.named(name),
        None => made,
    })
}

impl TableBuilder for Hooks<'_> {
    fn prepare_table_ref_table_stmt(&self, table: &TableRef, sql: &mut impl SqlWriter) {
        self.leave(sources::target(table).map(Part::Table), sql);
    }

    fn prepare_column_def(&self, definition: &ColumnDef, sql: &mut impl SqlWriter) {
        self.leave(column(self.shared, definition), sql);
    }

    fn prepare_column_type(&self, _: &ColumnType, _: &mut impl SqlWriter) {
        self.fail(unwritten("type of a column by itself"));
    }

    fn column_spec_auto_increment_keyword(&self) -> &str {
        ""
    }

    fn prepare_table_opt(&self, statement: &TableCreateStatement, _: &mut impl SqlWriter) {
        // They are its own, in words of a user's own.
        let mut options = String::new();
        self.prepare_table_opt_def(statement, &mut options);
        if !options.is_empty() {
            self.fail(unwritten(format_args!("table options{options}")));
        }
    }

    // Without these hooks nothing would be written of them.
    fn prepare_partition_by(&self, _: &PartitionBy, _: &mut impl SqlWriter) {
        self.fail(unwritten("PARTITION BY"));
    }

    fn prepare_partition_values(&self, _: &PartitionValues, _: &mut impl SqlWriter) {
        self.fail(unwritten("partition values"));
    }

    fn prepare_partition_definition(&self, _: &DynIden, _: Option<&PartitionValues>, _: &mut impl SqlWriter) {
        self.fail(unwritten("partition definition"));
    }

    fn prepare_table_alter_statement(&self, _: &TableAlterStatement, _: &mut impl SqlWriter) {
        self.fail(unwritten("ALTER TABLE"));
    }

    fn prepare_table_rename_statement(&self, _: &TableRenameStatement, _: &mut impl SqlWriter) {
        self.fail(unwritten("RENAME TABLE"));
    }
}

impl IndexBuilder for Hooks<'_> {
    fn prepare_table_index_expression(&self, index: &IndexCreateStatement, sql: &mut impl SqlWriter) {
        self.leave(key(self.shared, index).map(Part::TableConstraint), sql);
    }

    fn prepare_index_create_statement(&self, _: &IndexCreateStatement, _: &mut impl SqlWriter) {
        self.fail(unwritten("CREATE INDEX"));
    }

    fn prepare_table_ref_index_stmt(&self, _: &TableRef, _: &mut impl SqlWriter) {}

    fn prepare_index_drop_statement(&self, _: &IndexDropStatement, _: &mut impl SqlWriter) {
        self.fail(unwritten("DROP INDEX"));
    }

    fn prepare_index_prefix(&self, _: &IndexCreateStatement, _: &mut impl SqlWriter) {}
}

impl ForeignKeyBuilder for Hooks<'_> {
    fn prepare_table_ref_fk_stmt(&self, _: &TableRef, _: &mut impl SqlWriter) {}

    fn prepare_foreign_key_drop_statement_internal(
        &self,
        _: &ForeignKeyDropStatement,
        _: &mut impl SqlWriter,
        _: Mode,
    ) {
        self.fail(unwritten("DROP of a foreign key"));
    }

    fn prepare_foreign_key_create_statement_internal(
        &self,
        key: &ForeignKeyCreateStatement,
        sql: &mut impl SqlWriter,
        _: Mode,
    ) {
        self.leave(foreign_key(key).map(Part::TableConstraint), sql);
    }
}

/// As those of [`Hooks`], but that the key's own words are written.
impl IndexBuilder for Inner<'_> {
    fn prepare_index_create_statement(&self, index: &IndexCreateStatement, sql: &mut impl SqlWriter) {
        self.0.prepare_index_create_statement(index, sql);
    }

    fn prepare_table_ref_index_stmt(&self, _: &TableRef, _: &mut impl SqlWriter) {}

    fn prepare_index_drop_statement(&self, statement: &IndexDropStatement, sql: &mut impl SqlWriter) {
        self.0.prepare_index_drop_statement(statement, sql);
    }

    fn prepare_index_prefix(&self, _: &IndexCreateStatement, _: &mut impl SqlWriter) {}

    fn prepare_index_columns(&self, columns: &[IndexColumn], sql: &mut impl SqlWriter) {
        // Writing to a String does not fail.
        let _ = sql.write_char('(');
        for (place, column) in columns.iter().enumerate() {
            if place > 0 {
                let _ = sql.write_char(',');
            }
            match column {
                IndexColumn::TableColumn(column) => self.prepare_index_column_with_table_column(column, sql),
                _ => self.0.fail(unwritten("key of an expression")),
            }
        }
        let _ = sql.write_char(')');
    }

    fn prepare_filter(&self, condition: &ConditionHolder, _: &mut impl SqlWriter) {
        if !matches!(condition.contents, sea::ConditionHolderContents::Empty) {
            self.0.fail(unwritten("key of some of the rows"));
        }
    }
}
