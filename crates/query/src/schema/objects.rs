//! Sequences and enums that have names.

use crate::{Name, SchemaTranslateMap, Table};

/// A sequence of numbers; [`create_sequence`](crate::create_sequence) makes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sequence {
    /// Where it stands, as a name with a schema.
    pub(crate) place: Table,
    pub(crate) numbers: Numbers,
}

/// Which numbers a sequence gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) start: Option<i64>,
    pub(crate) increment: Option<i64>,
    pub(crate) minimum: Option<i64>,
    pub(crate) maximum: Option<i64>,
    pub(crate) cycle: bool,
}

impl Numbers {
    /// With what the standard puts in the place of what is not said.
    pub(crate) fn in_full(self) -> Self {
        let increment = self.increment.unwrap_or(1);
        let (least, greatest) = if increment < 0 { (i64::MIN, -1) } else { (1, i64::MAX) };
        let (minimum, maximum) = (self.minimum.unwrap_or(least), self.maximum.unwrap_or(greatest));
        let start = self.start.unwrap_or(if increment < 0 { maximum } else { minimum });
        let (start, increment, minimum, maximum) = (Some(start), Some(increment), Some(minimum), Some(maximum));
        Numbers { start, increment, minimum, maximum, cycle: self.cycle }
    }
}

impl Sequence {
    /// A sequence that begins with 1 and counts upwards.
    pub fn new(name: impl Into<Name>) -> Self {
        Sequence { place: Table::new(name), numbers: Numbers::default() }
    }

    /// The sequence of this name in the current schema.
    pub fn out_of_schema(mut self) -> Self {
        self.place = self.place.out_of_schema();
        self
    }

    /// The sequence of this name in `schema`, or in the current one.
    pub fn moved_to(self, schema: Option<&str>) -> Self {
        match schema {
            Some(schema) => self.in_schema(schema),
            None => self.out_of_schema(),
        }
    }

    /// The sequence of this name in the schema of another, or in none as it is.
    pub fn beside(mut self, other: &Self) -> Self {
        self.place = other.place.beside(self.place.name());
        self
    }

    /// Schema and name of what `schemas` makes of it, as far as they are given; the name last.
    pub fn place(&self, schemas: &SchemaTranslateMap) -> Vec<String> {
        schemas.translate(&self.place).path()
    }

    /// The sequence of this name in `schema`.
    pub fn in_schema(mut self, schema: impl Into<Name>) -> Self {
        self.place = self.place.in_schema(schema);
        self
    }

    /// `START WITH`: the first number.
    pub fn start(mut self, first: i64) -> Self {
        self.numbers.start = Some(first);
        self
    }

    /// `INCREMENT BY`
    pub fn increment(mut self, step: i64) -> Self {
        self.numbers.increment = Some(step);
        self
    }

    /// `MINVALUE`
    pub fn minimum(mut self, least: i64) -> Self {
        self.numbers.minimum = Some(least);
        self
    }

    /// `MAXVALUE`
    pub fn maximum(mut self, greatest: i64) -> Self {
        self.numbers.maximum = Some(greatest);
        self
    }

    /// `CYCLE`: behind the last number comes the first.
    pub fn cycle(mut self) -> Self {
        self.numbers.cycle = true;
        self
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.place.name()
    }

    /// Schema and name, as far as they are given; the name last.
    pub fn path(&self) -> Vec<String> {
        self.place.path()
    }
}

/// A type that is one of a fixed list of names, and has a name itself; [`create_enum`](crate::create_enum) makes it. A column
/// is of it with `SqlType::Native("mood".into())`.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumType {
    pub(crate) place: Table,
    pub(crate) labels: Vec<String>,
}

impl EnumType {
    /// An enum with its labels, in order.
    pub fn new<L: Into<String>>(name: impl Into<Name>, labels: impl IntoIterator<Item = L>) -> Self {
        EnumType { place: Table::new(name), labels: labels.into_iter().map(L::into).collect() }
    }

    /// The enum of this name in the current schema.
    pub fn out_of_schema(mut self) -> Self {
        self.place = self.place.out_of_schema();
        self
    }

    /// The enum of this name in `schema`, or in the current one.
    pub fn moved_to(self, schema: Option<&str>) -> Self {
        match schema {
            Some(schema) => self.in_schema(schema),
            None => self.out_of_schema(),
        }
    }

    /// The enum of this name in the schema of another, or in none as it is.
    pub fn beside(mut self, other: &Self) -> Self {
        self.place = other.place.beside(self.place.name());
        self
    }

    /// Schema and name of what `schemas` makes of it, as far as they are given; the name last.
    pub fn place(&self, schemas: &SchemaTranslateMap) -> Vec<String> {
        schemas.translate(&self.place).path()
    }

    /// The enum of this name in `schema`.
    pub fn in_schema(mut self, schema: impl Into<Name>) -> Self {
        self.place = self.place.in_schema(schema);
        self
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.place.name()
    }

    /// Schema and name, as far as they are given; the name last.
    pub fn path(&self) -> Vec<String> {
        self.place.path()
    }

    /// Its labels, in order.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }
}
