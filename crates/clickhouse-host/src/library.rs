//! The one place with `unsafe`: a call into chDB's library.

#![allow(unsafe_code)]

use std::ffi::{CString, c_char, c_int, c_void};
use std::path::Path;

use libloading::{Library, Symbol};

/// `clickhouse local` with these arguments, the program's name first. Returns when it has ended.
pub(crate) fn run(library: &Path, arguments: &[String]) -> Result<String, String> {
    let words: Vec<CString> = arguments
        .iter()
        .map(|word| CString::new(word.as_str()).map_err(|_| format!("{word:?} holds a zero byte")))
        .collect::<Result<_, _>>()?;
    let mut pointers: Vec<*mut c_char> = words.iter().map(|word| word.as_ptr().cast_mut()).collect();
    let count = c_int::try_from(pointers.len()).map_err(|_| "too many arguments".to_owned())?;
    pointers.push(std::ptr::null_mut());
    let failed = |error: libloading::Error| error.to_string();
    // SAFETY: a library whose checksum was verified when it was fetched; loading it runs its static constructors.
    let library = unsafe { Library::new(library) }.map_err(failed)?;
    // SAFETY: the signature is that of chDB's header: `struct local_result *chdb_query_cmdline(int, char **)`.
    let query: Symbol<'_, unsafe extern "C" fn(c_int, *mut *mut c_char) -> *mut c_void> =
        unsafe { library.get(b"chdb_query_cmdline\0") }.map_err(failed)?;
    // SAFETY: `count` C strings that outlive the call, with the null pointer that ends an argv.
    let result = unsafe { query(count, pointers.as_mut_ptr()) };
    Ok(if result.is_null() { "without a result" } else { "with a result" }.to_owned())
}

/// Ends the process at once: the server's threads are at work, and its destructors would wait for them.
pub(crate) fn leave(code: u8) -> ! {
    // SAFETY: no destructor of ours is to run.
    unsafe { libc::_exit(code.into()) }
}
