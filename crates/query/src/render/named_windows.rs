//! Windows at the functions that see them: what a name stands for where the dialect has no names for windows, and an order
//! that the dialect's windows have by themselves.

use aludel_dialect::Construct;

use super::{Failure, Renderer, Written};
use crate::expr::{Call, Node, NullsPosition, WindowNode};
use crate::select::SelectNode;
use crate::spelling::NamedWindows;
use crate::{BuildError, Name};

impl Renderer<'_> {
    fn writes_windows_in_place(&self) -> bool {
        self.capabilities.is_some()
            && (self.is_rewritten(Construct::NamedWindow) || self.spelling.named_windows() == NamedWindows::InPlace)
    }

    /// The windows of this SELECT that are written at each function, and none of a query around it.
    pub(super) fn windows_of(&self, select: &SelectNode) -> Vec<(Name, WindowNode)> {
        if select.windows.is_empty() || !self.writes_windows_in_place() {
            return Vec::new();
        }
        select.windows.clone()
    }

    /// What stands behind OVER where the window has a name.
    #[inline(never)]
    pub(super) fn over_named(&mut self, call: &Call, name: &Name) -> Written {
        if !self.writes_windows_in_place() {
            self.need(Construct::NamedWindow)?;
            self.push(" OVER ");
            return self.name(name);
        }
        self.need_or_rewrite(Construct::NamedWindow)?;
        let window = self.window_called(name, self.windows.len())?;
        self.over(call, &self.in_natural_order(&window).unwrap_or(window))
    }

    /// What is written in the place of a window, if something else is. Windows stand in one another, so nothing of it stays on
    /// the stack.
    #[inline(never)]
    pub(super) fn other_window(&mut self, window: &WindowNode) -> Result<Option<Box<WindowNode>>, Failure> {
        if window.base.is_none() || !self.writes_windows_in_place() {
            return Ok(self.in_natural_order(window).map(Box::new));
        }
        self.need_or_rewrite(Construct::NamedWindow)?;
        let window = self.extended_window(window, self.windows.len())?;
        Ok(Some(Box::new(self.in_natural_order(&window).unwrap_or(window))))
    }

    pub(super) fn over(&mut self, call: &Call, window: &WindowNode) -> Written {
        self.check_window(call, window)?;
        self.push(" OVER (");
        self.window(window)?;
        self.push(")");
        Ok(())
    }

    /// The windows that no function sees are written nowhere, but must be such as could be.
    pub(super) fn check_named_windows(&mut self) -> Written {
        for at in 0..self.windows.len() {
            let window = self.extended_window(&self.windows[at].1, at)?;
            self.unseen(|renderer| renderer.window(&window))?;
        }
        Ok(())
    }

    /// The window of this name among the first `known`, with all that it extends.
    fn window_called(&self, name: &Name, known: usize) -> Result<WindowNode, Failure> {
        let found = self.windows[..known].iter().rposition(|(other, _)| other == name);
        match found {
            Some(at) => self.extended_window(&self.windows[at].1, at),
            None => Err(BuildError::usage(format!(
                "no window is called {:?}: name it with `named_window`, before those that extend it",
                name.as_str()
            ))
            .into()),
        }
    }

    /// A window with what the one says that it extends, which is one of the first `known`.
    fn extended_window(&self, window: &WindowNode, known: usize) -> Result<WindowNode, Failure> {
        let Some(base) = &window.base else { return Ok(window.clone()) };
        let base = self.window_called(base, known)?;
        let twice = [
            (!window.partition_by.is_empty(), "PARTITION BY stands in the window that is extended"),
            (!window.order_by.is_empty() && !base.order_by.is_empty(), "ORDER BY is in the window that is extended"),
            (base.frame.is_some(), "a window with a frame can't be extended"),
        ];
        if let Some((_, problem)) = twice.iter().find(|(is_wrong, _)| *is_wrong) {
            return Err(BuildError::usage(*problem).into());
        }
        let order_by = if base.order_by.is_empty() { window.order_by.clone() } else { base.order_by };
        Ok(WindowNode { base: None, partition_by: base.partition_by, order_by, frame: window.frame.clone() })
    }

    /// The window with the terms settled that put NULL where it belongs by themselves, if there is one.
    fn in_natural_order(&self, window: &WindowNode) -> Option<WindowNode> {
        self.capabilities?;
        let is_natural = |renderer: &Self, at: usize| {
            let term = &window.order_by[at];
            matches!(term.expr, Node::Column(..)) && !term.settled && {
                let sql_type = renderer.known_type(&term.expr);
                let wanted = term.nulls.unwrap_or(NullsPosition::Last);
                sql_type.is_some_and(|it| renderer.spelling.nulls_in_windows(&it, term.direction) == Some(wanted))
            }
        };
        let natural: Vec<usize> = (0..window.order_by.len()).filter(|at| is_natural(self, *at)).collect();
        if natural.is_empty() {
            return None;
        }
        let mut settled = window.clone();
        for at in natural {
            settled.order_by[at].settled = true;
        }
        Some(settled)
    }
}
