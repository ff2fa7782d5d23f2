//! Tables and collections of tables on an engine: made, dropped, reflected.

mod executor;
mod metadata;
mod table;

pub use executor::Executor;
pub use metadata::{MetaDataOnEngine, Reflect};
pub use table::TableOnEngine;
