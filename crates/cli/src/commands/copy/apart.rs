//! Whether the source is something else than the target: a table that is emptied must not be what is read.

use std::net::{IpAddr, ToSocketAddrs};
use std::path::PathBuf;

use aludel::{EngineUrl, Relation, RelationKind};

use super::Ends;
use crate::arguments::Copy;
use crate::dialects;
use crate::failure::Failure;
use crate::output::visible;

/// A table that is copied into itself would be emptied, or be there twice.
pub(super) fn not_into_itself(copy: &Copy, ends: &Ends) -> Result<(), Failure> {
    let Some((from, to)) = on_one_server(copy, ends) else { return Ok(()) };
    let ([.., source], [.., target]) = (copy.source.path(), copy.target.path()) else { return Ok(()) };
    // A schema that is not said is the same as any: which it is only the server knows.
    let schema = |path: &[String]| path.len().checked_sub(2).and_then(|place| path.get(place)).cloned();
    let (source_schema, target_schema) = (schema(copy.source.path()), schema(copy.target.path()));
    let spelling = dialects::find(ends.to.capabilities().dialect())?.spelling;
    let is_same = |one: &Option<String>, other: &Option<String>| {
        one.as_ref().zip(other.as_ref()).is_none_or(|(one, other)| spelling.is_same_name(one, other))
    };
    let is_one_place = match (&source_schema, &target_schema) {
        (None, None) => is_same(&from, &to),
        (source, target) => is_same(source, target),
    };
    if spelling.is_same_name(source, target) && is_one_place {
        return Err(Failure::usage("the source and the target are the same table").way_out("name another target"));
    }
    Ok(())
}

/// A view, and a table that stands for others, may be made of the rows that TRUNCATE takes. On another server it is not.
pub(super) fn source_has_rows_of_its_own(copy: &Copy, ends: &Ends, source: &Relation) -> Result<(), Failure> {
    let known = dialects::find(ends.from.capabilities().dialect())?;
    let has_own =
        matches!(source.kind, RelationKind::Table | RelationKind::TemporaryTable) && (known.has_rows)(&source.table);
    if has_own || copy.source_apart || on_one_server(copy, ends).is_none() {
        return Ok(());
    }
    let name = visible(&copy.source.to_string()).to_string();
    Err(Failure::new(format!(
        "{name} is no table with rows of its own, and is on the target's server: it may be made of the rows that \
         --truncate takes, which {} does not bring back",
        ends.to.capabilities().dialect()
    ))
    .way_out("add --source-apart if it does not read the target, or copy into a new table with --create"))
}

/// The databases that the URLs name, if both are of one server or one file. The server may have several names.
fn on_one_server(copy: &Copy, ends: &Ends) -> Option<(Option<String>, Option<String>)> {
    let (from, to) = (EngineUrl::parse(&copy.from).ok()?, EngineUrl::parse(&copy.to).ok()?);
    if ends.from.capabilities().dialect() != ends.to.capabilities().dialect() {
        return None;
    }
    let database = |url: &EngineUrl| url.database().filter(|name| !name.is_empty()).map(str::to_owned);
    let (one, other) = (database(&from), database(&to));
    match (from.host(), to.host()) {
        (Some(one_host), Some(other_host)) => {
            let is_one_port = from.port().is_none() || to.port().is_none() || from.port() == to.port();
            (is_one_port && is_one_host(one_host, other_host)).then_some((one, other))
        }
        // A file may be named in more than one way; what has no name is in memory, and another each time.
        (None, None) => {
            let file = |name: &String| std::fs::canonicalize(name).unwrap_or_else(|_| PathBuf::from(name));
            let is_one_file = one.as_ref().zip(other.as_ref()).is_some_and(|(one, other)| file(one) == file(other));
            is_one_file.then_some((None, None))
        }
        _ => None,
    }
}

fn is_one_host(one: &str, other: &str) -> bool {
    let addresses = |host: &str| -> Vec<IpAddr> {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        (bare, 0).to_socket_addrs().map(|found| found.map(|address| address.ip()).collect()).unwrap_or_default()
    };
    if one.eq_ignore_ascii_case(other) {
        return true;
    }
    let (one, other) = (addresses(one), addresses(other));
    one.iter()
        .any(|address| other.contains(address) || (address.is_loopback() && other.iter().any(IpAddr::is_loopback)))
}
