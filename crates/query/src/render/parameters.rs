//! Values: as parameters, or as literals where the wire has none.

use std::collections::HashMap;
use std::fmt::{self, Write};
use std::hash::{DefaultHasher, Hasher};

use aludel_dialect::{Construct, Parameter, SqlType, Value};

use super::{Equals, Renderer, Values, Written};
use crate::expr::Node;
use crate::spelling::{ParameterForm, ParameterPlace};
use crate::text::{Piece, Repeats};
use crate::{BuildError, Name, Text};

/// The parameters without a value, with their places.
#[derive(Default)]
pub(super) struct Slots {
    pub(super) in_order: Vec<(Name, usize)>,
    first_place: HashMap<Name, usize>,
    /// Those that are numbers of rows.
    pub(super) row_counts: Vec<usize>,
}

/// The places of the parameters written so far, by a hash of the value; only as far as somebody asked.
#[derive(Default)]
pub(super) struct Known {
    places: HashMap<u64, Vec<usize>>,
    up_to: usize,
}

/// Where the text and its parameters ended, to go back to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    out: usize,
    parameters: usize,
}

/// So many parameters are compared one by one sooner than looked up.
const FEW: usize = 16;

fn fingerprint(parameter: &Parameter) -> u64 {
    struct Hashing(DefaultHasher);
    impl Write for Hashing {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }
    let mut hashing = Hashing(DefaultHasher::new());
    // Writing into a hasher does not fail; if it did, equal parameters would still get equal hashes.
    let _ = write!(hashing, "{parameter:?}");
    hashing.0.finish()
}

/// Whether two parameters are the same for an engine. `0.0 == -0.0` and `1.0 == 1.00`, but they are not; and NaN, which is
/// not equal to itself, is.
fn same(one: &Parameter, other: &Parameter) -> bool {
    match may_hide_a_difference(&one.value) {
        true => format!("{one:?}") == format!("{other:?}"),
        false => one == other,
    }
}

fn may_hide_a_difference(value: &Value) -> bool {
    matches!(
        value,
        Value::Float32(_)
            | Value::Float64(_)
            | Value::Decimal(_)
            | Value::List(_)
            | Value::Array(_)
            | Value::Struct(_)
            | Value::Map(_)
            | Value::Union(..)
    )
}

