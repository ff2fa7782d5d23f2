//! What DuckDB's text looks like.

use aludel_dialect::{Parameter, SqlType, Value};
use aludel_query::{
    BinaryOperator, DdlForm, Function, FunctionSpelling, JsonStep, LexicalRules, MdRun, NullTreatmentPosition,
    OperatorSpelling, ParameterForm, ParameterPlace, Spelling, SqlDialect, Unspeakable, quote_identifier,
};

use crate::only_reads::call_may_write;
use crate::{DuckDb, functions, literal, reserved, types};

/// What tells DuckDB a parameter's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Typed {
    /// The value that is bound.
    ByValue,
    /// A cast in the text.
    ByCast,
}

/// How DuckDB 1.4, 1.5 and 2.0 write what the tree says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DuckDbSpelling(Typed);

impl DuckDbSpelling {
    /// For a connection that binds values with their types, as DuckDB's own C interface does: DuckDB plans the statement
    /// for the values that it gets, so `SELECT $1` gives back exactly the type that was bound, and a cast adds nothing
    /// (asked of 1.5.6 with every type in some sixty places).
    ///
    /// A text parameter is like a literal in quotes there: it becomes a date beside a date.
    pub const TYPED_BY_VALUE: Self = Self(Typed::ByValue);

    /// For a wire on which the engine prepares a statement before it knows the values' types: each parameter is cast to
    /// the type that it is to have.
    pub const TYPED_BY_CAST: Self = Self(Typed::ByCast);
}

/// DuckDB in this process.
impl SqlDialect for DuckDb {
    fn spelling() -> &'static dyn Spelling {
        &DuckDbSpelling::TYPED_BY_VALUE
    }
}

impl Spelling for DuckDbSpelling {
    /// Only letters of ASCII have two cases.
    fn is_same_name(&self, one: &str, other: &str) -> bool {
        one.eq_ignore_ascii_case(other)
    }

    fn ddl_form(&self, form: DdlForm) -> &'static str {
        match form {
            DdlForm::NextValue => "nextval({text})",
            form => form.standard(),
        }
    }

    /// Of a bare NULL DuckDB does not know which `date_trunc` is meant, and makes a column of it an INTEGER.
    fn null_of_type(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        if *sql_type == SqlType::Null {
            return self.literal(&Value::Null, out);
        }
        out.push_str("CAST(NULL AS ");
        self.type_name(sql_type, out)?;
        out.push(')');
        Ok(())
    }

    /// DuckDB prepares no parameter in RETURNING: "Unexpected prepared parameter". Which columns a table function has, its
    /// arguments tell, so a wire that prepares first must have them in the text.
    fn parameter_form(&self, _: &Parameter, place: ParameterPlace) -> ParameterForm {
        match place {
            ParameterPlace::ReturningList => ParameterForm::Literal,
            ParameterPlace::TableFunction if self.0 == Typed::ByCast => ParameterForm::Literal,
            _ => ParameterForm::Placeholder,
        }
    }

    fn identifier(&self, name: &str, out: &mut String) -> Result<(), Unspeakable> {
        identifier(name, out)
    }

    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        let known;
        let cast = match (self.0, &parameter.sql_type) {
            // A type in the engine's own words can't be bound.
            (_, Some(native @ SqlType::Native(_))) => Some(native),
            (Typed::ByValue, _) | (_, Some(SqlType::Null)) => None,
            (Typed::ByCast, Some(sql_type)) => Some(sql_type),
            (Typed::ByCast, None) => {
                known = parameter.value.sql_type();
                known.as_ref()
            }
        };
        match cast {
            None => self.bare_placeholder(number, parameter, out)?,
            Some(sql_type) => {
                out.push_str("CAST(");
                self.bare_placeholder(number, parameter, out)?;
                out.push_str(" AS ");
                types::type_name(sql_type, out)?;
                out.push(')');
            }
        }
        Ok(())
    }

    fn bare_placeholder(&self, number: usize, _: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        out.push('$');
        out.push_str(itoa::Buffer::new().format(number));
        Ok(())
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        literal::literal(value, out)
    }

    fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        types::type_name(sql_type, out)
    }

    fn function(&self, function: Function) -> FunctionSpelling {
        functions::function(function)
    }

    fn operator(&self, operator: BinaryOperator) -> OperatorSpelling {
        match operator {
            // Toward zero on integers, with the remainder that `%` gives: -7 // 2 is -3, -7 % 2 is -1.
            BinaryOperator::DivideInteger => OperatorSpelling::Infix("//"),
            // `^` is a power.
            BinaryOperator::BitXor => OperatorSpelling::Template("xor({0}, {1})"),
            other => OperatorSpelling::Infix(other.sql()),
        }
    }

    /// `$."key"[0]`, the key's quotes and backslashes escaped. Two keys have no path in DuckDB: the empty one, and `*`,
    /// which means every member even between quotes.
    fn json_path(&self, steps: &[JsonStep]) -> Result<String, Unspeakable> {
        let mut path = "$".to_owned();
        for step in steps {
            match step {
                JsonStep::Key(key) if key.is_empty() || key == "*" => {
                    let reason = format!("DuckDB's paths into JSON can't name the key {key:?}");
                    return Err(Unspeakable::Value(reason));
                }
                JsonStep::Key(key) => {
                    path.push_str(".\"");
                    for character in key.chars() {
                        if matches!(character, '"' | '\\') {
                            path.push('\\');
                        }
                        path.push(character);
                    }
                    path.push('"');
                }
                JsonStep::Index(index) => path.push_str(&format!("[{index}]")),
                _ => return Err(Unspeakable::Value("DuckDB's paths into JSON have no such step".to_owned())),
            }
        }
        Ok(path)
    }

    /// Behind a wire nobody runs anything in the client's process.
    fn remote_run(&self, scheme: &str) -> Option<MdRun> {
        (self.0 == Typed::ByCast && REMOTE.contains(&scheme)).then_some(MdRun::Remote)
    }

    fn call_may_write(&self, name: &str) -> bool {
        call_may_write(name)
    }

    fn null_treatment(&self) -> NullTreatmentPosition {
        NullTreatmentPosition::Inside
    }

    fn lexical_rules(&self) -> LexicalRules {
        LEXICAL_RULES
    }
}

/// What MotherDuck reads itself: storage of these schemes, as its documentation lists them.
const REMOTE: [&str; 10] = ["s3", "gs", "gcs", "r2", "az", "azure", "abfss", "hf", "http", "https"];

/// As DuckDB's scanner reads (asked of 1.5.6): `E'…'`, `$tag$…$tag$`, block comments that nest, `$1`, `$name` and `?` as
/// parameters. A backslash in `'…'` is a backslash.
const LEXICAL_RULES: LexicalRules = LexicalRules::standard()
    .escape_strings()
    .dollar_quotes()
    .numbered_placeholders()
    .named_placeholders()
    .question_placeholders();

/// Writes a name, quoted unless it is plain.
pub(crate) fn identifier(name: &str, out: &mut String) -> Result<(), Unspeakable> {
    quote_identifier(name, '"', reserved::is_reserved, out)
}

/// Writes `text` between `quote`s, doubled inside. It holds no NUL character.
pub(crate) fn quote(text: &str, quote: char, out: &mut String) {
    out.push(quote);
    for character in text.chars() {
        if character == quote {
            out.push(quote);
        }
        out.push(character);
    }
    out.push(quote);
}
