use std::fs;
use std::path::PathBuf;

use super::*;

/// A folder of this test's own, gone when it ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> std::io::Result<Self> {
        let path = std::env::temp_dir().join(format!("aludel-url-policy-{name}-{}", std::process::id()));
        fs::create_dir_all(path.join("open/deep"))?;
        fs::create_dir_all(path.join("open-not"))?;
        fs::write(path.join("open/a.db"), "")?;
        fs::write(path.join("secret.db"), "")?;
        Ok(Self(fs::canonicalize(path)?))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn admits(policy: &UrlPolicy, url: &str) -> Result<String, String> {
    let url = EngineUrl::parse(url).map_err(|error| error.to_string())?;
    policy.admit(&url).map(|url| url.database().unwrap_or_default().to_owned()).map_err(|error| error.to_string())
}

#[test]
fn nothing_is_allowed_that_was_not_named() {
    let policy = UrlPolicy::deny_all()
        .scheme("questdb")
        .scheme("q+native")
        .host("h")
        .host_and_port("h", 8812)
        .database("qdb")
        .database("md:mine")
        .option("app");
    for url in [
        "questdb://h",
        "questdb://H:8812/qdb",
        "questdb://h/qdb?app=x",
        "q+native://h",
        "questdb:///md:mine",
        "questdb:///md%3Amine",
    ] {
        assert!(admits(&policy, url).is_ok(), "{url}: {:?}", admits(&policy, url));
        assert!(admits(&UrlPolicy::deny_all(), url).is_err(), "{url}");
    }
    for url in [
        "q://h",
        "questdb+other://h",
        "questdb://h:9000",
        "questdb://i/qdb",
        "questdb://h/other",
        "questdb://u@h/qdb",
        "questdb://:p@h/qdb",
        "questdb://h/qdb?App=x",
        "questdb://h/qdb?app=x&%61pp2=y",
        "questdb://",
        "questdb:///",
        "questdb:///:memory:",
        "questdb:///:memory:x",
        "questdb:///md:other",
        "questdb:///md:mine%3Fattach_mode=single",
        "questdb:///MD:mine",
        "questdb://:8812/qdb",
        "questdb:///a.db",
        "questdb:////etc/passwd",
        "questdb:///s3://b/x.db",
    ] {
        assert!(admits(&policy, url).is_err(), "{url}");
    }
    assert!(admits(&policy.clone().login(), "questdb://u:p@h/qdb").is_ok());
    assert!(admits(&policy.clone().memory(), "questdb://").is_ok());
    assert!(admits(&policy.clone().memory(), "questdb:///:memory:").is_ok());
    assert!(admits(&policy.memory(), "questdb:///:memory:x").is_err());
}

#[test]
fn files_are_allowed_only_inside_the_folders() -> std::io::Result<()> {
    let folder = Folder::new("inside")?;
    let root = folder.0.to_str().unwrap_or_default();
    let policy = UrlPolicy::deny_all().scheme("duckdb").folder(folder.0.join("open"));
    for (path, expected) in
        [("open/a.db", "open/a.db"), ("open/new.db", "open/new.db"), ("open//deep/./b.db", "open/deep/b.db")]
    {
        assert_eq!(admits(&policy, &format!("duckdb:///{root}/{path}")), Ok(format!("{root}/{expected}")), "{path}");
    }
    for path in [
        "secret.db",
        "open/../secret.db",
        "open/%2e%2e/secret.db",
        "open%2F..%2Fsecret.db",
        "open-not/x.db",
        "open",
        "open/",
        "open/missing/x.db",
        "open/a.db%3Fx",
        "open/a%0A.db",
    ] {
        assert!(admits(&policy, &format!("duckdb:///{root}/{path}")).is_err(), "{path}");
    }
    for path in ["a.db", "~/a.db", "file:/x", "C:/x.db", "../a.db", "."] {
        assert!(admits(&policy, &format!("duckdb:///{path}")).is_err(), "{path}");
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn symbolic_links_do_not_lead_out() -> std::io::Result<()> {
    use std::os::unix::fs::symlink;

    let folder = Folder::new("links")?;
    let root = folder.0.to_str().unwrap_or_default();
    symlink(folder.0.join("secret.db"), folder.0.join("open/link.db"))?;
    symlink(&folder.0, folder.0.join("open/up"))?;
    symlink(folder.0.join("not-there.db"), folder.0.join("open/dangling.db"))?;
    symlink(folder.0.join("open/a.db"), folder.0.join("open/inner.db"))?;
    symlink(folder.0.join("open"), folder.0.join("door"))?;
    let policy = UrlPolicy::deny_all().scheme("duckdb").folder(folder.0.join("door"));
    for path in ["open/link.db", "open/up/secret.db", "open/dangling.db", "open/up/new.db"] {
        assert!(admits(&policy, &format!("duckdb:///{root}/{path}")).is_err(), "{path}");
    }
    for path in ["open/inner.db", "door/a.db"] {
        assert_eq!(admits(&policy, &format!("duckdb:///{root}/{path}")), Ok(format!("{root}/open/a.db")), "{path}");
    }
    Ok(())
}
