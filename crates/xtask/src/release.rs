//! What must hold before a release, and is easily broken between two: features alone, packages, what is brought in.

use crate::cargo;
use crate::failure::Failure;
use crate::manifests::{self, Package};
use crate::repository::Repository;

/// DuckDB's library. What reaches an engine over a wire must not bring it in.
const DUCKDB_LIBRARY: &str = "libduckdb-sys";
/// The package that links it.
const LINKS_DUCKDB: &str = "aludel-duckdb-md";
/// The command has the facade's features, and is asked as the facade is.
const COMMAND: &str = "aludel-cli";
/// Its check would compile DuckDB, about forty CPU minutes. That it resolves is still asked.
const TOO_LONG: &str = "duckdb-md-bundled";

/// The facade compiles without features, and with each alone.
pub(crate) fn features_alone(repository: &Repository) -> Result<(), Failure> {
    let facade = manifests::facade(repository)?;
    check(repository, &facade, &[])?;
    for feature in &facade.features {
        if feature == TOO_LONG {
            tree(repository, &facade.name, &["--features", feature])?;
            eprintln!("{feature} resolves; it is not checked, because that would compile DuckDB from source");
        } else {
            check(repository, &facade, &["--features", feature])?;
        }
    }
    Ok(())
}

fn check(repository: &Repository, package: &Package, features: &[&str]) -> Result<(), Failure> {
    let mut command = cargo::command(repository);
    command.args(["check", "--package", &package.name, "--no-default-features"]).args(features);
    cargo::run(command)
}

/// Each published package can be packed: its manifest asks for nothing that no registry has. What is packed is not compiled,
/// because Cargo keeps a sibling's unpacked source by its version and would compile the one of an earlier run.
pub(crate) fn packages(repository: &Repository) -> Result<(), Failure> {
    let mut command = cargo::command(repository);
    // A person's changes that are not committed yet are no fault of the packages.
    command.args(["package", "--workspace", "--allow-dirty", "--no-verify"]);
    for package in manifests::all(repository)?.iter().filter(|package| !package.is_published) {
        command.args(["--exclude", &package.name]);
    }
    cargo::run(command)
}

/// No package but the one that links it brings in DuckDB's library, and no feature of the facade but those of DuckDB in
/// process.
pub(crate) fn wires_without_duckdb(repository: &Repository) -> Result<(), Failure> {
    let facade = manifests::facade(repository)?;
    if !brings_in(&tree(repository, LINKS_DUCKDB, &[])?, DUCKDB_LIBRARY) {
        return Err(Failure::new(format!("{LINKS_DUCKDB} does not bring in {DUCKDB_LIBRARY}: this check can't fail")));
    }
    for package in manifests::all(repository)?.iter().filter(|package| package.is_published) {
        if package.name == facade.name || package.name == COMMAND {
            without_library(&tree(repository, &package.name, &[])?, &package.name)?;
            let features = package.features.iter();
            for feature in features.filter(|feature| !feature.starts_with("duckdb-md") && *feature != "default") {
                let brought = tree(repository, &package.name, &["--features", feature])?;
                without_library(&brought, &format!("{} with {feature}", package.name))?;
            }
        } else if package.name != LINKS_DUCKDB {
            without_library(&tree(repository, &package.name, &["--all-features"])?, &package.name)?;
        }
    }
    Ok(())
}

fn without_library(tree: &str, what: &str) -> Result<(), Failure> {
    if brings_in(tree, DUCKDB_LIBRARY) {
        return Err(Failure::new(format!("{what} brings in {DUCKDB_LIBRARY}")));
    }
    eprintln!("{what}: without {DUCKDB_LIBRARY}");
    Ok(())
}

/// What a package brings in, a line for each: name, version.
fn tree(repository: &Repository, package: &str, features: &[&str]) -> Result<String, Failure> {
    let mut command = cargo::command(repository);
    command.args([
        "tree",
        "--package",
        package,
        "--edges",
        "normal,build",
        "--prefix",
        "none",
        "--no-default-features",
    ]);
    cargo::output(command.args(features))
}

fn brings_in(tree: &str, name: &str) -> bool {
    tree.lines().any(|line| line.split(' ').next() == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_brought_in_by_its_whole_name() {
        let tree = "aludel v0.1.0 (/a)\nlibduckdb-sys v1.10506.1\n";
        assert!(brings_in(tree, "libduckdb-sys"));
        assert!(!brings_in(tree, "libduckdb"));
        assert!(!brings_in(tree, "duckdb"));
    }
}
