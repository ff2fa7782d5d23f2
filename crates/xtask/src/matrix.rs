//! The support matrix, `docs/support.md`: what each dialect declares, and what was proven of it on its engine.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::failure::Failure;

/// What a dialect declares, as its suite writes it: lines of fields with tabs between them.
pub(crate) struct Declared {
    dialect: String,
    constructs: Vec<Construct>,
    /// The connections that narrow it, each with what it takes away.
    narrowed: Vec<(String, String)>,
}

struct Construct {
    name: String,
    level: String,
    group: String,
    words: String,
    reason: String,
}

/// What was proven of a dialect at one level each, and on which engine.
#[derive(Default)]
pub(crate) struct Proven {
    engine: String,
    levels: BTreeMap<String, String>,
    /// How many cases gave their rows, and of how many; the others are refused.
    cases: Option<(usize, usize)>,
    /// The connections that narrow it of which every construct is as they say.
    narrowed: Vec<String>,
}

/// The lines of a report, cut at their tabs, without comments.
fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

fn unread(line: &[&str]) -> Failure {
    Failure::new(format!("a report of the conformance suite has a line that is not known: {}", line.join(" ")))
}

impl Declared {
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        let (mut dialect, mut constructs, mut narrowed) = (String::new(), Vec::new(), Vec::new());
        for line in lines(text) {
            match line.as_slice() {
                ["dialect", name] => dialect = (*name).to_owned(),
                ["narrowed", name, taken] => narrowed.push(((*name).to_owned(), (*taken).to_owned())),
                [name, level, group, words, reason] => constructs.push(Construct {
                    name: (*name).to_owned(),
                    level: (*level).to_owned(),
                    group: (*group).to_owned(),
                    words: (*words).to_owned(),
                    reason: (*reason).to_owned(),
                }),
                other => return Err(unread(other)),
            }
        }
        Ok(Self { dialect, constructs, narrowed })
    }

    pub(crate) fn dialect(&self) -> &str {
        &self.dialect
    }
}

impl Proven {
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        let mut proven = Self::default();
        for line in lines(text) {
            match line.as_slice() {
                ["dialect", _] => {}
                ["engine", engine] => proven.engine = (*engine).to_owned(),
                ["cases", passed, all] => {
                    let count = |number: &str| number.parse().map_err(|_| unread(&line));
                    proven.cases = Some((count(passed)?, count(all)?));
                }
                ["narrowed", name, _] => proven.narrowed.push((*name).to_owned()),
                [construct, level] => {
                    proven.levels.insert((*construct).to_owned(), (*level).to_owned());
                }
                other => return Err(unread(other)),
            }
        }
        Ok(proven)
    }

    /// On what the level of a construct was proven; a proof of another level proves nothing.
    fn of(&self, construct: &Construct) -> Option<&str> {
        (self.levels.get(&construct.name) == Some(&construct.level)).then_some(self.engine.as_str())
    }
}

const HEAD: &str = "\
# What each dialect supports

Written by `cargo xtask matrix` from the declarations, and from what the conformance suite has proven of them on real engines.
`cargo xtask test` fails if it is not what the declarations say.

| level | means | granted |
|---|---|---|
| full | works, also without WHERE | yes |
| needs where | works, refused by us without WHERE | yes |
| rewritten | the engine lacks the syntax; something equivalent is done | yes |
| no-op | accepted, does nothing, documented so | yes |
| withheld | the engine has some form of it that we do not write | no |
| absent | the engine lacks it | no |

";

/// The page. Dialects stand side by side in the order in which they are given.
pub(crate) fn page(dialects: &[(Declared, Proven)]) -> Result<String, Failure> {
    let Some((first, _)) = dialects.first() else {
        return Err(Failure::new("no dialect has written its declaration"));
    };
    let mut page = HEAD.to_owned();
    for (declared, proven) in dialects {
        page += &summary(declared, proven);
    }
    let mut notes = Notes::default();
    let mut group = "";
    for (number, construct) in first.constructs.iter().enumerate() {
        if construct.group != group {
            group = &construct.group;
            page += &table_head(group, dialects);
        }
        let _ = write!(page, "| {} |", construct.words.replace('|', "\\|"));
        for (declared, proven) in dialects {
            let here = declared.constructs.get(number).filter(|here| here.name == construct.name);
            let here = here.ok_or_else(|| Failure::new(format!("{} has another list", declared.dialect)))?;
            let mark = notes.mark(&declared.dialect, &here.reason);
            let proof = proven.of(here).unwrap_or("declared, not proven");
            let _ = write!(page, " {}{mark} | {proof} |", here.level);
        }
        page.push('\n');
    }
    page += &narrowings(dialects);
    page.push('\n');
    page += &notes.text;
    Ok(page)
}

/// What connections take away, and whether an engine that is narrowed so was asked.
fn narrowings(dialects: &[(Declared, Proven)]) -> String {
    let mut table = String::new();
    for (Declared { dialect, narrowed, .. }, proven) in dialects {
        for (name, taken) in narrowed {
            let proof = if proven.narrowed.iter().any(|known| known == name) {
                proven.engine.as_str()
            } else {
                "declared, not proven"
            };
            let _ = writeln!(table, "| {dialect} | {name} | {} | {proof} |", taken.replace('|', "\\|"));
        }
    }
    if table.is_empty() {
        return table;
    }
    format!(
        "\n## Connections that narrow it\n\n| dialect | connection | takes away | proven on |\n|---|---|---|---|\n{table}"
    )
}

