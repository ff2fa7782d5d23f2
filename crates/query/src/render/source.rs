//! FROM as text.

use aludel_dialect::{Construct, Parameter};

use super::known::{extend, extended_by};
use super::origins::qualifiers;
use super::{Failure, Renderer, Written};
use crate::expr::{Call, Node};
use crate::join::{ConditionNode, JoinNode};
use crate::md_run::{self, FilePlace};
use crate::source::{FunctionKind, SampleMethod, SampleNode, SampleSize, SourceNode, UnnestNode};
use crate::spelling::{NameCase, ParameterPlace, SampleForm};
use crate::{BuildError, Name, Table};

impl Renderer<'_> {
    pub(super) fn source(&mut self, source: &SourceNode) -> Written {
        match source {
            SourceNode::Table(table) => {
                if self.schemas.placed(table).path_names().nth(1).is_none() {
                    self.not_hidden(table.name())?;
                }
                self.table(table)
            }
            SourceNode::Named(name) => {
                // A CTE in its own query is in no schema.
                let is_itself = self.reading_themselves.iter().any(|cte| self.are_one_name(cte, name));
                if !is_itself && self.schemas.translate_schema(None).is_some() {
                    return self.table_path(&Table::new(name.clone()));
                }
                self.not_hidden(name)?;
                self.name(name)
            }
            SourceNode::Cte(cte, alias) => {
                self.use_cte(cte)?;
                self.name(&cte.name)?;
                self.alias(alias.as_ref(), &[])
            }
            SourceNode::Query { query, alias, columns, lateral } => {
                if !matches!(**query, crate::query::QueryNode::Values(_)) {
                    self.need(Construct::DerivedTable)?;
                }
                if *lateral {
                    self.need(Construct::LateralJoin)?;
                    self.push("LATERAL ");
                }
                self.push("(");
                self.query(query)?;
                self.push(")");
                self.alias(Some(alias), columns)
            }
            SourceNode::Function { call, alias, columns, kind } => {
                match kind {
                    FunctionKind::Table => self.need(Construct::TableFunction)?,
                    FunctionKind::File => return self.reader(call, alias.as_ref(), columns),
                }
                self.placed(ParameterPlace::TableFunction, |renderer| renderer.call(call))?;
                self.alias(alias.as_ref(), columns)
            }
            SourceNode::Unnest(unnest) => self.unnest(unnest),
            SourceNode::Sampled(inner, sample) => {
                self.need(Construct::TableSample)?;
                self.source(inner)?;
                match self.spelling.sample_form() {
                    SampleForm::TableSample => self.push(" TABLESAMPLE "),
                    SampleForm::Fraction => {
                        self.push(" SAMPLE ");
                        return self.sample_fraction(sample);
                    }
                }
                self.sample_size(sample)
            }
            SourceNode::Final(inner) => {
                self.need(Construct::Final)?;
                self.source(inner)?;
                self.push(" FINAL");
                Ok(())
            }
            SourceNode::Pivot(pivot) => self.pivot(pivot),
            SourceNode::Unpivot(unpivot) => self.unpivot(unpivot),
            SourceNode::Joined(first, joins) => self.joined(first, joins),
            SourceNode::Poisoned(error) => Err(Failure(error.clone())),
        }
    }

    /// A function that reads files.
    #[inline(never)]
    fn reader(&mut self, call: &Call, alias: Option<&Name>, columns: &[Name]) -> Written {
        let place = FilePlace::of(call.arguments.first(), self.spelling);
        if place == FilePlace::Local || call.named.iter().any(|(name, value)| md_run::is_local(name, value)) {
            self.need(Construct::LocalFiles)?;
        }
        self.need(Construct::ReadFile)?;
        let is_said = call.named.iter().any(|(name, _)| name.eq_ignore_ascii_case(md_run::ARGUMENT));
        match place {
            FilePlace::Behind(run) if !is_said => {
                let mut call = call.clone();
                call.named.push((Name::from(md_run::ARGUMENT), Node::Value(Box::new(Parameter::new(run.word())))));
                self.placed(ParameterPlace::TableFunction, |renderer| renderer.call(&call))?;
            }
            _ => self.placed(ParameterPlace::TableFunction, |renderer| renderer.call(call))?,
        }
        self.alias(alias, columns)
    }

    /// A CTE hides the table of its name from all that comes after it.
    fn not_hidden(&self, name: &str) -> Written {
        if self.hidden.iter().any(|hidden| self.are_one_name(hidden, name)) {
            return Err(BuildError::usage(format!(
                "the CTE {name:?} hides the table of the same name: give one of them another name"
            ))
            .into());
        }
        Ok(())
    }

    /// Whether two names are one in this dialect, or may be.
    pub(super) fn are_one_name(&self, one: &str, other: &str) -> bool {
        match self.spelling.name_case() {
            NameCase::Folded => one.eq_ignore_ascii_case(other),
            NameCase::Distinguished => one == other,
        }
    }

    /// A table with its alias.
    pub(super) fn table(&mut self, table: &Table) -> Written {
        self.table_path(table)?;
        self.alias(table.alias_name(), &[])
    }

    /// Where the table is: its schema may be another than it says.
    pub(super) fn table_path(&mut self, table: &Table) -> Written {
        let schemas = self.schemas;
        self.path(&schemas.placed(table))
    }

    /// Database, schema and name as they are said.
    pub(super) fn path(&mut self, table: &Table) -> Written {
        for (index, name) in table.path_names().enumerate() {
            if index > 0 {
                self.push(".");
            }
            self.name(name)?;
        }
        Ok(())
    }

    fn alias(&mut self, alias: Option<&Name>, columns: &[Name]) -> Written {
        if let Some(alias) = alias {
            self.push(" AS ");
            self.name(alias)?;
            if !columns.is_empty() {
                self.need(Construct::SourceColumns)?;
                self.push("(");
                self.names(columns)?;
                self.push(")");
            }
        }
        Ok(())
    }

    fn unnest(&mut self, unnest: &UnnestNode) -> Written {
        self.need(Construct::Unnest)?;
        self.push("UNNEST(");
        self.expression(&unnest.array)?;
        self.push(")");
        self.alias(Some(&unnest.alias), std::slice::from_ref(&unnest.column))
    }

    fn sample_fraction(&mut self, sample: &SampleNode) -> Written {
        if sample.method.is_some() {
            self.need(Construct::SampleMethod)?;
        }
        if sample.seed.is_some() {
            self.need(Construct::SampleSeed)?;
        }
        match sample {
            SampleNode { size: SampleSize::Percent(percent), method: None, seed: None }
                if (0.0..=100.0).contains(percent) =>
            {
                self.push(&format!("{percent}/100"));
            }
            SampleNode { size: SampleSize::Rows(rows), method: None, seed: None } => self.push(&rows.to_string()),
            _ => {
                return Err(BuildError::usage("this sample can't be written as a fraction of 0 to 100 per cent").into());
            }
        }
        Ok(())
    }

    pub(super) fn sample_size(&mut self, sample: &SampleNode) -> Written {
        let size = match sample.size {
            SampleSize::Percent(percent) if (0.0..=100.0).contains(&percent) => format!("{percent} PERCENT"),
            SampleSize::Percent(percent) => {
                return Err(BuildError::usage(format!("a sample is 0 to 100 per cent, not {percent}")).into());
            }
            SampleSize::Rows(rows) => format!("{rows} ROWS"),
        };
        if sample.method.is_some() {
            self.need(Construct::SampleMethod)?;
        }
        let method = sample.method.map(|method| match method {
            SampleMethod::Bernoulli => "bernoulli",
            SampleMethod::System => "system",
            SampleMethod::Reservoir => "reservoir",
        });
        match method {
            Some(method) => self.push(&format!("{method}({size})")),
            None => self.push(&format!("({size})")),
        }
        if let Some(seed) = sample.seed {
            self.need(Construct::SampleSeed)?;
            self.push(&format!(" REPEATABLE ({seed})"));
        }
        Ok(())
    }

    /// In the condition of a join, its own sources are not yet without partners.
    fn joined(&mut self, first: &SourceNode, joins: &[JoinNode]) -> Written {
        let whole = std::mem::take(&mut self.extended);
        let mut before = Vec::new();
        self.source(first)?;
        extended_by(first, &mut self.extended);
        qualifiers(first, &mut before);
        for join in joins {
            self.join(first, join)?;
            extend(join, &before, &mut self.extended);
            qualifiers(&join.right, &mut before);
        }
        self.extended = whole;
        Ok(())
    }

    fn join(&mut self, first: &SourceNode, join: &JoinNode) -> Written {
        self.need(join.kind.construct())?;
        self.push(" ");
        if join.global {
            self.need(Construct::GlobalJoin)?;
            self.push("GLOBAL ");
        }
        self.push(self.spelling.join(join.kind));
        self.push(" ");
        // A join of joins keeps its own order only in parentheses.
        if matches!(join.right, SourceNode::Joined(..)) {
            self.need(Construct::ParenthesizedJoin)?;
            self.push("(");
            self.source(&join.right)?;
            self.push(")");
        } else {
            self.source(&join.right)?;
        }
        match &join.condition {
            ConditionNode::None => {}
            ConditionNode::On(condition) if self.goes_by_designated_timestamps(join.kind) => {
                self.keys_of_times(first, join, condition)?;
            }
            ConditionNode::On(condition) => {
                self.push(" ON ");
                self.choice(condition)?;
            }
            ConditionNode::Using(columns) => {
                if columns.is_empty() {
                    return Err(
                        BuildError::Empty { what: "USING", instead: "name the columns that both sides have" }.into()
                    );
                }
                self.need(Construct::JoinUsing)?;
                self.push(" USING (");
                self.names(columns)?;
                self.push(")");
            }
        }
        self.times_of_join(join)
    }
}
