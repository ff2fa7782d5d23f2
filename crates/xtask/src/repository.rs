//! Where things are: the clone that is worked in, and its target folder.

use std::env;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The clone that `cargo xtask` was called in.
pub(crate) struct Repository {
    root: PathBuf,
    target: PathBuf,
}

impl Repository {
    pub(crate) fn find() -> Result<Self, Failure> {
        // `cargo run` says where the manifest is now; the path at compile time is for a copied executable.
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .ancestors()
            .nth(2)
            .filter(|root| root.join("crates").is_dir())
            .ok_or_else(|| {
                Failure::new(format!("{} is not inside a clone of the repository", manifest.display()))
                    .way_out("call it as `cargo xtask` in the clone")
            })?
            .to_path_buf();
        // Built as <target>/<profile>/xtask, wherever the target folder was put.
        let target = env::current_exe()
            .ok()
            .and_then(|executable| executable.ancestors().nth(2).map(Path::to_path_buf))
            .unwrap_or_else(|| root.join("target"));
        Ok(Self { root, target })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Holds what builds may keep from run to run.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// The folder that `.cargo/config.toml` names as `DUCKDB_LIB_DIR`.
    pub(crate) fn duckdb_library_folder(&self) -> PathBuf {
        self.root.join(".engines").join("duckdb")
    }

    /// The folder where the host of the ClickHouse test server finds its library.
    pub(crate) fn clickhouse_library_folder(&self) -> PathBuf {
        self.root.join(".engines").join("clickhouse")
    }

    /// What the conformance suites have proven, a file for each dialect.
    pub(crate) fn proofs(&self) -> PathBuf {
        self.root.join("docs").join("proof")
    }

    /// The folder where the host of the QuestDB test server finds the server's archive.
    pub(crate) fn questdb_folder(&self) -> PathBuf {
        self.root.join(".engines").join("questdb")
    }

    /// The folder where that host finds a Java runtime if the machine has none.
    pub(crate) fn java_folder(&self) -> PathBuf {
        self.root.join(".engines").join("java")
    }

    pub(crate) fn examples(&self) -> PathBuf {
        self.root.join("examples")
    }
}
