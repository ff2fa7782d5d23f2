//! WITH: found while the statement is written, and put before it.

use std::sync::Arc;

use aludel_dialect::Construct;

use super::origins::implied_source;
use super::{Renderer, StatementNode, Written};
use crate::BuildError;
use crate::compound::CompoundNode;
use crate::cte::{CteData, Materialization, Recursion};
use crate::query::QueryNode;
use crate::select::SelectNode;
use crate::source::SourceNode;

/// The CTEs in FROM, each after those that it uses: mostly all that there are.
fn in_source(source: &SourceNode, found: &mut Vec<Arc<CteData>>) {
    match source {
        SourceNode::Cte(cte, _) if !found.iter().any(|known| Arc::ptr_eq(known, cte)) => {
            in_query(&cte.query, found);
            found.push(cte.clone());
        }
        SourceNode::Query { query, .. } => in_query(query, found),
        SourceNode::Sampled(inner, _) | SourceNode::Final(inner) => in_source(inner, found),
        SourceNode::Pivot(pivot) => in_source(&pivot.source, found),
        SourceNode::Unpivot(unpivot) => in_source(&unpivot.source, found),
        SourceNode::Joined(first, joins) => {
            in_source(first, found);
            joins.iter().for_each(|join| in_source(&join.right, found));
        }
        _ => {}
    }
}

fn in_query(query: &QueryNode, found: &mut Vec<Arc<CteData>>) {
    match query {
        QueryNode::Select(select) => in_select(select, found),
        QueryNode::Compound(compound) => in_compound(compound, found),
        _ => {}
    }
}

fn in_select(select: &SelectNode, found: &mut Vec<Arc<CteData>>) {
    match &select.from {
        Some(from) => in_source(from, found),
        None => {
            if let Ok(Some(from)) = implied_source(select) {
                in_source(&from, found);
            }
        }
    }
}

fn in_compound(compound: &CompoundNode, found: &mut Vec<Arc<CteData>>) {
    in_query(&compound.first, found);
    compound.rest.iter().for_each(|(_, query)| in_query(query, found));
}

impl Renderer<'_> {
    /// Writes a statement, with the WITH for the CTEs that are found in it.
    pub(super) fn whole(&mut self, statement: StatementNode<'_>) -> Written {
        let mut likely = Vec::new();
        match statement {
            StatementNode::Select(select) => in_select(select, &mut likely),
            StatementNode::Compound(compound) => in_compound(compound, &mut likely),
            _ => {}
        }
        self.with_likely_ctes(&likely, |renderer, ctes| {
            if matches!(statement, StatementNode::Dml(_)) && !ctes.is_empty() {
                renderer.need(Construct::DmlWithCte)?;
            }
            renderer.with_clause(ctes)?;
            renderer.statement(statement)
        })
    }

    /// `write` writes a text behind the WITH for the CTEs that it is given.
    pub(super) fn with_ctes(&mut self, write: impl Fn(&mut Self, &[Arc<CteData>]) -> Written) -> Written {
        self.with_likely_ctes(&[], write)
    }

    /// The same, with some CTEs that are surely in the text. `write` is called again if it finds others: they are known
    /// only at its end, and stand first.
    fn with_likely_ctes(
        &mut self,
        likely: &[Arc<CteData>],
        write: impl Fn(&mut Self, &[Arc<CteData>]) -> Written,
    ) -> Written {
        let outer = std::mem::replace(&mut self.ctes, likely.to_vec());
        let (mark, hidden) = (self.mark(), self.hidden.len());
        write(self, likely)?;
        if self.ctes.len() > likely.len() {
            if !likely.is_empty() {
                // Those that were written may use the others, which then stand before them: all are looked for.
                self.go_back(mark);
                self.hidden.truncate(hidden);
                self.ctes.clear();
                write(self, &[])?;
            }
            self.go_back(mark);
            let found = self.ctes.clone();
            write(self, &found)?;
        }
        self.hidden.truncate(hidden);
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
        let (scopes, depth) = (std::mem::take(&mut self.scopes), self.reading_themselves.len());
        if cte.recursion == Recursion::Recursive {
            self.reading_themselves.push(cte.name.clone());
        }
        let written = self.query(&cte.query);
        self.reading_themselves.truncate(depth);
        self.scopes = scopes;
        written
    }

    pub(super) fn with_clause(&mut self, ctes: &[Arc<CteData>]) -> Written {
        if ctes.is_empty() {
            return Ok(());
        }
        for (index, cte) in ctes.iter().enumerate() {
            if let Some(other) = ctes[..index].iter().find(|other| self.are_one_name(&other.name, &cte.name)) {
                let (name, other) = (cte.name.as_str(), other.name.as_str());
                return Err(BuildError::usage(match name == other {
                    true => format!("two different CTEs are called {name:?}"),
                    false => {
                        format!("the CTEs {other:?} and {name:?} differ only by case, which not every engine sees")
                    }
                })
                .into());
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
