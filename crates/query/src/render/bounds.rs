//! How much may be written, and what may be written more than once.

use super::{Renderer, Written};
use crate::BuildError;
use crate::expr::Node;

/// How many bytes a statement's text may have.
pub(crate) const LONGEST: usize = 32 << 20;

/// How many expressions may be written for one statement. Where a dialect writes an operand more than once, nesting them makes
/// their number grow as a power of the depth.
const MOST_EXPRESSIONS: usize = 2 << 20;

/// What was written so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Work {
    expressions: usize,
    /// Those that may be another each time: a user's own text, an engine's own function, a random number.
    volatile: usize,
}

impl Renderer<'_> {
    /// Counts an expression that is about to be written.
    pub(super) fn count(&mut self) -> Written {
        self.work.expressions += 1;
        if self.work.expressions > MOST_EXPRESSIONS || self.out.len() > LONGEST {
            return self.too_long();
        }
        Ok(())
    }

    #[cold]
    fn too_long(&self) -> Written {
        Err(BuildError::TooLong { dialect: self.dialect(), mebibytes: LONGEST >> 20 }.into())
    }

    /// Notes what may be another the next time that it is computed.
    pub(super) fn is_volatile(&mut self) {
        self.work.volatile += 1;
    }

    /// Writes what is written once more afterwards: it must be the same both times.
    pub(super) fn first_of_several(&mut self, write: impl FnOnce(&mut Self) -> Written) -> Written {
        let before = self.work.volatile;
        write(self)?;
        if self.work.volatile == before {
            return Ok(());
        }
        Err(self.inexpressible(
            "it has to be written more than once, and a function or text of the engine's own, or a random number, may be \
             another the second time: compute it in a subquery",
        ))
    }

    /// Whether a subquery in an operand may be another the second time.
    pub(super) fn is_repeatable(&mut self, node: &Node) -> Written {
        self.first_of_several(|renderer| renderer.unseen(|renderer| renderer.expression(node)))
    }
}
