//! What stands in a schema beside tables: constraints, indexes, sequences, enums, and the collection of them all.

mod constraint;
mod diff;
mod expression;
mod identity;
mod index;
mod metadata;
mod naming;
mod normal_form;
mod objects;
mod plan;
mod transfer;
mod translate;

pub(crate) use constraint::ConstraintKind;
pub use constraint::{Constraint, ReferentialAction};
pub use diff::{Diff, Step, diff, diff_translated};
pub use expression::SchemaExpr;
pub(crate) use expression::SchemaExprKind;
pub use identity::Identity;
pub use index::Index;
pub(crate) use index::IndexKey;
pub use metadata::{MetaData, create_statements};
pub use naming::NamingConvention;
pub(crate) use objects::Numbers;
pub use objects::{EnumType, Sequence};
pub use plan::Ddl;
pub use transfer::{Loss, Transferred, transfer, transfer_to};
pub use translate::SchemaTranslateMap;
