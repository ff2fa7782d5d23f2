//! What the attributes of both macros say.

use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, Ident, LitInt, LitStr};

use crate::names::Case;

/// What stands on the struct.
#[derive(Default)]
pub(crate) struct Container {
    pub(crate) krate: Option<LitStr>,
    pub(crate) rename_all: Option<Case>,
    pub(crate) table: Option<LitStr>,
    pub(crate) schema: Option<LitStr>,
    pub(crate) database: Option<LitStr>,
    pub(crate) comment: Option<LitStr>,
    /// The type that the typed columns are constants of, in the struct's place.
    pub(crate) columns: Option<Ident>,
    /// Values that are options of the table, of any dialects.
    pub(crate) options: Vec<Expr>,
}

impl Container {
    /// Reads the attributes called `helper` (`row` or `record`).
    pub(crate) fn parse(attributes: &[Attribute], helper: &str) -> syn::Result<Self> {
        let mut found = Self::default();
        let record = helper == "record";
        each(attributes, helper, |meta| {
            if meta.path.is_ident("crate") {
                once(&meta, &mut found.krate, text(&meta)?)
            } else if meta.path.is_ident("rename_all") {
                once(&meta, &mut found.rename_all, Case::parse(&text(&meta)?)?)
            } else if record && meta.path.is_ident("table") {
                once(&meta, &mut found.table, text(&meta)?)
            } else if record && meta.path.is_ident("schema") {
                once(&meta, &mut found.schema, text(&meta)?)
            } else if record && meta.path.is_ident("database") {
                once(&meta, &mut found.database, text(&meta)?)
            } else if record && meta.path.is_ident("comment") {
                once(&meta, &mut found.comment, text(&meta)?)
            } else if record && meta.path.is_ident("columns") {
                once(&meta, &mut found.columns, meta.value()?.parse()?)
            } else if record && meta.path.is_ident("options") {
                found.options.push(meta.value()?.parse()?);
                Ok(())
            } else if record {
                Err(meta.error(
                    "unknown option; on a struct write `table = \"…\"`, `schema = \"…\"`, `database = \"…\"`, \
                     `comment = \"…\"`, `options = …`, `columns = …`, `rename_all = \"…\"` or `crate = \"…\"`",
                ))
            } else {
                Err(meta.error("unknown option; on a struct write `rename_all = \"…\"` or `crate = \"…\"`"))
            }
        })?;
        Ok(found)
    }

    /// What the column of a field is called.
    pub(crate) fn column(&self, attributes: &Field, field: &Ident) -> String {
        let own = field.unraw().to_string();
        match (&attributes.rename, self.rename_all) {
            (Some(name), _) => name.value(),
            (None, Some(case)) => case.of_field(&own),
            (None, None) => own,
        }
    }
}

/// What stands on a field.
#[derive(Default)]
pub(crate) struct Field {
    pub(crate) rename: Option<LitStr>,
    pub(crate) default: Option<()>,
    pub(crate) flatten: Option<()>,
    pub(crate) skip: Option<()>,
    pub(crate) precision: Option<LitInt>,
    pub(crate) scale: Option<LitInt>,
    pub(crate) primary_key: Option<()>,
    pub(crate) unique: Option<()>,
    pub(crate) comment: Option<LitStr>,
    pub(crate) not_null: Option<()>,
    /// What the engine makes the value of a new row by: an expression, an `Identity`, a `Sequence`.
    pub(crate) server_default: Option<Expr>,
    pub(crate) identity: Option<Expr>,
    pub(crate) sequence: Option<Expr>,
    /// Values that are options of the column, of any dialects.
    pub(crate) options: Vec<Expr>,
}

