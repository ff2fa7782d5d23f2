//! "Did you mean": the known names most like a given one, for errors about a name that is not known.

/// The candidates most like `name`, most alike first: at most three, and none that shares too little with it.
///
/// ```
/// # use aludel_dialect::nearest;
/// assert_eq!(nearest("o_orderkay", ["o_orderkey", "o_custkey", "o_comment"]), ["o_orderkey"]);
/// assert!(nearest("zzz", ["o_orderkey"]).is_empty());
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    // Longer names are not compared: the distance takes time in the product of their lengths.
    const LONGEST: usize = 128;
    let name: String = name.chars().take(LONGEST).flat_map(char::to_lowercase).collect();
    let limit = name.chars().count().div_ceil(3);
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| (strsim::osa_distance(&name, &candidate.to_lowercase()), candidate))
        .filter(|(edits, _)| *edits <= limit)
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(3).map(|(_, candidate)| candidate.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelling_finds_its_name() {
        let there = ["id", "age", "first_name"];
        assert_eq!(nearest("aeg", there), ["age"]);
        assert_eq!(nearest("firstname", there), ["first_name"]);
        assert_eq!(nearest("FIRST_NAME", there), ["first_name"]);
        assert!(nearest("total", there).is_empty());
    }

    #[test]
    fn long_names_take_no_long_time() {
        let long = "x".repeat(1_000_000);
        assert!(nearest(&long, [long.as_str(), "id"]).is_empty());
    }
}
