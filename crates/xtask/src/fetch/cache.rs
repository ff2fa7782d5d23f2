//! The user's cache directory: one folder per archive, complete or not there, verified at each use.
//!
//! Beside an archive's files lies their list of checksums, written when they had just been unpacked from the verified
//! archive. A file that was cut short or changed since is found out, and the archive is fetched again.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Archive, Integrity, Scratch, Source, maven, npm, pip, unpack};
use crate::failure::Failure;

/// Names the archive's checksum, then each file's.
const LIST: &str = "checksums";

/// Where fetched archives are kept, for all clones.
pub(crate) struct Cache {
    root: PathBuf,
}

impl Cache {
    /// `ALUDEL_CACHE`, or `aludel` in the platform's folder for caches.
    pub(crate) fn of_user() -> Result<Self, Failure> {
        location(|name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute()))
            .map(|root| Self { root })
            .ok_or_else(|| {
                Failure::new("no cache directory: neither ALUDEL_CACHE nor a home directory is set")
                    .way_out("set ALUDEL_CACHE to an absolute path")
            })
    }

    /// The folder with the archive's files, fetched if they are not there or not intact.
    pub(crate) fn get(&self, archive: &Archive) -> Result<PathBuf, Failure> {
        self.get_with(
            archive,
            match archive.source {
                Source::Npm => npm::download,
                Source::Maven => maven::download,
                Source::PyPi => pip::download,
            },
        )
    }

    /// Whether the archive's files look to be there; `get` verifies them.
    pub(crate) fn may_hold(&self, archive: &Archive) -> bool {
        self.folder(archive).join(LIST).is_file()
    }

    fn get_with(
        &self,
        archive: &Archive,
        download: impl FnOnce(&Archive, &Path) -> Result<PathBuf, Failure>,
    ) -> Result<PathBuf, Failure> {
        let folder = self.folder(archive);
        if folder.exists() {
            match verify(&folder, archive) {
                Ok(()) => return Ok(folder),
                Err(failure) => eprintln!("{failure}\nfetching it again"),
            }
        }
        let expected = Integrity::parse(archive.integrity)?;
        let scratch = Scratch::new(&self.root.join(archive.engine))?;
        let downloaded = download(archive, scratch.path())?;
        expected.verify(&downloaded)?;
        let made = scratch.path().join("files");
        fs::create_dir(&made).map_err(|error| Failure::io("create", &made, &error))?;
        match archive.source {
            Source::Npm => unpack::unpack(&downloaded, &archive.files, &made)?,
            Source::Maven => maven::keep(&downloaded, &made)?,
            Source::PyPi => pip::install(&downloaded, &made)?,
        }
        write_list(&made, archive)?;
        publish(&made, &folder, &scratch.path().join("old"), archive)?;
        Ok(folder)
    }

    fn folder(&self, archive: &Archive) -> PathBuf {
        let package = archive.package.rsplit(['/', ':']).next().unwrap_or(archive.package);
        self.root.join(archive.engine).join(format!("{package}-{}", archive.version))
    }
}

