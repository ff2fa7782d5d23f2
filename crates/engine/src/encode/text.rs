//! Text.

use arrow_array::builder::StringBuilder;
use arrow_schema::{DataType, Field};

use super::{EncodeError, Shape, ToColumn};

/// About how long a text is, so that the builder does not begin too small.
const USUAL_LENGTH: usize = 16;

/// As VARCHAR.
impl ToColumn for str {
    type Builder = StringBuilder;

    fn field(name: &str, _shape: Shape) -> Field {
        Field::new(name, DataType::Utf8, false)
    }

    fn builder(_shape: Shape, capacity: usize) -> Self::Builder {
        StringBuilder::with_capacity(capacity, capacity.saturating_mul(USUAL_LENGTH))
    }

    #[inline]
    fn append(&self, builder: &mut Self::Builder) -> Result<(), EncodeError> {
        builder.append_value(self);
        Ok(())
    }
}
