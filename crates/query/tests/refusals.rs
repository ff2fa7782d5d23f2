//! What must not compile, what rustc says then, and what must compile. The messages are rustc 1.95's; another version may
//! word them differently. `TRYBUILD=overwrite cargo test -p aludel-query --test refusals` writes them anew.
#![allow(missing_docs)]

#[test]
fn refusals() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/refuse/*.rs");
    cases.pass("tests/accept/*.rs");
}
