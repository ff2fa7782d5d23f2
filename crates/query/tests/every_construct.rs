//! Does each method of the builder ask the compiler for its own construct, and for no other that the builder does not ask for
//! too? The suite's samples, one for each construct, are compiled for a dialect that has nothing, and rustc is read.
#![allow(missing_docs, reason = "a test")]

mod samples;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use aludel_dialect::{Capabilities, Construct, Support};
use aludel_query::{BuildError, Statement};
use samples::{Everything, spelling::Numbered};

const SAMPLES: &str = include_str!("../../conformance/src/samples/all.rs");

/// What only the builder knows, when the statement is there: it follows from a value, or from what a table or query is made
/// of.
const ONLY_BUILT: &[Construct] = &[
    Construct::TargetAlias,
    Construct::DmlWithCte,
    Construct::SelectWithoutFrom,
    Construct::LimitExpression,
    Construct::LocalFiles,
    Construct::ParenthesizedJoin,
    Construct::ParenthesizedBranch,
    Construct::CorrelatedSubquery,
    Construct::TupleIn,
    Construct::RowValue,
    Construct::RangeOffset,
    Construct::InsertManyRows,
    Construct::PrimaryKey,
    Construct::Unique,
    Construct::NotNull,
    Construct::ColumnDefault,
    Construct::ForeignKey,
    Construct::ReferentialAction,
    Construct::Check,
    Construct::GeneratedColumn,
    Construct::StoredGeneratedColumn,
    Construct::IdentityColumn,
    Construct::ServerParameters,
];

/// What rustc says by a trait of its own, which is about what stands there and not about the dialect alone.
const OTHER_WORDS: &[(Construct, &str)] = &[
    (Construct::InSubquery, "can't stand behind IN"),
    (Construct::IntervalArithmetic, "can't be an operand of an expression"),
];

type Tested = Result<(), Box<dyn std::error::Error>>;

/// What rustc says of each line of the samples.
fn said() -> Result<BTreeMap<usize, Vec<String>>, Box<dyn std::error::Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nothing_is_granted");
    std::fs::create_dir_all(&package)?;
    std::fs::copy(here.join("../../Cargo.lock"), package.join("Cargo.lock"))?;
    let manifest = format!(
        "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[[bin]]\nname = \"nothing\"\n\
         path = {:?}\n\n[dependencies]\naludel-query = {{ path = {:?} }}\naludel-dialect = {{ path = {:?} }}\n",
        here.join("tests/compiler/nothing_is_granted.rs"),
        here,
        here.join("../dialect"),
    );
    std::fs::write(package.join("Cargo.toml"), manifest)?;
    let checked = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--message-format", "short", "--target-dir"])
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiler"))
        .current_dir(&package)
        .output()?;
    let told = String::from_utf8(checked.stderr)?;
    let mut said: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for line in told.lines() {
        let Some((_, rest)) = line.split_once("samples/all.rs:") else { continue };
        let (number, words) = rest.split_once(':').ok_or(line)?;
        said.entry(number.parse()?).or_default().push(words.to_owned());
    }
    if said.is_empty() { Err(told.into()) } else { Ok(said) }
}

/// The construct that a line refuses: `` `Nothing` does not support `aludel_dialect::cap::Delete` ``.
fn refused(words: &str) -> Option<Construct> {
    let path = words.split_once("does not support `")?.1.split('`').next()?;
    let name = path.rsplit("::").next()?;
    Construct::ALL.iter().copied().find(|construct| construct.name() == name)
}

/// Whether the builder refuses a sample of `construct` too where `other` is absent.
fn is_asked_when_built(construct: Construct, other: Construct) -> bool {
    let mut capabilities = Capabilities::of::<Everything>();
    let absent = capabilities.narrow(other, Support::Absent, "the test says so");
    let refused = |sample: &aludel_conformance::Sample| {
        let answer = sample.render(&Numbered, &capabilities);
        matches!(answer, Err(BuildError::Refused(refused)) if refused.construct() == other)
    };
    let samples = aludel_conformance::samples();
    absent.is_ok() && samples.iter().filter(|sample| sample.construct() == construct).any(refused)
}

#[test]
fn each_method_asks_the_compiler_for_its_own_construct() -> Tested {
    let said = said()?;
    // Several samples begin with these.
    let shared: BTreeSet<Construct> = (1..)
        .zip(SAMPLES.lines())
        .filter(|(_, line)| line.trim_start().starts_with("let "))
        .flat_map(|(number, _)| said.get(&number).into_iter().flatten())
        .filter_map(|words| refused(words))
        .collect();
    let mut wrong = Vec::new();
    let mut compiled = 0;
    for (number, line) in (1..).zip(SAMPLES.lines()) {
        let name = line.trim_start().split(' ').next().unwrap_or_default();
        let Some(construct) = Construct::ALL.iter().copied().find(|construct| construct.name() == name) else {
            continue;
        };
        let words: Vec<&str> = said.get(&number).into_iter().flatten().map(String::as_str).collect();
        let asked: BTreeSet<Construct> = words.iter().filter_map(|words| refused(words)).collect();
        let in_other_words =
            |(of, other): &(Construct, &str)| *of == construct && words.iter().any(|words| words.contains(other));
        let own = asked.contains(&construct) || shared.contains(&construct) || OTHER_WORDS.iter().any(in_other_words);
        compiled += usize::from(own);
        if own == ONLY_BUILT.contains(&construct) {
            wrong.push(format!("{name}: the compiler asks for {asked:?} of `{}`", line.trim()));
        }
        for other in asked.into_iter().filter(|other| *other != construct) {
            if !is_asked_when_built(construct, other) {
                wrong.push(format!("{name}: the compiler asks for {other:?}, and the builder does not"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compiled > 120, "{compiled}");
    Ok(())
}
