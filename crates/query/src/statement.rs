//! What an engine can run.

use std::fmt;

use aludel_dialect::{Capabilities, Construct, Dialect, Grants, Levels, Parameter, WhereRule, cap};

use crate::ddl::{AlterTable, CreateObject, CreateTable, CreateView, DropObject, DropTable, Truncate};
use crate::dml::{Delete, Insert, Merge, Update};
use crate::render::{self, StatementNode};
use crate::schema::Ddl;
use crate::text::{Piece, Repeats};
use crate::{BuildError, Compound, Effect, Params, Prepared, SchemaTranslateMap, Select, Spelling, Text};

/// A dialect whose text can be written without an engine.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no text of its own",
    note = "`Any` and sets of dialects are rendered by the engine that was opened; name one dialect here"
)]
pub trait SqlDialect: Dialect {
    /// How the dialect writes a statement.
    fn spelling() -> &'static dyn Spelling;
}

/// A statement for dialect `D`. Every statement type implements it for its own dialect alone, which is what lets the
/// compiler infer the dialect from the engine.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a statement for `{D}`",
    label = "not a statement for `{D}`",
    note = "SQL that is written as text becomes a statement with `text(..)`: `text(\"SELECT 1\")`",
    note = "a statement for `Any` or for several dialects is written by the engine that runs it: `engine.render(..)`"
)]
pub trait Statement<D> {
    /// Writes the statement in a dialect's words, as far as `capabilities` go.
    ///
    /// # Errors
    /// [`BuildError::Refused`] at the first construct that the capabilities lack; another [`BuildError`] if the statement
    /// is not whole.
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError>;

    /// As [`render`](Self::render), with other names for schemas.
    ///
    /// # Errors
    /// As [`render`](Self::render); a statement that was written elsewhere, whose names can't be told from its text.
    fn render_translated(
        &self,
        spelling: &dyn Spelling,
        capabilities: &Capabilities,
        schemas: &SchemaTranslateMap,
    ) -> Result<Prepared, BuildError> {
        if schemas.is_empty() {
            return self.render(spelling, capabilities);
        }
        Err(BuildError::usage(
            "the schemas of this statement can't be translated, because this crate does not write it: run it on an engine \
             without a `SchemaTranslateMap`, or `schema_translate_map(SchemaTranslateMap::new())`",
        ))
    }

    /// Writes the statement once for many sets of parameters.
    ///
    /// # Errors
    /// As [`render`](Self::render), and a set that has not exactly the statement's parameters.
    fn render_many(
        &self,
        spelling: &dyn Spelling,
        capabilities: &Capabilities,
        schemas: &SchemaTranslateMap,
        sets: Vec<Params>,
    ) -> Result<(Prepared, Vec<Vec<Parameter>>), BuildError> {
        let prepared = self.render_translated(spelling, capabilities, schemas)?;
        let values = sets.iter().map(|set| prepared.values(set)).collect::<Result<_, _>>()?;
        Ok((prepared, values))
    }
}

/// A statement's text without an engine. Implemented for every statement.
pub trait ToSql {
    /// The statement's text and parameters in dialect `D`: `statement.to_sql::<DuckDb>()?`.
    ///
    /// # Errors
    /// As [`Statement::render`].
    fn to_sql<D: SqlDialect>(&self) -> Result<Prepared, BuildError>
    where
        Self: Statement<D>,
    {
        self.render(D::spelling(), &Capabilities::of::<D>())
    }
}

impl<S> ToSql for S {}

/// A statement that may run inside a transaction of dialect `D`, which then undoes it on rollback.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't run inside a transaction of `{D}`",
    label = "a rollback would not undo it, or it is no statement",
    note = "SQL that is written as text becomes a statement with `text(..)`: `text(\"SELECT 1\")`"
)]
pub trait TransactionalStatement<D>: Statement<D> {}

macro_rules! queries {
    ($($statement:ident)*) => { $(
        impl<D: Levels> Statement<D> for $statement<D> {
            fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
                Statement::<D>::render_translated(self, spelling, capabilities, &SchemaTranslateMap::new())
            }

            fn render_translated(
                &self,
                spelling: &dyn Spelling,
                capabilities: &Capabilities,
                schemas: &SchemaTranslateMap,
            ) -> Result<Prepared, BuildError> {
                render::render(StatementNode::$statement(&self.node), spelling, capabilities, schemas)
            }
        }
        impl<D: Levels> TransactionalStatement<D> for $statement<D> {}

        /// Neutral SQL, for people; what a dialect might refuse stands behind it in a comment.
        impl<D> fmt::Display for $statement<D> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&render::display(StatementNode::$statement(&self.node)))
            }
        }

        impl<D> fmt::Debug for $statement<D> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($statement))
            }
        }
    )* };
}

queries!(Select Compound);

