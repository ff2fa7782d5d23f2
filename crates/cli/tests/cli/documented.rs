//! What the page says is what the program says.

use super::*;

#[test]
fn the_page_has_the_help_of_every_command() {
    let page = std::fs::read_to_string(page()).expect("docs/cli.md");
    let mut wanted = vec![("aludel --help".to_owned(), aludel(["--help"]).ok())];
    for command in ["query", "inspect", "support", "prove", "copy"] {
        wanted.push((format!("aludel {command} --help"), aludel([command, "--help"]).ok()));
    }
    if std::env::var_os("ALUDEL_GOLDEN").is_some_and(|wish| wish == "bless") {
        let begin = page.find("## Every flag").map_or(page.as_str(), |begin| &page[..begin]);
        let mut written = format!("{begin}## Every flag\n");
        for (command, help) in wanted {
            written += &format!("\n```console\n$ {command}\n{}\n```\n", help.trim_end());
        }
        std::fs::write(super::page(), written).expect("it is written");
        return;
    }
    for (command, help) in wanted {
        let said = page.contains(&format!("$ {command}\n{}\n```", help.trim_end()));
        assert!(said, "docs/cli.md has another help of `{command}`; write it anew with ALUDEL_GOLDEN=bless\n{help}");
    }
}

#[test]
fn the_version_is_told() {
    assert_eq!(aludel(["--version"]).ok(), format!("aludel {}\n", env!("CARGO_PKG_VERSION")));
}