impl Renderer<'_> {
    pub(super) fn mark(&self) -> Mark {
        Mark { out: self.out.len(), parameters: self.parameters.len() }
    }

    /// Forgets what was written after `mark`.
    pub(super) fn go_back(&mut self, mark: Mark) {
        self.out.truncate(mark.out);
        if self.parameters.len() > mark.parameters {
            self.parameters.truncate(mark.parameters);
            self.slots.in_order.retain(|(_, place)| *place < mark.parameters);
            self.slots.first_place.retain(|_, place| *place < mark.parameters);
            self.slots.row_counts.retain(|place| *place < mark.parameters);
            self.known = Known::default();
        }
    }

    /// Writes what leaves no text behind, only its errors and its CTEs.
    pub(super) fn unseen(&mut self, write: impl FnOnce(&mut Self) -> Written) -> Written {
        let mark = self.mark();
        let written = write(self);
        self.go_back(mark);
        written
    }

    /// Whether a value is written as a literal here.
    pub(super) fn is_literal(&self, parameter: &Parameter) -> bool {
        self.values == Values::Literals || self.spelling.parameter_form(parameter, self.place) == ParameterForm::Literal
    }

    pub(super) fn parameter(&mut self, parameter: &Parameter) -> Written {
        if self.is_literal(parameter) {
            return match &parameter.sql_type {
                // People need no type; an engine that is not told one takes NULL for what it likes.
                Some(sql_type) if parameter.value.is_null() && self.capabilities.is_some() => {
                    self.spelling.null_of_type(sql_type, &mut self.out).map_err(|problem| self.unspeakable(problem, ""))
                }
                _ => self.literal(&parameter.value),
            };
        }
        let number = self.number(parameter);
        self.placeholder(number, parameter)
    }

    fn placeholder(&mut self, number: usize, parameter: &Parameter) -> Written {
        if number == 1 {
            self.need(Construct::ServerParameters)?;
        }
        if let Some(sql_type) = &parameter.sql_type {
            self.check_type(sql_type)?;
        }
        self.spelling.placeholder(number, parameter, &mut self.out).map_err(|problem| self.unspeakable(problem, ""))
    }

    /// A parameter without a value; the same name is the same parameter.
    pub(super) fn bind(&mut self, name: &Name, sql_type: Option<&SqlType>) -> Written {
        let parameter = Parameter { value: Value::Null, sql_type: sql_type.cloned() };
        if self.is_literal(&parameter) {
            self.out.push(':');
            self.out.push_str(name);
            return match self.capabilities {
                None => Ok(()),
                Some(_) => Err(BuildError::usage(format!(
                    "the parameter {:?} stands where the engine takes no parameters",
                    name.as_str()
                ))
                .into()),
            };
        }
        let place = match self.slots.first_place.get(name) {
            Some(place) if self.spelling.repeats() == Repeats::SamePlaceholder => *place,
            _ => {
                let place = self.parameters.len();
                self.parameters.push(parameter.clone());
                self.slots.in_order.push((name.clone(), place));
                self.slots.first_place.entry(name.clone()).or_insert(place);
                place
            }
        };
        if self.place == ParameterPlace::RowCount && !self.slots.row_counts.contains(&place) {
            self.slots.row_counts.push(place);
        }
        self.placeholder(place + 1, &parameter)
    }

    /// The parameter's number, counted from 1.
    fn number(&mut self, parameter: &Parameter) -> usize {
        if self.equals == Equals::Shared
            && self.spelling.repeats() == Repeats::SamePlaceholder
            && let Some(place) = self.equal_before(parameter)
        {
            return place + 1;
        }
        self.parameters.push(parameter.clone());
        self.parameters.len()
    }

    /// The place of an equal parameter that has a value of its own.
    fn equal_before(&mut self, parameter: &Parameter) -> Option<usize> {
        let has_value = |place: usize| !self.slots.in_order.iter().any(|(_, slot)| *slot == place);
        if self.parameters.len() <= FEW {
            let mut places = self.parameters.iter().enumerate();
            return places
                .find(|(place, earlier)| same(earlier, parameter) && has_value(*place))
                .map(|(place, _)| place);
        }
        let known = &mut self.known;
        for (place, earlier) in self.parameters.iter().enumerate().skip(known.up_to) {
            known.places.entry(fingerprint(earlier)).or_default().push(place);
        }
        known.up_to = self.parameters.len();
        let candidates = known.places.get(&fingerprint(parameter))?;
        candidates.iter().copied().find(|place| same(&self.parameters[*place], parameter) && has_value(*place))
    }

    /// Writes what may share parameters with what was written before.
    pub(super) fn sharing(&mut self, write: impl FnOnce(&mut Self) -> Written) -> Written {
        let before = std::mem::replace(&mut self.equals, Equals::Shared);
        let written = write(self);
        self.equals = before;
        written
    }

    /// Writes what stands at `place`.
    pub(super) fn placed(&mut self, place: ParameterPlace, write: impl FnOnce(&mut Self) -> Written) -> Written {
        let before = std::mem::replace(&mut self.place, place);
        let written = write(self);
        self.place = before;
        written
    }

    /// A parameter as the dialect sends it beside `column`, where that is another type than its own.
    pub(super) fn typed_by(&self, column: &Node, value: &Node) -> Option<Node> {
        match column {
            Node::Column(origin, name) if matches!(value, Node::Value(_) | Node::Bind(..)) => {
                self.typed_as(&self.type_of_column(origin, name)?, value)
            }
            _ => None,
        }
    }

    /// The same for a column of this type.
    pub(super) fn typed_as(&self, column: &SqlType, value: &Node) -> Option<Node> {
        match value {
            Node::Value(parameter) => {
                let sql_type = self.spelling.parameter_type(parameter, column)?;
                let parameter = Parameter { value: parameter.value.clone(), sql_type: Some(sql_type) };
                Some(Node::Value(Box::new(parameter)))
            }
            Node::Bind(name, None) => {
                let parameter = Parameter { value: Value::Null, sql_type: None };
                Some(Node::Bind(name.clone(), Some(Box::new(self.spelling.parameter_type(&parameter, column)?))))
            }
            _ => None,
        }
    }

    /// Writes what no engine takes parameters in.
    pub(super) fn in_literals(&mut self, write: impl FnOnce(&mut Self) -> Written) -> Written {
        let before = std::mem::replace(&mut self.values, Values::Literals);
        let written = write(self);
        self.values = before;
        written
    }

    /// A user's own text with more of the statement behind it, which a `--` in its last line must not swallow.
    pub(super) fn part(&mut self, text: &Text) -> Written {
        if self.capabilities.is_some() {
            text.keeps_together(&self.spelling.lexical_rules())?;
        }
        self.text(text)?;
        if text.sql().rsplit('\n').next().is_some_and(|line| line.contains("--")) {
            self.push("\n");
        }
        Ok(())
    }

    /// A user's own text.
    pub(super) fn text(&mut self, text: &Text) -> Written {
        if self.capabilities.is_none() {
            self.push(text.sql());
            return Ok(());
        }
        let spelling = self.spelling;
        let rules = spelling.lexical_rules();
        let (literals, place) = (self.values == Values::Literals, self.place);
        let is_literal =
            |parameter: &Parameter| literals || spelling.parameter_form(parameter, place) == ParameterForm::Literal;
        let offset = self.parameters.len();
        let mut places: HashMap<(&str, usize), usize> = HashMap::new();
        let (mut problem, mut refused) = (None, None::<Parameter>);
        let (out, parameters) = (&mut self.out, &mut self.parameters);
        text.render(&rules, |piece| match piece {
            Piece::Sql(sql) => out.push_str(sql),
            Piece::Parameter { parameter, .. } if is_literal(&parameter) => {
                if parameter.value.refused().is_some() {
                    refused.get_or_insert(parameter.into_owned());
                } else if let Err(found) = super::literal(spelling, &parameter.value, out) {
                    problem.get_or_insert(found);
                }
            }
            Piece::Parameter { name, element, parameter, .. } => {
                let place = match places.get(&(name, element)) {
                    Some(place) if spelling.repeats() == Repeats::SamePlaceholder => *place,
                    _ => {
                        let place = parameters.len();
                        places.insert((name, element), place);
                        parameters.push(parameter.into_owned());
                        place
                    }
                };
                if let Err(found) = spelling.bare_placeholder(place + 1, &parameters[place], out) {
                    problem.get_or_insert(found);
                }
            }
        })?;
        if let Some(parameter) = refused {
            self.check_value(&parameter.value)?;
        }
        if let Some(problem) = problem {
            return Err(self.unspeakable(problem, ""));
        }
        if self.parameters.len() > offset {
            self.need(Construct::ServerParameters)?;
        }
        Ok(())
    }
}
