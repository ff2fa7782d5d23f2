//! What a person is told where something does not work.

use std::time::Duration;

use super::*;

#[test]
fn each_failure_has_its_code_one_message_and_a_way_out() {
    let folder = Folder::new();
    let url = folder.duckdb("a.db");
    aludel(["query", &url, "CREATE TABLE orders (id INTEGER)"]).ok();
    type Case<'a> = (&'a [&'a str], i32, &'a [&'a str]);
    let missing = folder.file("missing/x.csv");
    let cases: [Case<'_>; 14] = [
        (&["query", &url, "SELEC 1"], 1, &["error: syntax error"]),
        (&["query", &url, "FROM order"], 1, &["error: "]),
        (&["query", &url, "SELECT :a"], 1, &["error: ", "a"]),
        (&["query", &url], 2, &["error: ", "SQL", "Usage: aludel query"]),
        (&["query", &url, "SELECT 1", "--file", "x"], 2, &["cannot be used with"]),
        (&["query", &url, "--file", "no-such-file.sql"], 1, &["error: no-such-file.sql: No such file"]),
        (&["query", &url, "SELECT 1", "--output", "x.docx"], 2, &["tells no format", "help: add --format"]),
        (&["query", &url, "SELECT 1", "--output", &missing], 1, &["error: ", "No such file"]),
        (&["query", &url, "SELECT 1", "--param", "a:day=x"], 2, &["there is no type \"day\""]),
        (&["query", "oracle://h/d", "SELECT 1"], 1, &["error: ", "duckdb"]),
        (&["inspect", &url, "ordres"], 1, &["there is no table \"ordres\"", "orders"]),
        (
            &["inspect", &url, "orders", "--ddl", "--for", "oracle"],
            2,
            &["no dialect \"oracle\"", "help: the dialects are"],
        ),
        (&["support", "--construct", "nonsense"], 2, &["no construct has \"nonsense\"", "help: "]),
        (&["nonsense"], 2, &["unrecognized subcommand"]),
    ];
    for (arguments, code, words) in cases {
        let done = aludel(arguments.iter().copied());
        assert_eq!(done.code, Some(code), "{arguments:?} {done:?}");
        assert_eq!(done.out, "", "{arguments:?}");
        for word in words {
            assert!(done.err.contains(word), "{arguments:?}: {word:?} is not in {:?}", done.err);
        }
        assert!(!done.err.contains(".aludel-"), "the name of a file that is not the person's: {}", done.err);
        assert!(!done.err.contains("panicked") && !done.err.contains("RUST_BACKTRACE"), "{}", done.err);
    }
}

#[test]
fn a_file_that_is_not_complete_does_not_appear() {
    let folder = Folder::new();
    let path = folder.file("rows.csv");
    std::fs::write(&path, "what was there").unwrap();
    // It fails in the middle.
    let sql = "SELECT CAST(CASE WHEN range = 900000 THEN 'x' ELSE '1' END AS INTEGER) AS n FROM range(1000000)";
    let done = aludel(["query", "duckdb://?threads=1", sql, "--output", &path]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "what was there");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_mode_and_a_link_stays_one() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let [file, link, dangling] = ["rows.csv", "link.csv", "dangling.csv"].map(|name| folder.file(name));
    std::fs::write(&file, "before").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::os::unix::fs::symlink("rows.csv", &link).unwrap();
    std::os::unix::fs::symlink("new.csv", &dangling).unwrap();
    for (path, written) in [(&file, &file), (&link, &file), (&dangling, &folder.file("new.csv"))] {
        aludel(["query", "duckdb://", "SELECT 1 AS one", "--output", path]).ok();
        assert_eq!(std::fs::read_to_string(written).unwrap(), "one\n1\n", "{path}");
        std::fs::write(written, "before").unwrap();
    }
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(std::fs::symlink_metadata(&dangling).unwrap().is_symlink());
}

#[test]
fn a_password_is_never_shown() {
    let secret = "hush-hush";
    let bad = format!("clickhouse://joe:{secret}@127.0.0.1:1/db");
    let broken = format!("clickhouse://joe:{secret}@127.0.0.1:notaport/db");
    let with_key = format!("questdb://joe@127.0.0.1:1/qdb?password={secret}");
    let missing = format!("nosuch://joe:{secret}@h/db");
    for url in [&bad, &broken, &with_key, &missing] {
        for done in [
            aludel(["query", url, "SELECT 1"]),
            aludel(["inspect", url]),
            aludel(["inspect", "duckdb://", url]),
            aludel(["inspect", "duckdb://", &format!("\"{url}\"")]),
            aludel(["copy", "duckdb://", url, "duckdb://", url]),
            aludel(["query", "duckdb://", &format!("SELECT '{url}'::INTEGER")]),
            aludel(["prove", url]),
            aludel(["copy", url, "t", url, "t"]),
            aludel(["query", "duckdb://", "SELECT 1", url]),
            aludel(["query", "duckdb://", "SELECT 1", "--format", url]),
            aludel([url.as_str()]),
        ] {
            assert!(matches!(done.code, Some(1 | 2)), "{done:?}");
            assert!(done.err.starts_with("error: "), "{done:?}");
            assert!(!done.err.contains(secret) && !done.out.contains(secret), "{done:?}");
        }
    }
}

#[test]
fn output_that_is_no_terminal_has_no_colour_and_no_progress() {
    let done = aludel(["query", "duckdb://", "SELECT count(*) FROM range(2000000000)"]);
    assert_eq!(done.err, "");
    let done = aludel(["query"]);
    assert!(!done.err.contains('\u{1b}'), "{done:?}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_cancels_and_leaves_nothing() {
    let folder = Folder::new();
    let path = folder.file("rows.csv");
    let mut child = Command::new(env!("CARGO_BIN_EXE_aludel"))
        .args(["query", "duckdb://", "SELECT range, repeat('x', 100) FROM range(100000000000)", "--output", &path])
        .spawn()
        .unwrap();
    // It has begun when it writes.
    while std::fs::read_dir(folder.path()).unwrap().count() == 0 {
        std::thread::sleep(Duration::from_millis(20));
    }
    let told = std::time::Instant::now();
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(told.elapsed() < Duration::from_secs(20), "it took {:?}", told.elapsed());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "not even a part of it is left");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_what_waits_for_sql_on_a_pipe() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_aludel"))
        .args(["query", "duckdb://", "-"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(500));
    interrupt(&child);
    let told = std::time::Instant::now();
    let ended = loop {
        if told.elapsed() > Duration::from_secs(10) {
            child.kill().unwrap();
        }
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(ended.code(), Some(130), "it waited on");
}
