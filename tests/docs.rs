//! The pages say what is true: every Rust block stands in a file that is compiled and run, every message in one that a
//! test compares, every link leads somewhere.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    let text = fs::read_to_string(&path);
    assert!(text.is_ok(), "{}: {text:?}", path.display());
    text.unwrap_or_default()
}

/// The lines of `text` without their common indentation.
fn dedent(text: &str) -> String {
    let indent = text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start().len());
    let indent = indent.min().unwrap_or(0);
    text.lines().map(|line| line.get(indent..).unwrap_or_default().trim_end()).collect::<Vec<_>>().join("\n")
}

/// Whether the lines of `block` stand one after the other in `file`, however far indented.
fn stands_in(block: &str, file: &str) -> bool {
    let lines: Vec<&str> = file.lines().collect();
    let wanted = dedent(block);
    let count = wanted.lines().count();
    lines.windows(count).any(|window| dedent(&window.join("\n")) == wanted)
}

/// The fenced blocks of a page whose fence says `language`, with the line they begin at.
fn blocks(page: &str, language: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(said) = line.trim().strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| line.trim() != "```").collect();
        if said == language {
            blocks.push((number + 1, block.join("\n")));
        }
    }
    blocks
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join(folder)).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_some_and(|have| have == extension) {
            found.push(path);
        }
    }
    found
}

#[test]
fn the_readme_shows_the_tour() {
    let tour = read("examples/tour.rs");
    let (_, program) = tour.split_once("\n\n").expect("a line of documentation, then the program");
    assert!(stands_in(program.trim_end(), &read("README.md")), "README.md does not show examples/tour.rs as it is");
}

const PAGES: [&str; 12] = [
    "README.md",
    "CHANGELOG.md",
    "docs/from-sqlalchemy.md",
    "docs/design.md",
    "docs/files.md",
    "docs/adding-a-dialect.md",
    "docs/clickhouse.md",
    "docs/motherduck.md",
    "docs/questdb.md",
    "docs/schema.md",
    "docs/sea-query.md",
    "docs/cli.md",
];

/// A dialect that is not of the workspace; `cargo xtask test` builds and runs it.
const OUTSIDE: &str = "examples/outside-dialect";

#[test]
fn rust_in_the_pages_is_tested() {
    let mut tested: Vec<String> =
        ["examples/tour.rs", "examples/sea_query.rs", "tests/from_sqlalchemy.rs"].map(read).into();
    tested.extend(files("tests/schema", "rs").into_iter().map(read));
    tested.extend(files("tests/refuse", "rs").into_iter().chain(files("examples/library_author", "rs")).map(read));
    tested.extend(files("crates/postgres-endpoint/tests", "rs").into_iter().map(read));
    tested.extend(files("crates/questdb-pg/tests", "rs").into_iter().map(read));
    tested.extend(files("crates/duckdb-md/tests/motherduck", "rs").into_iter().map(read));
    tested.extend(files("crates/duckdb-md/tests/files", "rs").into_iter().map(read));
    tested.extend(files("crates/clickhouse-http/tests/server", "rs").into_iter().map(read));
    tested.extend(["src", "tests"].iter().flat_map(|folder| files(&format!("{OUTSIDE}/{folder}"), "rs")).map(read));
    let mut untested = String::new();
    // The README's are documentation tests.
    for page in PAGES.into_iter().filter(|page| *page != "README.md") {
        for (line, block) in blocks(&read(page), "rust") {
            if !tested.iter().any(|file| stands_in(&block, file)) {
                untested += &format!("{page}:{line}:\n{block}\n");
            }
        }
    }
    assert!(untested.is_empty(), "no tested file has\n{untested}");
}

#[test]
fn messages_in_the_pages_are_the_compilers() {
    let messages: Vec<String> = files("tests/refuse", "stderr").into_iter().map(read).collect();
    for page in PAGES {
        for (line, block) in blocks(&read(page), "text").into_iter().filter(|(_, block)| block.starts_with("error[")) {
            assert!(
                messages.iter().any(|message| stands_in(&block, message)),
                "{page}:{line}: rustc does not say\n{block}"
            );
        }
    }
}

#[test]
fn probes_in_the_page_are_those_that_are_asked() {
    let probes: Vec<String> = files(&format!("{OUTSIDE}/tests/probes"), "probes").into_iter().map(read).collect();
    let page = "docs/adding-a-dialect.md";
    let shown = blocks(&read(page), "text");
    assert!(!shown.is_empty());
    for (line, block) in shown {
        assert!(probes.iter().any(|file| stands_in(&block, file)), "{page}:{line}: no file has\n{block}");
    }
}

/// What a dialect costs its author. The page tells the lines; the bounds are those that the public interfaces are held to.
#[test]
fn an_outside_dialect_is_as_short_as_the_page_says() {
    let page = read("docs/adding-a-dialect.md");
    let lines = |file: &str| read(format!("{OUTSIDE}/{file}")).lines().count();
    for (file, bound) in [("src/dialect.rs", 60), ("src/spelling.rs", 150), ("tests/conformance.rs", 30)] {
        let count = lines(file);
        assert!(count <= bound, "{file} has {count} lines, more than {bound}");
        let told = page.lines().any(|line| line.contains(file) && line.ends_with(&format!("| {count} |")));
        assert!(told, "{file} has {count} lines");
    }
    let road = ["driver", "database", "connection", "rows", "values", "error"];
    let count: usize = road.iter().map(|file| lines(&format!("src/{file}.rs"))).sum();
    assert!(page.contains(&format!("| how it is reached | {count} |")), "the way to the engine has {count} lines");
}

#[test]
fn links_lead_somewhere() {
    for page in PAGES {
        let text = read(page);
        let folder = Path::new(page).parent().unwrap_or(Path::new(""));
        for target in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target) {
            if target.starts_with("http") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let linked = if path.is_empty() { text.clone() } else { String::new() };
            assert!(path.is_empty() || root().join(folder).join(path).exists(), "{page}: {target} is not there");
            let letters = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-');
            let heading = |line: &str| {
                let words = line.trim_start_matches('#').trim().to_lowercase();
                words.chars().filter(letters).collect::<String>().replace(' ', "-")
            };
            let is_there = linked.lines().any(|line| line.starts_with('#') && heading(line) == anchor);
            assert!(anchor.is_empty() || !path.is_empty() || is_there, "{page}: {target} is no heading");
        }
    }
}
