//! Standard output, or a file that appears when it is complete.

use std::fs::File;
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::NamedTempFile;

use crate::failure::Failure;

/// Where the output goes.
pub(crate) struct Place {
    to: To,
    /// The reader has gone: some formats wrap the error until it is not known any more.
    is_gone: Arc<AtomicBool>,
}

enum To {
    Standard(BufWriter<Stdout>),
    /// What is no plain file, such as a pipe that has a name, is written at once.
    Special(BufWriter<File>),
    /// Written beside the file, which it then becomes; dropped before that, it is taken away.
    File(BufWriter<NamedTempFile>, PathBuf),
}

impl Place {
    pub(crate) fn standard() -> Self {
        Self::new(To::Standard(BufWriter::new(io::stdout())))
    }

    pub(crate) fn file(path: &Path) -> Result<Self, Failure> {
        let told = |error: io::Error| Failure::new(format!("{}: {error}", path.display()));
        if path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            let file = File::options().write(true).open(path).map_err(told)?;
            return Ok(Self::new(To::Special(BufWriter::new(file))));
        }
        if path.is_dir() {
            return Err(told(io::ErrorKind::IsADirectory.into()));
        }
        let path = &behind_links(path);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        // As any file that a program makes, and not for its owner alone.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        // The name of what stands in for the file until it is complete says nothing to the person.
        let plain = |error: io::Error| {
            let said = error.to_string();
            let reason = said.split(" at path ").next().unwrap_or_default();
            Failure::new(format!("{}: {reason}", path.display()))
        };
        let file = builder.prefix(".aludel-").tempfile_in(folder).map_err(plain)?;
        // Who may read the file may read the new one.
        if let Ok(found) = path.metadata() {
            file.as_file().set_permissions(found.permissions()).map_err(told)?;
        }
        Ok(Self::new(To::File(BufWriter::new(file), path.to_owned())))
    }

    fn new(to: To) -> Self {
        Self { to, is_gone: Arc::default() }
    }

    /// Tells, also after this is given away, whether the reader has gone.
    pub(crate) fn gone(&self) -> Arc<AtomicBool> {
        self.is_gone.clone()
    }

    /// Everything is written.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        let To::File(file, path) = self.to else { return Ok(()) };
        let told = |error: io::Error| Failure::new(format!("{}: {error}", path.display()));
        let file = file.into_inner().map_err(|error| told(error.into_error()))?;
        file.persist(&path).map_err(|error| told(error.error))?;
        Ok(())
    }

    fn watched<T>(&mut self, work: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
        let to: &mut dyn Write = match &mut self.to {
            To::Standard(to) => to,
            To::Special(to) => to,
            To::File(to, _) => to,
        };
        work(to).inspect_err(|error| {
            if error.kind() == io::ErrorKind::BrokenPipe {
                self.is_gone.store(true, Ordering::Relaxed);
            }
        })
    }
}

/// The file that a link is for, so that it stays a link.
fn behind_links(path: &Path) -> PathBuf {
    if let Ok(found) = path.canonicalize() {
        return found;
    }
    // There is nothing yet where it points to.
    match path.read_link() {
        Ok(link) => path.parent().map_or_else(|| link.clone(), |folder| folder.join(&link)),
        Err(_) => path.to_owned(),
    }
}

impl Write for Place {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.watched(|to| to.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.watched(|to| to.flush())
    }
}
