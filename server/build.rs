//! How the program is linked where the system allows it: what an idle server holds is mostly the program itself.

use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // Addresses that are fixed at the start take 24 bytes each in the file, and all of them are read; packed (DT_RELR), a few bits.
    if understands_packed_addresses() {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The GNU C library does since 2.36, of August 2022; the program runs where it was built, or where the library is newer.
fn understands_packed_addresses() -> bool {
    let is_native = std::env::var("HOST") == std::env::var("TARGET");
    let output = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let version = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let minor = version.ok().and_then(|version| {
        let minor = version.trim().strip_prefix("glibc 2.")?.to_owned();
        minor.parse::<u32>().ok()
    });
    is_native && minor.is_some_and(|minor| minor >= 36)
}
