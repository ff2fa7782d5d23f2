//! Probes that can't be said in SQL alone, asked of DuckDB through the `duckdb` crate and through its C interface.

use std::error::Error;
use std::time::Duration;

use aludel::Construct;
use duckdb::Connection;

use crate::probe::Observed;

/// A probe by hand.
type Ask = fn() -> Observed;

/// Which construct each of them asks.
pub(crate) const ALL: &[(Construct, Ask)] = &[
    (Construct::BulkInsert, || judged(appends())),
    (Construct::ServerParameters, || judged(binds())),
    (Construct::Cancel, || judged(interrupts())),
    (Construct::Progress, || judged(progress::is_told())),
    (Construct::CopyFromStdin, || judged(standard_input::is_read())),
];

type Effect = Result<Result<(), String>, Box<dyn Error>>;

fn judged(effect: Effect) -> Observed {
    match effect {
        Ok(Ok(())) => Observed::Seen,
        Ok(Err(what)) => Observed::Unseen(what),
        Err(error) => Observed::Broken(error.to_string()),
    }
}

fn expect<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("found {found:?}, expected {expected:?}")) }
}

fn appends() -> Effect {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch("CREATE TABLE t (a INTEGER, b VARCHAR)")?;
    let mut appender = connection.appender("t")?;
    for number in 0..5_000 {
        appender.append_row(duckdb::params![number, "x"])?;
    }
    appender.flush()?;
    let (count, sum) = connection.query_row("SELECT count(*), sum(a)::BIGINT FROM t", [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
    })?;
    Ok(expect((count, sum), (5_000, 12_497_500)))
}

fn binds() -> Effect {
    let connection = Connection::open_in_memory()?;
    let mut statement = connection.prepare("SELECT $1, typeof($1)")?;
    let text = "'; SELECT 1 --";
    let back: (String, String) = statement.query_row([text], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(expect(back, (text.to_owned(), "VARCHAR".to_owned())))
}

/// Runs for hours if nobody stops it.
const ENDLESS: &str = "SELECT count(*) FROM range(1000000000000) a(x), range(1000000) b(y) WHERE x + y = -1";

fn interrupts() -> Effect {
    let connection = Connection::open_in_memory()?;
    let handle = connection.interrupt_handle();
    let interrupter = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        handle.interrupt();
    });
    let stopped = connection.query_row(ENDLESS, [], |row| row.get::<_, i64>(0));
    interrupter.join().map_err(|_| "the interrupting thread panicked")?;
    let message = stopped.err().map(|error| error.to_string()).unwrap_or_default();
    let again: i32 = connection.query_row("SELECT 1", [], |row| row.get(0))?;
    Ok(expect((message.contains("INTERRUPT"), again), (true, 1)))
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
    use std::process::{Command, Stdio};

    use super::{Effect, expect};

    const IN_CHILD: &str = "ALUDEL_PROBE_STANDARD_INPUT";

    pub(super) fn is_read() -> Effect {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["by_hand::standard_input::in_a_process_of_its_own", "--exact", "--ignored", "--nocapture"])
            .env(IN_CHILD, "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        child.stdin.take().ok_or("no pipe")?.write_all(b"a,b\n1,x\n2,y\n")?;
        let out = String::from_utf8(child.wait_with_output()?.stdout)?;
        let line = out.lines().find_map(|line| line.strip_prefix("copied: ")).unwrap_or("nothing");
        Ok(expect(line, "2 rows"))
    }

    #[test]
    #[ignore = "run by the probe of CopyFromStdin, in a process whose standard input it may read"]
    fn in_a_process_of_its_own() {
        if std::env::var_os(IN_CHILD).is_none() {
            return;
        }
        let connection = duckdb::Connection::open_in_memory().expect("a database");
        connection.execute_batch("CREATE TABLE t (a INTEGER, b VARCHAR)").expect("a table");
        let copied = connection.execute("COPY t FROM STDIN (FORMAT csv, HEADER true)", []);
        println!("\ncopied: {} rows", copied.expect("the engine accepts it"));
    }
}
