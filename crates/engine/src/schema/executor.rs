//! What a schema's statements run on.

use crate::held::Lane;
use crate::{Engine, Inspector, Session, Transaction};

/// An engine, a session or a transaction.
pub trait Executor: sealed::HasLane + Sync {}

pub(super) mod sealed {
    /// The way to connections, for this crate alone.
    #[derive(Debug)]
    pub struct Way(pub(in crate::schema) crate::held::Lane);

    pub trait HasLane {
        fn way(&self) -> Way;
    }
}

pub(super) fn lane(executor: &impl Executor) -> Lane {
    executor.way().0
}

pub(super) fn inspector(executor: &impl Executor) -> Inspector {
    Inspector::new(lane(executor))
}

macro_rules! executors {
    ($($executor:ident)+) => { $(
        impl<D: aludel_dialect::Levels> sealed::HasLane for $executor<D> {
            fn way(&self) -> sealed::Way {
                sealed::Way(self.lane())
            }
        }

        impl<D: aludel_dialect::Levels> Executor for $executor<D> {}
    )+ };
}

executors!(Engine Session Transaction);
