//! Where generated code finds the library.

use syn::{LitStr, Path};

/// Our own crates below the facade, which can't depend on it.
const BELOW_THE_FACADE: [&str; 8] = [
    "aludel-engine",
    "aludel-duckdb-sql",
    "aludel-duckdb-md",
    "aludel-postgres-wire",
    "aludel-postgres-endpoint",
    "aludel-clickhouse-http",
    "aludel-questdb-pg",
    "aludel-conformance",
];

/// The path that the user gave, or the facade's; within our own crates the engine's.
pub(crate) fn root(given: Option<&LitStr>) -> syn::Result<Path> {
    if let Some(given) = given {
        return given.parse();
    }
    let package = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
    if BELOW_THE_FACADE.contains(&package.as_str()) {
        Ok(syn::parse_quote!(::aludel_engine))
    } else {
        Ok(syn::parse_quote!(::aludel))
    }
}
