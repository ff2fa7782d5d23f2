//! One connection of a client: what each message does.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use async_trait::async_trait;
use futures_util::{Sink, SinkExt};
use pgwire::api::auth::{
    DefaultServerParameterProvider, StartupHandler, finish_authentication, protocol_negotiation,
    save_startup_parameters_to_metadata,
};
use pgwire::api::cancel::CancelHandler;
use pgwire::api::portal::Portal;
use pgwire::api::query::{ExtendedQueryHandler, SimpleQueryHandler, send_ready_for_query};
use pgwire::api::results::Response;
use pgwire::api::stmt::NoopQueryParser;
use pgwire::api::store::PortalStore;
use pgwire::api::{
    ClientInfo, ClientPortalStore, METADATA_DATABASE, PgWireConnectionState, PgWireServerHandlers,
    PidSecretKeyGenerator, RandomPidSecretKeyGenerator,
};
use pgwire::error::{PgWireError, PgWireResult};
use pgwire::messages::cancel::CancelRequest;
use pgwire::messages::extendedquery::{
    Bind, BindComplete, Close, CloseComplete, Describe, Execute, Parse, ParseComplete, Sync as SyncMessage,
    TARGET_TYPE_BYTE_STATEMENT,
};
use pgwire::messages::response::TransactionStatus;
use pgwire::messages::simplequery::Query;
use pgwire::messages::startup::Authentication;
use pgwire::messages::{PgWireBackendMessage as Message, PgWireFrontendMessage};
use tokio::sync::Notify;

use crate::failure::Failure;
use crate::faults::Moment;
use crate::journal::Login;
use crate::session::{self, Answers, Outcome, Session};
use crate::shared::{Access, CancelKey, Shared};
use crate::worker::Worker;

/// As MotherDuck says it.
const NOT_AUTHENTICATED: &str =
    "Invalid Input Error: Your request is not authenticated. Please check your MotherDuck token.";

/// What a connection is to be ended with.
#[derive(Debug, Default)]
pub(crate) struct Ends {
    /// As if the machine in between had lost it.
    pub(crate) reset: Notify,
    pub(crate) close: Notify,
}

/// A connection.
pub(crate) struct Connection {
    shared: Arc<Shared>,
    pub(crate) ends: Arc<Ends>,
    worker: OnceLock<Worker>,
    access: OnceLock<Access>,
    key: Mutex<Option<CancelKey>>,
    /// What `ReadyForQuery` is to say.
    status: Mutex<TransactionStatus>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(key) = self.key.lock().unwrap_or_else(PoisonError::into_inner).take() {
            self.shared.forget(&key);
            self.shared.journal.note_end();
        }
    }
}

impl Connection {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            ends: Arc::default(),
            worker: OnceLock::new(),
            access: OnceLock::new(),
            key: Mutex::new(None),
            status: Mutex::new(TransactionStatus::Idle),
        }
    }

    fn status(&self) -> TransactionStatus {
        *self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the session work and sends on what it answers.
    async fn relay<C>(
        &self,
        client: &mut C,
        work: impl FnOnce(&mut Session, &Answers) -> Outcome + Send + 'static,
    ) -> PgWireResult<Outcome>
    where
        C: Sink<Message> + Unpin + Send,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        let answering = self.worker.get().and_then(|worker| worker.ask(work));
        let Some(mut answering) = answering else { return Err(PgWireError::NotReadyForQuery) };
        while let Some(messages) = answering.messages.recv().await {
            for message in messages {
                if matches!(message, Message::DataRow(_)) && self.shared.faults.rows().strikes() {
                    client.flush().await?;
                    self.reset().await;
                }
                client.feed(message).await?;
            }
        }
        let Ok((outcome, status)) = answering.end.await else { return Err(PgWireError::NotReadyForQuery) };
        *self.status.lock().unwrap_or_else(PoisonError::into_inner) = status;
        Ok(outcome)
    }

    /// The same for a message of the extended protocol: after an error nothing is done until `Sync`.
    async fn relay_extended<C>(
        &self,
        client: &mut C,
        work: impl FnOnce(&mut Session, &Answers) -> Outcome + Send + 'static,
    ) -> PgWireResult<Outcome>
    where
        C: ClientInfo + Sink<Message> + Unpin + Send,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        let outcome = self.relay(client, work).await?;
        if outcome == Outcome::Failed {
            client.set_state(PgWireConnectionState::AwaitingSync);
        }
        Ok(outcome)
    }

    /// Counts a statement that is about to run, and is never heard of again if it is the one to be reset.
    async fn before_statement(&self) {
        if self.shared.faults.statements().strikes() {
            self.reset().await;
        }
        self.shared.faults.while_silent(Moment::Statement).await;
    }

    /// Whether the token that it was let in by still counts. If not, the client is told so and hung up on.
    async fn is_let_in<C>(&self, client: &mut C) -> PgWireResult<bool>
    where
        C: Sink<Message> + Unpin + Send,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        let is_let_in = self.access.get().is_some_and(|access| self.shared.tokens.holds(*access));
        if !is_let_in {
            self.refuse(client, Failure::fatal("28000", format!("{NOT_AUTHENTICATED} (Jwt is expired)"))).await?;
        }
        Ok(is_let_in)
    }

    /// Has the connection reset, and is never heard of again.
    async fn reset(&self) {
        self.ends.reset.notify_one();
        std::future::pending::<()>().await;
    }

    /// Tells the client why and hangs up.
    async fn refuse<C>(&self, client: &mut C, failure: Failure) -> PgWireResult<()>
    where
        C: Sink<Message> + Unpin + Send,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        client.send(failure.response(self.shared.quirks)).await?;
        client.close().await?;
        self.ends.close.notify_one();
        Ok(())
    }
}

