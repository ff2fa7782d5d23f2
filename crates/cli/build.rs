//! Where the program looks for DuckDB's library when it is not linked into it: beside itself.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    match std::env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("macos") => println!("cargo::rustc-link-arg-bins=-Wl,-rpath,@executable_path"),
        // Windows looks there anyway.
        Ok("windows") | Err(_) => {}
        Ok(_) => println!("cargo::rustc-link-arg-bins=-Wl,-rpath,$ORIGIN"),
    }
}
