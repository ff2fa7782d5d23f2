//! Probes as they stand in the files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use aludel_dialect::Construct;
use aludel_engine::{ErrorClass, NoSuchClass};

use crate::stopping::Endless;
use crate::{control, place};

/// One line of a probe.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Given(String),
    Ask(String),
    Bare(String),
    Bind(String, String),
    Carry((String, String), String),
    Bulk(usize, String),
    Cancel(String),
    Timeout(String),
    Verb(Verb),
    Reconnect,
    Control(String),
    Effect(String),
    Rows(String),
    NoOp(String),
    Tells(String),
    Fails(ErrorClass, String),
}

impl Step {
    /// Whether it uses the construct, so that the engine may refuse it.
    pub(crate) fn asks(&self) -> bool {
        matches!(
            self,
            Step::Ask(_)
                | Step::Bare(_)
                | Step::Bind(..)
                | Step::Carry(..)
                | Step::Bulk(..)
                | Step::Cancel(_)
                | Step::Timeout(_)
                | Step::Verb(_)
        )
    }
}

/// What a connection does without a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Verb {
    Begin,
    Commit,
    Rollback,
}

/// One probe of a file.
#[derive(Clone, Debug)]
pub(crate) struct Probe {
    pub(crate) construct: Construct,
    pub(crate) steps: Vec<Step>,
    pub(crate) settings: Vec<(String, String)>,
    /// The words with which the declared reason says that we refuse the bare form.
    pub(crate) ours: Option<String>,
    /// Asks the engine whether the statement runs that is stopped.
    pub(crate) running: Option<String>,
    /// Class and words of the engine's error where it lacks the construct.
    refusals: Vec<(ErrorClass, String)>,
}

/// The name of a block and its lines.
type Block = (String, Vec<String>);

/// The probes of a dialect: raw SQL that asks the engine itself.
///
/// A file is called `*.probes`. A probe is a block of lines: the construct's name, then, indented by two spaces, what is
/// done in the order of the lines. `#` begins a comment line.
///
/// | line | says |
/// |---|---|
/// | `with t u` | what these blocks of `fixtures.probes` say |
/// | `setting NAME=VALUE` | the engine is opened with it |
/// | `given SQL` | prepares; if it fails, so does the probe |
/// | `ask SQL` | uses the construct; the engine may refuse it |
/// | `bare SQL` | uses the construct without WHERE; the engine may refuse it |
/// | `ours words` | we refuse the bare form although the engine takes it; the declared reason has these words |
/// | `bind TEXT => SQL` | as `ask`, with the text as the statement's one parameter |
/// | `carry NAME=VALUE => SQL` | as `ask`, with a setting that goes with the statement, beside its text |
/// | `bulk ROWS TABLE` | as `ask`, a bulk insert of so many rows: `a`, a BIGINT that counts from 0, and `b`, the text `x` |
/// | `cancel SQL` | as `ask`: what would run for hours is cancelled |
/// | `running SQL` | asks, on another connection, whether what `cancel` or `timeout` stops still runs: its first value is 0 or FALSE if not |
/// | `timeout SQL` | shows what stands in the place of a construct: our own timeout ends it |
/// | `begin`, `commit`, `rollback` | as `ask`, the connection's own verbs, not SQL |
/// | `reconnect` | closes the connection and opens another |
/// | `refusal CLASS: words` | how the engine says that it lacks the construct: an error of this class with these words; `{at WORD}` in them, with words beside it, stands for the place of the word in what was asked |
/// | `control SQL` | before what is asked, and the same but for the construct: the engine must accept it |
/// | `effect SQL` | its rows are what `rows` compares, instead of those of the last `ask` |
/// | `rows (1, 'x') (NULL, TRUE)` | the rows in their order; `rows none` if there are none |
/// | `noop (1, 'x')` | before `rows`: the rows that would be there if nothing had been done |
/// | `tells words` | they stand somewhere in the rows |
/// | `fails CLASS: SQL` | fails, with an error of this class |
///
/// `{dir}` in SQL is an empty directory of the probe's own, on this machine. Each probe gets an engine with nothing in it.
///
/// A slip of the pen is an error too. So an engine refuses a construct only in the words that the probe gives, and it must not
/// say them of nonsense, which the suite asks it first: they name the construct, or, as `{at WORD}`, the place where it stands.
/// Where it says nothing of the kind, `control` shows that all else in the statement is well.
///
/// ```text
/// Delete
///   with    t
///   bare    DELETE FROM t
///   effect  SELECT count(*) FROM t
///   rows    (0)
///
/// Prewhere
///   with    t
///   refusal Syntax: near "PREWHERE"
///   ask     SELECT a FROM t PREWHERE a > 1
/// ```
#[derive(Clone, Debug, Default)]
pub struct Probes {
    pub(crate) all: Vec<Probe>,
}

