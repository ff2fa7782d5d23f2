//! Probes as they stand in the files, and how one is asked.
//!
//! A probe is a block of lines: the construct's name, then what is done in the order of the lines.
//!
//! | line | says |
//! |---|---|
//! | `with t u` | what these blocks of `fixtures.probes` say |
//! | `setting NAME=VALUE` | the database is opened with it |
//! | `given SQL` | prepares; if it fails, so does the probe |
//! | `ask SQL` | uses the construct; the engine may refuse it |
//! | `refusal CLASS: words` | an error of this class with these words is a refusal too (else: `Syntax`, `Refused`) |
//! | `effect SQL` | its rows are what `rows` compares, instead of those of the last `ask` |
//! | `rows (1, 'x') (NULL, TRUE)` | the rows in their order; `rows none` if there are none |
//! | `tells words` | they stand somewhere in the rows |
//! | `fails CLASS: SQL` | fails, with an error of this class |
//!
//! `{dir}` in SQL is an empty directory of the probe's own. Each probe gets a new database in memory, in UTC.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use aludel::prelude::*;
use aludel::{Construct, ErrorClass, Session};

use crate::show::show;

/// What was seen when a construct was asked.
#[derive(Debug)]
pub(crate) enum Observed {
    /// Accepted, with the effect that was expected.
    Seen,
    /// Accepted; the effect was another.
    Unseen(String),
    /// Refused, as a syntax error or as something that the engine does not do.
    Refused(String),
    /// The probe itself went wrong, so that it says nothing about the construct.
    Broken(String),
}

#[derive(Clone)]
enum Step {
    Given(String),
    Ask(String),
    Effect(String),
    Rows(String),
    Tells(String),
    Fails(String, String),
}

/// One probe of a file.
pub(crate) struct Probe {
    pub(crate) construct: Construct,
    steps: Vec<Step>,
    settings: Vec<String>,
    /// Class and words of refusals other than the usual.
    refusals: Vec<(String, String)>,
}

/// The name of a block and its lines.
type Block = (String, Vec<String>);

fn blocks(path: &Path) -> Result<Vec<Block>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut blocks: Vec<Block> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        match (line.strip_prefix("  "), blocks.last_mut()) {
            (Some(step), Some((_, steps))) => steps.push(step.to_owned()),
            (None, _) => blocks.push((line.to_owned(), Vec::new())),
            (Some(_), None) => return Err(format!("{}: a line before any name: {line}", path.display())),
        }
    }
    Ok(blocks)
}

fn classed(rest: &str) -> Result<(String, String), String> {
    let (class, rest) = rest.split_once(": ").ok_or_else(|| format!("no class in {rest:?}"))?;
    Ok((class.to_owned(), rest.to_owned()))
}

impl Probe {
    /// Every probe of a dialect, in the order of the files' names.
    pub(crate) fn read_all(dialect: &str) -> Result<Vec<Probe>, String> {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/probes").join(dialect);
        let listed = std::fs::read_dir(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
        let mut paths: Vec<PathBuf> = listed.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        let fixtures: HashMap<String, Vec<String>> = blocks(&directory.join("fixtures.probes"))?
            .into_iter()
            .filter_map(|(name, lines)| Some((name.strip_prefix("fixture ")?.to_owned(), lines)))
            .collect();
        let mut probes = Vec::new();
        for path in paths.iter().filter(|path| !path.ends_with("fixtures.probes")) {
            for (name, lines) in blocks(path)? {
                let probe = Probe::read(&name, &lines, &fixtures);
                probes.push(probe.map_err(|error| format!("{}: {name}: {error}", path.display()))?);
            }
        }
        Ok(probes)
    }

    fn read(name: &str, lines: &[String], fixtures: &HashMap<String, Vec<String>>) -> Result<Probe, String> {
        let construct = Construct::ALL.iter().find(|construct| construct.name() == name);
        let construct = *construct.ok_or("there is no such construct")?;
        let mut probe = Probe { construct, steps: Vec::new(), settings: Vec::new(), refusals: Vec::new() };
        for line in lines {
            probe.line(line, fixtures)?;
        }
        if !probe.steps.iter().any(|step| matches!(step, Step::Ask(_))) {
            return Err("nothing is asked".to_owned());
        }
        Ok(probe)
    }

    fn line(&mut self, line: &str, fixtures: &HashMap<String, Vec<String>>) -> Result<(), String> {
        let (word, rest) = line.split_once(' ').ok_or_else(|| format!("{line:?} says nothing"))?;
        let rest = rest.trim_start().to_owned();
        self.steps.push(match word {
            "given" => Step::Given(rest),
            "ask" => Step::Ask(rest),
            "effect" => Step::Effect(rest),
            "rows" => Step::Rows(rest),
            "tells" => Step::Tells(rest),
            "fails" => {
                let (class, sql) = classed(&rest)?;
                Step::Fails(class, sql)
            }
            "refusal" => {
                self.refusals.push(classed(&rest)?);
                return Ok(());
            }
            "setting" => {
                self.settings.push(rest);
                return Ok(());
            }
            "with" => {
                for fixture in rest.split(' ') {
                    let lines = fixtures.get(fixture).ok_or_else(|| format!("there is no fixture {fixture}"))?;
                    lines.iter().try_for_each(|line| self.line(line, fixtures))?;
                }
                return Ok(());
            }
            other => return Err(format!("no line begins with {other:?}")),
        });
        Ok(())
    }

    fn is_refusal(&self, class: ErrorClass, message: &str) -> bool {
        let named = |(name, words): &(String, String)| *name == format!("{class:?}") && message.contains(words);
        matches!(class, ErrorClass::Syntax | ErrorClass::Refused) || self.refusals.iter().any(named)
    }

    /// Asks the engine; `number` tells this probe's directory from the others'.
    pub(crate) async fn ask(&self, number: usize) -> Observed {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("probes-{}-{number}", std::process::id()));
        let observed = match std::fs::create_dir_all(&directory) {
            Ok(()) => self.ask_in(&directory).await.unwrap_or_else(|observed| observed),
            Err(error) => Observed::Broken(error.to_string()),
        };
        // Left behind, it is in nobody's way.
        let _ = std::fs::remove_dir_all(&directory);
        observed
    }

