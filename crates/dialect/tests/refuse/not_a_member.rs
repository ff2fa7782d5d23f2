#[path = "../samples/mod.rs"]
mod samples;

use samples::{Duck, Engine, House, Quest, delete};

fn main() {
    let purge = delete::<(Duck, House)>().filter();
    Engine::<Quest>::new().execute(purge.on());
}
