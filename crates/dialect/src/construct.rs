//! The macro that makes types, values and the declaration's trait from the one list of constructs.

/// Reads the list in `constructs.rs`: groups, `"its name":`, and in each the lines `Name "words" "way out";`, with `since 2` before the semicolon if
/// the construct joined the list with its version 2.
macro_rules! constructs {
    (
        $($group:literal: $($(#[$attribute:meta])* $name:ident $words:literal $way_out:literal $(since $since:tt)?;)*)*
    ) => {
        $crate::construct::listed! { $($($(#[$attribute])* $name $words $way_out $(since $since)?;)*)* }

        impl Construct {
            /// The group of the list that the construct stands in: `Clauses of SELECT`.
            pub const fn group(self) -> &'static str {
                [$($({ let _ = Place::$name; $group },)*)*][self.index()]
            }
        }
    };
}

/// What [`constructs!`] makes of the lines, whatever their group.
macro_rules! listed {
    ($($(#[$attribute:meta])* $name:ident $words:literal $way_out:literal $(since $since:tt)?;)*) => {
        /// Constructs as types: they appear in bounds and in the compiler's messages.
        pub mod cap {
            $(
                #[doc = concat!($words, ".")]
                #[derive(Clone, Copy, Debug)]
                pub struct $name;
            )*
        }

        /// Constructs as values: they appear in errors, in [`Capabilities`](crate::Capabilities) and in the support
        /// matrix. Compared and matched like the variants of an enum.
        ///
        /// ```
        /// # use aludel_dialect::Construct;
        /// assert_eq!(Construct::DistinctOn.to_string(), "DISTINCT ON");
        /// assert_eq!(Construct::DistinctOn.name(), "DistinctOn");
        /// ```
        // Not an enum: variants would share their names with the types of `cap`, and the compiler then writes
        // `aludel_dialect::cap::Returning` where a message should say `Returning`.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct Construct(u8);

        /// The constructs' places in the list.
        #[derive(Clone, Copy)]
        enum Place { $($name),* }

        #[allow(non_upper_case_globals, reason = "they read like the variants of an enum")]
        impl Construct {
            $(
                #[doc = concat!($words, ".")]
                pub const $name: Construct = Construct(Place::$name as u8);
            )*
        }

        impl Construct {
            /// Every construct, in the order of the list.
            pub const ALL: &'static [Construct] = &[$(Construct::$name),*];

            /// The construct's place in [`ALL`](Self::ALL).
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The construct in SQL's words: `DISTINCT ON`.
            pub const fn words(self) -> &'static str {
                [$($words),*][self.index()]
            }

            /// What someone can do whose engine lacks it, to be read after a semicolon.
            pub const fn way_out(self) -> &'static str {
                [$($way_out),*][self.index()]
            }

            /// The construct's name in Rust: `DistinctOn`, as in [`cap`] and [`Levels`].
            pub const fn name(self) -> &'static str {
                [$(stringify!($name)),*][self.index()]
            }

            /// The version of the list that the construct joined; see [`LIST_VERSION`](crate::LIST_VERSION).
            pub const fn since(self) -> u32 {
                match self { $($(Construct::$name => $since,)?)* _ => 1 }
            }
        }

        /// Its name.
        impl ::std::fmt::Debug for Construct {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.name())
            }
        }

        /// The construct's [words](Construct::words).
        impl ::std::fmt::Display for Construct {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.words())
            }
        }

        /// **The declaration**: one level for each construct. A dialect that leaves one out does not compile.
        ///
        /// Written with [`declare_dialect!`](crate::declare_dialect). A tuple of dialects has levels too: a set, in
        /// which a construct is granted if every member grants it.
        pub trait Levels: Sized + Send + Sync + 'static {
            $(
                #[doc = concat!("The level of ", $words, ".")]
                type $name: $crate::Level;
            )*
        }

        impl<A: Levels, B: Levels> Levels for (A, B) {
            $(type $name = (A::$name, B::$name);)*
        }
        impl<A: Levels, B: Levels, C: Levels> Levels for (A, B, C) {
            $(type $name = (A::$name, B::$name, C::$name);)*
        }
        impl<A: Levels, B: Levels, C: Levels, D: Levels> Levels for (A, B, C, D) {
            $(type $name = (A::$name, B::$name, C::$name, D::$name);)*
        }
        impl<A: Levels, B: Levels, C: Levels, D: Levels, E: Levels> Levels for (A, B, C, D, E) {
            $(type $name = (A::$name, B::$name, C::$name, D::$name, E::$name);)*
        }
        impl<A: Levels, B: Levels, C: Levels, D: Levels, E: Levels, F: Levels> Levels for (A, B, C, D, E, F) {
            $(type $name = (A::$name, B::$name, C::$name, D::$name, E::$name, F::$name);)*
        }

        /// The dialect of an engine chosen at run time, by URL: every construct compiles, and the build decides by the
        /// engine's [`Capabilities`](crate::Capabilities).
        ///
        /// It has [`Levels`], all [`Deferred`](crate::level::Deferred), but is not a [`Dialect`](crate::Dialect): it
        /// has nothing of its own to declare.
        #[derive(Clone, Copy, Debug)]
        pub struct Any;
        impl Levels for Any {
            $(type $name = $crate::level::Deferred;)*
        }

        /// The levels that `L` declares, in the order of [`Construct::ALL`].
        pub(crate) const fn levels_of<L: Levels>() -> [$crate::Support; Construct::ALL.len()] {
            [$(<L::$name as $crate::Level>::VALUE),*]
        }

        $crate::construct::every! { ($) $($name)* }
        $crate::construct::newer_than! { ($) $($name $(since $since)?;)* }
    };
}

/// Makes the macro that gives a dialect written for an older list the level `Absent` for each construct added since.
macro_rules! newer_than {
    (($dollar:tt) $($name:ident $(since $since:tt)?;)*) => {
        #[doc(hidden)]
        #[macro_export]
        macro_rules! __newer_than {
            ($dollar version:tt) => {
                $($($crate::__if_newer! { $dollar version, $since: type $name = $crate::level::Absent; })?)*
            };
        }
    };
}

/// Makes the macro that gives every construct's name to another: for tests that go through the whole list.
macro_rules! every {
    (($dollar:tt) $($name:ident)*) => {
        #[doc(hidden)]
        #[macro_export]
        macro_rules! __with_every_construct {
            ($dollar callback:path) => { $dollar callback! { $($name),* } };
        }
    };
}

pub(crate) use {constructs, every, listed, newer_than};