impl Field {
    /// Reads the attributes called `helper` (`row` or `record`).
    pub(crate) fn parse(field: &syn::Field, helper: &str) -> syn::Result<Self> {
        let mut found = Self::default();
        let record = helper == "record";
        each(&field.attrs, helper, |meta| {
            if meta.path.is_ident("rename") {
                once(&meta, &mut found.rename, text(&meta)?)
            } else if meta.path.is_ident("skip") {
                once(&meta, &mut found.skip, ())
            } else if !record && meta.path.is_ident("default") {
                once(&meta, &mut found.default, ())
            } else if !record && meta.path.is_ident("flatten") {
                once(&meta, &mut found.flatten, ())
            } else if record && meta.path.is_ident("precision") {
                once(&meta, &mut found.precision, meta.value()?.parse()?)
            } else if record && meta.path.is_ident("scale") {
                once(&meta, &mut found.scale, meta.value()?.parse()?)
            } else if record && meta.path.is_ident("primary_key") {
                once(&meta, &mut found.primary_key, ())
            } else if record && meta.path.is_ident("unique") {
                once(&meta, &mut found.unique, ())
            } else if record && meta.path.is_ident("comment") {
                once(&meta, &mut found.comment, text(&meta)?)
            } else if record && meta.path.is_ident("not_null") {
                once(&meta, &mut found.not_null, ())
            } else if record && meta.path.is_ident("server_default") {
                once(&meta, &mut found.server_default, meta.value()?.parse()?)
            } else if record && meta.path.is_ident("identity") {
                once(&meta, &mut found.identity, meta.value()?.parse()?)
            } else if record && meta.path.is_ident("sequence") {
                once(&meta, &mut found.sequence, meta.value()?.parse()?)
            } else if record && meta.path.is_ident("options") {
                found.options.push(meta.value()?.parse()?);
                Ok(())
            } else if record {
                Err(meta.error(
                    "unknown option; on a field write `rename = \"…\"`, `primary_key`, `unique`, `not_null`, `comment = \"…\"`, \
                     `options = …`, `server_default = …`, `identity = …`, `sequence = …`, `precision = …, scale = …` or `skip`",
                ))
            } else {
                Err(meta.error("unknown option; on a field write `rename = \"…\"`, `default`, `flatten` or `skip`"))
            }
        })?;
        let chosen = [
            ("rename", found.rename.is_some()),
            ("default", found.default.is_some()),
            ("primary_key", found.primary_key.is_some()),
            ("unique", found.unique.is_some()),
            ("comment", found.comment.is_some()),
            ("options", !found.options.is_empty()),
            ("not_null", found.not_null.is_some()),
            ("server_default", found.server_default.is_some()),
            ("identity", found.identity.is_some()),
            ("sequence", found.sequence.is_some()),
        ];
        for (whole, is_there) in [("flatten", found.flatten.is_some()), ("skip", found.skip.is_some())] {
            if let (true, Some((other, _))) = (is_there, chosen.iter().find(|(_, is_there)| *is_there)) {
                return Err(syn::Error::new_spanned(field, format!("`{whole}` and `{other}` exclude each other")));
            }
        }
        let made = chosen
            .iter()
            .filter(|(name, is_there)| *is_there && matches!(*name, "server_default" | "identity" | "sequence"));
        if let [(one, _), (other, _), ..] = made.collect::<Vec<_>>()[..] {
            return Err(syn::Error::new_spanned(field, format!("`{one}` and `{other}` exclude each other")));
        }
        if found.flatten.is_some() && found.skip.is_some() {
            return Err(syn::Error::new_spanned(field, "`flatten` and `skip` exclude each other"));
        }
        Ok(found)
    }
}

impl Field {
    /// Whether the engine makes the value of a new row.
    pub(crate) fn is_made(&self) -> bool {
        self.server_default.is_some() || self.identity.is_some() || self.sequence.is_some()
    }
}

fn each(
    attributes: &[Attribute],
    helper: &str,
    mut read: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident(helper))
        .try_for_each(|attribute| attribute.parse_nested_meta(&mut read))
}

fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    meta.value()?.parse()
}

fn once<T>(meta: &ParseNestedMeta<'_>, place: &mut Option<T>, value: T) -> syn::Result<()> {
    if place.replace(value).is_some() {
        return Err(meta.error("this option is given twice"));
    }
    Ok(())
}
