#[path = "../samples/mod.rs"]
mod samples;

use samples::{Duck, House, Quest, Update, update};

fn change() -> Update<(Duck, House, Quest)> {
    update()
}

fn main() {
    change();
}