#[async_trait]
impl StartupHandler for Connection {
    async fn on_startup<C>(&self, client: &mut C, message: PgWireFrontendMessage) -> PgWireResult<()>
    where
        C: ClientInfo + Sink<Message> + Unpin + Send + Sync,
        C::Error: Debug,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        match message {
            PgWireFrontendMessage::Startup(startup) => {
                protocol_negotiation(client, &startup).await?;
                save_startup_parameters_to_metadata(client, &startup);
                client.set_state(PgWireConnectionState::AuthenticationInProgress);
                client.send(Message::Authentication(Authentication::CleartextPassword)).await?;
            }
            PgWireFrontendMessage::PasswordMessageFamily(password) => {
                let password = password.into_password()?.password;
                self.shared.faults.while_silent(Moment::Login).await;
                let Some(access) = self.shared.tokens.access(&password) else {
                    return self.refuse(client, Failure::fatal("28P01", NOT_AUTHENTICATED)).await;
                };
                let parameters: std::collections::BTreeMap<String, String> =
                    client.metadata().iter().map(|(key, value)| (key.clone(), value.clone())).collect();
                let database = parameters.get(METADATA_DATABASE).cloned().unwrap_or_default();
                let (session, interrupter) = match self.shared.session(access, &database, &parameters) {
                    Ok(session) => session,
                    Err(failure) => return self.refuse(client, failure).await,
                };
                let worker = Worker::new(session, interrupter.clone())?;
                let (number, secret) = RandomPidSecretKeyGenerator::default().generate(client);
                let number = self.shared.next_number(number);
                client.set_pid_and_secret_key(number, secret.clone());
                let key = (number, secret.to_bytes().to_vec());
                self.shared.remember(key.clone(), interrupter);
                self.shared.journal.note_login(Login { database, parameters, is_encrypted: client.is_secure() });
                *self.key.lock().unwrap_or_else(PoisonError::into_inner) = Some(key);
                // Set once: a second password message never gets here.
                let _ = self.worker.set(worker);
                let _ = self.access.set(access);
                let mut provider = DefaultServerParameterProvider::default();
                provider.server_version = "16.0".to_owned();
                finish_authentication(client, &provider).await?;
            }
            _ => {}
        }
        Ok(())
    }
}

#[async_trait]
impl SimpleQueryHandler for Connection {
    async fn on_query<C>(&self, client: &mut C, query: Query) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<Message> + Unpin + Send + Sync,
        C::PortalStore: PortalStore,
        C::Error: Debug,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        self.before_statement().await;
        if !self.is_let_in(client).await? {
            return Ok(());
        }
        self.shared.journal.note_executed(&query.query);
        self.relay(client, move |session, answers| session.simple(&query.query, answers)).await?;
        send_ready_for_query(client, self.status()).await
    }

    async fn do_query<C>(&self, _client: &mut C, _query: &str) -> PgWireResult<Vec<Response>>
    where
        C: ClientInfo + ClientPortalStore + Sink<Message> + Unpin + Send + Sync,
        C::PortalStore: PortalStore,
        C::Error: Debug,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        // `on_query` does it all.
        Err(PgWireError::NotReadyForQuery)
    }
}

