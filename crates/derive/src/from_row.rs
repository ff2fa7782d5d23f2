//! `#[derive(FromRow)]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Path, parse_quote, parse_quote_spanned};

use crate::attributes::{Container, Field};
use crate::root::root;

pub(crate) fn expand(input: &DeriveInput) -> syn::Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(syn::Error::new_spanned(
            &input.ident,
            "FromRow is for structs; an enum of the database is read as a String, a union as a Value",
        ));
    };
    let container = Container::parse(&input.attrs, "row")?;
    let root = root(container.krate.as_ref())?;
    if let Some(lifetime) = input.generics.lifetimes().next() {
        return Err(syn::Error::new_spanned(
            lifetime,
            "FromRow reads owned values: write `String` for `&str`, `Vec<u8>` for `&[u8]`",
        ));
    }
    match &data.fields {
        Fields::Named(fields) if !fields.named.is_empty() => named(input, &container, &root, fields),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => newtype(input, &root, &fields.unnamed[0]),
        Fields::Unnamed(fields) if !fields.unnamed.is_empty() => Err(syn::Error::new_spanned(
            fields,
            "a tuple struct with several fields has no column names: name the fields, or read a plain tuple",
        )),
        _ => Err(syn::Error::new_spanned(&input.ident, "a struct without fields reads nothing from a row")),
    }
}

/// What one field needs: the type of its reader, how that is made, and how it reads.
struct Part {
    reader: TokenStream,
    make: TokenStream,
    read: TokenStream,
}