macro_rules! displayed {
    ($($statement:ident $([$state:ident])? $node:ident;)*) => { $(
        /// Neutral SQL, for people; what a dialect might refuse stands behind it in a comment.
        impl<D $(, $state)?> fmt::Display for $statement<D $(, $state)?> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&render::display(StatementNode::$node(&self.node)))
            }
        }

        impl<D $(, $state)?> fmt::Debug for $statement<D $(, $state)?> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($statement))
            }
        }
    )* };
}

displayed! {
    Insert Dml;
    Update [W] Dml;
    Delete [W] Dml;
    Merge Dml;
    CreateTable Ddl;
    DropTable Ddl;
    Truncate Ddl;
    CreateView Ddl;
    CreateObject Ddl;
    DropObject Ddl;
    AlterTable Ddl;
    Ddl Ddl;
}

macro_rules! changes {
    ($($statement:ident $node:ident $transactional:ident;)*) => { $(
        impl<D: Levels> Statement<D> for $statement<D> {
            fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
                Statement::<D>::render_translated(self, spelling, capabilities, &SchemaTranslateMap::new())
            }

            fn render_translated(
                &self,
                spelling: &dyn Spelling,
                capabilities: &Capabilities,
                schemas: &SchemaTranslateMap,
            ) -> Result<Prepared, BuildError> {
                render::render(StatementNode::$node(&self.node), spelling, capabilities, schemas)
            }
        }

        impl<D: Levels> TransactionalStatement<D> for $statement<D> where
            D::$transactional: Grants<D, cap::$transactional>
        {
        }
    )* };
}

changes! {
    Insert Dml TransactionalInsert;
    Merge Dml TransactionalUpdate;
    CreateTable Ddl TransactionalDdl;
    DropTable Ddl TransactionalDdl;
    Truncate Ddl TransactionalDelete;
    CreateView Ddl TransactionalDdl;
    CreateObject Ddl TransactionalDdl;
    DropObject Ddl TransactionalDdl;
    AlterTable Ddl TransactionalDdl;
    Ddl Ddl TransactionalDdl;
}

// Written out, not by the macro: the compiler shows these lines where a WHERE is missing.
impl<D: Levels, W> Statement<D> for Update<D, W>
where
    D::Update: WhereRule<D, W, cap::Update>,
{
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        Statement::<D>::render_translated(self, spelling, capabilities, &SchemaTranslateMap::new())
    }

    fn render_translated(
        &self,
        spelling: &dyn Spelling,
        capabilities: &Capabilities,
        schemas: &SchemaTranslateMap,
    ) -> Result<Prepared, BuildError> {
        render::render(StatementNode::Dml(&self.node), spelling, capabilities, schemas)
    }
}

impl<D: Levels, W> Statement<D> for Delete<D, W>
where
    D::Delete: WhereRule<D, W, cap::Delete>,
{
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        Statement::<D>::render_translated(self, spelling, capabilities, &SchemaTranslateMap::new())
    }

    fn render_translated(
        &self,
        spelling: &dyn Spelling,
        capabilities: &Capabilities,
        schemas: &SchemaTranslateMap,
    ) -> Result<Prepared, BuildError> {
        render::render(StatementNode::Dml(&self.node), spelling, capabilities, schemas)
    }
}

impl<D: Levels, W> TransactionalStatement<D> for Update<D, W>
where
    D::Update: WhereRule<D, W, cap::Update>,
    D::TransactionalUpdate: Grants<D, cap::TransactionalUpdate>,
{
}

impl<D: Levels, W> TransactionalStatement<D> for Delete<D, W>
where
    D::Delete: WhereRule<D, W, cap::Delete>,
    D::TransactionalDelete: Grants<D, cap::TransactionalDelete>,
{
}

impl<D> Statement<D> for Text {
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        render::render(StatementNode::Text(self), spelling, capabilities, &SchemaTranslateMap::new())
    }

    /// Its names are the user's own.
    fn render_translated(
        &self,
        spelling: &dyn Spelling,
        capabilities: &Capabilities,
        _schemas: &SchemaTranslateMap,
    ) -> Result<Prepared, BuildError> {
        Statement::<D>::render(self, spelling, capabilities)
    }

    fn render_many(
        &self,
        spelling: &dyn Spelling,
        capabilities: &Capabilities,
        _schemas: &SchemaTranslateMap,
        sets: Vec<Params>,
    ) -> Result<(Prepared, Vec<Vec<Parameter>>), BuildError> {
        let Some(first) = sets.first() else {
            return Ok((Prepared::new(capabilities.dialect(), "", Vec::new(), Effect::Unknown), Vec::new()));
        };
        capabilities.require(Construct::ServerParameters)?;
        let (rules, repeats) = (spelling.lexical_rules(), spelling.repeats());
        let mut sql = String::with_capacity(self.sql().len());
        let mut names: Vec<&str> = Vec::new();
        let mut problem = None;
        self.render_with(&rules, first, |piece| match piece {
            Piece::Sql(text) => sql.push_str(text),
            Piece::Parameter { name, parameter, .. } => {
                let known = names.iter().position(|known| *known == name);
                let place = known.filter(|_| repeats == Repeats::SamePlaceholder).unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                });
                if let Err(found) = spelling.bare_placeholder(place + 1, &parameter, &mut sql) {
                    problem.get_or_insert(found);
                }
            }
        })?;
        drop(names);
        if let Some(problem) = problem {
            return Err(problem.into_error(capabilities.dialect(), ""));
        }
        let prepared = Prepared::new(capabilities.dialect(), sql, Vec::new(), Effect::Unknown);
        let values = self.parameter_sets(&rules, repeats, sets)?;
        Ok((prepared, values))
    }
}

