//! `aludel-md-stand-in`: runs a stand-in for MotherDuck's Postgres endpoint until its standard input ends.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use aludel_md_stand_in::StandIn;

fn main() -> ExitCode {
    match StandIn::builder().start() {
        Ok(server) => {
            // Nobody reads it any more: then our input has ended too.
            let _ = writeln!(io::stdout(), "{}", server.url("md:"));
            let mut nothing = [0; 64];
            while matches!(io::stdin().read(&mut nothing), Ok(1..)) {}
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("aludel-md-stand-in: {error}");
            ExitCode::FAILURE
        }
    }
}
