//! MotherDuck: databases that are opened through `md:`.

mod connect;
mod explain;
mod keys;
mod modes;
mod path;
mod paths;
mod route;
mod session_name;
mod url;

pub use connect::{ConnectToMotherDuck, MotherDuck, motherduck, read_scaling};
pub(crate) use explain::{check_version, explained};
pub(crate) use keys::known;
pub use modes::{AccessMode, AttachMode, Login};
pub(crate) use path::is_motherduck;
pub use paths::{connect_to_paths, engine_from_paths};
pub(crate) use route::Route;
pub use session_name::{MotherDuckEngine, stable_session_name};
pub use url::MotherDuckUrl;
