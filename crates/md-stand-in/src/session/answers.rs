//! What goes back to the client, and how a request went.

use pgwire::messages::PgWireBackendMessage as Message;
use tokio::sync::mpsc::Sender;

use crate::failure::Failure;
use crate::native::Fault;

/// Where answers go; full, it makes the session wait for its client.
pub(crate) struct Answers(Sender<Vec<Message>>);

/// The client has gone.
#[derive(Debug)]
pub(super) struct Gone;

impl Answers {
    pub(crate) fn new(sender: Sender<Vec<Message>>) -> Self {
        Self(sender)
    }

    pub(super) fn send(&self, messages: Vec<Message>) -> Result<(), Gone> {
        self.0.blocking_send(messages).map_err(|_| Gone)
    }
}

/// Why an answer ended early.
pub(super) enum Stop {
    Failed(Failure),
    Gone,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Failed(fault.into())
    }
}

impl From<Gone> for Stop {
    fn from(_: Gone) -> Self {
        Self::Gone
    }
}

/// How a request went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    /// The client was told why.
    Failed,
}
