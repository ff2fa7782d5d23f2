//! `#[derive(FromRow)]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Ident, Path, parse_quote};

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

/// The part of a field of type `ty` whose reader is called `place`. Every mention of the type stands at its own place
/// in the source, so that one that can't be read is reported there, and once.
fn part(decode: &TokenStream, attributes: &Field, ty: &syn::Type, place: &Ident, column: &str) -> Part {
    let span = ty.span();
    let from_column = quote_spanned!(span=> <#ty as #decode::FromColumn>);
    let from_row = quote_spanned!(span=> <#ty as #decode::FromRow>);
    let default = quote_spanned!(span=> <#ty as ::core::default::Default>::default());
    if attributes.skip.is_some() {
        Part { reader: quote!(()), make: quote!(()), read: default }
    } else if attributes.flatten.is_some() {
        Part {
            reader: quote!(#from_row::Reader),
            make: quote!(#from_row::reader(columns)?),
            read: quote!(#from_row::read(&reader.#place, row)?),
        }
    } else if attributes.default.is_some() {
        Part {
            reader: quote!(::core::option::Option<#decode::ColumnReader<#from_column::Reader>>),
            make: quote!(columns.read_if_there(#column, #from_column::reader)?),
            read: quote!(match &reader.#place {
                ::core::option::Option::Some(column) => column.read_with(row, #from_column::read)?,
                ::core::option::Option::None => #default,
            }),
        }
    } else {
        Part {
            reader: quote!(#decode::ColumnReader<#from_column::Reader>),
            make: quote!(columns.read_named(#column, #from_column::reader)?),
            read: quote!(reader.#place.read_with(row, #from_column::read)?),
        }
    }
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
    for field in &fields.named {
        let attributes = Field::parse(field, "row")?;
        let (Some(name), ty) = (&field.ident, &field.ty) else { continue };
        let column = container.column(&attributes, name);
        let reads_column = attributes.skip.is_none() && attributes.flatten.is_none();
        if reads_column && !seen.insert(column.clone()) {
            return Err(syn::Error::new_spanned(name, format!("two fields read the column {column:?}")));
        }
        if mentions_parameter(&input.generics, ty) {
            let predicates = &mut generics.make_where_clause().predicates;
            if attributes.flatten.is_some() {
                predicates.push(parse_quote!(#ty: #decode::FromRow));
            } else if reads_column {
                predicates.push(parse_quote!(#ty: #decode::FromColumn));
            }
            if attributes.skip.is_some() || attributes.default.is_some() {
                predicates.push(parse_quote!(#ty: ::core::default::Default));
            }
        }
        parts.push(part(&decode, &attributes, ty, name, &column));
    }
    let struct_name = &input.ident;
    let names: Vec<_> = fields.named.iter().map(|field| &field.ident).collect();
    let readers = parts.iter().map(|part| &part.reader);
    let makes = parts.iter().map(|part| &part.make);
    let reads = parts.iter().map(|part| &part.read);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    // The reader is a struct of its own: a tuple would show types of private fields to everybody who sees the struct.
    Ok(quote! {
        const _: () = {
            #[doc(hidden)]
            #[allow(missing_docs, missing_debug_implementations, unreachable_pub)]
            pub struct __AludelReader #impl_generics #where_clause {
                #(#names: #readers,)*
                #[allow(non_snake_case)]
                __row: ::core::marker::PhantomData<fn() -> #struct_name #type_generics>,
            }

            #[automatically_derived]
            impl #impl_generics #decode::FromRow for #struct_name #type_generics #where_clause {
                type Reader = __AludelReader #type_generics;

                fn reader(
                    columns: &#decode::Columns,
                ) -> ::core::result::Result<Self::Reader, #decode::DecodeError> {
                    ::core::result::Result::Ok(__AludelReader {
                        #(#names: #makes,)*
                        __row: ::core::marker::PhantomData,
                    })
                }

                #[inline]
                fn read(
                    reader: &Self::Reader,
                    row: usize,
                ) -> ::core::result::Result<Self, #decode::DecodeError> {
                    ::core::result::Result::Ok(Self { #(#names: #reads,)* })
                }
            }

            #[automatically_derived]
            impl #impl_generics #decode::FromColumn for #struct_name #type_generics #where_clause {
                type Reader = #decode::StructReader<__AludelReader #type_generics>;

                fn reader(
                    column: &#decode::Column,
                ) -> ::core::result::Result<<Self as #decode::FromColumn>::Reader, #decode::DecodeError> {
                    #decode::StructReader::new::<Self>(column)
                }

                #[inline]
                fn read(
                    reader: &<Self as #decode::FromColumn>::Reader,
                    row: usize,
                ) -> ::core::result::Result<Self, #decode::DecodeError> {
                    reader.read::<Self>(row)
                }
            }
        };
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
        generics.make_where_clause().predicates.push(parse_quote!(#ty: #decode::FromColumn));
    }
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let inner = quote_spanned!(ty.span()=> <#ty as #decode::FromColumn>);
    Ok(quote! {
        const _: () = {
            #[doc(hidden)]
            #[allow(missing_docs, missing_debug_implementations, unreachable_pub)]
            pub struct __AludelReader #impl_generics (
                #inner::Reader,
                ::core::marker::PhantomData<fn() -> #name #type_generics>,
            ) #where_clause;

            #[automatically_derived]
            impl #impl_generics #decode::FromColumn for #name #type_generics #where_clause {
                type Reader = __AludelReader #type_generics;

                fn reader(
                    column: &#decode::Column,
                ) -> ::core::result::Result<<Self as #decode::FromColumn>::Reader, #decode::DecodeError> {
                    #inner::reader(column).map(|inner| __AludelReader(inner, ::core::marker::PhantomData))
                }

                #[inline]
                fn read(
                    reader: &<Self as #decode::FromColumn>::Reader,
                    row: usize,
                ) -> ::core::result::Result<Self, #decode::DecodeError> {
                    #inner::read(&reader.0, row).map(Self)
                }
            }

            #[automatically_derived]
            impl #impl_generics #decode::FromRow for #name #type_generics #where_clause {
                type Reader = #decode::ColumnReader<__AludelReader #type_generics>;

                fn reader(
                    columns: &#decode::Columns,
                ) -> ::core::result::Result<<Self as #decode::FromRow>::Reader, #decode::DecodeError> {
                    columns.expect_count::<Self>(1)?;
                    columns.read_at::<Self>(0)
                }

                #[inline]
                fn read(
                    reader: &<Self as #decode::FromRow>::Reader,
                    row: usize,
                ) -> ::core::result::Result<Self, #decode::DecodeError> {
                    reader.read::<Self>(row)
                }
            }
        };
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