/// Text is the user's own: what it may do in a transaction is the user's to know.
impl<D> TransactionalStatement<D> for Text {}

impl<D, S: Statement<D>> Statement<D> for &S {
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        (**self).render(spelling, capabilities)
    }

    fn render_translated(
        &self,
        spelling: &dyn Spelling,
        capabilities: &Capabilities,
        schemas: &SchemaTranslateMap,
    ) -> Result<Prepared, BuildError> {
        (**self).render_translated(spelling, capabilities, schemas)
    }

    fn render_many(
        &self,
        spelling: &dyn Spelling,
        capabilities: &Capabilities,
        schemas: &SchemaTranslateMap,
        sets: Vec<Params>,
    ) -> Result<(Prepared, Vec<Vec<Parameter>>), BuildError> {
        (**self).render_many(spelling, capabilities, schemas, sets)
    }
}

impl<D, S: TransactionalStatement<D>> TransactionalStatement<D> for &S {}

macro_rules! plans {
    ($($(#[$doc:meta])* $name:ident $words:literal $($construct:ident)+;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name<S> {
            statement: S,
        }

        impl<D: Levels, S: TransactionalStatement<D>> TransactionalStatement<D> for $name<S>
        where
            $(D::$construct: Grants<D, cap::$construct>,)+
        {
        }

        /// Neutral SQL, for people.
        impl<S: fmt::Display> fmt::Display for $name<S> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", $words, self.statement)
            }
        }

        impl<D: Levels, S: Statement<D>> Statement<D> for $name<S>
        where
            $(D::$construct: Grants<D, cap::$construct>,)+
        {
            fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
                Statement::<D>::render_translated(self, spelling, capabilities, &SchemaTranslateMap::new())
            }

            fn render_translated(
                &self,
                spelling: &dyn Spelling,
                capabilities: &Capabilities,
                schemas: &SchemaTranslateMap,
            ) -> Result<Prepared, BuildError> {
                $(capabilities.require(Construct::$construct)?;)+
                let prepared = self.statement.render_translated(spelling, capabilities, schemas)?;
                Ok(Self::planned(plan(prepared, $words)?))
            }
        }
    )* };
}

plans! {
    /// A statement whose plan is asked for; made by [`explain`].
    Explain "EXPLAIN " Explain;
    /// A statement that is run for its plan; made by [`explain_analyze`].
    ExplainAnalyze "EXPLAIN ANALYZE " Explain ExplainAnalyze;
}

/// `EXPLAIN statement`: how the engine would run it.
pub fn explain<S>(statement: S) -> Explain<S> {
    Explain { statement }
}

/// `EXPLAIN ANALYZE statement`: runs it, changes included, and tells what took how long.
pub fn explain_analyze<S>(statement: S) -> ExplainAnalyze<S> {
    ExplainAnalyze { statement }
}

fn plan(mut prepared: Prepared, words: &str) -> Result<Prepared, BuildError> {
    // These would be read as EXPLAIN's own, and the statement behind them would be run.
    let first = prepared.sql.trim_start_matches(|c: char| c == '(' || c.is_whitespace());
    let first = first.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    if prepared.effect == Effect::Unknown
        && ["analyze", "analyse", "verbose", "format", ""].iter().any(|word| first.eq_ignore_ascii_case(word))
    {
        return Err(BuildError::usage(
            "a text to be explained begins with its statement, not with options or a comment",
        ));
    }
    // EXPLAIN would be of the first statement, and the others would be run.
    if prepared.effect == Effect::Unknown && prepared.sql.trim_end().trim_end_matches(';').contains(';') {
        return Err(BuildError::usage("a text to be explained holds one statement, and no semicolon inside of it"));
    }
    prepared.sql = format!("{words}{}", prepared.sql).into();
    Ok(prepared)
}

impl<S> Explain<S> {
    /// Nothing is run.
    fn planned(mut prepared: Prepared) -> Prepared {
        prepared.effect = Effect::Read;
        prepared.transactional = Vec::new();
        prepared
    }
}

impl<S> ExplainAnalyze<S> {
    fn planned(prepared: Prepared) -> Prepared {
        prepared
    }
}