impl Probes {
    /// Reads every `*.probes` in a folder, in the order of their names; `fixtures.probes` holds what others name in
    /// `with`. The format stands above.
    ///
    /// # Errors
    /// A file that can't be read, and a line that says nothing, with the file and the construct.
    pub fn read(folder: impl AsRef<Path>) -> Result<Self, String> {
        let folder = folder.as_ref();
        let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
        let listed = std::fs::read_dir(folder).map_err(|error| {
            let missing = told(folder, error);
            format!("{missing}; the probes of the dialect stand there, or `Subject::probes` says where")
        })?;
        let mut paths: Vec<PathBuf> = listed.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "probes"));
        paths.sort();
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            let text = std::fs::read_to_string(&path).map_err(|error| told(&path, error))?;
            files.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text));
        }
        Self::parse(&files)
    }

    /// The same from the names and texts of files.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn parse(files: &[(String, String)]) -> Result<Self, String> {
        let mut read = Vec::with_capacity(files.len());
        for (file, text) in files {
            read.push((file, blocks(text).map_err(|error| format!("{file}: {error}"))?));
        }
        let fixtures: HashMap<&str, &[String]> = read
            .iter()
            .filter(|(file, _)| *file == FIXTURES)
            .flat_map(|(_, blocks)| blocks)
            .filter_map(|(name, lines)| Some((name.strip_prefix("fixture ")?, lines.as_slice())))
            .collect();
        let mut all = Vec::new();
        for (file, blocks) in read.iter().filter(|(file, _)| *file != FIXTURES) {
            for (name, lines) in blocks {
                all.push(Probe::read(name, lines, &fixtures).map_err(|error| format!("{file}: {name}: {error}"))?);
            }
        }
        Ok(Self { all })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// The file with what others name in `with`.
const FIXTURES: &str = "fixtures.probes";

fn blocks(text: &str) -> Result<Vec<Block>, String> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        match (line.strip_prefix("  "), blocks.last_mut()) {
            (Some(step), Some((_, steps))) => steps.push(step.to_owned()),
            (None, _) => blocks.push((line.to_owned(), Vec::new())),
            (Some(_), None) => return Err(format!("a line before any name: {line}")),
        }
    }
    Ok(blocks)
}

fn classed(rest: &str) -> Result<(ErrorClass, String), String> {
    let (class, rest) = rest.split_once(": ").ok_or_else(|| format!("no class in {rest:?}"))?;
    Ok((class.parse().map_err(|error: NoSuchClass| error.to_string())?, rest.to_owned()))
}

fn split<'a>(rest: &'a str, by: &str) -> Result<(&'a str, &'a str), String> {
    rest.split_once(by).ok_or_else(|| format!("no {by:?} in {rest:?}"))
}

