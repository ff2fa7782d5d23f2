//! Loading tables from files, and writing files from queries.
#[path = "common/mod.rs"]
mod common;
#[path = "files/folder.rs"]
mod folder;
#[path = "files/from.rs"]
mod from;
#[path = "files/page.rs"]
mod page;
#[path = "files/to.rs"]
mod to;
