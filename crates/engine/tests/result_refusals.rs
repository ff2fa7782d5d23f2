//! What the derive macros and the result traits say to code that can't work.

#[test]
fn misuse_is_explained() {
    trybuild::TestCases::new().compile_fail("tests/result_refusals/*.rs");
}
