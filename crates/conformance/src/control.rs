//! What `control` of a probe shows: that the engine takes all but the construct of what is asked.

use crate::probe::Step;

/// Every control must stand before something that is asked, or it would never be asked itself, and must be much the same.
pub(crate) fn check(steps: &[Step]) -> Result<(), String> {
    for (index, step) in steps.iter().enumerate() {
        let Step::Control(control) = step else { continue };
        let Some(asking) = steps[index + 1..].iter().find(|step| step.asks()) else {
            return Err(format!("nothing is asked behind `control {control}`, so it would never be asked"));
        };
        if !statement(asking).is_some_and(|asked| is_much_the_same(control, asked)) {
            return Err(format!("`control {control}` is not what is asked but for the construct"));
        }
    }
    Ok(())
}

fn statement(step: &Step) -> Option<&str> {
    match step {
        Step::Ask(sql)
        | Step::Bare(sql)
        | Step::Bind(_, sql)
        | Step::Carry(_, sql)
        | Step::Cancel(sql)
        | Step::Timeout(sql) => Some(sql),
        _ => None,
    }
}

/// Whether each has at least half of the other's words. What a construct adds or takes away is less than that.
fn is_much_the_same(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let mut left = other.clone();
    let mut shared = 0;
    for word in &one {
        if let Some(place) = left.iter().position(|of_other| of_other == word) {
            left.swap_remove(place);
            shared += 1;
        }
    }
    shared > 0 && 2 * shared >= one.len() && 2 * shared >= other.len()
}

fn words(sql: &str) -> Vec<String> {
    let is_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    sql.split(|letter| !is_of_word(letter)).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_has_half_of_the_words_of_what_is_asked_and_the_other_way_round() {
        for (control, asked, expected) in [
            ("SELECT max(a) FROM t", "SELECT max(a) WITHIN GROUP (ORDER BY a) FROM t", true),
            ("SELECT CAST('1' AS INT)", "SELECT TRY_CAST('x' AS INT)", true),
            ("SELECT ([5, 6, 7])[2]", "SELECT ([5, 6, 7])[2:3]", true),
            ("SELECT 1", "SELECT n FROM (SELECT 1) AS s(n)", false),
            ("SELECT a, a, a, a FROM t", "SELECT a FROM", false),
            ("SELECT 1", "BROKEN", false),
            ("*", "*", false),
        ] {
            assert_eq!(is_much_the_same(control, asked), expected, "{control} / {asked}");
        }
    }
}
