//! What connections to ClickHouse narrow its declaration to.

use std::path::Path;

use aludel_clickhouse_host::{ANALYST, READER};
use aludel_clickhouse_http::{Access, ClickHouse, narrow_for_access, narrow_for_version};
use aludel_conformance::{Capabilities, ErrorClass, Narrowed, Opened, Phase};
use aludel_dialect::Construct;

use crate::server;

/// A user who may read and change settings.
const WITH_SETTINGS: &str = "readonly=2";

/// Two users of the test server, and an older server.
pub(crate) fn all() -> Vec<Narrowed> {
    let mut old = Capabilities::of::<ClickHouse>();
    narrow_for_version(&mut old, "25.3.1.1").expect("older versions have less");
    vec![
        reader("readonly=1", Access::ReadOnly)
            .refused_as(ErrorClass::Auth, "setting in readonly mode")
            .although_granted(WITHOUT_SETTINGS),
        reader(WITH_SETTINGS, Access::ReadOnlyWithSettings).although_granted(TEMPORARY),
        Narrowed::new("ClickHouse 25.3", old).not_asked("no server of this version runs here"),
    ]
}

fn reader(name: &'static str, access: Access) -> Narrowed {
    let mut capabilities = Capabilities::of::<ClickHouse>();
    narrow_for_access(&mut capabilities, access).expect("writes are declared");
    Narrowed::new(name, capabilities)
        .refused_as(ErrorClass::Auth, "Cannot execute query in readonly mode")
        .shown_by_writing(&[Construct::Transaction])
}

/// What the server does for both users: it makes what is temporary where settings may be changed, and drops what is not there.
const TEMPORARY: &[Construct] = &[Construct::DropIfExists, Construct::TemporaryTable, Construct::TemporaryView];

/// What the server does without the setting that gives it the meaning that it has elsewhere.
const WITHOUT_SETTINGS: &[Construct] =
    &[Construct::DropIfExists, Construct::TemporaryView, Construct::Cube, Construct::FullJoin, Construct::AnyJoin];

/// Filled by a user who may do everything, and asked by one who may not.
pub(crate) async fn opened(
    narrowed: &Narrowed,
    phase: Phase,
    directory: &Path,
    settings: &[(String, String)],
) -> Opened {
    match phase {
        Phase::Filling => server::open_to_fill(directory, settings).await,
        Phase::Asking if narrowed.name() == WITH_SETTINGS => server::open_filled(directory, ANALYST, settings).await,
        // Who may change no settings sends none.
        Phase::Asking => server::open_filled(directory, READER, &[]).await,
    }
}
