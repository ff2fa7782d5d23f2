use std::time::Duration;

use super::*;

fn options(url: &str) -> Result<ConnectOptions, UrlError> {
    Ok(ConnectOptions::new(EngineUrl::parse(url)?))
}

#[test]
fn the_url_wins_and_the_outcome_says_where_it_came_from() -> Result<(), UrlError> {
    let options = options("q+d://u@h:1/db?threads=4&ext=a&ext=b")?
        .with_user("other")
        .with_password("pw")
        .with_config("threads", 8)
        .with_config("limit", "1GB")
        .with_config("limit", "2GB")
        .with_config("wait", Duration::from_millis(1500));
    let expected = "scheme = q (URL)\ndriver = d (URL)\nuser = u (URL)\npassword = *** (beside the URL)\nhost = h (URL)\n\
                    port = 1 (URL)\ndatabase = db (URL)\nthreads = 4 (URL)\next = a (URL)\next = b (URL)\n\
                    limit = 2GB (beside the URL)\nwait = 1500ms (beside the URL)";
    assert_eq!(options.resolved().to_string(), expected);
    assert_eq!((options.user(), options.password()), (Some("u"), Some("pw")));
    Ok(())
}

#[test]
fn values_are_read_in_the_form_that_is_asked_for() -> Result<(), UrlError> {
    let bools = ["true", "ON", "yes", "1"].map(|text| SettingValue::from(text).as_bool());
    assert_eq!(bools, [Some(true); 4]);
    let bools = ["false", "Off", "no", "0"].map(|text| SettingValue::from(text).as_bool());
    assert_eq!(bools, [Some(false); 4]);
    assert_eq!(["", "2", "truee", "on "].map(|text| SettingValue::from(text).as_bool()), [None; 4]);
    for (text, expected) in [
        ("30", Some(Duration::from_secs(30))),
        ("1.5", Some(Duration::from_millis(1500))),
        ("1500ms", Some(Duration::from_millis(1500))),
        ("7us", Some(Duration::from_micros(7))),
        ("9 ns", Some(Duration::from_nanos(9))),
        ("2m", Some(Duration::from_secs(120))),
        ("2min", Some(Duration::from_secs(120))),
        ("0.5h", Some(Duration::from_secs(1800))),
        ("1d", Some(Duration::from_secs(86_400))),
        ("18446744073709551615s", Some(Duration::from_secs(u64::MAX))),
        ("18446744073709551615d", None),
        ("-1", None),
        ("", None),
        ("s", None),
        ("1e3", None),
        ("inf", None),
        ("1 week", None),
    ] {
        assert_eq!(SettingValue::from(text).as_duration(), expected, "{text:?}");
        if let Some(duration) = expected {
            assert_eq!(SettingValue::from(SettingValue::from(duration).to_string()).as_duration(), Some(duration));
        }
    }
    let mut settings =
        options("q://h?f=0.25&n=-3&c=7&t=x&mode=Single&big=170141183460469231731687303715884105728")?.settings();
    assert_eq!(settings.take_float("f")?, Some(0.25));
    assert_eq!(settings.take_int("n")?, Some(-3));
    assert_eq!(settings.take_count("c")?, Some(7));
    assert_eq!(settings.take_text("t")?.as_deref(), Some("x"));
    assert_eq!(settings.take_choice("mode", &[("workspace", 1), ("single", 2)])?, Some(2));
    assert_eq!(settings.take_bool("absent")?, None);
    assert!(settings.take_int("big").is_err());
    settings.finish(&[])
}

#[test]
fn nothing_is_ignored() -> Result<(), UrlError> {
    let mut settings = options("q://h?theads=4")?.settings();
    assert_eq!(settings.take_int("threads")?, None);
    let unknown = UrlError::UnknownSetting { key: "theads".into(), nearest: vec!["threads".into()] };
    assert_eq!(settings.finish(&["memory_limit"]), Err(unknown));

    let mut settings = options("q://h?a=1&a=2&b=1&b=2")?.with_config("b", 3).settings();
    assert_eq!(settings.take_int("a"), Err(UrlError::RepeatedSetting { key: "a".into() }));
    assert_eq!(settings.take_all("b"), [SettingValue::from("1"), SettingValue::from("2")]);
    settings.finish(&[])?;

    let mut settings = options("q://h?x=1&pool_size=3")?.with_config("y", true).settings();
    let rest = settings.take_rest()?;
    assert_eq!(rest, [("x".to_owned(), "1".into()), ("y".to_owned(), true.into())]);
    settings.finish(&[])
}

#[test]
fn the_pool_is_set_by_program_and_url() -> Result<(), UrlError> {
    assert_eq!(options("q://h")?.pool()?, PoolOptions::default());
    let url =
        "q://h?pool_size=3&pool_timeout=1500ms&pool_recycle=3600&pool_pre_ping=true&pool_use_lifo=false&max_overflow=0";
    let expected = PoolOptions::new()
        .size(3)
        .timeout(Duration::from_millis(1500))
        .recycle(Duration::from_secs(3600))
        .pre_ping(PrePing::OnCheckout)
        .order(PoolOrder::Fifo);
    assert_eq!(options(url)?.pool()?, expected);
    let base = PoolOptions::new().size(2).recycle(Duration::from_secs(1));
    let pool = options("q://h?pool_recycle=-1")?.with_config("pool_recycle", 5).with_pool(base).pool()?;
    assert_eq!((pool.size, pool.recycle), (2, None));
    for bad in [
        "pool_size=0",
        "pool_size=10001",
        "pool_size=99999999999",
        "pool_size=x",
        "pool_timeout=-1",
        "pool_recycle=-2",
        "pool_pre_ping=2",
        "max_overflow=5",
    ] {
        let found = options(&format!("q://h?{bad}"))?.pool();
        assert!(matches!(found, Err(UrlError::Setting { .. })), "{bad}: {found:?}");
    }
    assert!(matches!(options("q://h?pool_size=1&pool_size=2")?.pool(), Err(UrlError::RepeatedSetting { .. })));
    Ok(())
}
