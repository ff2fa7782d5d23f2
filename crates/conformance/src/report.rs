//! What the suite writes for `cargo xtask matrix`: the declaration, and what was proven of it. Lines of fields with tabs
//! between them, because people read their differences.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use aludel_dialect::{Capabilities, Construct};

/// `construct, level, group, words, reason`, a line for each construct, behind the dialect's name.
pub(crate) fn declaration(capabilities: &Capabilities) -> String {
    let mut text = format!("dialect\t{}\n", capabilities.dialect());
    for (construct, level) in capabilities.iter() {
        let reason = capabilities.reason(construct).unwrap_or_default();
        let (name, group, words) = (construct.name(), construct.group(), construct.words());
        let _ = writeln!(text, "{name}\t{level}\t{group}\t{words}\t{reason}");
    }
    text
}

/// `construct, level`, a line for each construct whose probes passed, behind the dialect's name and the engine's.
pub(crate) fn proof(
    dialect: &str,
    engine: &str,
    capabilities: &Capabilities,
    passed: &BTreeMap<usize, bool>,
) -> String {
    let mut text = format!(
        "# Written by `cargo xtask matrix` after a run against the engine; not by hand.\ndialect\t{dialect}\nengine\t{engine}\n"
    );
    for construct in Construct::ALL {
        if passed.get(&construct.index()) == Some(&true) {
            let _ = writeln!(text, "{}\t{}", construct.name(), capabilities.get(*construct));
        }
    }
    text
}
