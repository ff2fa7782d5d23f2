//! Probes that can't be said in SQL alone, asked of DuckDB through its own C interface.

use std::error::Error;
use std::process::ExitCode;

use aludel_conformance::{ByHand, Observed};
use aludel_dialect::Construct;

/// Which construct each of them asks.
pub(crate) const ALL: &[ByHand] = &[
    ByHand { construct: Construct::Progress, ask: |_| judged(progress::is_told()) },
    ByHand { construct: Construct::CopyFromStdin, ask: |_| judged(standard_input::is_read()) },
];

/// What this process is to do if a probe started it.
pub(crate) fn in_child() -> Option<ExitCode> {
    standard_input::in_child()
}

type Effect = Result<Result<(), String>, Box<dyn Error>>;

fn judged(effect: Effect) -> Observed {
    match effect {
        Ok(Ok(())) => Observed::Seen,
        Ok(Err(what)) => Observed::Unseen(what),
        Err(error) => Observed::Broken(error.to_string()),
    }
}

/// How far a query is: only the C interface tells.
#[allow(unsafe_code, reason = "the C interface")]
mod progress {
    use std::ffi::CString;
    use std::ptr;
    use std::time::{Duration, Instant};

    use duckdb::ffi;

    use super::Effect;

    struct Raw(ffi::duckdb_connection);
    // SAFETY: DuckDB's connections may be asked for their progress, and interrupted, from any thread.
    unsafe impl Send for Raw {}
    unsafe impl Sync for Raw {}

    impl Raw {
        fn run(&self, sql: &str) -> Result<(), String> {
            let sql = CString::new(sql).map_err(|error| error.to_string())?;
            // SAFETY: the connection is open, and a missing result is allowed.
            let state = unsafe { ffi::duckdb_query(self.0, sql.as_ptr(), ptr::null_mut()) };
            if state == ffi::DuckDBSuccess { Ok(()) } else { Err(format!("{sql:?} failed")) }
        }
    }

    pub(super) fn is_told() -> Effect {
        let mut database: ffi::duckdb_database = ptr::null_mut();
        let mut connection: ffi::duckdb_connection = ptr::null_mut();
        // SAFETY: no path means a database in memory; both are closed below.
        let opened = unsafe {
            ffi::duckdb_open(ptr::null(), &mut database) == ffi::DuckDBSuccess
                && ffi::duckdb_connect(database, &mut connection) == ffi::DuckDBSuccess
        };
        if !opened {
            return Err("no database could be opened".into());
        }
        let mut raw = Raw(connection);
        let told = watch(&raw);
        // SAFETY: nothing runs on them any more.
        unsafe {
            ffi::duckdb_disconnect(&mut raw.0);
            ffi::duckdb_close(&mut database);
        }
        Ok(told?)
    }

    fn watch(raw: &Raw) -> Result<Result<(), String>, String> {
        for setting in
            ["enable_progress_bar = true", "enable_progress_bar_print = false", "progress_bar_time = 0", "threads = 1"]
        {
            raw.run(&format!("SET {setting}"))?;
        }
        // The groups of rows that have been read of a table are counted; each row is some work here.
        raw.run("CREATE TABLE big AS SELECT x FROM range(10000000) r(x)")?;
        let query = "SELECT sum(sin(x) * cos(x) + sqrt(x) + sin(x + 1) * cos(x + 1) + ln(x + 1)) FROM big";
        let mut greatest = -1.0_f64;
        std::thread::scope(|scope| {
            let running = scope.spawn(|| raw.run(query));
            let begun = Instant::now();
            while greatest <= 0.0 && !running.is_finished() && begun.elapsed() < Duration::from_secs(20) {
                // SAFETY: the connection outlives the scope.
                greatest = greatest.max(unsafe { ffi::duckdb_query_progress(raw.0) }.percentage);
                std::thread::sleep(Duration::from_millis(1));
            }
            // SAFETY: as above.
            unsafe { ffi::duckdb_interrupt(raw.0) };
        });
        Ok(if greatest > 0.0 { Ok(()) } else { Err(format!("the progress stays at {greatest}")) })
    }
}

/// `COPY … FROM STDIN` reads the standard input of the whole process, so a process of its own asks it.
mod standard_input {
    use std::io::Write;
    use std::process::{Command, ExitCode, Stdio};

    use super::Effect;

    const IN_CHILD: &str = "ALUDEL_PROBE_STANDARD_INPUT";

    pub(super) fn is_read() -> Effect {
        let mut child = Command::new(std::env::current_exe()?)
            .env(IN_CHILD, "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        child.stdin.take().ok_or("no pipe")?.write_all(b"a,b\n1,x\n2,y\n")?;
        let out = String::from_utf8(child.wait_with_output()?.stdout)?;
        Ok(if out == "2 rows" { Ok(()) } else { Err(format!("copied {out:?}, not 2 rows")) })
    }

    pub(super) fn in_child() -> Option<ExitCode> {
        std::env::var_os(IN_CHILD)?;
        let copied = duckdb::Connection::open_in_memory().and_then(|connection| {
            connection.execute_batch("CREATE TABLE t (a INTEGER, b VARCHAR)")?;
            connection.execute("COPY t FROM STDIN (FORMAT csv, HEADER true)", [])
        });
        match copied {
            Ok(rows) => print!("{rows} rows"),
            Err(error) => print!("{error}"),
        }
        Some(ExitCode::SUCCESS)
    }
}