fn table_head(group: &str, dialects: &[(Declared, Proven)]) -> String {
    let mut head = format!("\n## {group}\n\n| construct |");
    for (declared, _) in dialects {
        let _ = write!(head, " {} | proven on |", declared.dialect);
    }
    head += "\n|---|";
    head += &"---|---|".repeat(dialects.len());
    head.push('\n');
    head
}

fn summary(declared: &Declared, proven: &Proven) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for construct in &declared.constructs {
        match counts.iter_mut().find(|(level, _)| *level == construct.level) {
            Some((_, count)) => *count += 1,
            None => counts.push((&construct.level, 1)),
        }
    }
    let counts: Vec<String> = counts.iter().map(|(level, count)| format!("{count} {level}")).collect();
    let done = declared.constructs.iter().filter(|construct| proven.of(construct).is_some()).count();
    let proof = match done {
        0 => "nothing proven".to_owned(),
        _ => format!("{done} proven on {}", proven.engine),
    };
    let cases = proven.cases.map(|(passed, all)| {
        format!("; of {all} cases and scenarios {passed} give the one answer that every engine gives, the others are refused")
    });
    let (constructs, counts, cases) = (declared.constructs.len(), counts.join(", "), cases.unwrap_or_default());
    format!("- **{}**: {constructs} constructs, {counts}; {proof}{cases}\n", declared.dialect)
}

/// Footnotes: each reason of a dialect once.
#[derive(Default)]
struct Notes {
    marks: BTreeMap<(String, String), String>,
    text: String,
}

impl Notes {
    fn mark(&mut self, dialect: &str, reason: &str) -> String {
        if reason.is_empty() {
            return String::new();
        }
        let key = (dialect.to_owned(), reason.to_owned());
        if let Some(mark) = self.marks.get(&key) {
            return mark.clone();
        }
        let number = self.marks.keys().filter(|(of, _)| of == dialect).count() + 1;
        let mark = format!("[^{dialect}-{number}]");
        let _ = writeln!(self.text, "{mark}: {reason}");
        self.marks.insert(key, mark.clone());
        mark
    }
}

/// The first line in which two pages differ, as both have it.
pub(crate) fn difference<'a>(found: &'a str, expected: &'a str) -> Option<(&'a str, &'a str)> {
    let (mut found, mut expected) = (found.lines(), expected.lines());
    loop {
        match (found.next(), expected.next()) {
            (None, None) => return None,
            (one, other) if one == other => {}
            (one, other) => return Some((one.unwrap_or("nothing"), other.unwrap_or("nothing"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECLARED: &str = "dialect\thouse\nInsert\tfull\tWriting rows\tINSERT\t\n\
                            Update\tabsent\tWriting rows\tUPDATE\tit has none\n\
                            Distinct\tabsent\tClauses of SELECT\tDISTINCT\tit has none\n\
                            narrowed\tread-only\tINSERT\nnarrowed\tHouse 6\tINSERT, DISTINCT\n";

    fn written(proof: &str) -> String {
        let read = Declared::parse(DECLARED).and_then(|declared| Ok((declared, Proven::parse(proof)?)));
        match read.and_then(|dialect| page(&[dialect])) {
            Ok(page) => page,
            Err(failure) => failure.to_string(),
        }
    }

    #[test]
    fn a_level_is_proven_on_an_engine_or_only_declared() {
        let page = written(
            "# by hand\ndialect\thouse\nengine\tHouse 7\ncases\t6\t7\nInsert\tfull\nUpdate\tfull\nnarrowed\tread-only\t3\n",
        );
        for line in [
            "- **house**: 3 constructs, 1 full, 2 absent; 1 proven on House 7; of 7 cases and scenarios 6 give the one answer \
             that every engine gives, the others are refused",
            "## Writing rows",
            "| construct | house | proven on |",
            "| INSERT | full | House 7 |",
            // A proof of another level is none.
            "| UPDATE | absent[^house-1] | declared, not proven |",
            "## Clauses of SELECT",
            "| DISTINCT | absent[^house-1] | declared, not proven |",
            "## Connections that narrow it",
            "| house | read-only | INSERT | House 7 |",
            "| house | House 6 | INSERT, DISTINCT | declared, not proven |",
            "[^house-1]: it has none",
        ] {
            assert!(page.lines().any(|have| have == line), "{line}\n{page}");
        }
        assert!(written("").contains("nothing proven"));
    }

    #[test]
    fn what_is_no_report_is_an_error() {
        assert!(Declared::parse("Insert\tfull").is_err());
        assert!(Proven::parse("Insert").is_err());
        assert!(page(&[]).is_err());
    }

    #[test]
    fn a_difference_is_shown() {
        assert_eq!(difference("a\nb", "a\nb"), None);
        assert_eq!(difference("a\nb", "a\nc"), Some(("b", "c")));
        assert_eq!(difference("a", "a\nc"), Some(("nothing", "c")));
    }
}
