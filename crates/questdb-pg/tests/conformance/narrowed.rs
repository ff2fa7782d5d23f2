//! What connections to QuestDB narrow its declaration to.

use aludel_conformance::{Capabilities, ErrorClass, Narrowed, Opened, Phase};
use aludel_dialect::Construct;
use aludel_questdb_host::READER;
use aludel_questdb_pg::{Access, QuestDb, narrow_for_access};

use crate::server;

/// The reader of the test server.
pub(crate) fn all() -> Vec<Narrowed> {
    let mut capabilities = Capabilities::of::<QuestDb>();
    narrow_for_access(&mut capabilities, Access::ReadOnly).expect("writes are declared");
    let reader = Narrowed::new("readonly", capabilities)
        .refused_as(ErrorClass::Auth, "permission denied")
        // Of what was made before the server says so first.
        .refused_as(ErrorClass::Exists, "already exists")
        .although_granted(NOTHING_TO_DO)
        .shown_by_writing(&[Construct::Transaction, Construct::Rollback]);
    vec![reader]
}

/// What the server answers with OK where there is nothing to do.
const NOTHING_TO_DO: &[Construct] = &[Construct::CreateIfNotExists, Construct::DropIfExists];

/// Filled by a user who may do everything, and asked by one who may not.
pub(crate) async fn opened(phase: Phase, settings: &[(String, String)]) -> Opened {
    match phase {
        Phase::Filling => server::open_to_fill(settings).await,
        Phase::Asking => server::open_filled(READER, settings).await,
    }
}