fn named(
    input: &DeriveInput,
    container: &Container,
    root: &Path,
    fields: &syn::FieldsNamed,
) -> syn::Result<TokenStream> {
    let decode = quote!(#root::decode);
    let mut generics = input.generics.clone();
    let mut parts = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (position, field) in fields.named.iter().enumerate() {
        let attributes = Field::parse(field, "row")?;
        let (Some(name), ty) = (&field.ident, &field.ty) else { continue };
        let position = syn::Index::from(position);
        let own_name = name.unraw().to_string();
        let column = match (&attributes.rename, container.rename_all) {
            (Some(name), _) => name.value(),
            (None, Some(case)) => case.of_field(&own_name),
            (None, None) => own_name,
        };
        let span = ty.span();
        let generic = mentions_parameter(&input.generics, ty);
        let mut bound = |bound: TokenStream| {
            if generic {
                generics.make_where_clause().predicates.push(parse_quote!(#ty: #bound));
            }
        };
        let part = if attributes.skip.is_some() {
            bound(quote!(::core::default::Default));
            Part {
                reader: quote!(()),
                make: quote!(()),
                read: quote_spanned!(span=> <#ty as ::core::default::Default>::default()),
            }
        } else if attributes.flatten.is_some() {
            bound(quote!(#decode::FromRow));
            Part {
                reader: quote_spanned!(span=> <#ty as #decode::FromRow>::Reader),
                make: quote_spanned!(span=> <#ty as #decode::FromRow>::reader(columns)?),
                read: quote_spanned!(span=> <#ty as #decode::FromRow>::read(&reader.#position, row)?),
            }
        } else {
            if !seen.insert(column.clone()) {
                return Err(syn::Error::new_spanned(name, format!("two fields read the column {column:?}")));
            }
            bound(quote!(#decode::FromColumn));
            if attributes.default.is_some() {
                bound(quote!(::core::default::Default));
                Part {
                    reader: quote_spanned!(span=> ::core::option::Option<#decode::ColumnReader<#ty>>),
                    make: quote_spanned!(span=> columns.read_if_there::<#ty>(#column)?),
                    read: quote_spanned!(span=> match &reader.#position {
                        ::core::option::Option::Some(column) => column.read(row)?,
                        ::core::option::Option::None => <#ty as ::core::default::Default>::default(),
                    }),
                }
            } else {
                Part {
                    reader: quote_spanned!(span=> #decode::ColumnReader<#ty>),
                    make: quote_spanned!(span=> columns.read_named::<#ty>(#column)?),
                    read: quote_spanned!(span=> reader.#position.read(row)?),
                }
            }
        };
        parts.push(part);
    }
    let struct_name = &input.ident;
    let names = fields.named.iter().map(|field| &field.ident);
    let readers = parts.iter().map(|part| &part.reader);
    let makes = parts.iter().map(|part| &part.make);
    let reads = parts.iter().map(|part| &part.read);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #impl_generics #decode::FromRow for #struct_name #type_generics #where_clause {
            type Reader = (#(#readers,)*);

            fn reader(
                columns: &#decode::Columns,
            ) -> ::core::result::Result<Self::Reader, #decode::DecodeError> {
                ::core::result::Result::Ok((#(#makes,)*))
            }

            #[inline]
            fn read(reader: &Self::Reader, row: usize) -> ::core::result::Result<Self, #decode::DecodeError> {
                ::core::result::Result::Ok(Self { #(#names: #reads,)* })
            }
        }

        #[automatically_derived]
        impl #impl_generics #decode::FromColumn for #struct_name #type_generics #where_clause {
            type Reader = #decode::StructReader<Self>;

            fn reader(
                column: &#decode::Column,
            ) -> ::core::result::Result<Self::Reader, #decode::DecodeError> {
                #decode::StructReader::new(column)
            }

            #[inline]
            fn read(reader: &Self::Reader, row: usize) -> ::core::result::Result<Self, #decode::DecodeError> {
                reader.read(row)
            }
        }
    })
}

fn newtype(input: &DeriveInput, root: &Path, field: &syn::Field) -> syn::Result<TokenStream> {
    let attributes = Field::parse(field, "row")?;
    if attributes.rename.is_some()
        || attributes.default.is_some()
        || attributes.flatten.is_some()
        || attributes.skip.is_some()
    {
        return Err(syn::Error::new_spanned(
            field,
            "the field of a newtype takes no options; put them on the field that uses the newtype",
        ));
    }
    let decode = quote!(#root::decode);
    let (name, ty) = (&input.ident, &field.ty);
    let mut generics = input.generics.clone();
    if mentions_parameter(&input.generics, ty) {
        generics.make_where_clause().predicates.push(parse_quote_spanned!(ty.span()=> #ty: #decode::FromColumn));
    }
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let inner = quote_spanned!(ty.span()=> <#ty as #decode::FromColumn>);
    Ok(quote! {
        #[automatically_derived]
        impl #impl_generics #decode::FromColumn for #name #type_generics #where_clause {
            type Reader = #inner::Reader;

            fn reader(
                column: &#decode::Column,
            ) -> ::core::result::Result<Self::Reader, #decode::DecodeError> {
                #inner::reader(column)
            }

            #[inline]
            fn read(reader: &Self::Reader, row: usize) -> ::core::result::Result<Self, #decode::DecodeError> {
                #inner::read(reader, row).map(Self)
            }
        }

        #[automatically_derived]
        impl #impl_generics #decode::FromRow for #name #type_generics #where_clause {
            type Reader = #decode::ColumnReader<Self>;

            fn reader(
                columns: &#decode::Columns,
            ) -> ::core::result::Result<Self::Reader, #decode::DecodeError> {
                columns.expect_count::<Self>(1)?;
                columns.read_at(0)
            }

            #[inline]
            fn read(reader: &Self::Reader, row: usize) -> ::core::result::Result<Self, #decode::DecodeError> {
                reader.read(row)
            }
        }
    })
}

/// Whether a type depends on the struct's parameters, and so needs a bound.
pub(crate) fn mentions_parameter(generics: &syn::Generics, ty: &syn::Type) -> bool {
    fn any(tokens: TokenStream, names: &[String]) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => names.contains(&ident.to_string()),
            proc_macro2::TokenTree::Group(group) => any(group.stream(), names),
            _ => false,
        })
    }
    let names: Vec<String> = generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            syn::GenericParam::Type(parameter) => Some(parameter.ident.to_string()),
            syn::GenericParam::Const(parameter) => Some(parameter.ident.to_string()),
            syn::GenericParam::Lifetime(_) => None,
        })
        .collect();
    any(quote!(#ty), &names)
}
