//! The server's process, which never outlives ours. The one place with `unsafe`.

#![allow(unsafe_code)]

use std::io;
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// How long the server may take to end by itself; a query that does not stop keeps it for ever.
const GRACE: Duration = Duration::from_secs(5);

/// A process that is ended when this is dropped.
pub(crate) struct Child(std::process::Child);

impl Child {
    /// Starts it. On Linux the system kills it when this process is killed: the caller's thread must be the main one,
    /// whose end is the end of the process.
    pub(crate) fn start(mut command: Command) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        {
            use std::os::unix::process::CommandExt;
            // SAFETY: between fork and exec only `prctl` is called, which is async-signal-safe.
            unsafe {
                command.pre_exec(|| match libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) {
                    0 => Ok(()),
                    _ => Err(io::Error::last_os_error()),
                });
            }
        }
        command.spawn().map(Self)
    }

    /// How it ended, if it did.
    pub(crate) fn has_ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().ok().flatten()
    }

    /// Asks it to end.
    #[cfg(unix)]
    fn ask(&self) {
        let Ok(id) = libc::pid_t::try_from(self.0.id()) else { return };
        // SAFETY: a child of ours that was not waited for, so that its number is still its own.
        unsafe { libc::kill(id, libc::SIGTERM) };
    }

    #[cfg(not(unix))]
    fn ask(&self) {}
}

impl Drop for Child {
    fn drop(&mut self) {
        if self.has_ended().is_some() {
            return;
        }
        self.ask();
        let begun = Instant::now();
        while cfg!(unix) && begun.elapsed() < GRACE {
            if self.has_ended().is_some() {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        // It has ended meanwhile, or is killed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
