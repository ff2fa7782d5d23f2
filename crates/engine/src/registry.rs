//! The drivers that a program knows.

use std::sync::Arc;

use crate::url::nearest;
use crate::{Driver, EngineUrl, UrlError};

/// The drivers that a program knows: a value, not a global.
///
/// Two drivers may answer to one scheme; then only `scheme+driver://` can be opened. Conflicts are found when a URL asks.
///
/// ```
/// use aludel_engine::{EngineUrl, Registry, UrlError};
///
/// let registry = Registry::new().mention("duckdb", "the feature `duckdb-md` of the crate `aludel`");
/// let url = EngineUrl::parse("duckdb:///shop.duckdb")?;
/// assert!(matches!(registry.find(&url), Err(UrlError::NotCompiledIn { .. })));
/// # Ok::<(), UrlError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Registry {
    drivers: Vec<Arc<dyn Driver>>,
    mentioned: Vec<(&'static str, &'static str)>,
}

impl Registry {
    /// No driver.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a driver.
    #[must_use]
    pub fn with(self, driver: impl Driver + 'static) -> Self {
        self.with_shared(Arc::new(driver))
    }

    /// Adds a driver that is shared with others.
    #[must_use]
    pub fn with_shared(mut self, driver: Arc<dyn Driver>) -> Self {
        self.drivers.push(driver);
        self
    }

    /// Notes what would bring a driver for `scheme`, in words: "the feature `duckdb-md` of the crate `aludel`".
    #[must_use]
    pub fn mention(mut self, scheme: &'static str, brought_by: &'static str) -> Self {
        self.mentioned.push((scheme, brought_by));
        self
    }

    /// The schemes that can be opened, sorted.
    pub fn schemes(&self) -> Vec<&'static str> {
        let mut schemes: Vec<&str> = self.drivers.iter().flat_map(|driver| driver.schemes()).copied().collect();
        schemes.sort_unstable();
        schemes.dedup();
        schemes
    }

    /// The driver that opens `url`.
    ///
    /// A driver answers to each of its schemes, alone or with `+` and its name; a scheme that it lists with `+` in it is
    /// matched as a whole. One that [stands in](Driver::stands_in_for) for others is asked when nobody has the name.
    ///
    /// # Errors
    /// [`UrlError::UnknownScheme`], [`UrlError::NotCompiledIn`], [`UrlError::UnknownDriver`], [`UrlError::SeveralDrivers`],
    /// [`UrlError::SameDriverTwice`]; [`UrlError::Usage`] if a program put into the URL what none can hold.
    pub fn find(&self, url: &EngineUrl) -> Result<&Arc<dyn Driver>, UrlError> {
        url.check()?;
        let scheme = url.scheme();
        let answers_to = |driver: &&Arc<dyn Driver>, scheme: &str| driver.schemes().contains(&scheme);
        let of_scheme: Vec<&Arc<dyn Driver>> =
            self.drivers.iter().filter(|driver| answers_to(driver, scheme)).collect();
        let chosen = match url.driver() {
            None => of_scheme.clone(),
            Some(name) => {
                let whole = format!("{scheme}+{name}");
                let asked_for = |driver: &&Arc<dyn Driver>| {
                    answers_to(driver, &whole) || (answers_to(driver, scheme) && driver.name() == name)
                };
                let named: Vec<_> = self.drivers.iter().filter(asked_for).collect();
                if named.is_empty() {
                    of_scheme.iter().filter(|driver| driver.stands_in_for(name)).copied().collect()
                } else {
                    named
                }
            }
        };
        match (chosen.as_slice(), url.driver()) {
            ([driver], _) => Ok(driver),
            ([], Some(driver)) if !of_scheme.is_empty() => {
                let driver = driver.to_owned();
                Err(UrlError::UnknownDriver { scheme: scheme.to_owned(), driver, known: names(&of_scheme) })
            }
            ([], _) => Err(self.unknown(scheme)),
            (_, Some(driver)) => {
                Err(UrlError::SameDriverTwice { scheme: scheme.to_owned(), driver: driver.to_owned() })
            }
            (several, None) => {
                let drivers = names(several);
                match drivers.iter().enumerate().find(|(number, name)| drivers[..*number].contains(name)) {
                    Some((_, driver)) => {
                        Err(UrlError::SameDriverTwice { scheme: scheme.to_owned(), driver: driver.clone() })
                    }
                    None => Err(UrlError::SeveralDrivers { scheme: scheme.to_owned(), drivers }),
                }
            }
        }
    }

    /// Reads what names an engine: a URL, or a form of which one of the drivers knows that it is its own.
    ///
    /// # Errors
    /// Text that is neither; the error does not repeat it, because it may hold a password.
    pub fn read(&self, text: &str) -> Result<EngineUrl, UrlError> {
        let own = if text.contains("://") { None } else { self.drivers.iter().find_map(|driver| driver.read(text)) };
        own.unwrap_or_else(|| EngineUrl::parse(text))
    }

    fn unknown(&self, scheme: &str) -> UrlError {
        if let Some((_, brought_by)) = self.mentioned.iter().find(|(mentioned, _)| *mentioned == scheme) {
            return UrlError::NotCompiledIn { scheme: scheme.to_owned(), brought_by };
        }
        let known = self.schemes();
        let nearest = nearest(scheme, known.iter().copied().chain(self.mentioned.iter().map(|(scheme, _)| *scheme)));
        let known = known.into_iter().map(str::to_owned).collect();
        UrlError::UnknownScheme { scheme: scheme.to_owned(), known, nearest }
    }
}

