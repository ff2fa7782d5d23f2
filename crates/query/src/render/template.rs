//! A dialect's templates, with operands in their slots.

use super::{Renderer, Written};
use crate::BuildError;
use crate::expr::{Node, Precedence};

impl Renderer<'_> {
    /// A template of two operands.
    pub(super) fn pair(&mut self, template: &str, left: &Node, right: &Node) -> Written {
        for piece in pieces(template) {
            match piece {
                Piece::Text(text) => self.push(text),
                Piece::Slot("0") => self.slot(template, left)?,
                Piece::Slot(_) => self.expression(right)?,
            }
        }
        Ok(())
    }

    /// The first operand of a template: in parentheses where the template begins with it and something follows.
    pub(super) fn slot(&mut self, template: &str, node: &Node) -> Written {
        if template.starts_with('{') { self.operand(node, Precedence::Atom) } else { self.expression(node) }
    }

    /// A template of a function's arguments.
    pub(super) fn template(&mut self, template: &str, arguments: &[Node], part: Option<&str>) -> Written {
        for piece in pieces(template) {
            match piece {
                Piece::Text(text) => self.push(text),
                Piece::Slot("*") => self.expressions(arguments)?,
                Piece::Slot("part") => self.push(part.unwrap_or_default()),
                Piece::Slot(number) => {
                    match number.parse::<usize>().ok().and_then(|number| Some((number, arguments.get(number)?))) {
                        Some((0, argument)) => self.slot(template, argument)?,
                        Some((_, argument)) => self.expression(argument)?,
                        None => {
                            return Err(
                                BuildError::usage(format!("{template:?} names an argument that is missing")).into()
                            );
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

/// A part of a template.
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// What stands between braces.
    Slot(&'a str),
}

pub(super) fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    template.split('{').enumerate().flat_map(|(index, part)| {
        let (slot, text) = match part.split_once('}') {
            Some((slot, text)) if index > 0 => (Some(slot), text),
            _ => (None, part),
        };
        slot.map(Piece::Slot).into_iter().chain((!text.is_empty()).then_some(Piece::Text(text)))
    })
}
