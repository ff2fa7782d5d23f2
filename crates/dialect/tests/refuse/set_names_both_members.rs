#[path = "../samples/mod.rs"]
mod samples;

use samples::{Delete, Duck, House, Quest, delete};

fn purge() -> Delete<(Duck, House)> {
    delete().returning()
}

fn purge_six() -> Delete<(Duck, Duck, House, Duck, Quest, Quest)> {
    delete()
}

fn main() {
    purge();
    purge_six();
}
