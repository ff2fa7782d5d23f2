//! One opened database, and how long it stays open.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use aludel_engine::{ConnectOptions, Error, ErrorClass, ServerError, SettingValue};

use crate::motherduck::{CREDENTIALS, Login, explained, is_motherduck};
use crate::native::{self, Config, Fault, Runs, Session};
use crate::opener::{Opener, Opening};
use crate::url::{Place, Secrets, Target, wrong_setting};
use crate::worker::{Worker, on_thread};

/// A database of this process. A local one stays open until the engine is closed; MotherDuck's as long as a connection
/// to it is, so that connecting anew reaches it anew.
#[derive(Debug)]
pub(crate) struct Instance {
    opener: Arc<dyn Opener>,
    opening: Opening,
    options: ConnectOptions,
    place: Place,
    state: Mutex<State>,
    /// Held by the one who opens it.
    turn: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Default)]
enum State {
    /// Nobody has asked for it yet.
    #[default]
    New,
    Open(Opened),
    /// As long as somebody else has it.
    Shared {
        database: Weak<native::Database>,
        on_connect: OnConnect,
        read_only: bool,
    },
    Closed,
}

/// What is said on each new connection. `Debug` counts, for a statement may hold secrets.
#[derive(Clone, Default)]
struct OnConnect(Arc<[String]>);

impl fmt::Debug for OnConnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OnConnect({} statements)", self.0.len())
    }
}

/// What opening gives.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    database: Arc<native::Database>,
    /// For each connection: statements, among them settings that a database can't be opened with.
    on_connect: OnConnect,
    pub(crate) read_only: bool,
}

/// How long MotherDuck may take to be reached, its extension to be fetched among it.
const REACHED: Duration = Duration::from_secs(60);

/// How long a person may take to log in.
const LOGGED_IN: Duration = Duration::from_secs(600);

impl Instance {
    pub(crate) fn new(options: ConnectOptions, opener: Arc<dyn Opener>) -> Result<Self, Error> {
        let Target { opening, place } = Target::new(&options)?;
        Ok(Self { opener, opening, options, place, state: Mutex::default(), turn: Arc::default() })
    }

    /// The path without its settings, for people.
    pub(crate) fn name(&self) -> &str {
        match self.place {
            Place::Local { .. } => &self.opening.path,
            Place::MotherDuck { .. } => self.opening.path.split('?').next().unwrap_or_default(),
        }
    }

    pub(crate) fn options(&self) -> &ConnectOptions {
        &self.options
    }

    /// Whether it can only be read, as far as that is known before it is opened.
    pub(crate) fn is_asked_read_only(&self) -> bool {
        matches!(self.place, Place::MotherDuck { read_only: true, .. })
    }

    pub(crate) fn secrets(&self) -> Secrets {
        match &self.place {
            Place::Local { secrets, .. } | Place::MotherDuck { secrets, .. } => secrets.clone(),
        }
    }

    /// Opens it, unless it is open.
    pub(crate) async fn open(self: &Arc<Self>) -> Result<Opened, Error> {
        let within = match &self.place {
            Place::Local { has_motherduck: false, .. } => return self.opened().await,
            Place::Local { .. } | Place::MotherDuck { login: Login::Token, .. } => REACHED,
            Place::MotherDuck { login: Login::Browser, .. } => LOGGED_IN,
        };
        tokio::time::timeout(within, self.opened()).await.unwrap_or_else(|_| {
            let message = format!("{} was not opened within {within:?}", self.name());
            Err(ServerError::new(ErrorClass::Unavailable, message).into())
        })
    }

    /// A new connection, to what is open or to what is opened for it.
    pub(crate) async fn connect(self: &Arc<Self>) -> Result<Worker, Error> {
        let Opened { database, on_connect, .. } = self.open().await?;
        self.let_go();
        let mut worker = Worker::connect(database).await.map_err(|failure| failure.without(&self.secrets()))?;
        let run = worker.call(move |session| {
            let mut statements = on_connect.0.iter();
            statements.try_for_each(|statement| session.execute(statement, &[]).map(drop))
        });
        run.await.map_err(|failure| failure.without(&self.secrets()))?;
        Ok(worker)
    }

