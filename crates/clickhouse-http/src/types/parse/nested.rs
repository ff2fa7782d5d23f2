//! Types with types behind their name.

use super::Parsed;
use super::text::Parser;
use crate::types::{Kind, Member, Type};

impl Parser<'_> {
    pub(super) fn one(&mut self, depth: usize) -> Parsed<Box<Type>> {
        self.open()?;
        let inner = self.any_type(depth)?;
        self.close()?;
        Ok(Box::new(inner))
    }

    pub(super) fn several(&mut self, depth: usize) -> Parsed<Vec<Type>> {
        self.open()?;
        let mut types = Vec::new();
        while !self.eat(')') {
            if !types.is_empty() {
                self.expect(',', "a comma is expected")?;
            }
            types.push(self.any_type(depth)?);
        }
        Ok(types)
    }

    pub(super) fn map(&mut self, depth: usize) -> Parsed<Kind> {
        self.open()?;
        let key = self.any_type(depth)?;
        self.expect(',', "a comma and the type of the values are expected")?;
        let value = self.any_type(depth)?;
        self.close()?;
        Ok(Kind::Map(Box::new((key, value))))
    }

    /// Each a type, or a name and a type.
    pub(super) fn members(&mut self, depth: usize) -> Parsed<Vec<Member>> {
        self.open()?;
        let mut members = Vec::new();
        while !self.eat(')') {
            if !members.is_empty() {
                self.expect(',', "a comma is expected")?;
            }
            let name = self.name_of_member()?;
            members.push(Member { name, member_type: self.any_type(depth)? });
        }
        Ok(members)
    }

    pub(super) fn name_of_member(&mut self) -> Parsed<Option<String>> {
        if self.peek() == Some('`') {
            return self.quoted('`').map(Some);
        }
        let begin = self.at;
        let word = self.word();
        if !word.is_empty() && !matches!(self.peek(), Some('(' | ')' | ',') | None) {
            return Ok(Some(word.to_owned()));
        }
        self.at = begin;
        Ok(None)
    }

    /// An array of tuples.
    pub(super) fn nested(&mut self, depth: usize) -> Parsed<Kind> {
        let begin = self.at;
        let members = Kind::Tuple(self.members(depth)?);
        let text = format!("Tuple{}", self.text.get(begin..self.at).unwrap_or_default());
        Ok(Kind::Array(Box::new(Type { text, kind: members })))
    }

    /// The function is of no matter to the values: they are those of its type.
    pub(super) fn simple_aggregate(&mut self, depth: usize) -> Parsed<Kind> {
        self.open()?;
        self.word();
        self.skip_arguments()?;
        self.expect(',', "a comma and a type are expected")?;
        let inner = self.any_type(depth)?;
        self.close()?;
        Ok(inner.kind)
    }
}