fn location(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let of_platform = || {
        if cfg!(windows) {
            variable("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            variable("HOME").map(|home| home.join("Library").join("Caches"))
        } else {
            variable("HOME").map(|home| home.join(".cache"))
        }
    };
    variable("ALUDEL_CACHE").or_else(|| Some(variable("XDG_CACHE_HOME").or_else(of_platform)?.join("aludel")))
}

/// Moves a finished folder to its place, where another run may just have put its own.
fn publish(made: &Path, folder: &Path, old: &Path, archive: &Archive) -> Result<(), Failure> {
    if fs::rename(made, folder).is_ok() {
        return Ok(());
    }
    if verify(folder, archive).is_ok() {
        return Ok(());
    }
    // Not intact: it goes with our temporary folder.
    fs::rename(folder, old).map_err(|error| Failure::io("move away", folder, &error))?;
    match fs::rename(made, folder) {
        Ok(()) => Ok(()),
        Err(_) if verify(folder, archive).is_ok() => Ok(()),
        Err(error) => Err(Failure::io("create", folder, &error)),
    }
}

fn write_list(folder: &Path, archive: &Archive) -> Result<(), Failure> {
    let mut list = format!("{} {}@{}\n", archive.integrity, archive.package, archive.version);
    let mut files = Vec::new();
    files_in(folder, "", &mut files)?;
    for needed in &archive.files {
        if !files.iter().any(|file| file == needed) {
            return Err(Failure::new(format!("{}@{} lacks {needed}", archive.package, archive.version)));
        }
    }
    for file in files {
        list += &format!("{} {file}\n", Integrity::of_file(&folder.join(&file))?);
    }
    let path = folder.join(LIST);
    fs::write(&path, list).map_err(|error| Failure::io("write", &path, &error))
}

/// The paths of all files below the folder, with `/` between their parts.
fn files_in(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Result<(), Failure> {
    let failed = |error| Failure::io("read", folder, &error);
    let mut entries: Vec<fs::DirEntry> =
        fs::read_dir(folder).map_err(failed)?.collect::<Result<_, _>>().map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files_in(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

fn verify(folder: &Path, archive: &Archive) -> Result<(), Failure> {
    let path = folder.join(LIST);
    let list = fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, &error))?;
    let mut lines = list.lines().filter_map(|line| line.split_once(' '));
    let outdated = || Failure::new(format!("{} lists another archive", path.display()));
    if lines.next().is_none_or(|(integrity, _)| integrity != archive.integrity) {
        return Err(outdated());
    }
    let listed: Vec<(&str, &str)> = lines.collect();
    if archive.files.iter().any(|file| !listed.iter().any(|(_, name)| name == file)) {
        return Err(outdated());
    }
    listed.iter().try_for_each(|(integrity, file)| Integrity::parse(integrity)?.verify(&folder.join(file)))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::fetch::unpack::tests::archive_of;

    /// A cache in a temporary folder, and an archive that is made instead of downloaded.
    struct World {
        scratch: Scratch,
        bytes: Vec<u8>,
        integrity: &'static str,
        downloads: Cell<u32>,
    }

    impl World {
        fn new() -> Self {
            let scratch = Scratch::new(&env::temp_dir()).expect("a temporary folder");
            let bytes = archive_of(&[("library", "seventy megabytes"), ("LICENSE", "MIT")]);
            let file = scratch.path().join("original.tgz");
            fs::write(&file, &bytes).expect("writing");
            let integrity = Integrity::of_file(&file).expect("reading").to_string().leak();
            Self { scratch, bytes, integrity, downloads: Cell::new(0) }
        }

        fn cache(&self) -> Cache {
            Cache { root: self.scratch.path().join("cache") }
        }

        fn archive(&self) -> Archive {
            Archive {
                engine: "engine",
                source: Source::Npm,
                package: "@scope/package",
                version: "1.0",
                integrity: self.integrity,
                files: vec!["library", "LICENSE"],
            }
        }

        fn get(&self) -> Result<PathBuf, Failure> {
            self.cache().get_with(&self.archive(), |_, folder| self.download(folder))
        }

        fn download(&self, folder: &Path) -> Result<PathBuf, Failure> {
            self.downloads.set(self.downloads.get() + 1);
            let file = folder.join("package.tgz");
            fs::write(&file, &self.bytes).map_err(|error| Failure::io("write", &file, &error))?;
            Ok(file)
        }

        fn nothing_left_over(&self) {
            let left = fs::read_dir(self.cache().root.join("engine")).expect("a folder").count();
            assert_eq!(left, 1, "temporary folders are gone");
        }
    }

    #[test]
    fn an_archive_is_downloaded_once() {
        let world = World::new();
        assert!(!world.cache().may_hold(&world.archive()));
        let folder = world.get().expect("fetched");
        assert!(world.cache().may_hold(&world.archive()));
        assert_eq!(world.get().expect("kept"), folder);
        assert_eq!(world.downloads.get(), 1);
        assert_eq!(fs::read_to_string(folder.join("library")).expect("unpacked"), "seventy megabytes");
        world.nothing_left_over();
    }

    #[test]
    fn a_damaged_cache_is_fetched_again() {
        let damages: [fn(&Path); 4] = [
            |folder| fs::write(folder.join("library"), "seventy megabyteS").expect("writing"),
            |folder| fs::remove_file(folder.join("library")).expect("removing"),
            |folder| fs::remove_file(folder.join(LIST)).expect("removing"),
            |folder| fs::write(folder.join(LIST), "sha512-AAAA another@1.0\n").expect("writing"),
        ];
        for damage in damages {
            let world = World::new();
            damage(&world.get().expect("fetched"));
            let folder = world.get().expect("fetched again");
            assert_eq!(world.downloads.get(), 2);
            assert_eq!(fs::read_to_string(folder.join("library")).expect("unpacked"), "seventy megabytes");
            world.nothing_left_over();
        }
    }

    #[test]
    fn another_archive_than_the_pinned_is_refused_and_not_kept() {
        let mut world = World::new();
        world.bytes = archive_of(&[("library", "something else"), ("LICENSE", "MIT")]);
        let failure = world.get().expect_err("another checksum").to_string();
        assert!(failure.contains("is not what was expected"), "{failure}");
        assert!(!world.cache().may_hold(&world.archive()));
    }

    #[test]
    fn a_run_at_the_same_time_does_no_harm() {
        let world = World::new();
        // Another run finishes while ours downloads.
        let folder = world
            .cache()
            .get_with(&world.archive(), |_, folder| {
                world.get()?;
                world.download(folder)
            })
            .expect("fetched");
        assert!(verify(&folder, &world.archive()).is_ok());
        world.nothing_left_over();
    }

    #[test]
    fn the_variables_that_name_the_cache() {
        let with = |set: &'static [(&str, &str)]| {
            location(|name| set.iter().find(|(variable, _)| *variable == name).map(|(_, value)| PathBuf::from(value)))
        };
        assert_eq!(with(&[("ALUDEL_CACHE", "/a"), ("XDG_CACHE_HOME", "/x")]), Some(PathBuf::from("/a")));
        assert_eq!(with(&[("XDG_CACHE_HOME", "/x"), ("HOME", "/h")]), Some(PathBuf::from("/x/aludel")));
        assert_eq!(with(&[]), None);
        #[cfg(target_os = "linux")]
        assert_eq!(with(&[("HOME", "/h")]), Some(PathBuf::from("/h/.cache/aludel")));
    }
}
