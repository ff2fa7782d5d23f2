//! Reading a type's text.

use std::str::FromStr;

use super::{EnumSize, Interval, Kind, Member, NotAType, Type};

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

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn peek(&mut self) -> Option<char> {
        self.skip_space();
        self.rest().chars().next()
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn expect(&mut self, wanted: char, problem: &'static str) -> Parsed<()> {
        if self.eat(wanted) { Ok(()) } else { Err(problem) }
    }

    fn word(&mut self) -> &'a str {
        self.skip_space();
        let rest = self.rest();
        let end = rest.find(|char: char| !(char.is_alphanumeric() || matches!(char, '_' | '.'))).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn number<T: FromStr>(&mut self) -> Parsed<T> {
        self.skip_space();
        let rest = self.rest();
        let sign = usize::from(rest.starts_with('-'));
        let digits = rest.get(sign..).unwrap_or_default();
        let end = sign + digits.find(|char: char| !char.is_ascii_digit()).unwrap_or(digits.len());
        let number = rest.get(..end).and_then(|text| text.parse().ok()).ok_or("a number is expected")?;
        self.at += end;
        Ok(number)
    }

    /// Between quotes, in which a backslash escapes and the quote may be doubled.
    fn quoted(&mut self, quote: char) -> Parsed<String> {
        self.expect(quote, "a quoted text is expected")?;
        let mut bytes = Vec::new();
        loop {
            let mut rest = self.rest().chars();
            let char = rest.next().ok_or("the quote is not closed")?;
            self.at += char.len_utf8();
            if char == quote {
                if rest.next() != Some(quote) {
                    return String::from_utf8(bytes).map_err(|_| "the quoted text is no UTF-8");
                }
                self.at += quote.len_utf8();
                bytes.extend_from_slice(quote.encode_utf8(&mut [0; 4]).as_bytes());
            } else if char == '\\' {
                bytes.extend_from_slice(self.escaped()?.encode(&mut [0; 4]));
            } else {
                bytes.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }

    fn escaped(&mut self) -> Parsed<Escaped> {
        let char = self.rest().chars().next().ok_or("the quote is not closed")?;
        self.at += char.len_utf8();
        Ok(match char {
            'n' => Escaped::Byte(b'\n'),
            't' => Escaped::Byte(b'\t'),
            'r' => Escaped::Byte(b'\r'),
            'b' => Escaped::Byte(8),
            'f' => Escaped::Byte(12),
            'a' => Escaped::Byte(7),
            'v' => Escaped::Byte(11),
            'e' => Escaped::Byte(27),
            '0' => Escaped::Byte(0),
            'x' => {
                let digits = self.rest().get(..2).ok_or("two hexadecimal digits are expected")?;
                let byte = u8::from_str_radix(digits, 16).map_err(|_| "two hexadecimal digits are expected")?;
                self.at += 2;
                Escaped::Byte(byte)
            }
            other => Escaped::Char(other),
        })
    }

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

    fn close(&mut self) -> Parsed<()> {
        self.expect(')', "a closing parenthesis is expected")
    }

    fn open(&mut self) -> Parsed<()> {
        self.expect('(', "an opening parenthesis is expected")
    }

    fn argument<T: FromStr>(&mut self) -> Parsed<T> {
        self.open()?;
        let number = self.number()?;
        self.close()?;
        Ok(number)
    }

    fn decimal(&mut self) -> Parsed<Kind> {
        self.open()?;
        let precision = self.number()?;
        let scale = if self.eat(',') { self.number()? } else { 0 };
        self.close()?;
        decimal(precision, scale)
    }

    fn decimal_of(&mut self, precision: u8) -> Parsed<Kind> {
        let scale = self.argument()?;
        decimal(precision, scale)
    }

    fn zone(&mut self) -> Parsed<String> {
        let zone = self.quoted('\'')?;
        self.close()?;
        Ok(zone)
    }

    fn date_time_64(&mut self) -> Parsed<Kind> {
        self.open()?;
        let digits = self.number().and_then(digits_of_second)?;
        let zone = if self.eat(',') {
            Some(self.zone()?)
        } else {
            self.close()?;
            None
        };
        Ok(Kind::DateTime64(digits, zone))
    }

    fn members_of_enum(&mut self) -> Parsed<Vec<(i16, String)>> {
        self.open()?;
        let mut members = Vec::new();
        loop {
            let name = self.quoted('\'')?;
            self.expect('=', "`=` and the member's number are expected")?;
            members.push((self.number()?, name));
            if !self.eat(',') {
                break;
            }
        }
        self.close()?;
        members.sort_unstable();
        if members.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err("two members have one number");
        }
        Ok(members)
    }

    fn one(&mut self, depth: usize) -> Parsed<Box<Type>> {
        self.open()?;
        let inner = self.any_type(depth)?;
        self.close()?;
        Ok(Box::new(inner))
    }

    fn several(&mut self, depth: usize) -> Parsed<Vec<Type>> {
        self.open()?;
        let mut types = Vec::new();
        while !self.eat(')') {
            if !types.is_empty() {
                self.expect(',', "a comma is expected")?;
            }
            types.push(self.any_type(depth)?);
        }
        Ok(types)
    }

    fn map(&mut self, depth: usize) -> Parsed<Kind> {
        self.open()?;
        let key = self.any_type(depth)?;
        self.expect(',', "a comma and the type of the values are expected")?;
        let value = self.any_type(depth)?;
        self.close()?;
        Ok(Kind::Map(Box::new((key, value))))
    }

    /// Each a type, or a name and a type.
    fn members(&mut self, depth: usize) -> Parsed<Vec<Member>> {
        self.open()?;
        let mut members = Vec::new();
        while !self.eat(')') {
            if !members.is_empty() {
                self.expect(',', "a comma is expected")?;
            }
            let name = self.name_of_member()?;
            members.push(Member { name, member_type: self.any_type(depth)? });
        }
        Ok(members)
    }

    fn name_of_member(&mut self) -> Parsed<Option<String>> {
        if self.peek() == Some('`') {
            return self.quoted('`').map(Some);
        }
        let begin = self.at;
        let word = self.word();
        if !word.is_empty() && !matches!(self.peek(), Some('(' | ')' | ',') | None) {
            return Ok(Some(word.to_owned()));
        }
        self.at = begin;
        Ok(None)
    }

    /// An array of tuples.
    fn nested(&mut self, depth: usize) -> Parsed<Kind> {
        let begin = self.at;
        let members = Kind::Tuple(self.members(depth)?);
        let text = format!("Tuple{}", self.text.get(begin..self.at).unwrap_or_default());
        Ok(Kind::Array(Box::new(Type { text, kind: members })))
    }

    /// The function is of no matter to the values: they are those of its type.
    fn simple_aggregate(&mut self, depth: usize) -> Parsed<Kind> {
        self.open()?;
        self.word();
        self.skip_arguments()?;
        self.expect(',', "a comma and a type are expected")?;
        let inner = self.any_type(depth)?;
        self.close()?;
        Ok(inner.kind)
    }

    /// Whatever stands in parentheses, if they come next.
    fn skip_arguments(&mut self) -> Parsed<()> {
        if self.peek() != Some('(') {
            return Ok(());
        }
        let mut open = 0_usize;
        loop {
            match self.peek().ok_or("a parenthesis is not closed")? {
                quote @ ('\'' | '`' | '"') => {
                    self.quoted(quote)?;
                    continue;
                }
                '(' => open += 1,
                ')' => open -= 1,
                _ => {}
            }
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
            if open == 0 {
                return Ok(());
            }
        }
    }
}

enum Escaped {
    Byte(u8),
    Char(char),
}

impl Escaped {
    fn encode(self, buffer: &mut [u8; 4]) -> &[u8] {
        match self {
            Escaped::Byte(byte) => {
                buffer[0] = byte;
                &buffer[..1]
            }
            Escaped::Char(char) => char.encode_utf8(buffer).as_bytes(),
        }
    }
}

fn decimal(precision: u8, scale: u8) -> Parsed<Kind> {
    if (1..=76).contains(&precision) && scale <= precision {
        Ok(Kind::Decimal { precision, scale })
    } else {
        Err("a decimal has 1 to 76 digits, and no more of them behind the point")
    }
}

fn digits_of_second(digits: u8) -> Parsed<u8> {
    if digits <= 9 { Ok(digits) } else { Err("a second has at most 9 digits") }
}

fn interval(family: &str) -> Option<Kind> {
    Some(Kind::Interval(match family.strip_prefix("Interval")? {
        "Year" => Interval::Months(12),
        "Quarter" => Interval::Months(3),
        "Month" => Interval::Months(1),
        "Week" => Interval::Days(7),
        "Day" => Interval::Days(1),
        "Hour" => Interval::Nanoseconds(3_600_000_000_000),
        "Minute" => Interval::Nanoseconds(60_000_000_000),
        "Second" => Interval::Nanoseconds(1_000_000_000),
        "Millisecond" => Interval::Nanoseconds(1_000_000),
        "Microsecond" => Interval::Nanoseconds(1_000),
        "Nanosecond" => Interval::Nanoseconds(1),
        _ => return None,
    }))
}

/// Other names for arrays of points; a geometry is a variant of them.
fn geometry(family: &str) -> Option<Kind> {
    let meant = match family {
        "Point" => "Tuple(Float64, Float64)",
        "Ring" | "LineString" | "MultiPoint" => "Array(Point)",
        "Polygon" => "Array(Ring)",
        "MultiLineString" => "Array(LineString)",
        "MultiPolygon" => "Array(Polygon)",
        "Geometry" => "Variant(LineString, MultiLineString, MultiPolygon, Point, Polygon, Ring)",
        _ => return None,
    };
    meant.parse::<Type>().ok().map(|meant| meant.kind)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Kind {
        let found: Type = text.parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(found.text, text);
        found.kind
    }

    #[test]
    fn types_without_arguments() {
        for (text, expected) in [
            ("UInt256", Kind::UInt256),
            ("Bool", Kind::Bool),
            ("DateTime", Kind::DateTime(None)),
            ("JSON", Kind::Json),
            ("Dynamic", Kind::Dynamic),
            ("Nothing", Kind::Nothing),
            ("IntervalQuarter", Kind::Interval(Interval::Months(3))),
        ] {
            assert_eq!(kind(text), expected);
        }
    }

    #[test]
    fn arguments() {
        for (text, expected) in [
            ("Decimal(76, 38)", Kind::Decimal { precision: 76, scale: 38 }),
            ("Decimal(9)", Kind::Decimal { precision: 9, scale: 0 }),
            ("Decimal64(3)", Kind::Decimal { precision: 18, scale: 3 }),
            ("FixedString(16)", Kind::FixedString(16)),
            ("DateTime('Europe/Berlin')", Kind::DateTime(Some("Europe/Berlin".into()))),
            ("DateTime64(9)", Kind::DateTime64(9, None)),
            ("DateTime64(3, 'UTC')", Kind::DateTime64(3, Some("UTC".into()))),
            ("Time64(6)", Kind::Time64(6)),
            ("JSON(max_dynamic_paths=5, `a)b` UInt8, SKIP REGEXP 'x)')", Kind::Json),
            ("Dynamic(max_types=3)", Kind::Dynamic),
            ("AggregateFunction(quantiles(0.5, 0.9), UInt64)", Kind::Other),
            ("QBit(Float32, 3)", Kind::Other),
            ("SimpleAggregateFunction(sum, UInt64)", Kind::UInt64),
            ("SimpleAggregateFunction(groupArrayArray(3), String)", Kind::String),
        ] {
            assert_eq!(kind(text), expected);
        }
    }

    #[test]
    fn enums_have_their_members_by_number() {
        let text = r"Enum8('b\'q' = 2, '' = -128, 'x,y(' = 3, '\\\n\x41' = 127)";
        let members = [(-128, ""), (2, "b'q"), (3, "x,y("), (127, "\\\nA")];
        let members = members.map(|(number, name)| (number, name.to_owned())).to_vec();
        assert_eq!(kind(text), Kind::Enum(EnumSize::Eight, members));
        assert_eq!(kind("Enum16('日本' = 300)"), Kind::Enum(EnumSize::Sixteen, vec![(300, "日本".into())]));
    }

    #[test]
    fn tuples_with_and_without_names() {
        let named = |text: &str| match kind(text) {
            Kind::Tuple(members) => {
                members.into_iter().map(|member| (member.name, member.member_type.text)).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        };
        let name = |name: &str| Some(name.to_owned());
        assert_eq!(named("Tuple()"), []);
        assert_eq!(named("Tuple(UInt8, Array(String))"), [(None, "UInt8".into()), (None, "Array(String)".into())]);
        assert_eq!(
            named("Tuple(\n    x UInt8,\n    `a b` String,\n    `c\\`d` Tuple(y Date))"),
            [(name("x"), "UInt8".into()), (name("a b"), "String".into()), (name("c`d"), "Tuple(y Date)".to_owned())]
        );
        let Kind::Array(element) = kind("Nested(a UInt8, b String)") else { panic!("an array") };
        assert_eq!(element.text, "Tuple(a UInt8, b String)");
    }

    #[test]
    fn geometries_are_arrays_of_points() {
        assert_eq!(kind("Polygon"), kind("Array(Array(Tuple(Float64, Float64))) ".trim_end()).renamed());
    }

    impl Kind {
        /// With the names that geometries use.
        fn renamed(self) -> Kind {
            let Kind::Array(mut rings) = self else { panic!("an array") };
            rings.text = "Ring".into();
            let Kind::Array(points) = &mut rings.kind else { panic!("an array") };
            points.text = "Point".into();
            Kind::Array(rings)
        }
    }

    #[test]
    fn what_is_no_type_is_refused_with_its_place() {
        for (text, at) in [
            ("", 1),
            ("Array(UInt8", 12),
            ("Array UInt8", 7),
            ("Enum8('a' = 1", 14),
            ("Enum8('a' = 1, 'b' = 1)", 24),
            ("Enum8('a", 9),
            ("Decimal(77, 2)", 15),
            ("DateTime64(10)", 14),
            ("FixedString(-1)", 13),
            ("UInt8 x", 7),
            ("Map(String)", 11),
        ] {
            let error = text.parse::<Type>().unwrap_err();
            assert_eq!(error.at, at, "{error}");
        }
        let deep = "Array(".repeat(100_000);
        assert!(deep.parse::<Type>().unwrap_err().to_string().contains("too deep"));
    }
}
