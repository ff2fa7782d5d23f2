//! What the suite writes for `cargo xtask matrix`: the declaration, and what was proven of it. Lines of fields with tabs
//! between them, because people read their differences.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use aludel_dialect::{Capabilities, Construct};

use crate::Narrowed;

/// How many of the cases and scenarios are granted, and gave their rows on the engine. The others are refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) all: usize,
    pub(crate) granted: usize,
    pub(crate) passed: usize,
}

impl Counted {
    /// In a sentence: what agrees here agrees with every other engine that grants it.
    pub(crate) fn sentence(self, dialect: &str, engine: &str) -> String {
        let Self { all, granted, passed } = self;
        let refused = all - granted;
        format!(
            "{dialect}: of {all} cases and scenarios {granted} are granted and {refused} refused; {passed} of those granted \
             gave the one answer that every engine gives, on {engine}"
        )
    }
}

/// How many constructs of a narrowed engine are what is said of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Judged {
    passed: usize,
    failed: usize,
}

impl Judged {
    pub(crate) fn count(&mut self, passed: bool) {
        *if passed { &mut self.passed } else { &mut self.failed } += 1;
    }
}

/// `narrowed, name, how many constructs are as it says`, a line for each connection of which none is otherwise.
pub(crate) fn narrowings(judged: &BTreeMap<&'static str, Judged>) -> String {
    let proven = judged.iter().filter(|(_, judged)| judged.failed == 0);
    proven.map(|(name, judged)| format!("narrowed\t{name}\t{}\n", judged.passed)).collect()
}

/// `construct, level, group, words, reason`, a line for each construct, behind the dialect's name; and `narrowed, name, what it
/// takes away`, a line for each connection that narrows it.
pub(crate) fn declaration(capabilities: &Capabilities, narrowed: &[Narrowed]) -> String {
    let mut text = format!("dialect\t{}\n", capabilities.dialect());
    for (construct, level) in capabilities.iter() {
        let reason = capabilities.reason(construct).unwrap_or_default();
        let (name, group, words) = (construct.name(), construct.group(), construct.words());
        let _ = writeln!(text, "{name}\t{level}\t{group}\t{words}\t{reason}");
    }
    for Narrowed { name, capabilities: left, .. } in narrowed {
        let taken = capabilities.iter().filter(|(construct, level)| left.get(*construct) != *level);
        let taken: Vec<&str> = taken.map(|(construct, _)| construct.words()).collect();
        let _ = writeln!(text, "narrowed\t{name}\t{}", taken.join(", "));
    }
    text
}

/// `construct, level`, a line for each construct whose probes passed, behind the dialect's name, the engine's, and how many
/// cases and scenarios gave their rows there, of how many.
pub(crate) fn proof(
    dialect: &str,
    engine: &str,
    capabilities: &Capabilities,
    passed: &BTreeMap<usize, bool>,
    cases: Counted,
) -> String {
    let mut text = format!(
        "# Written by `cargo xtask matrix` after a run against the engine; not by hand.\ndialect\t{dialect}\nengine\t{engine}\n"
    );
    let _ = writeln!(text, "cases\t{}\t{}", cases.passed, cases.all);
    for construct in Construct::ALL {
        if passed.get(&construct.index()) == Some(&true) {
            let _ = writeln!(text, "{}\t{}", construct.name(), capabilities.get(*construct));
        }
    }
    text
}
