//! Who may log in at the test server.

/// A user with a password, which has characters that a URL must escape.
pub const TESTER: User = User { name: "tester", password: "p@ss/w:rd%" };

/// A user with `readonly=1`: reads, and changes no settings.
pub const READER: User = User { name: "reader", password: "reads" };

/// A user with `readonly=2`: reads, and changes settings.
pub const ANALYST: User = User { name: "analyst", password: "reads and sets" };

/// A user of the test server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User {
    /// The name to log in with.
    pub name: &'static str,
    /// The password in plain text: the server listens on this machine only, and lives as long as a test.
    pub password: &'static str,
}

/// The file in which ClickHouse reads users and profiles. `default` has no password and may do everything.
///
/// `implicit_select` is on in `clickhouse local`, which the library is: `1 + 1` would be a statement there, and syntax
/// errors would be judged as no server judges them.
pub fn users_file() -> String {
    let user = |name: &str, password: &str, profile: &str, more: &str| {
        format!(
            "<{name}><password>{password}</password><networks><ip>::1</ip><ip>127.0.0.1</ip></networks>\
             <profile>{profile}</profile><quota>default</quota>{more}</{name}>\n"
        )
    };
    let all = "<access_management>1</access_management><named_collection_control>1</named_collection_control>";
    format!(
        "<clickhouse>\n<profiles>\n<default><implicit_select>0</implicit_select></default>\n\
         <reading><implicit_select>0</implicit_select><readonly>1</readonly></reading>\n\
         <analysing><implicit_select>0</implicit_select><readonly>2</readonly></analysing>\n</profiles>\n\
         <quotas><default/></quotas>\n<users>\n{}{}{}{}</users>\n</clickhouse>\n",
        user("default", "", "default", all),
        user(TESTER.name, TESTER.password, "default", ""),
        user(READER.name, READER.password, "reading", ""),
        user(ANALYST.name, ANALYST.password, "analysing", ""),
    )
}
