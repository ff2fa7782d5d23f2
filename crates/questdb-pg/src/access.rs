//! What the user who logged in may do, and what is left of the declaration.

use aludel_dialect::{Capabilities, Construct, Support, WideningRefused};
use aludel_engine::Error;
use aludel_postgres_wire::Wire;

use crate::error::error;

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    /// Whatever the server can.
    Full,
    /// Reads: the server's `pg.readonly.user`, or any user of a server that is read-only.
    ReadOnly,
}

/// What a user who may only read can't do.
const WRITES: &[Construct] = &[
    Construct::Insert,
    Construct::InsertManyRows,
    Construct::InsertFromSelect,
    Construct::Update,
    Construct::Truncate,
    Construct::BulkInsert,
    Construct::TransactionalInsert,
    Construct::CreateTable,
    Construct::CreateIfNotExists,
    Construct::DropTable,
    Construct::DropIfExists,
    Construct::View,
    Construct::MaterializedView,
    Construct::AlterAddColumn,
    Construct::AlterDropColumn,
    Construct::AlterRenameColumn,
    Construct::AlterColumnType,
    Construct::RenameTable,
];

/// No query has the greatest number.
const ASKED: &str = "CANCEL QUERY 9223372036854775807";

/// What the server answers to who may not; others are told that there is no such query.
const REFUSED: &str = "cancellation is disabled";

/// Asks the server by a statement that changes nothing: it tells nobody what a user may do, and the parameters that say who
/// may only read are those of the server, which may have been given to it in another way since.
///
/// # Errors
/// A server that can't be asked.
pub(crate) async fn ask(wire: &mut Wire) -> Result<Access, Error> {
    match wire.execute(ASKED, &[], Vec::new()).await.map_err(error) {
        Err(Error::Server(refused)) if refused.message.contains(REFUSED) => Ok(Access::ReadOnly),
        Ok(_) | Err(Error::Server(_)) => Ok(Access::Full),
        Err(other) => Err(other),
    }
}

/// Lowers what the user may not do.
///
/// # Errors
/// None, as long as the declaration grants it; a test holds that.
pub fn narrow_for_access(capabilities: &mut Capabilities, access: Access) -> Result<(), WideningRefused> {
    match access {
        Access::Full => Ok(()),
        Access::ReadOnly => capabilities.narrow_all(
            WRITES.iter().copied(),
            Support::Withheld,
            "the user may only read (`pg.readonly.user`, or a server that is read-only)",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::QuestDb;

    #[test]
    fn what_a_reader_may_not_do_is_what_others_may() {
        let mut capabilities = Capabilities::of::<QuestDb>();
        assert!(WRITES.iter().all(|construct| capabilities.grants(*construct)));
        assert!(narrow_for_access(&mut capabilities, Access::ReadOnly).is_ok());
        assert!(WRITES.iter().all(|construct| !capabilities.grants(*construct)));
        assert!(capabilities.grants(Construct::SampleBy));
    }
}
