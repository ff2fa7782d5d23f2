//! Maps.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use arrow_schema::DataType;

use super::{Column, DecodeError, DecodeErrorKind, FromColumn, ListReader};

/// Reads maps.
pub struct MapReader<K: FromColumn, V: FromColumn>(ListReader<(K, V)>);

impl<K: FromColumn, V: FromColumn> MapReader<K, V> {
    fn of<M>(column: &Column) -> Result<Self, DecodeError> {
        match column.plain_type() {
            Some(DataType::Map(..)) => ListReader::of(column)?.map(MapReader).ok_or_else(DecodeError::wrong_type::<M>),
            _ => Err(DecodeError::wrong_type::<M>()),
        }
    }
}

fn duplicate() -> DecodeError {
    DecodeError::new(DecodeErrorKind::DuplicateKey)
}

/// From a map; a key that comes twice is an error, `Vec<(K, V)>` reads such a map.
impl<K: FromColumn + Eq + Hash, V: FromColumn, S: BuildHasher + Default> FromColumn for HashMap<K, V, S> {
    type Reader = MapReader<K, V>;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        MapReader::of::<Self>(column)
    }

    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        let entries = reader.0.elements::<Self>(row)?;
        let mut map = HashMap::with_capacity_and_hasher(entries.len(), S::default());
        for entry in entries {
            let (key, value) = entry?;
            if map.insert(key, value).is_some() {
                return Err(duplicate());
            }
        }
        Ok(map)
    }
}

/// From a map; a key that comes twice is an error, `Vec<(K, V)>` reads such a map.
impl<K: FromColumn + Ord, V: FromColumn> FromColumn for BTreeMap<K, V> {
    type Reader = MapReader<K, V>;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        MapReader::of::<Self>(column)
    }

    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        let mut map = BTreeMap::new();
        for entry in reader.0.elements::<Self>(row)? {
            let (key, value) = entry?;
            if map.insert(key, value).is_some() {
                return Err(duplicate());
            }
        }
        Ok(map)
    }
}
