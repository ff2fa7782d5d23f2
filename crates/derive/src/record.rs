//! `#[derive(Record)]`.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, LitInt, Path, parse_quote};

use crate::attributes::{Container, Field};
use crate::from_row::mentions_parameter;
use crate::names::snake_case;
use crate::root::root;

pub(crate) fn expand(input: &DeriveInput) -> syn::Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(syn::Error::new_spanned(
            &input.ident,
            "Record is for structs: a record is a row, its fields are columns",
        ));
    };
    let container = Container::parse(&input.attrs, "record")?;
    let root = root(container.krate.as_ref())?;
    match &data.fields {
        Fields::Named(fields) if !fields.named.is_empty() => named(input, &container, &root, fields),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => newtype(input, &root, &fields.unnamed[0]),
        Fields::Unnamed(fields) if !fields.unnamed.is_empty() => Err(syn::Error::new_spanned(
            fields,
            "a tuple struct with several fields has no column names: name the fields",
        )),
        _ => Err(syn::Error::new_spanned(&input.ident, "a struct without fields has no column to insert")),
    }
}

/// One column: where its value stands, what it is called, its type and its DECIMAL.
struct Column<'a> {
    field: &'a syn::Ident,
    ty: &'a syn::Type,
    name: String,
    shape: TokenStream,
    /// Refuses an exact decimal without precision, and a precision on anything else.
    check: TokenStream,
    visibility: &'a syn::Visibility,
    attributes: Field,
}

