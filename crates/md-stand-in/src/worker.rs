//! The thread that a session lives on.

use std::sync::mpsc;
use std::thread;

use pgwire::messages::PgWireBackendMessage as Message;
use pgwire::messages::response::TransactionStatus;
use tokio::sync::{mpsc as answers, oneshot};

use crate::native::Interrupter;
use crate::session::{Answers, Outcome, Session};

type Work = Box<dyn FnOnce(&mut Session) + Send>;

/// A session's thread. It ends when this is dropped, and stops what it does then.
#[derive(Debug)]
pub(crate) struct Worker {
    work: mpsc::Sender<Work>,
    interrupter: Interrupter,
}

/// Answers that are under way, and how it went at their end.
pub(crate) struct Answering {
    pub(crate) messages: answers::Receiver<Vec<Message>>,
    pub(crate) end: oneshot::Receiver<(Outcome, TransactionStatus)>,
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.interrupter.interrupt();
    }
}

impl Worker {
    pub(crate) fn new(mut session: Session, interrupter: Interrupter) -> std::io::Result<Self> {
        let (work, inbox) = mpsc::channel::<Work>();
        thread::Builder::new().name("md-stand-in session".to_owned()).spawn(move || {
            for work in inbox {
                work(&mut session);
            }
        })?;
        Ok(Self { work, interrupter })
    }

    /// Begins to work; none if the thread has ended.
    pub(crate) fn ask(
        &self,
        work: impl FnOnce(&mut Session, &Answers) -> Outcome + Send + 'static,
    ) -> Option<Answering> {
        let (sender, messages) = answers::channel(4);
        let (done, end) = oneshot::channel();
        let work = move |session: &mut Session| {
            let outcome = work(session, &Answers::new(sender));
            // Nobody waits for it only if the client has gone.
            let _ = done.send((outcome, session.status()));
        };
        self.work.send(Box::new(work)).ok()?;
        Some(Answering { messages, end })
    }
}
