//! Settings of one statement, and what the session says of its database.

use super::fault::Fault;
use super::session::{Session, first_bigint};

impl Session {
    /// Runs `work` with settings (name and `SET` statement) that hold for it alone.
    pub(crate) fn with_settings<T>(
        &mut self,
        settings: &[(String, String)],
        work: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        if settings.is_empty() {
            return work(self);
        }
        let mut restore = Vec::with_capacity(settings.len());
        let mut done = Ok(());
        for (key, set) in settings {
            let value = self.setting(key);
            done = value.and_then(|value| {
                restore.push(format!("SET \"{}\" = '{}'", key.replace('"', "\"\""), value.replace('\'', "''")));
                self.internal(set)
            });
            if done.is_err() {
                break;
            }
        }
        let done = done.and_then(|()| work(self));
        let restored = restore.iter().rev().try_for_each(|set| self.internal(set));
        done.and_then(|done| restored.map(|()| done))
    }

    /// The value of a setting, as text.
    fn setting(&mut self, key: &str) -> Result<String, Fault> {
        let sql = format!("SELECT current_setting('{}')::VARCHAR", key.replace('\'', "''"));
        let mut cursor = self.run(&sql, &[])?;
        let batch = cursor.next_batch()?;
        let text = batch.as_ref().and_then(|batch| {
            batch.columns().first()?.as_any().downcast_ref::<arrow_array::StringArray>()?.iter().next()?
        });
        let text = text.unwrap_or_default().to_owned();
        while cursor.next_batch()?.is_some() {}
        Ok(text)
    }

    /// Whether the database itself was opened read-only.
    pub(crate) fn is_read_only(&mut self) -> Result<bool, Fault> {
        let sql = "SELECT readonly::BIGINT FROM duckdb_databases() WHERE database_name = current_database()";
        let mut result = self.internal_result(sql)?;
        Ok(first_bigint(&mut result)? == Some(1))
    }
}
