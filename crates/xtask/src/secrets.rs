//! Whether a secret that the tests use stands in what they print.

use crate::failure::Failure;

/// What tests give to engines as passwords, tokens and keys. A test holds that they still do.
const KNOWN: [&str; 2] = ["hush-5e1f", "hunter2"];

/// The first line of `output` with a known secret in it is a failure; it is told by its number, not by its words.
pub(crate) fn none_in(output: &str) -> Result<(), Failure> {
    for (number, line) in output.lines().enumerate() {
        if let Some(secret) = KNOWN.iter().find(|secret| line.contains(**secret)) {
            let shown = line.replace(secret, "***");
            return Err(Failure::new(format!("a secret of the tests is printed in line {}: {shown}", number + 1)));
        }
    }
    eprintln!("none of {} secrets in {} lines of output", KNOWN.len(), output.lines().count());
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::repository::Repository;

    /// Every known secret stands in some test: one that is used no more can't be found.
    fn are_used(repository: &Repository) -> Result<(), Failure> {
        let folders = [repository.root().join("tests"), repository.root().join("crates")];
        for secret in KNOWN {
            let is_used = folders.iter().map(|folder| stands_in(folder, secret)).collect::<Result<Vec<_>, _>>()?;
            if !is_used.contains(&true) {
                return Err(Failure::new(format!("no test uses the secret {secret:?} any more")));
            }
        }
        Ok(())
    }

    fn stands_in(folder: &Path, secret: &str) -> Result<bool, Failure> {
        for entry in fs::read_dir(folder).map_err(|error| Failure::io("read", folder, &error))? {
            let path = entry.map_err(|error| Failure::io("read", folder, &error))?.path();
            let is_ours = path.file_name().is_some_and(|name| name == "xtask");
            let is_found = if path.is_dir() {
                !is_ours && stands_in(&path, secret)?
            } else {
                path.extension().is_some_and(|extension| extension == "rs")
                    && fs::read_to_string(&path).is_ok_and(|text| text.contains(secret))
            };
            if is_found {
                return Ok(true);
            }
        }
        Ok(false)
    }

    #[test]
    fn a_secret_in_the_output_is_found_and_not_shown() {
        assert!(none_in("test a ... ok\nall is well\n").is_ok());
        for secret in KNOWN {
            let told = none_in(&format!("test a ... ok\nerror: password={secret} is wrong\n")).expect_err("a secret");
            assert_eq!(told.to_string(), "a secret of the tests is printed in line 2: error: password=*** is wrong");
        }
    }

    #[test]
    fn the_known_secrets_are_those_of_the_tests() -> Result<(), Failure> {
        are_used(&Repository::find()?)
    }
}
