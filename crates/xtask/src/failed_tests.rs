//! Which tests failed, and what each said, taken from all that a test run prints: its end is thousands of lines away
//! from the failure, and a log may be cut before one looks at it.

/// How many lines of one test's complaint are repeated; what is longer stands in full where it was printed.
const LINES_OF_A_COMPLAINT: usize = 30;

/// A few words for each failed test in the `output` of `cargo test --no-fail-fast`, and for each target. Empty if the
/// output names none, as when something did not compile.
pub(crate) fn told(output: &str) -> String {
    let mut told = Vec::new();
    for target in indented_after(output, |line| line.starts_with("error: ") && line.ends_with(" failed:")) {
        told.push(format!("failed: {target}"));
    }
    let mut is_silent = false;
    for name in indented_after(output, |line| line == "failures:") {
        let complaint = complaint(output, name);
        is_silent |= complaint.is_empty();
        told.push(format!("failed: {name}"));
        told.extend(complaint.into_iter().map(|line| format!("    {line}")));
    }
    // A test that returns an error prints it without its name, if nothing is captured.
    let returned = output.lines().filter(|line| is_silent && line.starts_with("Error: "));
    told.extend(returned.take(LINES_OF_A_COMPLAINT).map(|line| format!("returned by one of them: {line}")));
    told.join("\n")
}

/// The indented lines right below each headline.
fn indented_after(output: &str, is_headline: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut found = Vec::new();
    let mut is_below = false;
    for line in output.lines() {
        match line.strip_prefix("    ").filter(|_| is_below) {
            Some(name) if !found.contains(&name) => found.push(name),
            Some(_) => {}
            None => is_below = is_headline(line),
        }
    }
    found
}

/// What the test `name` says: the panic of its thread, or the block that the test harness prints for it.
fn complaint<'a>(output: &'a str, name: &str) -> Vec<&'a str> {
    let thread = format!("thread '{name}'");
    let blocks = [format!("---- {name} ----"), format!("---- {name} stdout ----")];
    let begins = |line: &&str| line.starts_with(&thread) || blocks.iter().any(|block| block == line);
    let is_over = |line: &str| {
        line.is_empty()
            || line == "failures:"
            || line.starts_with("note: run with `RUST_BACKTRACE")
            || line.starts_with("test ")
            || line.starts_with("thread '")
            || line.starts_with("---- ")
    };
    let mut lines = output.lines().skip_while(|line| !begins(line));
    // The harness puts a panic below its own headline, or it stands alone.
    let headline = lines.next().filter(|line| line.starts_with(&thread));
    let mut lines = lines.skip_while(|line| line.is_empty()).peekable();
    let headline = headline.or_else(|| lines.next_if(|line| line.starts_with(&thread)));
    headline.into_iter().chain(lines.take_while(|line| !is_over(line))).take(LINES_OF_A_COMPLAINT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `cargo test --no-fail-fast` prints it, its standard output first, then its standard error.
    const PRINTED: &str = "\
test engine::opens ... ok
test engine::closes ... FAILED

failures:

failures:
    engine::closes

test result: FAILED. 1 passed; 1 failed

test golden::a ... FAILED

failures:

---- golden::a ----
differs in line 2:
  SELECT 1

failures:
    golden::a

test result: FAILED. 0 passed; 1 failed

     Running tests/engine.rs (target/debug/deps/engine)

thread 'engine::closes' (12) panicked at tests/engine.rs:3:5:
assertion failed: closed
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
error: test failed, to rerun pass `-p aludel --test engine`
error: 2 targets failed:
    `-p aludel --test engine`
    `-p aludel-duckdb-md --test conformance`
";

    #[test]
    fn each_failed_test_is_named_with_its_complaint() {
        let expected = "\
failed: `-p aludel --test engine`
failed: `-p aludel-duckdb-md --test conformance`
failed: engine::closes
    thread 'engine::closes' (12) panicked at tests/engine.rs:3:5:
    assertion failed: closed
failed: golden::a
    differs in line 2:
      SELECT 1";
        assert_eq!(told(PRINTED), expected);
    }

    #[test]
    fn a_panic_below_the_headline_of_the_harness_is_told() {
        let printed = "\
failures:

---- a stdout ----

thread 'a' (7) panicked at tests/engine.rs:3:5:
assertion failed: closed
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

---- b stdout ----
Error: \"closed\"


failures:
    a
    b
";
        let expected = "\
failed: a
    thread 'a' (7) panicked at tests/engine.rs:3:5:
    assertion failed: closed
failed: b
    Error: \"closed\"";
        assert_eq!(told(printed), expected);
    }

    #[test]
    fn an_error_that_a_test_returned_is_told_without_its_name() {
        let printed = "failures:\n    a\n\nError: \"no port\"\nerror: test failed, to rerun pass `--test engine`\n";
        assert_eq!(told(printed), "failed: a\nreturned by one of them: Error: \"no port\"");
    }

    #[test]
    fn what_passes_is_not_named() {
        assert_eq!(told("test a ... ok\n\ntest result: ok. 1 passed; 0 failed\n"), "");
    }

    #[test]
    fn a_long_complaint_is_cut() {
        let lines: String = (0..100).map(|number| format!("line {number}\n")).collect();
        let printed = format!("---- a ----\n{lines}\nfailures:\n    a\n");
        assert_eq!(told(&printed).lines().count(), 1 + LINES_OF_A_COMPLAINT);
    }
}
