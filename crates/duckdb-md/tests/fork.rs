//! A forked child gets an error, not a hang. One test, so that no other thread is about when it forks.
#![allow(unsafe_code)]
mod common;

use aludel_engine::Error;
use common::{Tested, memory, sql};

#[test]
fn a_forked_child_gets_a_typed_error() -> Tested<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let database = runtime.block_on(common::open("duckdb://"))?;
    let mut c = runtime.block_on(database.connect())?;
    runtime.block_on(c.execute(&sql("SELECT 1")))?;
    // SAFETY: the child only runs what follows and leaves by `_exit`.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let used = runtime.block_on(c.execute(&sql("SELECT 1")));
        let connected = runtime.block_on(database.connect());
        let right = matches!(used, Err(Error::Forked)) && matches!(connected, Err(Error::Forked));
        drop(c);
        drop(database);
        // SAFETY: ends the child without the parent's exit handlers.
        unsafe { libc::_exit(if right { 0 } else { 1 }) }
    }
    let (mut status, mut waited) = (0, 0);
    // SAFETY (both): a child of ours, and a place for its status.
    while unsafe { libc::waitpid(child, &mut status, libc::WNOHANG) } == 0 {
        std::thread::sleep(std::time::Duration::from_millis(10));
        waited += 1;
        if waited > 1_000 {
            unsafe { libc::kill(child, libc::SIGKILL) };
            return Err("the child hangs".into());
        }
    }
    assert_eq!(status, 0);
    runtime.block_on(c.execute(&sql("SELECT 1")))?;
    runtime.block_on(async { memory().await.map(drop) })
}
