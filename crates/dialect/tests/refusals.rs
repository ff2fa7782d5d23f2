//! What must not compile, and what rustc says then. The messages are rustc 1.95's; another version may word them
//! differently. `TRYBUILD=overwrite cargo test -p aludel-dialect --test refusals` writes them anew.

#[test]
fn refusals() {
    trybuild::TestCases::new().compile_fail("tests/refuse/*.rs");
}
