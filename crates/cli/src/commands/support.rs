//! `aludel support`

use std::io::Write;
use std::process::ExitCode;

use aludel::{Capabilities, Construct};
use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use serde_json::json;

use super::{is_meant, no_construct};
use crate::arguments::{FactFormat, Support};
use crate::dialects;
use crate::failure::Failure;
use crate::output::plain_table;

pub(crate) async fn run(support: Support) -> Result<ExitCode, Failure> {
    let filter = support.construct.as_deref();
    let constructs: Vec<Construct> =
        Construct::ALL.iter().copied().filter(|construct| is_meant(*construct, filter)).collect();
    if constructs.is_empty() {
        return Err(no_construct(filter));
    }
    let (all, narrowed) = match &support.url {
        Some(url) => {
            let engine = aludel::connect(url.as_str()).await?;
            let capabilities = engine.capabilities().clone();
            engine.close().await?;
            (vec![capabilities], true)
        }
        None => (dialects::all().into_iter().map(|known| known.capabilities).collect(), false),
    };
    let text = match support.format {
        FactFormat::Json => document(&constructs, &all)?,
        FactFormat::Table if narrowed || all.len() == 1 => one(&constructs, &all[0]),
        FactFormat::Table => matrix(&constructs, &all),
    };
    writeln!(std::io::stdout(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}

/// Whether the connection took it away, or down.
fn is_narrowed(construct: Construct, capabilities: &Capabilities) -> bool {
    capabilities.narrowed().any(|(narrowed, _)| narrowed == construct)
}

fn document(constructs: &[Construct], all: &[Capabilities]) -> Result<String, Failure> {
    let lines: Vec<_> = constructs
        .iter()
        .map(|construct| {
            let support: serde_json::Map<String, serde_json::Value> = all
                .iter()
                .map(|capabilities| {
                    let said = json!({
                        "level": capabilities.get(*construct).words(),
                        "granted": capabilities.grants(*construct),
                        "narrowed": is_narrowed(*construct, capabilities),
                        "reason": capabilities.reason(*construct),
                    });
                    (capabilities.dialect().to_owned(), said)
                })
                .collect();
            json!({
                "construct": construct.name(),
                "words": construct.words(),
                "group": construct.group(),
                "way_out": construct.way_out(),
                "support": support,
            })
        })
        .collect();
    serde_json::to_string_pretty(&lines).map_err(Failure::new)
}

/// One engine, with reasons.
fn one(constructs: &[Construct], capabilities: &Capabilities) -> String {
    let line = |construct: &Construct| {
        let mark = if is_narrowed(*construct, capabilities) { " (this server)" } else { "" };
        [
            construct.words().to_owned(),
            format!("{}{mark}", capabilities.get(*construct)),
            capabilities.reason(*construct).unwrap_or_default().to_owned(),
        ]
    };
    plain_table(["construct", capabilities.dialect(), "reason"], constructs.iter().map(line))
}

/// All dialects side by side, and below why something is not full.
fn matrix(constructs: &[Construct], all: &[Capabilities]) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_header(["construct"].into_iter().chain(all.iter().map(Capabilities::dialect)));
    let mut reasons: Vec<(&str, &str)> = Vec::new();
    for construct in constructs {
        let mut line = vec![construct.words().to_owned()];
        for capabilities in all {
            let level = capabilities.get(*construct);
            let number = capabilities.reason(*construct).map(|reason| {
                let said = (capabilities.dialect(), reason);
                let known = reasons.iter().position(|known| *known == said);
                known.unwrap_or_else(|| {
                    reasons.push(said);
                    reasons.len() - 1
                }) + 1
            });
            line.push(number.map_or_else(|| level.to_string(), |number| format!("{level} [{number}]")));
        }
        table.add_row(line);
    }
    let mut text = table.trim_fmt();
    for (number, (dialect, reason)) in reasons.iter().enumerate() {
        text += &format!("\n[{}] {dialect}: {reason}", number + 1);
    }
    text
}
