//! What URLs and the options beside them promise.

mod hostile;
mod options;
mod policy;
mod secrets;
mod urls;

use super::*;
