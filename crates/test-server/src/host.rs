//! What the programs that run a server have in common.

use std::env;
use std::fs;
use std::io::{self, Read};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// The folder of this clone that `cargo xtask engines` fills, wherever the clone was moved since it was built.
pub fn engines_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.engines")
}

/// The server's data and its log, which go with this.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// A new folder among the temporary ones, named for the engine and this process.
    ///
    /// # Errors
    /// It can't be made.
    pub fn new(engine: &str) -> io::Result<Self> {
        let folder = env::temp_dir().join(format!("aludel-{engine}-{}", std::process::id()));
        if folder.exists() {
            // Left by a process of the same number that was killed.
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir(&folder)?;
        Ok(Self(folder))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A server that runs in this process is still at work in it; one that ended may be slow to let go.
        for _ in 0..10 {
            if fs::remove_dir_all(&self.0).is_ok() || !self.0.exists() {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Free now. Another process may take it before the server does, which then ends and says so.
///
/// # Errors
/// The system gives none.
pub fn free_address() -> io::Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0")?.local_addr()
}

/// Calls `leave`, on a thread of its own, when the input ends: whoever started us holds the other end, so that we go
/// when that process does, however it ends.
pub fn when_input_ends(leave: impl FnOnce() + Send + 'static) {
    thread::spawn(move || {
        let mut nothing = [0; 64];
        while matches!(io::stdin().read(&mut nothing), Ok(1..)) {}
        leave();
    });
}
