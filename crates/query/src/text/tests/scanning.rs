use proptest::prelude::*;

use super::*;

/// Text, and the parameters that stand in it.
fn assert_parameters(rules: &LexicalRules, cases: &[(&'static str, &[&str])]) {
    for (sql, expected) in cases {
        let expected = expected.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(names(sql, rules), Ok(expected), "{sql}");
    }
}

#[test]
fn a_colon_and_a_name_are_a_parameter() {
    assert_parameters(
        &DUCKDB,
        &[
            ("SELECT :x", &["x"]),
            (":x", &["x"]),
            ("SELECT (:x), -:y+:z", &["x", "y", "z"]),
            ("SELECT x=:x AND y<:y", &["x", "y"]),
            ("SELECT :_a1, :größe, :名前", &["_a1", "größe", "名前"]),
            ("SELECT :x, :x", &["x", "x"]),
            ("SELECT :X, :x", &["X", "x"]),
            ("INSERT INTO t(a,b)VALUES(:a,:b)", &["a", "b"]),
            ("SELECT /* why */:x", &["x"]),
        ],
    );
}

#[test]
fn casts_slices_keys_and_named_arguments_are_left_alone() {
    assert_parameters(
        &DUCKDB,
        &[
            ("SELECT a::int, 'b'::text, (c)::date, [1]::int[], \"d\"::int", &[]),
            ("SELECT :x::int", &["x"]),
            ("SELECT :x :: int", &["x"]),
            ("SELECT a[1:2], a[:2], a[1:], a[:], a[:-1]", &[]),
            ("SELECT a[1:n], a[i:n], a[f(i):n], a[b[1]:n]", &[]),
            ("SELECT a[:n]", &["n"]),
            ("SELECT a[:lo:hi]", &["lo"]),
            ("SELECT a[:lo : :hi]", &["lo", "hi"]),
            ("SELECT {a:1, b:x, 'c':y, \"d\":z}", &[]),
            ("SELECT {'a': :x, b: :y}", &["x", "y"]),
            ("SELECT MAP {'a':x, 'b': :x}", &["x"]),
            ("SELECT total:x + 1", &[]),
            ("SELECT f(a := :x, b:=:y, c := d)", &["x", "y"]),
            ("SELECT :1, :2x, : x, :", &[]),
            ("SELECT x:::y", &[]),
            ("SELECT {name:Int32}", &[]),
        ],
    );
}

#[test]
fn an_escaped_colon_loses_its_backslash_and_begins_nothing() -> Result<(), TextError> {
    for (sql, expected) in [
        (r"SELECT \:x", "SELECT :x"),
        (r"SELECT a[\:n]", "SELECT a[:n]"),
        (r"SELECT \:\:x", "SELECT ::x"),
        (r"SELECT \::x", "SELECT ::x"),
        (r"SELECT '\:x'", r"SELECT '\:x'"),
        (r"SELECT \x, \", r"SELECT \x, \"),
    ] {
        assert_eq!(rendered(&text(sql), &DUCKDB)?, expected);
    }
    Ok(())
}

#[test]
fn literals_names_and_comments_are_left_alone() {
    assert_parameters(
        &DUCKDB,
        &[
            ("SELECT ':x', 'it''s :x', '', '''', ''':x'", &[]),
            ("SELECT '12:30', ' :x '", &[]),
            (r"SELECT '\', :x", &["x"]),
            (r"SELECT E'\' :a', e'\\', :x", &["x"]),
            ("SELECT E'a''b :a', :x", &["x"]),
            (r"SELECT nameE '\', :x", &["x"]),
            ("SELECT E'a'\n '\\' :a ', :x", &["x"]),
            ("SELECT E'a' -- :b\n '\\' :a ', :x", &["x"]),
            ("SELECT E'a' '\\' , :x", &["x"]),
            ("SELECT\u{a0}E'\\' :a', :x", &["x"]),
            ("SELECT \":x\", \"a\"\" :x\", :y", &["y"]),
            ("SELECT 1 -- :x\n, :y", &["y"]),
            ("SELECT 1 -- :x\r, :y", &["y"]),
            ("SELECT 1 -- it's\n, :y", &["y"]),
            ("SELECT 1 -- :x", &[]),
            ("SELECT /* :x /* :y */ ' :z */ :v", &["v"]),
            ("SELECT /*/ :x */ :v", &["v"]),
            ("SELECT $$ :x ' $$, $tag$ :x $$ $tag :y $tag$, :v", &["v"]),
            ("SELECT $é$ :x $é$, :v", &["v"]),
            ("SELECT 1a$b$, 0xE'\\', :v", &["v"]),
            ("SELECT 1e'\\' :x', :v", &["v"]),
            ("SELECT $\u{2003}$ :x $\u{2003}$, :v", &["v"]),
            ("SELECT a$b$ FROM t WHERE c$b$ = :v", &["v"]),
            ("SELECT #1 FROM t WHERE a = :v", &["v"]),
        ],
    );
}

#[test]
fn rules_differ_between_dialects() {
    assert_parameters(
        &CLICKHOUSE,
        &[
            (r"SELECT '\' :x', :y", &["y"]),
            (r"SELECT `a\` :x`, :y", &["y"]),
            ("SELECT 1 # :x\n, :y", &["y"]),
            ("SELECT 1 #! :x\n, :y", &["y"]),
            ("SELECT a ? b : c", &[]),
            ("SELECT {id:UInt32}", &[]),
        ],
    );
    assert_parameters(&LexicalRules::standard().flat_comments(), &[("SELECT /* /* */ :x", &["x"])]);
    assert_parameters(&LexicalRules::standard().hash_comments(HashComments::Any), &[("SELECT 1 #:x\n+:y", &["y"])]);
    assert_parameters(&LexicalRules::standard(), &[("SELECT $$ :x $$, a ? b, $1", &["x"])]);
}

#[test]
fn placeholders_of_the_engine_are_refused_outside_literals() {
    for (sql, found, column) in [
        ("SELECT $1", "$1", 8),
        ("SELECT 'é', $12::int", "$12", 13),
        ("SELECT $name", "$name", 8),
        ("SELECT $ name", "$", 8),
        ("SELECT 1$1", "$1", 9),
        ("SELECT ?", "?", 8),
        ("SELECT x>?", "?", 10),
    ] {
        let at = TextPosition { line: 1, column };
        assert_eq!(names(sql, &DUCKDB), Err(TextError::Placeholder { found: found.to_owned(), at }), "{sql}");
    }
    for sql in
        ["SELECT '$1 ?'", "SELECT 1 -- $1", "SELECT /* ? */ 1", "SELECT $$ $1 ? $$", "SELECT a$1", "SELECT \"?\""]
    {
        assert_eq!(names(sql, &DUCKDB), Ok(Vec::new()), "{sql}");
    }
}

proptest! {
    #[test]
    fn scanning_never_panics_and_loses_nothing(sql in r"(?s)[a-zA-Z0-9 :'`$\[\]{}()/*?;#,=\nEé\u{a0}_-]{0,60}") {
        for rules in [DUCKDB, CLICKHOUSE, LexicalRules::standard().flat_comments()] {
            let statement = text(sql.clone());
            if let Ok(segments) = statement.segments(&rules) {
                let whole: String = segments.iter().map(|segment| match segment {
                    Segment::Sql(sql) => (*sql).to_owned(),
                    Segment::Parameter(slot) => format!(":{}", slot.name),
                }).collect();
                prop_assert_eq!(&whole, &sql);
            }
        }
    }

    #[test]
    fn scanning_never_panics_on_any_text(sql in any::<String>()) {
        let _ = text(sql.clone()).segments(&DUCKDB);
        let _ = text(sql).segments(&CLICKHOUSE);
    }

    #[test]
    fn nothing_in_a_literal_name_or_comment_is_a_parameter(content in any::<String>()) {
        prop_assume!(!content.contains('\0'));
        let literal = content.replace('\'', "''");
        let escaped = content.replace('\\', "\\\\").replace('\'', "\\'");
        let name = content.replace('"', "\"\"");
        let comment = content.replace("*/", "").replace("/*", "").replace(['*', '/'], "");
        let line = content.replace(['\n', '\r'], "");
        let dollar = content.replace('$', "");
        let sql = format!(
            "SELECT :a, '{literal}', E'{escaped}', \"{name}\", /*{comment}*/ $t${dollar}$t$, :b --{line}\n, :c"
        );
        let statement = text(sql);
        let segments = statement.segments(&DUCKDB);
        let found: Option<Vec<&str>> = segments.ok().map(|segments| segments.iter().filter_map(|segment| match segment {
            Segment::Parameter(slot) => Some(slot.name),
            Segment::Sql(_) => None,
        }).collect());
        prop_assert_eq!(found, Some(vec!["a", "b", "c"]));
    }
}

#[test]
fn literals_stay_out_of_what_is_shown() {
    let standard = LexicalRules::standard();
    let dollars = standard.dollar_quotes().escape_strings().numbered_placeholders().named_placeholders();
    let backslashes = standard.backslash_escapes().backtick_names();
    for (rules, sql, shown) in [
        (standard, "SECRET 'hun''ter2', 'x'", "SECRET '?', '?'"),
        (standard, "SELECT 'open", "SELECT '?'"),
        (standard, "SELECT \"it's\", 'x' -- it's\n, 'y'", "SELECT \"it's\", '?' -- it's\n, '?'"),
        (standard, "SELECT 1", "SELECT 1"),
        (standard, "SELECT $$secret$$", "SELECT $$secret$$"),
        (dollars, "SELECT $1, $x", "SELECT $1, $x"),
        (dollars, "SELECT $$secret$$, $a$it's$a$ AS b", "SELECT '?', '?' AS b"),
        (dollars, r"SELECT E'it\'s' AS b, $$open", "SELECT E'?' AS b, '?'"),
        (backslashes, r"SELECT 'it\'s', `o'clock`, 'x'", "SELECT '?', `o'clock`, '?'"),
        (backslashes, "SELECT {p1:String}, ? /* 'a' */", "SELECT {p1:String}, ? /* 'a' */"),
    ] {
        assert_eq!(rules.without_literals(sql), shown, "{sql}");
    }
}