impl Column<'_> {
    /// What the attributes add to the described column; nothing if they say nothing.
    fn said(&self) -> TokenStream {
        let name = &self.name;
        let key = self.attributes.primary_key.map(|()| quote!(.primary_key()));
        let unique = self.attributes.unique.map(|()| quote!(.unique()));
        let comment = self.attributes.comment.as_ref().map(|comment| quote!(.with_comment(#comment)));
        let options = &self.attributes.options;
        let not_null = self.attributes.not_null.map(|()| quote!(.not_null()));
        let default = self.attributes.server_default.as_ref().map(|default| quote!(.default_expression(#default)));
        let identity = self.attributes.identity.as_ref().map(|identity| quote!(.with_identity(#identity)));
        let sequence = self.attributes.sequence.as_ref().map(|sequence| quote!(.default_next_of(&#sequence)));
        let made = quote!(#default #identity #sequence #not_null);
        let said = quote!(#made #key #unique #comment #(.with_options(#options))*);
        if said.is_empty() { said } else { quote!(#name => column #said,) }
    }

    /// `ID: Col<i64>`: the column as a typed one, of what it holds where it is not NULL.
    fn constant(&self, encode: &TokenStream, table: &str, container: &Container) -> TokenStream {
        let (name, visibility) = (&self.name, self.visibility);
        let field = self.field.unraw().to_string();
        let ident = syn::Ident::new(&field.to_uppercase(), self.field.span());
        let ty = inside_option(self.ty);
        let schema = container.schema.as_ref().map(|schema| quote!(.in_schema(#schema)));
        let database = container.database.as_ref().map(|database| quote!(.in_database(#database)));
        let doc = format!("The column `{name}`.");
        quote! {
            #[doc = #doc]
            #[allow(dead_code)]
            #visibility const #ident: #encode::Col<#ty> = #encode::Col::new(#table, #name) #schema #database;
        }
    }
}

/// `T` of `Option<T>`, any other type as it is.
fn inside_option(ty: &syn::Type) -> &syn::Type {
    let syn::Type::Path(path) = ty else { return ty };
    let Some(last) = path.path.segments.last().filter(|last| last.ident == "Option") else { return ty };
    match &last.arguments {
        syn::PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(syn::GenericArgument::Type(inner)) => inner,
            _ => ty,
        },
        _ => ty,
    }
}

fn named(
    input: &DeriveInput,
    container: &Container,
    root: &Path,
    fields: &syn::FieldsNamed,
) -> syn::Result<TokenStream> {
    let encode = quote!(#root::encode);
    let columns = columns(container, &encode, fields)?;
    if columns.iter().all(|column| column.attributes.is_made()) {
        return Err(syn::Error::new_spanned(
            &input.ident,
            "every field is skipped or made by the engine: there is no column to insert",
        ));
    }
    let mut generics = input.generics.clone();
    for column in &columns {
        if mentions_parameter(&input.generics, column.ty) {
            let ty = column.ty;
            generics.make_where_clause().predicates.push(parse_quote!(#ty: #encode::ToColumn));
        }
    }
    let struct_name = &input.ident;
    let table =
        container.table.as_ref().map_or_else(|| snake_case(&struct_name.unraw().to_string()), syn::LitStr::value);
    let constants: Vec<_> = columns.iter().map(|column| column.constant(&encode, &table, container)).collect();
    let said: Vec<_> = columns.iter().map(Column::said).collect();
    if let (Some(elsewhere), false) = (&container.columns, input.generics.params.is_empty()) {
        return Err(syn::Error::new_spanned(elsewhere, "`columns` is for structs without parameters"));
    }
    let comment = container.comment.as_ref().map(|comment| quote!(.with_comment(#comment)));
    let options = &container.options;
    let path = [&container.database, &container.schema].into_iter().flatten().map(syn::LitStr::value).chain([table]);
    let as_column = |column: &Column<'_>| {
        let ty = column.ty;
        quote_spanned!(ty.span()=> <#ty as #encode::ToColumn>)
    };
    let described = columns.iter().map(|column| {
        let (to_column, name, shape) = (as_column(column), &column.name, &column.shape);
        quote!(#to_column::field(#name, #shape))
    });
    let described: Vec<_> = described.collect();
    let made = columns.iter().filter(|column| column.attributes.is_made());
    let (made, made_names): (Vec<_>, Vec<_>) = made.map(|column| (column.field, &column.name)).unzip();
    let inserted: Vec<_> = columns.iter().filter(|column| !column.attributes.is_made()).collect();
    let to_column: Vec<_> = inserted.iter().map(|column| as_column(column)).collect();
    let names: Vec<_> = inserted.iter().map(|column| &column.name).collect();
    let shapes: Vec<_> = inserted.iter().map(|column| &column.shape).collect();
    let fields: Vec<_> = inserted.iter().map(|column| column.field).collect();
    // Of a struct without parameters they fail where it is written, of another where it is used.
    let checks = columns.iter().map(|column| &column.check);
    let (now, later) = if input.generics.params.is_empty() {
        (quote!(#(const _: () = #checks;)*), TokenStream::new())
    } else {
        (TokenStream::new(), quote!(#(const { #checks };)*))
    };
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let (elsewhere, typed_columns) = match &container.columns {
        Some(elsewhere) => {
            let visibility = &input.vis;
            let doc = format!("The columns of [`{struct_name}`].");
            let place = quote!(#[doc = #doc] #[derive(Clone, Copy, Debug)] #visibility struct #elsewhere;);
            (place, quote!(#[automatically_derived] impl #elsewhere { #(#constants)* }))
        }
        None => {
            let impls = quote! {
                #[automatically_derived]
                impl #impl_generics #struct_name #type_generics #where_clause {
                    #(#constants)*
                }
            };
            (TokenStream::new(), impls)
        }
    };
    // The builders are a struct of their own: a tuple would show types of private fields to everybody who sees the struct.
    Ok(quote! {
        #elsewhere

        const _: () = {
            #now

            #[doc(hidden)]
            #[allow(missing_docs, missing_debug_implementations, unreachable_pub)]
            pub struct Builders #impl_generics #where_clause {
                #(#fields: #to_column::Builder,)*
                __record: ::core::marker::PhantomData<fn(&#struct_name #type_generics)>,
            }

            #typed_columns

            #[automatically_derived]
            impl #impl_generics #encode::Record for #struct_name #type_generics #where_clause {
                type Builders = Builders #type_generics;

                const TABLE: &'static [&'static str] = &[#(#path),*];

                fn fields() -> ::std::vec::Vec<#encode::Field> {
                    #later
                    ::std::vec![#(#to_column::field(#names, #shapes)),*]
                }

                fn table() -> #encode::Table {
                    let fields = ::std::vec![#(#described),*];
                    #encode::described(<Self as #encode::Record>::TABLE, &fields, |name, column| match name {
                        #(#said)*
                        _ => column,
                    })
                    #comment
                    #(.with_options(#options))*
                }

                fn builders(capacity: usize) -> Self::Builders {
                    Builders {
                        #(#fields: #to_column::builder(#shapes, capacity),)*
                        __record: ::core::marker::PhantomData,
                    }
                }

                #[inline]
                fn append(
                    &self,
                    builders: &mut Self::Builders,
                ) -> ::core::result::Result<(), #encode::EncodeError> {
                    #(
                        if self.#made.is_some() {
                            return ::core::result::Result::Err(#encode::EncodeError::made_by_engine(#made_names));
                        }
                    )*
                    #(
                        if let ::core::result::Result::Err(error) =
                            #to_column::append(&self.#fields, &mut builders.#fields)
                        {
                            return ::core::result::Result::Err(error.in_column(#names));
                        }
                    )*
                    ::core::result::Result::Ok(())
                }

                fn finish(
                    builders: &mut Self::Builders,
                ) -> ::core::result::Result<::std::vec::Vec<#encode::ArrayRef>, #encode::ArrowError> {
                    ::core::result::Result::Ok(::std::vec![
                        #(#encode::ColumnBuilder::finish(&mut builders.#fields)?),*
                    ])
                }
            }
        };
    })
}

fn columns<'a>(
    container: &Container,
    encode: &TokenStream,
    fields: &'a syn::FieldsNamed,
) -> syn::Result<Vec<Column<'a>>> {
    let mut columns = Vec::new();
    let mut seen = HashSet::new();
    for field in &fields.named {
        let attributes = Field::parse(field, "record")?;
        let (Some(ident), None) = (&field.ident, attributes.skip) else { continue };
        let name = container.column(&attributes, ident);
        if !seen.insert(name.clone()) {
            return Err(syn::Error::new_spanned(ident, format!("two fields are the column {name:?}")));
        }
        let ty = &field.ty;
        if attributes.is_made() && std::ptr::eq(inside_option(ty), ty) {
            return Err(syn::Error::new_spanned(
                ty,
                "the engine makes the value of this column: make it an `Option`, which is `None` in what is inserted",
            ));
        }
        let (shape, check) = match decimal(&attributes)? {
            None => (
                quote!(#encode::Shape::plain()),
                quote_spanned!(ty.span()=> ::core::assert!(
                    !<#ty as #encode::ToColumn>::IS_DECIMAL,
                    "an exact decimal needs `#[record(precision = …, scale = …)]`"
                )),
            ),
            Some((precision, scale)) => (
                quote!(#encode::Shape::decimal(#precision, #scale)),
                quote_spanned!(ty.span()=> ::core::assert!(
                    <#ty as #encode::ToColumn>::IS_DECIMAL,
                    "`precision` and `scale` are for exact decimals"
                )),
            ),
        };
        columns.push(Column { field: ident, ty, name, shape, check, visibility: &field.vis, attributes });
    }
    Ok(columns)
}

/// The most digits that a DECIMAL of 128 bits has.
const MOST_DIGITS: u8 = 38;

fn decimal(attributes: &Field) -> syn::Result<Option<(u8, u8)>> {
    let (Some(precision), Some(scale)) = (&attributes.precision, &attributes.scale) else {
        return match attributes.precision.as_ref().or(attributes.scale.as_ref()) {
            Some(alone) => Err(syn::Error::new(alone.span(), "write both: `precision = …, scale = …`")),
            None => Ok(None),
        };
    };
    let within = |number: &LitInt, range: std::ops::RangeInclusive<u8>, what: &str| match number.base10_parse::<u8>() {
        Ok(digits) if range.contains(&digits) => Ok(digits),
        _ => Err(syn::Error::new(number.span(), format!("{what} is from {} to {}", range.start(), range.end()))),
    };
    let precision = within(precision, 1..=MOST_DIGITS, "the precision of a DECIMAL")?;
    let scale = within(scale, 0..=precision, "the scale of a DECIMAL of this precision")?;
    Ok(Some((precision, scale)))
}

fn newtype(input: &DeriveInput, root: &Path, field: &syn::Field) -> syn::Result<TokenStream> {
    let attributes = Field::parse(field, "record")?;
    if attributes.rename.is_some() || attributes.skip.is_some() || decimal(&attributes)?.is_some() {
        return Err(syn::Error::new_spanned(
            field,
            "the field of a newtype takes no options; put them on the field that uses the newtype",
        ));
    }
    let encode = quote!(#root::encode);
    let (name, ty) = (&input.ident, &field.ty);
    let mut generics = input.generics.clone();
    if mentions_parameter(&input.generics, ty) {
        generics.make_where_clause().predicates.push(parse_quote!(#ty: #encode::ToColumn));
    }
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let inner = quote_spanned!(ty.span()=> <#ty as #encode::ToColumn>);
    let inner_builder = quote_spanned!(ty.span()=> <#inner::Builder as #encode::ColumnBuilder>);
    // The builder is a struct of its own: the field's type may be known to fewer than the newtype is.
    Ok(quote! {
        const _: () = {
            #[doc(hidden)]
            #[allow(missing_docs, missing_debug_implementations, unreachable_pub)]
            pub struct Builder #impl_generics (
                #inner::Builder,
                ::core::marker::PhantomData<fn(&#name #type_generics)>,
            ) #where_clause;

            #[automatically_derived]
            impl #impl_generics #encode::ColumnBuilder for Builder #type_generics #where_clause {
                #[inline]
                fn append_null(&mut self) {
                    #inner_builder::append_null(&mut self.0);
                }

                fn finish(&mut self) -> ::core::result::Result<#encode::ArrayRef, #encode::ArrowError> {
                    #inner_builder::finish(&mut self.0)
                }
            }

            #[automatically_derived]
            impl #impl_generics #encode::ToColumn for #name #type_generics #where_clause {
                type Builder = Builder #type_generics;

                const IS_DECIMAL: bool = #inner::IS_DECIMAL;

                fn field(name: &str, shape: #encode::Shape) -> #encode::Field {
                    #inner::field(name, shape)
                }

                fn builder(shape: #encode::Shape, capacity: usize) -> Self::Builder {
                    Builder(#inner::builder(shape, capacity), ::core::marker::PhantomData)
                }

                #[inline]
                fn append(
                    &self,
                    builder: &mut Self::Builder,
                ) -> ::core::result::Result<(), #encode::EncodeError> {
                    #inner::append(&self.0, &mut builder.0)
                }
            }
        };
    })
}