fn pair(rest: &str) -> Result<(String, String), String> {
    let (name, value) = split(rest, "=")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Probe {
    fn read(name: &str, lines: &[String], fixtures: &HashMap<&str, &[String]>) -> Result<Probe, String> {
        let construct = Construct::ALL.iter().find(|construct| construct.name() == name);
        let construct = *construct.ok_or("there is no such construct")?;
        let mut probe = Probe {
            construct,
            steps: Vec::new(),
            settings: Vec::new(),
            ours: None,
            running: None,
            refusals: Vec::new(),
        };
        for line in lines {
            probe.line(line, fixtures)?;
        }
        if !probe.steps.iter().any(Step::asks) {
            return Err("nothing is asked".to_owned());
        }
        control::check(&probe.steps)?;
        if probe.ours.is_some() && !probe.is_bare() {
            return Err("`ours` is for a `bare` form, and there is none".to_owned());
        }
        if probe.running.is_none() && probe.steps.iter().any(|step| matches!(step, Step::Cancel(_) | Step::Timeout(_)))
        {
            return Err(
                "what is stopped needs a line `running` that asks the engine whether the statement runs".to_owned()
            );
        }
        Ok(probe)
    }

    fn line(&mut self, line: &str, fixtures: &HashMap<&str, &[String]>) -> Result<(), String> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        let text = || if rest.is_empty() { Err(format!("{line:?} says nothing")) } else { Ok(rest.to_owned()) };
        self.steps.push(match word {
            "given" => Step::Given(text()?),
            "ask" => Step::Ask(text()?),
            "bare" => Step::Bare(text()?),
            "bind" => {
                let (value, sql) = split(rest, " => ")?;
                Step::Bind(value.to_owned(), sql.to_owned())
            }
            "carry" => {
                let (setting, sql) = split(rest, " => ")?;
                Step::Carry(pair(setting)?, sql.to_owned())
            }
            "bulk" => {
                let (rows, table) = split(rest, " ")?;
                Step::Bulk(rows.parse().map_err(|error| format!("{rows}: {error}"))?, table.to_owned())
            }
            "cancel" => Step::Cancel(text()?),
            "timeout" => Step::Timeout(text()?),
            "begin" => Step::Verb(Verb::Begin),
            "commit" => Step::Verb(Verb::Commit),
            "rollback" => Step::Verb(Verb::Rollback),
            "reconnect" => Step::Reconnect,
            "control" => Step::Control(text()?),
            "effect" => Step::Effect(text()?),
            "rows" => Step::Rows(text()?),
            "noop" => Step::NoOp(text()?),
            "tells" => Step::Tells(text()?),
            "fails" => {
                let (class, sql) = classed(rest)?;
                Step::Fails(class, sql)
            }
            "ours" => {
                self.ours = Some(text()?);
                return Ok(());
            }
            "running" => {
                self.running = Some(text()?);
                return Ok(());
            }
            "refusal" => {
                let (class, words) = classed(rest)?;
                place::check(&words)?;
                self.refusals.push((class, words));
                return Ok(());
            }
            "setting" => {
                self.settings.push(pair(rest)?);
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

    /// Whether it asks the construct without WHERE.
    pub(crate) fn is_bare(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Bare(_)))
    }

    /// Whether it says what is seen if the construct works. What is cancelled, timed or inserted in bulk says so by itself.
    pub(crate) fn is_checked(&self) -> bool {
        let checks = |step: &Step| {
            matches!(
                step,
                Step::Rows(_) | Step::Tells(_) | Step::Cancel(_) | Step::Timeout(_) | Step::Bulk(..) | Step::Fails(..)
            )
        };
        self.steps.iter().any(checks)
    }

    /// Whether it shows what stands in the construct's place.
    pub(crate) fn is_replacement(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Timeout(_)))
    }

    /// The same with another way in which the engine refuses.
    pub(crate) fn with_refusal(mut self, class: ErrorClass, words: &str) -> Self {
        self.refusals.push((class, words.to_owned()));
        self
    }

    /// The statement that it cancels.
    pub(crate) fn endless(&self) -> Option<Endless> {
        let running = self.running.clone()?;
        self.steps.iter().find_map(|step| match step {
            Step::Cancel(sql) => Some(Endless {
                given: self.preparation().map(str::to_owned).collect(),
                sql: sql.clone(),
                running: running.clone(),
            }),
            _ => None,
        })
    }

    /// What prepares the database, before anything is asked.
    pub(crate) fn preparation(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().map_while(|step| match step {
            Step::Given(sql) => Some(sql.as_str()),
            _ => None,
        })
    }

    /// What an error of the engine says about the construct of which `asked` was asked; nothing, if it is of a class that no
    /// refusal is of.
    pub(crate) fn refusal(&self, asked: &str, class: ErrorClass, message: &str) -> Option<Refusal> {
        let of_class = self.refusals.iter().filter(|(known, _)| *known == class);
        let mut said = of_class.filter_map(|(_, words)| {
            let placed = place::placed(words, asked)?;
            place::is_said(&placed, message).then(|| (place::is_pointer(words), placed))
        });
        match said.next() {
            Some((true, _)) => Some(Refusal::AtItsPlace),
            Some((false, words)) => Some(Refusal::Expected(words)),
            None => matches!(class, ErrorClass::Syntax | ErrorClass::Refused).then_some(Refusal::InOtherWords),
        }
    }
}

