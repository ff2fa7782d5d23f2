#[path = "../samples/mod.rs"]
mod samples;

use samples::{Duck, Engine, House, delete};

fn main() {
    Engine::<(Duck, House)>::new().execute(delete());
}
