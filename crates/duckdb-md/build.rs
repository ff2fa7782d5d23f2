//! Finds DuckDB's library, so that programs above link it and run without a variable in the shell.
//!
//! The build script of `libduckdb-sys` asks the linker for `duckdb` and hopes; without a library one would read a
//! linker's message after minutes of compiling. This one runs early and says what to do. And it shows the library in its
//! own output folder: Cargo puts such a folder on the loader's path of `cargo run`, `cargo test`, examples and
//! documentation tests, of this workspace and of all who depend on us, which it does for no folder outside `target`.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    for variable in ["DUCKDB_LIB_DIR", "DUCKDB_STATIC", "DUCKDB_DOWNLOAD_LIB", "DOCS_RS"] {
        println!("cargo::rerun-if-env-changed={variable}");
    }
    if linked_by_others() {
        return;
    }
    let platform = Platform::of_target();
    let given = env::var_os("DUCKDB_LIB_DIR").map(PathBuf::from).filter(|folder| !folder.as_os_str().is_empty());
    match given.iter().cloned().chain(system_folders(&platform)).find(|folder| platform.is_library_in(folder)) {
        Some(folder) => {
            if let Err(error) = show(&folder, &platform) {
                println!("cargo::error=cannot show {} to Cargo: {error}", folder.display());
            }
        }
        None => say_what_to_do(given.as_deref(), &platform),
    }
}

/// The cases that are none of our business.
fn linked_by_others() -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0" && value != "false");
    // DuckDB compiled from source, or documentation on a machine where nothing is linked.
    env::var_os("CARGO_FEATURE_BUNDLED").is_some()
        || set("DOCS_RS")
        // Variables of `libduckdb-sys`: linked statically, or downloaded by its build script.
        || set("DUCKDB_STATIC")
        || (set("DUCKDB_DOWNLOAD_LIB") && env::var_os("DUCKDB_LIB_DIR").is_none())
}

/// How the library's files are called where the program will run.
struct Platform {
    /// What the linker wants to see.
    library: &'static str,
    /// The beginnings of all names that the loader may ask for, versions included (`libduckdb.so.1.5`).
    beginnings: &'static [&'static str],
    /// Compiling for another platform than this machine's.
    is_foreign: bool,
}

impl Platform {
    fn of_target() -> Self {
        let is_foreign = env::var_os("TARGET") != env::var_os("HOST");
        match env::var("CARGO_CFG_TARGET_OS").as_deref() {
            Ok("windows") => Self { library: "duckdb.lib", beginnings: &["duckdb.lib", "duckdb.dll"], is_foreign },
            Ok("macos" | "ios") => Self { library: "libduckdb.dylib", beginnings: &["libduckdb."], is_foreign },
            _ => Self { library: "libduckdb.so", beginnings: &["libduckdb.so"], is_foreign },
        }
    }

    fn is_library_in(&self, folder: &Path) -> bool {
        folder.join(self.library).is_file()
    }

    fn is_ours(&self, name: &str) -> bool {
        self.beginnings.iter().any(|beginning| name.starts_with(beginning))
    }
}

/// Where a linker looks without being told.
fn system_folders(platform: &Platform) -> Vec<PathBuf> {
    let mut folders = folders_in_rust_flags();
    if platform.is_foreign {
        return folders;
    }
    // Microsoft's linker; and GNU's and LLVM's, through the compiler that calls them.
    for variable in ["LIB", "LIBRARY_PATH"] {
        println!("cargo::rerun-if-env-changed={variable}");
        folders.extend(env::var_os(variable).iter().flat_map(env::split_paths));
    }
    let compiler = env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let question = format!("-print-file-name={}", platform.library);
    // It echoes the bare name when it finds nothing.
    folders.extend(answer(&compiler, &[&question]).and_then(|file| Some(PathBuf::from(file).parent()?.to_path_buf())));
    folders.extend(answer("pkg-config", &["--variable=libdir", "duckdb"]).map(PathBuf::from));
    folders.extend(["/usr/local/lib", "/opt/homebrew/lib", "/usr/lib"].map(PathBuf::from));
    folders.retain(|folder| folder.is_absolute());
    folders
}

/// `-L` in RUSTFLAGS.
fn folders_in_rust_flags() -> Vec<PathBuf> {
    println!("cargo::rerun-if-env-changed=CARGO_ENCODED_RUSTFLAGS");
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let mut flags = flags.split('\x1f');
    let mut folders = Vec::new();
    while let Some(flag) = flags.next() {
        let Some(rest) = flag.strip_prefix("-L") else { continue };
        let folder = if rest.is_empty() { flags.next().unwrap_or_default() } else { rest };
        folders.push(PathBuf::from(folder.split_once('=').map_or(folder, |(_, folder)| folder)));
    }
    folders
}

fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

/// Puts the library into the output folder and on the paths of linker and loader.
fn show(folder: &Path, platform: &Platform) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.join(platform.library).display());
    let Some(shown) = env::var_os("OUT_DIR").map(PathBuf::from) else {
        return Err(io::Error::other("OUT_DIR is not set"));
    };
    // What an earlier library left.
    for (name, file) in files(&shown)? {
        if platform.is_ours(&name) {
            fs::remove_file(file)?;
        }
    }
    for (name, file) in files(folder)? {
        if platform.is_ours(&name) {
            link_or_copy(&std::path::absolute(file)?, &shown.join(name))?;
        }
    }
    println!("cargo::rustc-link-search=native={}", shown.display());
    Ok(())
}

fn files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
            files.push((name.to_owned(), path.clone()));
        }
    }
    Ok(files)
}

/// Seventy megabytes are not copied where a link will do.
fn link_or_copy(file: &Path, to: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if std::os::unix::fs::symlink(file, to).is_ok() {
        return Ok(());
    }
    fs::hard_link(file, to).or_else(|_| fs::copy(file, to).map(drop))
}

/// Fails the build with the ways to link DuckDB.
fn say_what_to_do(given: Option<&Path>, platform: &Platform) {
    // Look again when it is there.
    let library = platform.library;
    let looked = match given {
        Some(folder) => {
            println!("cargo::rerun-if-changed={}", folder.join(library).display());
            format!(
                "DUCKDB_LIB_DIR is {}, where it is not, and neither is it where the linker looks.",
                folder.display()
            )
        }
        None => "DUCKDB_LIB_DIR is not set, and it is not where the linker looks.".to_owned(),
    };
    let message = format!(
        "DuckDB's library ({library}) was not found. {looked}
There are three ways to link DuckDB 1.5.6:
1. Prebuilt: set DUCKDB_LIB_DIR to a folder that holds {library}.
   In a clone of aludel, `cargo xtask engines` fetches it and no variable is needed.
   Elsewhere, `npm pack @duckdb/node-bindings-linux-x64@1.5.6-r.1` (other platforms are named alike) downloads
   an archive that contains it; the releases of DuckDB have it as libduckdb-<platform>.zip.
2. Installed: a system library that the linker or pkg-config finds.
3. From source: feature `duckdb-md-bundled` of aludel (`bundled` of aludel-duckdb-md); about 40 CPU minutes.
   Also when another crate of yours turns on `bundled` of the crate duckdb."
    );
    for line in message.lines() {
        println!("cargo::error={line}");
    }
}
