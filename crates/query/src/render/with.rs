//! WITH: found while the statement is written, and put before it.

use std::sync::Arc;

use aludel_dialect::Construct;

use super::{Renderer, StatementNode, Written};
use crate::BuildError;
use crate::cte::{CteData, Materialization, Recursion};

impl Renderer<'_> {
    /// Writes a statement, with the WITH for the CTEs that are found in it.
    pub(super) fn whole(&mut self, statement: StatementNode<'_>) -> Written {
        self.with_ctes(|renderer, ctes| {
            if matches!(statement, StatementNode::Dml(_)) && !ctes.is_empty() {
                renderer.need(Construct::DmlWithCte)?;
            }
            renderer.with_clause(ctes)?;
            renderer.statement(statement)
        })
    }

    /// `write` writes a text behind the WITH for the CTEs that it is given. It is called a second time if it finds
    /// others: they are known only at its end, and stand first.
    pub(super) fn with_ctes(&mut self, write: impl Fn(&mut Self, &[Arc<CteData>]) -> Written) -> Written {
        let outer = std::mem::take(&mut self.ctes);
        let mark = self.mark();
        write(self, &[])?;
        if !self.ctes.is_empty() {
            self.go_back(mark);
            let (found, hidden) = (self.ctes.clone(), self.hidden.len());
            write(self, &found)?;
            self.hidden.truncate(hidden);
        }
        self.ctes = outer;
        Ok(())
    }

    /// Notes a CTE that is used, after those that it uses itself.
    pub(super) fn use_cte(&mut self, cte: &Arc<CteData>) -> Written {
        if self.ctes.iter().any(|known| Arc::ptr_eq(known, cte)) {
            return Ok(());
        }
        self.unseen(|renderer| renderer.query_of(cte))?;
        self.ctes.push(cte.clone());
        Ok(())
    }

    /// A CTE's query, which sees nothing of the queries around it.
    fn query_of(&mut self, cte: &CteData) -> Written {
        let scopes = std::mem::take(&mut self.scopes);
        let written = self.query(&cte.query);
        self.scopes = scopes;
        written
    }

    pub(super) fn with_clause(&mut self, ctes: &[Arc<CteData>]) -> Written {
        if ctes.is_empty() {
            return Ok(());
        }
        for (index, cte) in ctes.iter().enumerate() {
            if let Some(other) = ctes[..index].iter().find(|other| other.name == cte.name) {
                return Err(BuildError::usage(format!("two different CTEs are called {:?}", other.name.as_str())));
            }
        }
        self.need(Construct::Cte)?;
        self.push("WITH ");
        if ctes.iter().any(|cte| cte.recursion == Recursion::Recursive) {
            self.need(Construct::RecursiveCte)?;
            self.push("RECURSIVE ");
        }
        self.list(ctes, |renderer, cte| {
            renderer.name(&cte.name)?;
            if !cte.columns.is_empty() {
                renderer.need(Construct::CteColumns)?;
                renderer.push("(");
                renderer.names(&cte.columns)?;
                renderer.push(")");
            }
            renderer.push(" AS ");
            if let Some(materialization) = cte.materialized {
                renderer.need(Construct::MaterializedCte)?;
                renderer.push(match materialization {
                    Materialization::Materialized => "MATERIALIZED ",
                    Materialization::NotMaterialized => "NOT MATERIALIZED ",
                });
            }
            renderer.push("(");
            renderer.query_of(cte)?;
            renderer.push(")");
            renderer.hidden.push(cte.name.clone());
            Ok(())
        })?;
        self.push(" ");
        Ok(())
    }
}
