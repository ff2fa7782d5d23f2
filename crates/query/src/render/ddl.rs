//! CREATE TABLE, DROP TABLE, TRUNCATE as text.

use aludel_dialect::Construct;

use super::{Renderer, Written};
use crate::column::Stored;
use crate::ddl::{CreateTableNode, DdlNode};
use crate::options::OptionSet;
use crate::schema::{Constraint, ConstraintKind};
use crate::spelling::DdlForm;
use crate::{BuildError, Column, Table};

impl Renderer<'_> {
    pub(super) fn ddl(&mut self, ddl: &DdlNode) -> Written {
        match ddl {
            DdlNode::CreateTable(create) => self.create_table(create),
            DdlNode::Create(create) => self.create_object(create),
            DdlNode::Drop(drop) => self.drop_object(drop),
            DdlNode::Alter(table, action) => self.alter(table, action),
            DdlNode::DropTable { table, if_exists, cascade } => {
                self.need(Construct::DropTable)?;
                self.push("DROP TABLE ");
                if *if_exists {
                    self.need(Construct::DropIfExists)?;
                    self.push("IF EXISTS ");
                }
                self.table_path(table)?;
                if *cascade {
                    self.need(Construct::DropCascade)?;
                    self.push(" CASCADE");
                }
                Ok(())
            }
            DdlNode::Truncate(table) => {
                self.need(Construct::Truncate)?;
                self.push("TRUNCATE TABLE ");
                self.table_path(table)
            }
        }
    }

    fn create_table(&mut self, create: &CreateTableNode) -> Written {
        self.need(Construct::CreateTable)?;
        self.push("CREATE ");
        if create.or_replace {
            self.need(Construct::CreateOrReplace)?;
            if create.if_not_exists {
                return Err(BuildError::usage("a table is created OR REPLACE or IF NOT EXISTS, not both").into());
            }
            self.push("OR REPLACE ");
        }
        if create.temporary {
            self.need(Construct::TemporaryTable)?;
            self.push("TEMPORARY ");
        }
        self.push("TABLE ");
        if create.if_not_exists {
            self.need(Construct::CreateIfNotExists)?;
            self.push("IF NOT EXISTS ");
        }
        self.table_path(&create.table)?;
        self.is_whole(&create.table)?;
        match &create.query {
            Some(query) => {
                self.need(Construct::CreateTableAs)?;
                // The table's own columns are not used, its key neither.
                self.table_clauses(&create.table.without_columns())?;
                self.push(" AS ");
                // No engine takes parameters here. The WITH is the query's own.
                self.in_literals(|renderer| {
                    renderer.with_ctes(|renderer, ctes| {
                        renderer.with_clause(ctes)?;
                        renderer.query(query)
                    })
                })
            }
            None => {
                self.columns(&create.table)?;
                self.table_clauses(&create.table)
            }
        }
    }

    /// Nothing is left out without a word: indexes and comments are statements of their own.
    fn is_whole(&self, table: &Table) -> Written {
        if self.capabilities.is_some()
            && let Some(what) = beside_columns(table)
        {
            return Err(BuildError::usage(format!(
                "the table {:?} has {what}, which is a statement of its own: run `table.create(&engine)`, which runs them all",
                table.name()
            ))
            .into());
        }
        Ok(())
    }

    fn columns(&mut self, table: &Table) -> Written {
        if table.columns().is_empty() {
            return Err(
                BuildError::Empty { what: "the table's list of columns", instead: "add columns to the table" }.into()
            );
        }
        if let Some(constraint) = table.native_constraints().first() {
            return Err(beyond_description(table, &format!("the constraint {constraint}")).into());
        }
        let has_key =
            table.constraints().iter().any(|constraint| matches!(constraint.kind, ConstraintKind::PrimaryKey(_)));
        let keys: Vec<&Column> = table.columns().iter().filter(|column| column.primary_key).collect();
        self.push(" (");
        self.list(table.columns(), |renderer, column| renderer.column_definition(column, keys.len() == 1 && !has_key))?;
        if keys.len() > 1 && !has_key {
            self.need(Construct::PrimaryKey)?;
            self.push(", PRIMARY KEY (");
            self.list(&keys, |renderer, column| renderer.name(&column.name))?;
            self.push(")");
        }
        for constraint in table.constraints() {
            self.push(", ");
            self.constraint(constraint)?;
        }
        self.push(")");
        Ok(())
    }

    fn constraint(&mut self, constraint: &Constraint) -> Written {
        if let Some(name) = &constraint.name {
            self.push("CONSTRAINT ");
            self.name(name)?;
            self.push(" ");
        }
        let (construct, columns) = match &constraint.kind {
            ConstraintKind::PrimaryKey(columns) => (Construct::PrimaryKey, columns.as_slice()),
            ConstraintKind::Unique(columns) => (Construct::Unique, columns.as_slice()),
            ConstraintKind::ForeignKey { columns, .. } => (Construct::ForeignKey, columns.as_slice()),
            ConstraintKind::Check(_) => (Construct::Check, [].as_slice()),
        };
        self.need(construct)?;
        self.push(constraint.words());
        self.push(" (");
        match &constraint.kind {
            ConstraintKind::Check(condition) => self.schema_expression(condition, "the condition of a CHECK")?,
            _ if columns.is_empty() => {
                let instead = "name the columns that it is of";
                return Err(BuildError::Empty { what: "the list of columns of a constraint", instead }.into());
            }
            _ => self.names(columns)?,
        }
        self.push(")");
        if let ConstraintKind::ForeignKey { table, referred, .. } = &constraint.kind {
            self.push(" REFERENCES ");
            self.table_path(table)?;
            self.push(" (");
            self.names(referred)?;
            self.push(")");
        } else if constraint.on_delete.or(constraint.on_update).is_some() {
            let words = constraint.words();
            return Err(
                BuildError::usage(format!("ON DELETE and ON UPDATE belong to a foreign key, not to {words}")).into()
            );
        }
        for (what, action) in [("DELETE", constraint.on_delete), ("UPDATE", constraint.on_update)] {
            if let Some(action) = action {
                if action.changes_rows() {
                    self.need(Construct::ReferentialAction)?;
                }
                self.push(&format!(" ON {what} {}", action.words()));
            }
        }
        Ok(())
    }

    pub(super) fn table_clauses(&mut self, table: &Table) -> Written {
        self.check_options(table.option_set(), "a table")?;
        self.spelling.table_clauses(table, &mut self.out).map_err(|problem| self.unspeakable(problem, table.name()))
    }

    /// Options of another dialect are its own affair; those of this one are read, or refused by name.
    fn check_options(&self, options: &OptionSet, of: &str) -> Written {
        let Some(capabilities) = self.capabilities else { return Ok(()) };
        let dialect = capabilities.dialect();
        let unread =
            options.iter().find(|stored| stored.dialect == dialect && !self.spelling.reads_options(stored.value()));
        match unread {
            Some(stored) => {
                Err(BuildError::usage(format!("{dialect} reads no options {} of {of}", stored.type_name)).into())
            }
            None => Ok(()),
        }
    }

    pub(super) fn column_type(&mut self, column: &Column) -> Written {
        if self.capabilities.is_some() {
            self.check_type(&column.sql_type)?;
        }
        self.spelling.column_type(column, &mut self.out).map_err(|problem| self.unspeakable(problem, &column.name))
    }

    pub(super) fn column_definition(&mut self, column: &Column, is_the_key: bool) -> Written {
        self.name(&column.name)?;
        self.push(" ");
        self.column_type(column)?;
        if let Some(identity) = &column.identity {
            if column.default.is_some() || column.generated.is_some() {
                let name = column.name();
                let problem = format!(
                    "the column {name:?} numbers its rows and has a default or is computed: leave one of them out"
                );
                return Err(BuildError::usage(problem).into());
            }
            self.identity(identity)?;
        }
        if column.primary_key && is_the_key {
            self.need(Construct::PrimaryKey)?;
            self.push(" PRIMARY KEY");
        } else if !column.nullable && !self.spelling.is_never_null(&column.sql_type) {
            self.need(Construct::NotNull)?;
            self.push(" NOT NULL");
        }
        if column.unique {
            self.need(Construct::Unique)?;
            self.push(" UNIQUE");
        }
        if let Some(default) = &column.default {
            self.need(Construct::ColumnDefault)?;
            self.push(" DEFAULT ");
            let of = format!("the default of {:?}", column.name());
            let is_native = default.native_words().is_some();
            self.push(if is_native { "(" } else { "" });
            self.schema_expression(default, &of)?;
            self.push(if is_native { ")" } else { "" });
        }
        if let Some((expression, stored)) = &column.generated {
            let (construct, form) = match stored {
                Stored::Virtual => (Construct::GeneratedColumn, DdlForm::GeneratedVirtual),
                Stored::Stored => (Construct::StoredGeneratedColumn, DdlForm::GeneratedStored),
            };
            self.need(construct)?;
            self.push(" ");
            let of = format!("the generated column {:?}", column.name());
            let template = self.spelling.ddl_form(form);
            self.slots(template, |renderer, _, _| renderer.schema_expression(expression, &of))?;
        }
        self.check_options(&column.options, "a column")?;
        self.spelling.column_clauses(column, &mut self.out).map_err(|problem| self.unspeakable(problem, &column.name))
    }
}

/// What CREATE TABLE does not say.
fn beside_columns(table: &Table) -> Option<String> {
    if let Some(index) = table.indexes().first() {
        return Some(format!("the index {:?}", index.name()));
    }
    if table.comment().is_some() {
        return Some("a comment".to_owned());
    }
    let commented = table.columns().iter().find(|column| column.comment().is_some())?;
    Some(format!("a comment on {:?}", commented.name()))
}

/// What was found in an engine and can't be written back.
fn beyond_description(table: &Table, what: &str) -> BuildError {
    BuildError::usage(format!(
        "the table {:?} has {what}, which CREATE TABLE from a description would leave out: write it as a text",
        table.name()
    ))
}