    /// Waits for nobody: what is being opened is closed when it is there.
    pub(crate) async fn close(&self) -> Result<(), Error> {
        let state = std::mem::replace(&mut *self.state(), State::Closed);
        // Closing the last reference writes a checkpoint.
        let closed = on_thread("aludel-duckdb-close", move || drop(state)).await;
        closed.map_err(|failure| failure.without(&self.secrets()))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is open.
    fn have(&self) -> Result<Option<Opened>, Error> {
        match &*self.state() {
            State::Closed => Err(Error::Closed("engine")),
            State::New => Ok(None),
            State::Open(opened) => Ok(Some(opened.clone())),
            State::Shared { database, on_connect, read_only } => Ok(database.upgrade().map(|database| Opened {
                database,
                on_connect: on_connect.clone(),
                read_only: *read_only,
            })),
        }
    }

    /// From now on it is open as long as somebody is connected, where that is how it is kept. After a login in the browser it
    /// stays: the next one would wait for a person again.
    fn let_go(&self) {
        let mut state = self.state();
        if let (Place::MotherDuck { login: Login::Token, .. }, State::Open(opened)) = (&self.place, &*state) {
            let Opened { database, on_connect, read_only } = opened;
            let (database, on_connect, read_only) = (Arc::downgrade(database), on_connect.clone(), *read_only);
            *state = State::Shared { database, on_connect, read_only };
        }
    }

    /// What is open, or is opened now. One opens at a time, and what was begun goes on if the one who asked stops waiting: a
    /// thread that is in DuckDB can't be stopped, and the next who asks finds what it has opened.
    async fn opened(self: &Arc<Self>) -> Result<Opened, Error> {
        if let Some(opened) = self.have()? {
            return Ok(opened);
        }
        let turn = self.turn.clone().lock_owned().await;
        if let Some(opened) = self.have()? {
            return Ok(opened);
        }
        let instance = self.clone();
        let opening = tokio::spawn(async move {
            let opened = instance.reach().await;
            let opened = match opened {
                Ok(opened) => instance.keep(opened).await,
                Err(error) => Err(error),
            };
            drop(turn);
            opened
        });
        opening.await.unwrap_or(Err(Error::Closed("engine")))
    }

    async fn keep(&self, opened: Opened) -> Result<Opened, Error> {
        {
            let mut state = self.state();
            if !matches!(*state, State::Closed) {
                *state = State::Open(opened.clone());
                return Ok(opened);
            }
        }
        let closed = on_thread("aludel-duckdb-close", move || drop(opened)).await;
        closed.map_err(|failure| failure.without(&self.secrets()))?;
        Err(Error::Closed("engine"))
    }

    /// Opens it, on a thread of its own: it may have to replay a log, or to wait for a network.
    async fn reach(&self) -> Result<Opened, Error> {
        let (opener, asked, options) = (self.opener.clone(), self.opening.clone(), self.options.clone());
        let opened = on_thread("aludel-duckdb-open", move || open(opener.open(asked)?, &options)).await;
        let opened = opened.map_err(|failure| failure.without(&self.secrets())).and_then(|opened| opened);
        match &self.place {
            Place::Local { has_motherduck: false, .. } => opened,
            Place::Local { secrets, .. } | Place::MotherDuck { secrets, .. } => {
                opened.map_err(|error| secrets.hidden_in(explained(error, self.name(), &native::version())))
            }
        }
    }
}

/// The words of DuckDB's error for a setting that belongs to an extension which is not loaded yet.
fn belongs_to_extension(message: &str, key: &str) -> bool {
    message.to_lowercase().contains(&format!("to set the {} setting, the", key.to_lowercase()))
}

fn open(opening: Opening, options: &ConnectOptions) -> Result<Opened, Error> {
    let runs = if is_motherduck(&opening.path) { Runs::Elsewhere } else { Runs::Here };
    let Opening { path, mut settings, session_settings, statements, on_connect } = opening;
    // Those that DuckDB takes at opening, the others by SET on each connection.
    let mut later: Vec<(String, SettingValue)> = session_settings;
    let database = loop {
        let mut config = Config::new()?;
        for (key, value) in std::mem::take(&mut settings) {
            if config.set(&key, &value.to_string())? {
                settings.push((key, value));
            } else {
                later.push((key, value));
            }
        }
        match native::Database::open(&path, &config, runs) {
            Ok(database) => break database,
            Err(fault) => {
                let message = fault.to_string();
                match settings.iter().position(|(key, _)| belongs_to_extension(&message, key)) {
                    Some(index) => later.push(settings.remove(index)),
                    None => return Err(not_opened(fault)),
                }
            }
        }
    };
    let mut session = Session::open(&database)?;
    for statement in statements {
        session.execute(&statement, &[])?;
    }
    let mut each = Vec::with_capacity(later.len() + on_connect.len());
    for (key, value) in later {
        let set = set_statement(&key, &value.to_string());
        session.execute(&set, &[]).map_err(|fault| wrong_setting(options, &key, &value, &fault.to_string()))?;
        // MotherDuck takes a token once, for the whole database.
        if !CREDENTIALS.contains(&key.to_ascii_lowercase().as_str()) {
            each.push(set);
        }
    }
    for statement in on_connect {
        session.execute(&statement, &[])?;
        each.push(statement);
    }
    let read_only = session.is_read_only()?;
    Ok(Opened { database, on_connect: OnConnect(each.into()), read_only })
}

/// DuckDB's answer, with the way out where it has none.
fn not_opened(fault: Fault) -> Error {
    match Error::from(fault) {
        Error::Server(error) if error.message.contains("different configuration") => {
            let hint =
                "this process has the file open with other settings; close that engine, or open it with the same";
            let mut extended = ServerError::new(error.class, format!("{}\n{hint}", error.message));
            extended.code = error.code;
            Error::Server(extended)
        }
        other => other,
    }
}

/// `SET "key" = 'value'`: settings travel as text.
fn set_statement(key: &str, value: &str) -> String {
    format!("SET \"{}\" = '{}'", key.replace('"', "\"\""), value.replace('\'', "''"))
}
