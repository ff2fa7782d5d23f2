//! A dialect's templates, with operands in their slots.

use super::{Renderer, Written};
use crate::BuildError;
use crate::expr::{Node, Precedence};

impl Renderer<'_> {
    /// A template of two operands.
    pub(super) fn pair(&mut self, template: &str, left: &Node, right: &Node) -> Written {
        self.slots(template, |renderer, name, place| renderer.slot(if name == "0" { left } else { right }, place))
    }

    /// A template of a function's arguments.
    pub(super) fn template(&mut self, template: &str, arguments: &[Node], part: Option<&str>) -> Written {
        self.slots(template, |renderer, name, place| match name {
            "*" => renderer.expressions(arguments),
            "part" => {
                renderer.push(part.unwrap_or_default());
                Ok(())
            }
            number => match number.parse::<usize>().ok().and_then(|number| arguments.get(number)) {
                Some(argument) => renderer.slot(argument, place),
                None => Err(BuildError::usage(format!("{template:?} names an argument that is missing")).into()),
            },
        })
    }

    /// A template's own text, and what `write` writes for the name of each slot.
    pub(super) fn slots(
        &mut self,
        template: &str,
        mut write: impl FnMut(&mut Self, &str, SlotPlace) -> Written,
    ) -> Written {
        // Templates stand in one another, so little may stand on the stack here.
        let (mut pieces, mut before) = (pieces(template), "");
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Text(text) => {
                    self.push(text);
                    before = text;
                }
                Piece::Slot(name) => {
                    write(self, name, SlotPlace::between(before, pieces.text()))?;
                    before = "";
                }
            }
        }
        Ok(())
    }

    /// An operand of a template: in parentheses if it needs them beside what stands there.
    fn slot(&mut self, node: &Node, place: SlotPlace) -> Written {
        match place {
            SlotPlace::Enclosed => self.expression(node),
            SlotPlace::Open => self.operand(node, Precedence::Atom),
        }
    }
}

/// What stands beside a slot.
#[derive(Clone, Copy)]
pub(super) enum SlotPlace {
    /// Parentheses, brackets or commas on both sides, as those of an argument.
    Enclosed,
    /// Something that may be an operator.
    Open,
}

impl SlotPlace {
    fn between(before: &str, behind: &str) -> Self {
        let (before, behind) = (before.trim_end(), behind.trim_start());
        let ends = behind.starts_with([')', ']', ',']) || behind.starts_with("AS ");
        if before.ends_with(['(', '[', ',']) && ends { SlotPlace::Enclosed } else { SlotPlace::Open }
    }
}

/// A part of a template.
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// What stands between braces.
    Slot(&'a str),
}

pub(super) fn pieces(template: &str) -> Pieces<'_> {
    Pieces { rest: template }
}

/// The parts of a template that are still to come.
pub(super) struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Pieces<'a> {
    /// The text before the next slot.
    fn text(&self) -> &'a str {
        &self.rest[..self.rest.find('{').unwrap_or(self.rest.len())]
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    #[inline(never)]
    fn next(&mut self) -> Option<Piece<'a>> {
        let slot = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        if let Some((name, rest)) = slot {
            self.rest = rest;
            return Some(Piece::Slot(name));
        }
        // A brace that nothing closes is text.
        let open = usize::from(self.rest.starts_with('{'));
        let end = self.rest[open..].find('{').map_or(self.rest.len(), |end| end + open);
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!text.is_empty()).then_some(Piece::Text(text))
    }
}
