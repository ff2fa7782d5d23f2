//! Names that DuckDB reads as something else unless they are quoted.

/// Whether `name`, in lower case, must be quoted.
pub(crate) fn is_reserved(name: &str) -> bool {
    let Some(letter @ b'a'..=b'z') = name.bytes().next() else { return false };
    let letter = usize::from(letter - b'a');
    // Every name that is written is looked up, and few have the first letter and the length of one of the words.
    if name.len() > LONGEST || LENGTHS[letter] & (1 << name.len()) == 0 {
        return false;
    }
    RESERVED[BEGIN[letter]..BEGIN[letter + 1]].contains(&name)
}

const LONGEST: usize = 31;

/// The lengths of the words of each letter: a bit for each.
const LENGTHS: [u32; 26] = {
    let (mut lengths, mut index) = ([0; 26], 0);
    while index < RESERVED.len() {
        let word = RESERVED[index].as_bytes();
        assert!(word.len() <= LONGEST);
        lengths[(word[0] - b'a') as usize] |= 1 << word.len();
        index += 1;
    }
    lengths
};

/// Where the words of each letter begin.
const BEGIN: [usize; 27] = {
    let (mut begin, mut letter, mut index) = ([0; 27], 0, 0);
    while letter < 27 {
        while index < RESERVED.len() && ((RESERVED[index].as_bytes()[0] - b'a') as usize) < letter {
            index += 1;
        }
        begin[letter] = index;
        letter += 1;
    }
    begin
};

/// The keywords of the categories `reserved`, `type_function` and `column_name` of `duckdb_keywords()`, of 1.5.6 and
/// 2.0.0 together; `recursive`, which 2.0.0 does not take as the name of a CTE; `escape`, which 1.5.6 does not take
/// behind LIKE. With them, every keyword was used as a name in some forty places of both versions.
///
/// Words of the category `column_name` are good names where they stand free; quoted, nobody has to know where that is.
/// Three of them are left out, `coalesce`, `grouping` and `grouping_id`: as tables and columns they work bare, and as
/// functions, which `native()` may name, only bare.
const RESERVED: &[&str] = &[
    "all",
    "analyse",
    "analyze",
    "and",
    "anti",
    "any",
    "array",
    "as",
    "asc",
    "asof",
    "asymmetric",
    "at",
    "authorization",
    "between",
    "bigint",
    "binary",
    "bit",
    "boolean",
    "both",
    "by",
    "case",
    "cast",
    "char",
    "character",
    "check",
    "collate",
    "collation",
    "column",
    "columns",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "dec",
    "decimal",
    "default",
    "deferrable",
    "desc",
    "describe",
    "distinct",
    "do",
    "else",
    "end",
    "escape",
    "except",
    "exists",
    "extract",
    "false",
    "fetch",
    "float",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "generated",
    "glob",
    "group",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "inout",
    "int",
    "integer",
    "intersect",
    "interval",
    "into",
    "is",
    "isnull",
    "join",
    "lambda",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "map",
    "national",
    "natural",
    "nchar",
    "none",
    "not",
    "notnull",
    "null",
    "nullif",
    "numeric",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "out",
    "outer",
    "overlaps",
    "overlay",
    "pivot",
    "pivot_longer",
    "pivot_wider",
    "placing",
    "position",
    "positional",
    "precision",
    "primary",
    "qualify",
    "real",
    "recursive",
    "references",
    "returning",
    "right",
    "row",
    "select",
    "semi",
    "setof",
    "show",
    "similar",
    "smallint",
    "some",
    "struct",
    "substring",
    "summarize",
    "symmetric",
    "table",
    "tablesample",
    "then",
    "time",
    "timestamp",
    "to",
    "trailing",
    "treat",
    "trim",
    "true",
    "try_cast",
    "tuple",
    "union",
    "unique",
    "unpack",
    "unpivot",
    "using",
    "values",
    "varchar",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
    "xmlattributes",
    "xmlconcat",
    "xmlelement",
    "xmlexists",
    "xmlforest",
    "xmlnamespaces",
    "xmlparse",
    "xmlpi",
    "xmlroot",
    "xmlserialize",
    "xmltable",
];

#[cfg(test)]
mod tests {
    use super::{RESERVED, is_reserved};

    #[test]
    fn the_list_can_be_searched() {
        assert!(RESERVED.is_sorted());
        assert!(RESERVED.iter().all(|word| is_reserved(word)));
        assert!(
            !["a", "region", "name", "coalesce", "date", "", "_", "ends", "table_", &"a".repeat(40)]
                .into_iter()
                .any(is_reserved)
        );
    }
}
