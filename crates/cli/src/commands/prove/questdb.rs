//! QuestDB has one database: the probes' tables stand beside the person's own, and their names must be free.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aludel::{Database, Engine, Error, text};
use aludel_conformance::{Opened, Probes, Subject, async_trait, open};
use tokio::sync::Semaphore;

use super::scratch::{Scratch, Sweep, left};
use super::{Files, Proving};
use crate::failure::Failure;

pub(crate) const PROVING: Proving = Proving {
    sweeper: |runtime, url, files| Ok(Box::new(runtime.block_on(Sweeper::new(url, files))?)),
    ask: |asking| {
        let (url, scratch) = (asking.url.clone(), asking.scratch.clone());
        let subject = OneDatabase::new(url, asking.probes()?, scratch, asking.known.probes);
        asking.judged(subject)
    },
};

type Names = BTreeSet<String>;

/// The names of what the probes make: behind TABLE and VIEW, of a bulk insert, and what a table is renamed to.
fn names(files: Files) -> Names {
    let mut names = Names::new();
    for line in files.iter().flat_map(|(_, text)| text.lines()) {
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let words: Vec<&str> =
            line.split(move |letter: char| !is_part(letter)).filter(|word| !word.is_empty()).collect();
        if let ["bulk", _, name, ..] = words.as_slice() {
            names.insert(name.to_lowercase());
        }
        if let Some(place) = words.windows(2).position(|pair| pair == ["RENAME", "TABLE"]) {
            let to = words[place..].iter().skip_while(|word| **word != "TO").nth(1);
            names.extend(to.map(|name| name.to_lowercase()));
        }
        for (place, _) in words.iter().enumerate().filter(|(_, word)| ["TABLE", "VIEW"].contains(word)) {
            let behind = words[place + 1..].iter().find(|word| !["IF", "NOT", "EXISTS"].contains(word));
            names.extend(behind.map(|name| name.to_lowercase()));
        }
    }
    names
}

/// Tables and views of these names, each with the words of its kind; those that stand on another first.
async fn found(engine: &Engine, names: &Names) -> Result<Vec<(String, &'static str)>, Error> {
    let found: Vec<(String, String)> = engine.fetch_all(text("SELECT table_name, table_type FROM tables()")).await?;
    let of_kind = |letter: &'static str, kind: &'static str| {
        let meant = found.iter().filter(move |(name, found)| found == letter && names.contains(&name.to_lowercase()));
        meant.map(move |(name, _)| (name.clone(), kind))
    };
    Ok(of_kind("V", "VIEW").chain(of_kind("M", "MATERIALIZED VIEW")).chain(of_kind("T", "TABLE")).collect())
}

/// Drops what is there of these names; what could not be dropped, and why.
async fn cleared(engine: &Engine, names: &Names) -> Result<Vec<String>, Error> {
    let mut kept = Vec::new();
    for (name, kind) in found(engine, names).await? {
        let drop = format!("DROP {kind} IF EXISTS '{name}'");
        let begun = Instant::now();
        // A query that was cancelled may still read it.
        while let Err(error) = engine.execute(text(drop.clone())).await {
            if !error.is_transient() || begun.elapsed() > Duration::from_secs(20) {
                kept.push(format!("{drop}: {error}"));
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    Ok(kept)
}

/// Drops what is left.
struct Sweeper {
    engine: Engine,
    names: Names,
}

impl Sweeper {
    /// Nothing of the person's own may have the name of what is dropped.
    async fn new(url: &str, files: Files) -> Result<Self, Failure> {
        let (engine, names) = (aludel::connect(url).await?, names(files));
        let taken: Vec<String> = found(&engine, &names).await?.into_iter().map(|(name, _)| name).collect();
        if !taken.is_empty() {
            let taken = taken.join(", ");
            return Err(Failure::new(format!("the server has tables with names that the probes need: {taken}"))
                .way_out("QuestDB has one database, so ask a server without them"));
        }
        Ok(Self { engine, names })
    }
}

#[async_trait]
impl Sweep for Sweeper {
    async fn sweep(&self, _: &Scratch) -> Result<(), Failure> {
        let kept = cleared(&self.engine, &self.names).await?;
        self.engine.close().await?;
        left(&kept)
    }
}

struct OneDatabase {
    url: String,
    probes: Probes,
    scratch: Arc<Scratch>,
    names: Names,
    /// Held from opening to closing, for all have the one database.
    turn: Semaphore,
}

impl OneDatabase {
    fn new(url: String, probes: Probes, scratch: Arc<Scratch>, files: Files) -> Self {
        Self { url, probes, scratch, names: names(files), turn: Semaphore::new(1) }
    }
}

#[async_trait]
impl Subject for OneDatabase {
    type Dialect = aludel::questdb::QuestDb;
    const ENGINE: &'static str = "QuestDB";
    const VERSION: &'static str = "SELECT split_part(split_part(build(), ',', 1), ' ', 4)";

    fn probes(&self) -> Result<Probes, String> {
        Ok(self.probes.clone())
    }

    async fn open(&self, settings: &[(String, String)]) -> Opened {
        if self.scratch.is_stopped() {
            return Err(Error::Usage("it was interrupted".to_owned()));
        }
        let turn = self.turn.acquire().await.map_err(|closed| Error::Usage(closed.to_string()))?;
        let engine = aludel::connect(self.url.as_str()).await?;
        let kept = cleared(&engine, &self.names).await?;
        engine.close().await?;
        if let Some(kept) = kept.first() {
            return Err(Error::Usage(kept.clone()));
        }
        // Given back by `close`.
        turn.forget();
        let visible = ("wait_for_visibility".to_owned(), "writes".to_owned());
        let settings: Vec<_> = [visible].into_iter().chain(settings.iter().cloned()).collect();
        let opened = open(&aludel::questdb::driver(), &self.url, &settings).await;
        if opened.is_err() {
            self.turn.add_permits(1);
        }
        opened
    }

    async fn close(&self, database: Arc<dyn Database>) -> Result<(), Error> {
        self.turn.add_permits(1);
        database.close().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_those_of_what_is_made() {
        let probes: Files = &[(
            "x.probes",
            "Delete\n  given CREATE TABLE IF NOT EXISTS n (a INT)\n  ask   CREATE MATERIALIZED VIEW mv AS (SELECT 1 FROM other)\n  \
             bulk 3 blk\n  ask   RENAME TABLE n TO r\n  ask   ALTER TABLE n RENAME COLUMN a TO z\n",
        )];
        assert_eq!(names(probes).into_iter().collect::<Vec<_>>(), ["blk", "mv", "n", "r"]);
    }
}
