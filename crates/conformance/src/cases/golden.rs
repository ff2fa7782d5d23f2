//! How a case's text is compared with its golden file.

use std::path::Path;

use aludel_dialect::{Capabilities, Dialect};
use aludel_query::{BuildError, Prepared, SqlDialect, Statement};

use super::Case;
use super::run::{Written, is_unspoken};

/// Whether golden files are compared or written anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bless {
    Compare,
    Write,
}

/// So many letters of a parameter are written; of one that has more it is said how many bytes there are.
const LONG: usize = 200;

/// Compares the statement's text, or its refusal, with the file that has it; or writes the file.
pub(crate) fn golden<D: Dialect + SqlDialect>(folder: &Path, case: &Case, bless: Bless) -> Result<(), String> {
    let (text, ending, other) = match Written((case.statement)()).render(D::spelling(), &Capabilities::of::<D>()) {
        Ok(prepared) => (written(&prepared), "sql", "refused"),
        Err(error) if matches!(error, BuildError::Refused(_)) || is_unspoken(&error) => {
            (format!("{error}\n"), "refused", "sql")
        }
        Err(error) => return Err(error.to_string()),
    };
    let folder = folder.join(&case.name);
    let (path, stale) = (folder.join(format!("{}.{ending}", D::NAME)), folder.join(format!("{}.{other}", D::NAME)));
    if bless == Bless::Write {
        let write = || {
            std::fs::create_dir_all(&folder)?;
            std::fs::write(&path, &text)?;
            if stale.exists() { std::fs::remove_file(&stale) } else { Ok(()) }
        };
        return write().map_err(|error| format!("{}: {error}", path.display()));
    }
    let found = std::fs::read_to_string(&path);
    match found {
        _ if stale.exists() => Err(format!(
            "{} is there, and it gives\n{text}if that is right, the test writes it with ALUDEL_GOLDEN=bless",
            stale.display()
        )),
        Ok(found) if found == text => Ok(()),
        Ok(found) => Err(format!(
            "{} says\n{found}and it gives\n{text}if that is right, the test writes it with ALUDEL_GOLDEN=bless",
            path.display()
        )),
        Err(error) => Err(format!("{}: {error}; the test writes it with ALUDEL_GOLDEN=bless", path.display())),
    }
}

fn written(prepared: &Prepared) -> String {
    let mut text = format!("{}\n", prepared.sql);
    for (number, parameter) in prepared.parameters.iter().take(100).enumerate() {
        let sql_type = parameter.sql_type.as_ref().map(|sql_type| format!(": {sql_type}")).unwrap_or_default();
        text += &format!("-- {} = {}{sql_type}\n", number + 1, shortened(&crate::show(&parameter.value)));
    }
    if prepared.parameters.len() > 100 {
        text += &format!("-- and {} more\n", prepared.parameters.len() - 100);
    }
    text
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONG) {
        Some((end, _)) => format!("{} … {} bytes in all", &text[..end], text.len()),
        None => text.to_owned(),
    }
}