#[async_trait]
impl ExtendedQueryHandler for Connection {
    type Statement = String;
    type QueryParser = NoopQueryParser;

    fn query_parser(&self) -> Arc<Self::QueryParser> {
        Arc::default()
    }

    async fn on_parse<C>(&self, client: &mut C, message: Parse) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<Message> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        self.shared.journal.note_parsed(&message.query);
        let work = move |session: &mut Session, answers: &Answers| {
            session.parse(&message.name.unwrap_or_default(), &message.query, &message.type_oids, answers)
        };
        if self.relay_extended(client, work).await? == Outcome::Done {
            client.feed(Message::ParseComplete(ParseComplete::new())).await?;
        }
        Ok(())
    }

    async fn on_bind<C>(&self, client: &mut C, message: Bind) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<Message> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        let bind = session::Bind {
            portal: message.portal_name.unwrap_or_default(),
            statement: message.statement_name.unwrap_or_default(),
            values: message.parameters,
            value_formats: message.parameter_format_codes,
            result_formats: message.result_column_format_codes,
        };
        if self.relay_extended(client, move |session, answers| session.bind(&bind, answers)).await? == Outcome::Done {
            client.feed(Message::BindComplete(BindComplete::new())).await?;
        }
        Ok(())
    }

    async fn on_describe<C>(&self, client: &mut C, message: Describe) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<Message> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        let name = message.name.unwrap_or_default();
        let is_statement = message.target_type == TARGET_TYPE_BYTE_STATEMENT;
        let work = move |session: &mut Session, answers: &Answers| match is_statement {
            true => session.describe_statement(&name, answers),
            false => session.describe_portal(&name, answers),
        };
        self.relay_extended(client, work).await.map(drop)
    }

    async fn on_execute<C>(&self, client: &mut C, message: Execute) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<Message> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        self.before_statement().await;
        if !self.is_let_in(client).await? {
            return Ok(());
        }
        let shared = Arc::clone(&self.shared);
        let work = move |session: &mut Session, answers: &Answers| {
            let portal = message.name.unwrap_or_default();
            if let Some(sql) = session.text_of_portal(&portal) {
                shared.journal.note_executed(sql);
            }
            session.execute(&portal, usize::try_from(message.max_rows).unwrap_or(0), answers)
        };
        self.relay_extended(client, work).await.map(drop)
    }

    async fn on_close<C>(&self, client: &mut C, message: Close) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<Message> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        let name = message.name.unwrap_or_default();
        let is_statement = message.target_type == TARGET_TYPE_BYTE_STATEMENT;
        let work = move |session: &mut Session, _: &Answers| {
            if is_statement {
                session.close_statement(&name);
            } else {
                session.close_portal(&name);
            }
            Outcome::Done
        };
        self.relay_extended(client, work).await?;
        client.feed(Message::CloseComplete(CloseComplete::new())).await?;
        Ok(())
    }

    async fn on_sync<C>(&self, client: &mut C, _message: SyncMessage) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<Message> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        let work = |session: &mut Session, _: &Answers| {
            session.sync();
            Outcome::Done
        };
        self.relay(client, work).await?;
        send_ready_for_query(client, self.status()).await
    }

    async fn do_query<C>(
        &self,
        _client: &mut C,
        _portal: &Portal<Self::Statement>,
        _max_rows: usize,
    ) -> PgWireResult<Response>
    where
        C: ClientInfo + ClientPortalStore + Sink<Message> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<Message>>::Error>,
    {
        // `on_execute` does it all.
        Err(PgWireError::NotReadyForQuery)
    }
}

#[async_trait]
impl CancelHandler for Connection {
    async fn on_cancel_request(&self, request: CancelRequest) {
        self.shared.cancel(&(request.pid, request.secret_key.to_bytes().to_vec()));
    }
}

/// The connection as its own set of handlers.
pub(crate) struct Handlers(pub(crate) Arc<Connection>);

impl PgWireServerHandlers for Handlers {
    fn simple_query_handler(&self) -> Arc<impl SimpleQueryHandler> {
        Arc::clone(&self.0)
    }

    fn extended_query_handler(&self) -> Arc<impl ExtendedQueryHandler> {
        Arc::clone(&self.0)
    }

    fn startup_handler(&self) -> Arc<impl StartupHandler> {
        Arc::clone(&self.0)
    }

    fn cancel_handler(&self) -> Arc<impl CancelHandler> {
        Arc::clone(&self.0)
    }
}
