//! What a token for read scaling reaches: a replica, another DuckDB with what the databases held at the login, each
//! attached to be read alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::data;
use crate::native::{Cell, Database, Fault};

/// Makes replicas of a server's databases.
#[derive(Debug)]
pub(crate) struct Replicas {
    folder: PathBuf,
    made: AtomicU64,
}

impl Replicas {
    /// Their files go into `folder`, where the server itself must be allowed to write.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, made: AtomicU64::new(0) }
    }

    /// A replica of what the databases of `primary` hold now.
    pub(crate) fn replica(&self, primary: &Database) -> Result<Database, Fault> {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let folder = self.folder.join(number.to_string());
        fs::create_dir_all(&folder).map_err(|error| Fault(format!("IO Error: {error}")))?;
        let names = copied(primary, &folder, number)?;
        let replica = Database::open(&data::OFFLINE)?;
        let mut connection = replica.connect()?;
        for (index, name) in names.iter().enumerate() {
            let file = text(&file(&folder, index));
            connection.run(&format!("ATTACH {file} AS {} (READ_ONLY)", quoted(name)))?;
        }
        Ok(replica)
    }
}

/// Copies every database of `primary` into a file of its own; their names, in the order of the files.
fn copied(primary: &Database, folder: &Path, number: u64) -> Result<Vec<String>, Fault> {
    let mut connection = primary.connect()?;
    // The one that DuckDB itself has in memory holds nothing.
    let sql = "SELECT database_name FROM duckdb_databases() WHERE NOT internal AND database_name <> 'memory' \
               AND database_name NOT LIKE 'replica %'";
    let mut rows = connection.prepare(sql)?.start()?;
    let mut names = Vec::new();
    while let Some(more) = rows.next_rows()? {
        names.extend(more.into_iter().flatten().filter_map(|cell| match cell {
            Cell::Text(name) => Some(name),
            _ => None,
        }));
    }
    drop(rows);
    for (index, name) in names.iter().enumerate() {
        let copy = quoted(&format!("replica {number}"));
        connection.run(&format!("ATTACH {} AS {copy}", text(&file(folder, index))))?;
        let done = connection.run(&format!("COPY FROM DATABASE {} TO {copy}", quoted(name)));
        let done = done.and_then(|()| connection.run(&format!("CHECKPOINT {copy}")));
        connection.run(&format!("DETACH {copy}")).and(done)?;
    }
    Ok(names)
}

fn file(folder: &Path, index: usize) -> PathBuf {
    folder.join(format!("{index}.duckdb"))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn text(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', "''"))
}