    async fn ask_in(&self, directory: &Path) -> Result<Observed, Observed> {
        let broken = |what: &str, error: Error| Observed::Broken(format!("{what}: {error}"));
        let url = format!("duckdb://?{}", self.settings.join("&"));
        let engine = aludel::connect(&url).await.map_err(|error| broken("opening", error))?;
        let session = engine.connection().await.map_err(|error| broken("connecting", error))?;
        run(&session, "SET TimeZone = 'UTC'").await.map_err(|error| broken("the time zone", error))?;
        let mut rows: Option<Rows> = None;
        for step in &self.steps {
            match step {
                Step::Given(sql) | Step::Effect(sql) => {
                    let result = run(&session, &placed(sql, directory)).await.map_err(|error| broken(sql, error))?;
                    if matches!(step, Step::Effect(_)) {
                        rows = Some(result);
                    }
                }
                Step::Ask(sql) => match run(&session, &placed(sql, directory)).await {
                    Ok(result) => rows = Some(result),
                    Err(error) => match error.server() {
                        Some(server) if self.is_refusal(server.class, &server.message) => {
                            return Ok(Observed::Refused(server.to_string()));
                        }
                        _ => return Err(broken(sql, error)),
                    },
                },
                Step::Rows(expected) => {
                    let found = rows.as_ref().map(rows_text).unwrap_or_default();
                    if found != *expected {
                        return Ok(Observed::Unseen(format!("found {found}, expected {expected}")));
                    }
                }
                Step::Tells(words) => {
                    let found = rows.as_ref().map(rows_text).unwrap_or_default();
                    if !found.contains(words) {
                        return Ok(Observed::Unseen(format!("{words:?} is not in {found}")));
                    }
                }
                Step::Fails(class, sql) => match run(&session, &placed(sql, directory)).await {
                    Ok(_) => return Ok(Observed::Unseen(format!("{sql} does not fail"))),
                    Err(error) if error.class().is_some_and(|found| *class == format!("{found:?}")) => {}
                    Err(error) => return Err(broken(sql, error)),
                },
            }
        }
        Ok(Observed::Seen)
    }
}

fn placed(sql: &str, directory: &Path) -> String {
    sql.replace("{dir}", &directory.display().to_string().replace('\'', "''"))
}

async fn run(session: &Session<Any>, sql: &str) -> Result<Rows, Error> {
    session.fetch(text(sql.to_owned())).await
}

fn rows_text(rows: &Rows) -> String {
    let row = |row: Row| match row.values() {
        Ok(values) => format!("({})", values.iter().map(show).collect::<Vec<_>>().join(", ")),
        Err(error) => format!("({error})"),
    };
    if rows.is_empty() { "none".to_owned() } else { rows.iter().map(row).collect::<Vec<_>>().join(" ") }
}
