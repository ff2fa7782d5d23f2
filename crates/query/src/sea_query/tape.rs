//! The words that sea-query writes around the parts of a statement, and the parts.

use std::collections::VecDeque;
use std::fmt;

use super::unwritten;
use crate::expr::{Expr, Order};
use crate::join::JoinNode;
use crate::query::Query;
use crate::select::DistinctNode;
use crate::source::{SampleNode, Source};
use crate::{BuildError, Column, Constraint, Name, SetOperator, Table};
use aludel_dialect::Any;

/// A part, as a hook has read it.
pub(super) enum Part {
    Expr(Expr<Any>),
    Name(Name),
    Source(Source<Any>),
    /// A join, and how deep it is.
    Join(Box<JoinNode>, usize),
    Order(Order<Any>),
    Union(SetOperator, Query<Any>),
    Query(Query<Any>),
    Distinct(DistinctNode, usize),
    Sample(SampleNode),
    Lock(crate::RowLock),
    /// So many rows of defaults.
    Defaults(u32),
    Constraint(Name),
    Table(Table),
    /// A column, and the conditions on it.
    Column(Box<Column>, Vec<Constraint>),
    TableConstraint(Constraint),
}

/// Stands in the text around the number of a part. Nothing that a person writes gets into that text.
pub(super) const MARK: char = '\u{0}';

enum Token {
    Word(String),
    Part(Part),
}

/// A statement, word by word and part by part.
pub(super) struct Tape(VecDeque<Token>);

impl Tape {
    /// # Errors
    /// Text that no hook has written.
    pub(super) fn new(text: &str, parts: Vec<Part>) -> Result<Self, BuildError> {
        let mut parts: Vec<Option<Part>> = parts.into_iter().map(Some).collect();
        let mut tokens = VecDeque::new();
        for (number, piece) in text.split(MARK).enumerate() {
            if number % 2 == 0 {
                tokens.extend(words(piece).map(|word| Token::Word(word.to_owned())));
                continue;
            }
            let part = piece.parse().ok().and_then(|place: usize| parts.get_mut(place)?.take());
            tokens.push_back(Token::Part(part.ok_or_else(|| unwritten("own text"))?));
        }
        Ok(Self(tokens))
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether these words come next.
    pub(super) fn is_next(&self, wanted: &str) -> bool {
        let mut tokens = self.0.iter();
        words(wanted).all(|word| matches!(tokens.next(), Some(Token::Word(found)) if found == word))
    }

    /// Takes these words if they come next.
    pub(super) fn eat(&mut self, wanted: &str) -> bool {
        let is_next = self.is_next(wanted);
        if is_next {
            self.0.drain(..words(wanted).count());
        }
        is_next
    }

    /// # Errors
    /// Other words come next.
    pub(super) fn expect(&mut self, wanted: &str) -> Result<(), BuildError> {
        if self.eat(wanted) { Ok(()) } else { Err(self.unknown(format_args!("{wanted} is missing before"))) }
    }

    /// # Errors
    /// Something comes next that is not known.
    pub(super) fn end(&mut self) -> Result<(), BuildError> {
        if self.is_at_end() { Ok(()) } else { Err(self.unknown("words that are not known:")) }
    }

    fn unknown(&self, why: impl fmt::Display) -> BuildError {
        let next = match self.0.front() {
            Some(Token::Word(word)) => word.as_str(),
            Some(Token::Part(_)) => "an expression",
            None => "the end",
        };
        BuildError::usage(format!("a statement of sea-query is not whole: {why} {next}"))
    }

    /// The next part, if `take` knows it.
    pub(super) fn part_if<T>(&mut self, take: impl FnOnce(Part) -> Result<T, Part>) -> Option<T> {
        match self.0.pop_front() {
            Some(Token::Part(part)) => match take(part) {
                Ok(taken) => Some(taken),
                Err(part) => {
                    self.0.push_front(Token::Part(part));
                    None
                }
            },
            Some(word) => {
                self.0.push_front(word);
                None
            }
            None => None,
        }
    }

    /// The next part, which `take` must know.
    ///
    /// # Errors
    /// It is another, or a word.
    pub(super) fn part<T>(&mut self, take: impl FnOnce(Part) -> Result<T, Part>) -> Result<T, BuildError> {
        match self.part_if(take) {
            Some(part) => Ok(part),
            None => Err(self.unknown("a part is missing before")),
        }
    }

    /// Parts with commas between them; none if the first is another.
    pub(super) fn list<T>(&mut self, take: impl Fn(Part) -> Result<T, Part>) -> Result<Vec<T>, BuildError> {
        let mut list: Vec<T> = self.part_if(&take).into_iter().collect();
        while !list.is_empty() && self.eat(",") {
            list.push(self.part(&take)?);
        }
        Ok(list)
    }
}

/// Words, and punctuation by itself.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().flat_map(|word| word.split_inclusive(['(', ')', ',', '=', '*'])).flat_map(|piece| {
        let cut = piece.len() - usize::from(piece.ends_with(['(', ')', ',', '=', '*']));
        let (word, sign) = piece.split_at(cut);
        [word, sign].into_iter().filter(|part| !part.is_empty())
    })
}

macro_rules! takers {
    ($($name:ident $variant:ident $type:ty;)*) => { $(
        pub(super) fn $name(part: Part) -> Result<$type, Part> {
            match part {
                Part::$variant(taken) => Ok(taken),
                other => Err(other),
            }
        }
    )* };
}

takers! {
    expr Expr Expr<Any>;
    name Name Name;
    source Source Source<Any>;
    order Order Order<Any>;
    query Query Query<Any>;
    sample Sample SampleNode;
    lock Lock crate::RowLock;
    defaults Defaults u32;
    constraint Constraint Name;
    table Table Table;
    table_constraint TableConstraint Constraint;
}

pub(super) fn join(part: Part) -> Result<(Box<JoinNode>, usize), Part> {
    match part {
        Part::Join(join, depth) => Ok((join, depth)),
        other => Err(other),
    }
}

pub(super) fn union(part: Part) -> Result<(SetOperator, Query<Any>), Part> {
    match part {
        Part::Union(operator, query) => Ok((operator, query)),
        other => Err(other),
    }
}

pub(super) fn distinct(part: Part) -> Result<(DistinctNode, usize), Part> {
    match part {
        Part::Distinct(distinct, depth) => Ok((distinct, depth)),
        other => Err(other),
    }
}

pub(super) fn column(part: Part) -> Result<(Column, Vec<Constraint>), Part> {
    match part {
        Part::Column(column, checks) => Ok((*column, checks)),
        other => Err(other),
    }
}
