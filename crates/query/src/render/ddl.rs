//! CREATE TABLE, DROP TABLE, TRUNCATE as text.

use aludel_dialect::{Construct, nearest};

use super::{Renderer, Written};
use crate::ddl::{CreateTableNode, DdlNode};
use crate::table::{Column, ColumnDefault};
use crate::{BuildError, Table};

impl Renderer<'_> {
    pub(super) fn ddl(&mut self, ddl: &DdlNode) -> Written {
        match ddl {
            DdlNode::CreateTable(create) => self.create_table(create),
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

    fn columns(&mut self, table: &Table) -> Written {
        if table.columns().is_empty() {
            return Err(
                BuildError::Empty { what: "the table's list of columns", instead: "add columns to the table" }.into()
            );
        }
        if let Some(constraint) = table.native_constraints().first() {
            return Err(beyond_description(table, &format!("the constraint {constraint}")).into());
        }
        if let Some(column) = table.columns().iter().find(|column| column.is_generated()) {
            let expression = column.generated.as_deref().unwrap_or_default();
            let what = format!("the column {:?}, generated as {expression}", column.name());
            return Err(beyond_description(table, &what).into());
        }
        let keys: Vec<&Column> = table.columns().iter().filter(|column| column.primary_key).collect();
        self.push(" (");
        self.list(table.columns(), |renderer, column| renderer.column_definition(column, keys.len() == 1))?;
        if keys.len() > 1 {
            self.need(Construct::PrimaryKey)?;
            self.push(", PRIMARY KEY (");
            self.list(&keys, |renderer, column| renderer.name(&column.name))?;
            self.push(")");
        }
        self.push(")");
        Ok(())
    }

    fn table_clauses(&mut self, table: &Table) -> Written {
        let known = self.spelling.table_options();
        if let (Some(capabilities), Some(name)) =
            (self.capabilities, table.options().find(|name| !known.contains(name)))
        {
            let mut message = format!("{} has no option {name:?} of a table", capabilities.dialect());
            match nearest(name, known.iter().copied()).as_slice() {
                [] if known.is_empty() => message.push_str(": leave it out"),
                [] => message.push_str(&format!(": it has {}", known.join(", "))),
                names => message.push_str(&format!(": did you mean {}?", names.join(", "))),
            }
            return Err(BuildError::usage(message).into());
        }
        self.spelling.table_clauses(table, &mut self.out).map_err(|problem| self.unspeakable(problem, table.name()))
    }

    fn column_type(&mut self, column: &Column) -> Written {
        if self.capabilities.is_some() {
            self.check_type(&column.sql_type)?;
        }
        self.spelling.column_type(column, &mut self.out).map_err(|problem| self.unspeakable(problem, &column.name))
    }

    fn column_definition(&mut self, column: &Column, is_the_key: bool) -> Written {
        self.name(&column.name)?;
        self.push(" ");
        self.column_type(column)?;
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
            match default {
                ColumnDefault::Value(value) => self.literal(value)?,
                ColumnDefault::Native { dialect, sql } if *dialect == self.dialect() => {
                    self.push("(");
                    self.push(sql);
                    self.push(")");
                }
                ColumnDefault::Native { dialect, sql } => {
                    return Err(BuildError::usage(format!(
                        "the default of {:?} is {sql} in the words of {dialect}: give the column one for {}",
                        column.name(),
                        self.dialect()
                    ))
                    .into());
                }
            }
        }
        Ok(())
    }
}

/// What was found in an engine and can't be written back.
fn beyond_description(table: &Table, what: &str) -> BuildError {
    BuildError::usage(format!(
        "the table {:?} has {what}, which CREATE TABLE from a description would leave out: write it as a text",
        table.name()
    ))
}
