//! What must not compile with the facade, and what rustc says then: the message points at the method that adds what the
//! engine lacks. The README quotes one of them. The messages are rustc 1.95's; another version may word them differently.
//! `TRYBUILD=overwrite cargo test --test refuse` writes them anew.

#[test]
fn refusals() {
    trybuild::TestCases::new().compile_fail("tests/refuse/*.rs");
}
