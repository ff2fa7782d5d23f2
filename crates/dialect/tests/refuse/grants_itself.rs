use aludel_dialect::level::{Absent, NeedsWhere};
use aludel_dialect::{Grants, NoWhere, WhereRule, cap};

struct Mine;

impl Grants<Mine, cap::Returning> for Absent {}

impl WhereRule<Mine, NoWhere, cap::Delete> for NeedsWhere {}

fn main() {}