/// How an engine refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// In these words of the probe.
    Expected(String),
    /// In words of the probe that point at the construct.
    AtItsPlace,
    /// In words that the probe does not give: what it refuses may be something else.
    InOtherWords,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        Probes::parse(&[("x.probes".to_owned(), text.to_owned())]).expect_err("a mistake")
    }

    #[test]
    fn a_mistake_in_a_file_is_named() {
        for (text, message) in [
            ("Delet\n  ask x", "x.probes: Delet: there is no such construct"),
            ("Delete\n  given x", "x.probes: Delete: nothing is asked"),
            ("Delete\n  ask", "x.probes: Delete: \"ask\" says nothing"),
            ("Delete\n  asks x", "x.probes: Delete: no line begins with \"asks\""),
            ("Delete\n  with t\n  ask x", "x.probes: Delete: there is no fixture t"),
            ("Delete\n  fails x", "x.probes: Delete: no class in \"x\""),
            ("Delete\n  ours x\n  ask x", "x.probes: Delete: `ours` is for a `bare` form, and there is none"),
            (
                "Delete\n  refusal Synatx: x\n  ask x",
                "x.probes: Delete: there is no class \"Synatx\" among [Syntax, Refused, NotFound, Exists, Constraint, \
                 Conversion, Invalid, Auth, Timeout, Cancelled, OutOfMemory, Conflict, Unavailable, Overloaded, Io, \
                 AbortedTransaction, Internal, Other]",
            ),
            (
                "Cancel\n  cancel x",
                "x.probes: Cancel: what is stopped needs a line `running` that asks the engine whether the statement runs",
            ),
            ("  ask x", "x.probes: a line before any name:   ask x"),
            (
                "Delete\n  refusal Syntax: ({at x})\n  ask x",
                "x.probes: Delete: `{at WORD}` alone is a number that any error may have: say the words beside it",
            ),
            (
                "Delete\n  ask x\n  control y",
                "x.probes: Delete: nothing is asked behind `control y`, so it would never be asked",
            ),
            (
                "Delete\n  control SELECT 1\n  ask SELECT a FROM t LIMIT 10 %",
                "x.probes: Delete: `control SELECT 1` is not what is asked but for the construct",
            ),
        ] {
            assert_eq!(problem(text), message);
        }
    }

    #[test]
    fn fixtures_stand_for_their_lines() -> Result<(), String> {
        let fixtures = ("fixtures.probes".to_owned(), "fixture t\n  given one\n  given another\n".to_owned());
        let probes = ("a.probes".to_owned(), "# a comment\nDelete\n  with t\n  ask x\n".to_owned());
        let probes = Probes::parse(&[fixtures, probes])?;
        assert_eq!((probes.len(), probes.all[0].steps.len()), (1, 3));
        Ok(())
    }
}