fn names(drivers: &[&Arc<dyn Driver>]) -> Vec<String> {
    drivers.iter().map(|driver| driver.name().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;
    use crate::{ConnectOptions, Database, Error};

    #[derive(Debug)]
    struct Named(&'static str, &'static [&'static str]);

    #[async_trait]
    impl Driver for Named {
        fn schemes(&self) -> &'static [&'static str] {
            self.1
        }

        fn name(&self) -> &'static str {
            self.0
        }

        async fn open(&self, _: &ConnectOptions) -> Result<Arc<dyn Database>, Error> {
            Err(Error::Usage("this driver opens nothing".to_owned()))
        }
    }

    #[derive(Debug)]
    struct Lenient;

    #[async_trait]
    impl Driver for Lenient {
        fn schemes(&self) -> &'static [&'static str] {
            &["q", "r"]
        }

        fn name(&self) -> &'static str {
            "lenient"
        }

        fn stands_in_for(&self, driver: &str) -> bool {
            driver != "never"
        }

        async fn open(&self, _: &ConnectOptions) -> Result<Arc<dyn Database>, Error> {
            Err(Error::Usage("this driver opens nothing".to_owned()))
        }
    }

    #[test]
    fn a_name_that_nobody_has_may_mean_one_that_stands_in() {
        let registry = Registry::new().with(Lenient).with(Named("one", &["q"]));
        assert_eq!(find(&registry, "q+psycopg://h"), Ok("lenient"));
        assert_eq!(find(&registry, "q+one://h"), Ok("one"));
        assert_eq!(find(&registry, "r+psycopg://h"), Ok("lenient"));
        assert!(find(&registry, "r+never://h").is_err());
    }

    fn find(registry: &Registry, url: &str) -> Result<&'static str, UrlError> {
        registry.find(&EngineUrl::parse(url)?).map(|driver| driver.name())
    }

    #[test]
    fn a_scheme_finds_its_driver_with_and_without_its_name() {
        let registry = Registry::new()
            .with(Named("native", &["duckdb", "md"]))
            .with_shared(Arc::new(Named("wire", &["postgresql", "postgresql+psycopg"])));
        for (url, name) in [
            ("duckdb://", "native"),
            ("md://", "native"),
            ("duckdb+native://", "native"),
            ("postgresql://h", "wire"),
            ("postgresql+wire://h", "wire"),
            ("postgresql+psycopg://h", "wire"),
        ] {
            assert_eq!(find(&registry, url), Ok(name), "{url}");
        }
        let known = vec!["native".to_owned()];
        let unknown = UrlError::UnknownDriver { scheme: "duckdb".into(), driver: "other".into(), known };
        assert_eq!(find(&registry, "duckdb+other://"), Err(unknown));
    }

    #[test]
    fn two_drivers_of_one_scheme_need_the_name() {
        let registry = Registry::new().with(Named("one", &["q"])).with(Named("two", &["q"]));
        let several = find(&registry, "q://h").map_err(|error| error.to_string());
        assert_eq!(several, Err("several drivers answer to `q://`: write one of `q+one://`, `q+two://`".to_owned()));
        assert_eq!(find(&registry, "q+two://h"), Ok("two"));

        let twice = registry.with(Named("one", &["q"]));
        let same = UrlError::SameDriverTwice { scheme: "q".into(), driver: "one".into() };
        assert_eq!(find(&twice, "q://h"), Err(same.clone()));
        assert_eq!(find(&twice, "q+one://h"), Err(same));
        assert_eq!(find(&twice, "q+two://h"), Ok("two"));
    }

    #[test]
    fn an_unknown_scheme_lists_the_known_and_a_missing_feature_is_named() {
        let registry = Registry::new().with(Named("native", &["duckdb"])).mention("clickhousedb", "the crate `c`");
        let message = |url| find(&registry, url).err().map(|error| error.to_string());
        assert_eq!(
            message("duckbd://").as_deref(),
            Some("no engine answers to `duckbd://`; known are duckdb; did you mean duckdb?")
        );
        assert_eq!(
            message("clickhousedb+connect://h").as_deref(),
            Some("no engine that is compiled in answers to `clickhousedb://`; it comes with the crate `c`")
        );
        let empty = find(&Registry::new(), "duckdb://").err().map(|error| error.to_string());
        assert_eq!(empty.as_deref(), Some("no engine answers to `duckdb://`; known are none"));
    }
}
