//! The raw SQL with which the conformance suite asks the engine, for programs that ask a server of their own.

/// The files of `tests/probes`: name and text, in the form that `aludel_conformance::Probes` tells.
pub const PROBES: &[(&str, &str)] = &[
    ("ctes.probes", include_str!("../tests/probes/ctes.probes")),
    ("expressions.probes", include_str!("../tests/probes/expressions.probes")),
    ("fixtures.probes", include_str!("../tests/probes/fixtures.probes")),
    ("joins.probes", include_str!("../tests/probes/joins.probes")),
    ("objects.probes", include_str!("../tests/probes/objects.probes")),
    ("select.probes", include_str!("../tests/probes/select.probes")),
    ("session.probes", include_str!("../tests/probes/session.probes")),
    ("sets.probes", include_str!("../tests/probes/sets.probes")),
    ("sources.probes", include_str!("../tests/probes/sources.probes")),
    ("subqueries.probes", include_str!("../tests/probes/subqueries.probes")),
    ("transactions.probes", include_str!("../tests/probes/transactions.probes")),
    ("windows.probes", include_str!("../tests/probes/windows.probes")),
    ("writing.probes", include_str!("../tests/probes/writing.probes")),
];
