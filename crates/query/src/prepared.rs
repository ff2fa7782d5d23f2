//! What rendering a statement gives: text for one dialect, and the values that travel beside it.

use std::collections::HashMap;
use std::sync::Arc;

use aludel_dialect::bigdecimal::num_bigint::Sign;
use aludel_dialect::{Construct, Parameter, Value, nearest};

use crate::{BuildError, Name, Params};

/// What running a statement may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: rendered by us from a query that only reads.
    Read,
    /// Rows.
    Write,
    /// Tables and other objects.
    Ddl,
    /// Not known: text that a user wrote, or a query that calls an engine's own function which may do more than read.
    Unknown,
}

/// A statement in one dialect's words: the only thing that a connection runs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Prepared {
    /// The dialect that the text is for.
    pub dialect: &'static str,
    /// The text; values stand in it as the dialect's placeholders, in the order of `parameters`.
    pub sql: Arc<str>,
    /// The values, first placeholder first.
    pub parameters: Vec<Parameter>,
    /// What running it may change.
    pub effect: Effect,
    /// Engine settings that the statement's meaning needs, sent with it and with it alone: none on an engine that does not
    /// grant [`Construct::StatementSettings`].
    pub settings: Vec<(String, String)>,
    /// The constructs that must be granted for it to run inside a transaction.
    pub transactional: Vec<Construct>,
    /// The named parameters that have no value yet, with their places in `parameters`.
    pub slots: Vec<(Name, usize)>,
    /// The places in `parameters` of what LIMIT and OFFSET take, which no negative number is sent for.
    pub row_counts: Vec<usize>,
}

/// Whether no engine is to get this value, by parameter or by literal: no backend has to know it.
pub(crate) fn check_value(value: &Value, dialect: &'static str) -> Result<(), BuildError> {
    match value.refused() {
        Some(why) => Err(BuildError::Value { dialect, reason: format!("it {why}") }),
        None => Ok(()),
    }
}

impl Prepared {
    /// Text for `dialect` with its values.
    pub fn new(dialect: &'static str, sql: impl Into<Arc<str>>, parameters: Vec<Parameter>, effect: Effect) -> Self {
        Self {
            dialect,
            sql: sql.into(),
            parameters,
            effect,
            settings: Vec::new(),
            transactional: Vec::new(),
            slots: Vec::new(),
            row_counts: Vec::new(),
        }
    }

    /// Whether these values can be sent with the statement, its own or those of a run. Asked by the engine before any is.
    ///
    /// # Errors
    /// A value that is [refused](Value::refused): too fine, or a leap second; a negative number of rows.
    pub fn check_values(&self, values: &[Parameter]) -> Result<(), BuildError> {
        values.iter().try_for_each(|parameter| check_value(&parameter.value, self.dialect))?;
        for place in &self.row_counts {
            if let Some(rows) = values.get(*place).and_then(|parameter| parameter.value.to_integer())
                && rows.sign() == Sign::Minus
            {
                let message =
                    format!("LIMIT and OFFSET take a number of rows, not a negative one, and {rows} was bound");
                return Err(BuildError::Usage(message));
            }
        }
        Ok(())
    }

    /// The values of one run: those that the statement has, and those of `set` in the places of its named parameters.
    ///
    /// # Errors
    /// A named parameter that `set` has no value for, and a value that no parameter takes.
    pub fn values(&self, set: &Params) -> Result<Vec<Parameter>, BuildError> {
        let mut values: HashMap<&str, (&Parameter, bool)> = HashMap::with_capacity(set.len());
        for (name, value) in set.iter() {
            if values.insert(name, (value, false)).is_some() {
                return Err(BuildError::usage(format!("the parameter {name:?} has two values")));
            }
        }
        let mut parameters = self.parameters.clone();
        for (name, place) in &self.slots {
            let Some((given, used)) = values.get_mut(name.as_str()) else {
                return Err(BuildError::usage(format!("the parameter {:?} has no value", name.as_str())));
            };
            *used = true;
            if let Some(parameter) = parameters.get_mut(*place) {
                parameter.value = given.value.clone();
                parameter.sql_type = parameter.sql_type.take().or_else(|| given.sql_type.clone());
            }
        }
        match set.iter().find(|(name, _)| values.get(name).is_some_and(|(_, used)| !used)) {
            Some((name, _)) => {
                let slots = self.slots.iter().map(|(slot, _)| slot.as_str());
                let nearest = match nearest(name, slots).as_slice() {
                    [] => String::new(),
                    names => format!(": did you mean {}?", names.join(", ")),
                };
                Err(BuildError::usage(format!("the statement has no parameter {name:?}{nearest}")))
            }
            None => Ok(parameters),
        }
    }
}
