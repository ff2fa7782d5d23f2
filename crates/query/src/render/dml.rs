//! INSERT, UPDATE, DELETE, MERGE as text.

use aludel_dialect::Construct;

use super::origins::qualifiers;
use super::{Failure, Renderer, Written};
use crate::dml::{
    ConflictAction, ConflictTarget, DeleteNode, DmlNode, InsertNode, InsertRows, MatchKind, MergeNode, MergeThen,
    UpdateNode,
};
use crate::expr::Node;
use crate::query::QueryNode;
use crate::spelling::{InsertedWith, Known, ParameterPlace};
use crate::{BuildError, Column, Name, Table};

impl Renderer<'_> {
    pub(super) fn dml(&mut self, dml: &DmlNode) -> Written {
        // Their tables are in sight of the subqueries.
        let mut scope = Vec::new();
        match dml {
            DmlNode::Insert(insert) => {
                scope.extend([insert.table.qualifier().clone(), Name::from_static("excluded")]);
                self.scoped(scope, |renderer| renderer.insert(insert))
            }
            DmlNode::Update(update) => {
                scope.push(update.table.qualifier().clone());
                update.from.iter().for_each(|from| qualifiers(from, &mut scope));
                self.scoped(scope, |renderer| renderer.update(update))
            }
            DmlNode::Delete(delete) => {
                scope.push(delete.table.qualifier().clone());
                delete.using.iter().for_each(|using| qualifiers(using, &mut scope));
                self.scoped(scope, |renderer| renderer.delete(delete))
            }
            DmlNode::Merge(merge) => {
                scope.push(merge.table.qualifier().clone());
                qualifiers(&merge.source, &mut scope);
                self.scoped(scope, |renderer| renderer.merge(merge))
            }
        }
    }

    fn insert(&mut self, insert: &InsertNode) -> Written {
        if let Some(error) = &insert.error {
            return Err(Failure(error.clone()));
        }
        self.need(Construct::Insert)?;
        self.push("INSERT ");
        if insert.or_replace {
            self.need(Construct::InsertOrReplace)?;
            self.push("OR REPLACE ");
        }
        self.push("INTO ");
        if let Some(alias) = insert.table.alias_name() {
            let message = format!("an INSERT takes its table without an alias, not AS {:?}", alias.as_str());
            return Err(BuildError::usage(message).into());
        }
        self.table_path(&insert.table)?;
        if insert.by_name {
            self.need(Construct::InsertByName)?;
            if !insert.columns.is_empty() {
                return Err(BuildError::usage("BY NAME takes the columns from the query: name none beside it").into());
            }
            self.push(" BY NAME");
        } else if !insert.columns.is_empty() {
            self.push(" (");
            self.names(&insert.columns)?;
            self.push(")");
        }
        self.push(" ");
        match &insert.rows {
            InsertRows::Values(rows) => self.insert_values(insert, rows)?,
            InsertRows::Query(query) => {
                self.need(Construct::InsertFromSelect)?;
                self.inserted_query(query)?;
            }
            InsertRows::Defaults => {
                self.need(Construct::InsertDefaultValues)?;
                self.push("DEFAULT VALUES");
            }
        }
        if let Some((target, action)) = &insert.conflict {
            self.conflict(&insert.table, target, action)?;
        }
        self.returning(&insert.returning, Construct::Returning)
    }

    /// Its WITH stands before the INSERT where the dialect takes it there, else before the query itself.
    fn inserted_query(&mut self, query: &QueryNode) -> Written {
        if self.capabilities.is_none_or(|capabilities| capabilities.grants(Construct::DmlWithCte)) {
            return self.query(query);
        }
        self.with_ctes(|renderer, ctes| {
            let enclosed = !ctes.is_empty() && renderer.spelling.inserted_with() == InsertedWith::InSubquery;
            renderer.push(if enclosed { "SELECT * FROM (" } else { "" });
            renderer.with_clause(ctes)?;
            renderer.query(query)?;
            renderer.push(if enclosed { ")" } else { "" });
            Ok(())
        })
    }

    fn insert_values(&mut self, insert: &InsertNode, rows: &[Vec<Node>]) -> Written {
        match rows {
            [] => {
                return Err(BuildError::Empty {
                    what: "the INSERT",
                    instead: "give it values, a query, or `default_values()`",
                }
                .into());
            }
            [_] => {}
            _ => self.need(Construct::InsertManyRows)?,
        }
        let width = match insert.columns.len() {
            0 => rows[0].len(),
            named => named,
        };
        if let Some(row) = rows.iter().find(|row| row.len() != width) {
            return Err(
                BuildError::usage(format!("an INSERT of {width} columns has a row of {} values", row.len())).into()
            );
        }
        if width == 0 {
            return Err(BuildError::Empty { what: "a row of the INSERT", instead: "call `default_values()`" }.into());
        }
        let columns = (0..width).map(|place| match insert.columns.get(place) {
            Some(name) => insert.table.find_column(name),
            None if insert.columns.is_empty() => insert.table.columns().get(place),
            None => None,
        });
        let columns: Vec<Option<&Column>> = columns.collect();
        self.push("VALUES ");
        self.list(rows, |renderer, row| {
            renderer.push("(");
            renderer
                .list(row.iter().zip(&columns), |renderer, (value, column)| renderer.written_value(*column, value))?;
            renderer.push(")");
            Ok(())
        })
    }

    /// A value that is written into a column, as far as that is known.
    fn written_value(&mut self, column: Option<&Column>, value: &Node) -> Written {
        match column.and_then(|column| self.typed_as(column.sql_type(), value)) {
            Some(typed) => self.expression(&typed),
            None => self.expression(value),
        }
    }

    fn conflict(&mut self, table: &Table, target: &ConflictTarget, action: &ConflictAction) -> Written {
        self.push(" ON CONFLICT");
        match target {
            ConflictTarget::Columns(columns) if columns.is_empty() => {}
            ConflictTarget::Columns(columns) => {
                self.push(" (");
                self.names(columns)?;
                self.push(")");
            }
            ConflictTarget::Constraint(name) => {
                self.need(Construct::OnConflictConstraint)?;
                self.push(" ON CONSTRAINT ");
                self.name(name)?;
            }
        }
        match action {
            ConflictAction::Nothing => {
                self.need(Construct::OnConflictDoNothing)?;
                self.push(" DO NOTHING");
                Ok(())
            }
            ConflictAction::Update(assignments) => {
                self.need(Construct::OnConflictDoUpdate)?;
                self.push(" DO UPDATE SET ");
                self.assignments(table, assignments)
            }
        }
    }

    fn assignments(&mut self, table: &Table, assignments: &[(Name, Node)]) -> Written {
        if assignments.is_empty() {
            return Err(BuildError::Empty { what: "SET", instead: "set a column with `.set(..)`" }.into());
        }
        self.list(assignments, |renderer, (name, value)| {
            renderer.name(name)?;
            renderer.push(" = ");
            renderer.written_value(table.find_column(name), value)
        })
    }

    fn returning(&mut self, columns: &[Node], construct: Construct) -> Written {
        if columns.is_empty() {
            return Ok(());
        }
        self.need(construct)?;
        self.push(" RETURNING ");
        self.placed(ParameterPlace::ReturningList, |renderer| renderer.columns_of_result(columns))
    }

    fn filter(&mut self, filter: &[Node]) -> Written {
        if filter.is_empty() {
            return Ok(());
        }
        self.push(" WHERE ");
        self.conjunction(filter)
    }

    /// The table that is changed.
    fn target(&mut self, table: &Table) -> Written {
        if table.alias_name().is_some() {
            self.need(Construct::TargetAlias)?;
        }
        self.table(table)
    }

    fn update(&mut self, update: &UpdateNode) -> Written {
        if let Some(error) = &update.error {
            return Err(Failure(error.clone()));
        }
        self.need_where(Construct::Update, &update.filter)?;
        self.need_known(Construct::Update, Known::Changed(&update.table))?;
        self.push("UPDATE ");
        self.target(&update.table)?;
        self.push(" SET ");
        self.assignments(&update.table, &update.assignments)?;
        if let Some(from) = &update.from {
            self.need(Construct::UpdateFrom)?;
            self.push(" FROM ");
            self.source(from)?;
        }
        self.filter(&update.filter)?;
        self.returning(&update.returning, Construct::Returning)
    }

    fn delete(&mut self, delete: &DeleteNode) -> Written {
        self.need_where(Construct::Delete, &delete.filter)?;
        self.need_known(Construct::Delete, Known::Changed(&delete.table))?;
        self.push("DELETE FROM ");
        self.target(&delete.table)?;
        if let Some(using) = &delete.using {
            self.need(Construct::DeleteUsing)?;
            self.push(" USING ");
            self.source(using)?;
        }
        self.filter(&delete.filter)?;
        self.returning(&delete.returning, Construct::Returning)
    }

    fn merge(&mut self, merge: &MergeNode) -> Written {
        if let Some(error) = &merge.error {
            return Err(Failure(error.clone()));
        }
        self.need(Construct::Merge)?;
        if merge.actions.is_empty() {
            return Err(BuildError::Empty { what: "the MERGE", instead: "add `.when_matched()` or its kin" }.into());
        }
        self.push("MERGE INTO ");
        self.target(&merge.table)?;
        self.push(" USING ");
        self.source(&merge.source)?;
        self.push(" ON ");
        self.choice(&merge.on)?;
        for action in &merge.actions {
            self.push(match action.kind {
                MatchKind::Matched => " WHEN MATCHED",
                MatchKind::NotMatched => " WHEN NOT MATCHED",
                MatchKind::NotMatchedBySource => " WHEN NOT MATCHED BY SOURCE",
            });
            if action.kind == MatchKind::NotMatchedBySource {
                self.need(Construct::MergeBySource)?;
            }
            if let Some(condition) = &action.condition {
                self.need(Construct::MergeCondition)?;
                self.push(" AND ");
                self.choice(condition)?;
            }
            self.push(" THEN ");
            match &action.then {
                MergeThen::Nothing => {
                    self.need(Construct::MergeDoNothing)?;
                    self.push("DO NOTHING");
                }
                MergeThen::Delete => self.push("DELETE"),
                MergeThen::Update(assignments) => {
                    self.push("UPDATE SET ");
                    self.assignments(&merge.table, assignments)?;
                }
                MergeThen::Insert(values) if values.is_empty() => {
                    return Err(BuildError::Empty { what: "INSERT", instead: "give it columns and values" }.into());
                }
                MergeThen::Insert(values) => {
                    self.push("INSERT (");
                    self.list(values, |renderer, (name, _)| renderer.name(name))?;
                    self.push(") VALUES (");
                    self.list(values, |renderer, (name, value)| {
                        renderer.written_value(merge.table.find_column(name), value)
                    })?;
                    self.push(")");
                }
            }
        }
        self.returning(&merge.returning, Construct::MergeReturning)
    }
}
