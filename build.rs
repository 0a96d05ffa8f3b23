//! Says whether the app is compiled to be split: only for the published site, whose module `cargo xtask split` takes apart.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let is_asked = env::var_os("CARGO_FEATURE_SPLIT").is_some();
    if is_asked && is("CARGO_CFG_TARGET_FAMILY", "wasm") && is("PROFILE", "release") {
        println!("cargo:rustc-cfg=split");
        // What refers to what must still be known after linking.
        println!("cargo:rustc-link-arg-bins=--emit-relocs");
    }
}
