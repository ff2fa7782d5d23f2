use super::*;

#[test]
fn display_and_debug_hide_what_is_secret() -> Result<(), UrlError> {
    for (url, shown) in [
        ("q://u:s3cr@h/d", "q://u:***@h/d"),
        ("q://:s3cr@h", "q://:***@h"),
        ("q:///md:d?motherduck_token=s3cr&a=1", "q:///md%3Ad?motherduck_token=***&a=1"),
        (
            "q://h?PASSWORD=s3cr&token=s3cr&x.secret_key=s3cr&slt=s3cr",
            "q://h?PASSWORD=***&token=***&x.secret_key=***&slt=***",
        ),
        (
            "q://h?sslkey=s3cr&auth=s3cr&motherduck_oauth_token=s3cr",
            "q://h?sslkey=***&auth=***&motherduck_oauth_token=***",
        ),
        ("q:///md:d%3Fa=1%26motherduck_token=s3cr%26b=s3cr", "q:///md%3Ad%3Fa%3D1%26motherduck_token%3D***"),
        ("q:///postgres:host=h password = 's3cr s3cr'", "q:///postgres%3Ahost%3Dh%20password%20%3D***"),
        ("q://h?proxy=http://u:s3cr@p", "q://h?proxy=***"),
        ("q:///https://u:s3cr@p/x.db", "q:///***"),
        ("q:///a.db?threads=4&compress=on&monkeys=1", "q:///a.db?threads=4&compress=on&monkeys=1"),
    ] {
        let url = EngineUrl::parse(url)?;
        assert_eq!(url.to_string(), shown);
        assert_eq!(format!("{url:?}"), format!("EngineUrl({shown})"));
        let options = ConnectOptions::new(url).with_password("s3cr").with_config("api_key", "s3cr").with_config("v", 1);
        let all = format!("{options:?} {} {:?}", options.resolved(), options.settings());
        assert!(!all.contains("s3cr"), "{all}");
    }
    Ok(())
}

#[test]
fn a_driver_can_add_secret_settings() -> Result<(), UrlError> {
    let url = EngineUrl::parse("q://h?hint=s3cr")?;
    let secrets = SecretKeys::new().with("hint");
    assert_eq!(url.redacted(&secrets), "q://h?hint=***");
    let options = ConnectOptions::new(url).with_secret_keys(secrets);
    assert_eq!(options.resolved().get("hint"), Some("***"));
    Ok(())
}

#[test]
fn a_wrong_value_is_shown_unless_it_is_secret() -> Result<(), UrlError> {
    let url = EngineUrl::parse("q://h?threads=many&token_count=s3cr&link=http://u:s3cr@h")?;
    let mut settings = ConnectOptions::new(url).settings();
    for (key, expected) in [
        ("threads", r#"the setting "threads" is "many"; it must be a whole number"#),
        ("token_count", r#"the setting "token_count" is ***; it must be a whole number"#),
        ("link", r#"the setting "link" is ***; it must be a whole number"#),
    ] {
        assert_eq!(settings.take_int(key).map_err(|error| error.to_string()), Err(expected.to_owned()));
    }
    Ok(())
}
