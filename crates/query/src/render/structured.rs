//! Arrays, structs, maps, JSON, lambdas.

use aludel_dialect::{Construct, Parameter};

use super::template::{Piece, pieces};
use super::{Renderer, Written};
use crate::Name;
use crate::expr::{JsonResult, JsonStep, Node};

impl Renderer<'_> {
    pub(super) fn array(&mut self, elements: &[Node]) -> Written {
        self.need(Construct::ArrayLiteral)?;
        self.template(self.spelling.array(), elements, None)
    }

    pub(super) fn element(&mut self, (array, position): &(Node, Node)) -> Written {
        self.need(Construct::ArrayAccess)?;
        self.pair(self.spelling.element(), array, position)
    }

    pub(super) fn structure(&mut self, members: &[(Name, Node)]) -> Written {
        self.need(Construct::StructLiteral)?;
        self.push(self.spelling.structure());
        self.push("(");
        self.named_arguments(members)?;
        self.push(")");
        Ok(())
    }

    pub(super) fn member(&mut self, node: &Node, name: &Name) -> Written {
        self.need(Construct::StructAccess)?;
        self.push("(");
        self.expression(node)?;
        self.push(").");
        self.name(name)
    }

    pub(super) fn map_value(&mut self, (map, key): &(Node, Node)) -> Written {
        self.need(Construct::MapAccess)?;
        self.pair(self.spelling.map_value(), map, key)
    }

    pub(super) fn slice(&mut self, array: &Node, first: Option<&Node>, last: Option<&Node>) -> Written {
        self.need(Construct::ArraySlice)?;
        let parts: Vec<Node> = [Some(array), first, last].into_iter().flatten().cloned().collect();
        self.template(self.spelling.slice(), &parts, None)
    }

    pub(super) fn map(&mut self, entries: &[(Node, Node)]) -> Written {
        self.need(Construct::MapLiteral)?;
        for piece in pieces(self.spelling.map()) {
            match piece {
                Piece::Text(text) => self.push(text),
                Piece::Slot("keys") => self.list(entries, |renderer, (key, _)| renderer.expression(key))?,
                Piece::Slot(_) => self.list(entries, |renderer, (_, value)| renderer.expression(value))?,
            }
        }
        Ok(())
    }

    pub(super) fn lambda(&mut self, parameters: &[Name], body: &Node) -> Written {
        self.need(Construct::Lambda)?;
        for piece in pieces(self.spelling.lambda()) {
            match piece {
                Piece::Text(text) => self.push(text),
                Piece::Slot("parameters") => self.names(parameters)?,
                Piece::Slot(_) => self.expression(body)?,
            }
        }
        Ok(())
    }

    pub(super) fn json(&mut self, document: &Node, steps: &[JsonStep], result: JsonResult) -> Written {
        self.need(Construct::JsonAccess)?;
        let path = self.spelling.json_path(steps).map_err(|problem| self.unspeakable(problem, ""))?;
        let path = Node::Value(Box::new(Parameter::new(path)));
        let template = match result {
            JsonResult::Json => self.spelling.json_value(),
            JsonResult::Text => self.spelling.json_text(),
        };
        self.pair(template, document, &path)
    }
}
