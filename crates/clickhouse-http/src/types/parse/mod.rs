//! Reading a type's text.

mod arguments;
mod names;
mod nested;
mod text;

use std::str::FromStr;

use arguments::digits_of_second;
use names::{geometry, interval};
use text::Parser;

use super::{EnumSize, Kind, NotAType, Type};

/// How deep types may stand in one another: they are read, written and dropped by recursion.
const DEPTH: usize = 64;

impl FromStr for Type {
    type Err = NotAType;

    fn from_str(text: &str) -> Result<Self, NotAType> {
        let mut parser = Parser { text, at: 0 };
        let found = parser.any_type(DEPTH);
        let whole = found.and_then(|found| {
            parser.skip_space();
            if parser.rest().is_empty() { Ok(found) } else { Err("something follows the type") }
        });
        whole.map_err(|problem| NotAType {
            // A server could send megabytes.
            text: text.chars().take(200).collect(),
            at: text.get(..parser.at).unwrap_or(text).chars().count() + 1,
            problem,
        })
    }
}

type Parsed<T> = Result<T, &'static str>;

impl Parser<'_> {
    fn any_type(&mut self, depth: usize) -> Parsed<Type> {
        let left = depth.checked_sub(1).ok_or("types are nested too deep")?;
        self.skip_space();
        let begin = self.at;
        let family = self.word();
        let kind = self.kind(family, left)?;
        Ok(Type { text: self.text.get(begin..self.at).unwrap_or_default().to_owned(), kind })
    }

    fn kind(&mut self, family: &str, depth: usize) -> Parsed<Kind> {
        Ok(match family {
            "Nothing" => Kind::Nothing,
            "Bool" => Kind::Bool,
            "Int8" => Kind::Int8,
            "Int16" => Kind::Int16,
            "Int32" => Kind::Int32,
            "Int64" => Kind::Int64,
            "Int128" => Kind::Int128,
            "Int256" => Kind::Int256,
            "UInt8" => Kind::UInt8,
            "UInt16" => Kind::UInt16,
            "UInt32" => Kind::UInt32,
            "UInt64" => Kind::UInt64,
            "UInt128" => Kind::UInt128,
            "UInt256" => Kind::UInt256,
            "Float32" => Kind::Float32,
            "Float64" => Kind::Float64,
            "BFloat16" => Kind::BFloat16,
            "Decimal" => self.decimal()?,
            "Decimal32" => self.decimal_of(9)?,
            "Decimal64" => self.decimal_of(18)?,
            "Decimal128" => self.decimal_of(38)?,
            "Decimal256" => self.decimal_of(76)?,
            "String" => Kind::String,
            "FixedString" => Kind::FixedString(self.argument()?),
            "UUID" => Kind::Uuid,
            "IPv4" => Kind::IPv4,
            "IPv6" => Kind::IPv6,
            "Date" => Kind::Date,
            "Date32" => Kind::Date32,
            "DateTime" | "DateTime32" => Kind::DateTime(if self.eat('(') { Some(self.zone()?) } else { None }),
            "DateTime64" => self.date_time_64()?,
            "Time" => Kind::Time,
            "Time64" => Kind::Time64(self.argument().and_then(digits_of_second)?),
            "Enum8" => Kind::Enum(EnumSize::Eight, self.members_of_enum()?),
            "Enum16" => Kind::Enum(EnumSize::Sixteen, self.members_of_enum()?),
            "Nullable" => Kind::Nullable(self.one(depth)?),
            "LowCardinality" => Kind::LowCardinality(self.one(depth)?),
            "Array" => Kind::Array(self.one(depth)?),
            "Tuple" => Kind::Tuple(self.members(depth)?),
            "Nested" => self.nested(depth)?,
            "Map" => self.map(depth)?,
            "Variant" => Kind::Variant(self.several(depth)?),
            "SimpleAggregateFunction" => self.simple_aggregate(depth)?,
            "JSON" => {
                self.skip_arguments()?;
                Kind::Json
            }
            "Dynamic" => {
                self.skip_arguments()?;
                Kind::Dynamic
            }
            "" => return Err("a type is expected"),
            _ => match interval(family).or_else(|| geometry(family)) {
                Some(kind) => kind,
                None => {
                    self.skip_arguments()?;
                    Kind::Other
                }
            },
        })
    }
}

#[cfg(test)]
mod tests;
