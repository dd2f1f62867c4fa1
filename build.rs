//! With the feature `header` alone: derives the f32 half of the C ABI from the f64 half, and the C header from both.
//!
//! What it makes goes to Cargo's output folder, where tests/header.rs compares it with what is checked in. To bring the
//! repository up to date: `PHOTINUS_HEADER=write cargo check --features header`. (A build script can do this where an
//! example could not: it runs before the crate is compiled, which with an old f32 half may fail.)

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "header")]
    header::make();
}

#[cfg(feature = "header")]
mod header {
    use std::path::{Path, PathBuf};
    use std::{env, fs};

    const PARTS: [&str; 14] = [
        "sequence",
        "optimize",
        "search",
        "cma",
        "lbfgs",
        "ode",
        "adaptive",
        "lyapunov",
        "kuramoto",
        "network",
        "delayed",
        "ensemble",
        "transition",
        "observables",
    ];

    pub(super) fn make() {
        for path in ["src/capi.rs", "src/capi", "cbindgen.toml", "include/photinus.h"] {
            println!("cargo::rerun-if-changed={path}");
        }
        println!("cargo::rerun-if-env-changed=PHOTINUS_HEADER");
        let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo"));
        let made = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo")).join("made");
        let (f64_half, f32_half) = (root.join("src/capi/f64"), made.join("src/capi/f32"));
        write(&made.join("src/capi/f32.rs"), &derive(&read(&root.join("src/capi/f64.rs"))));
        let mut builder = cbindgen::Builder::new()
            .with_config(cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml"))
            .with_src(root.join("src/capi/common.rs"));
        for part in PARTS {
            let source = f64_half.join(part).with_extension("rs");
            let derived = f32_half.join(part).with_extension("rs");
            write(&derived, &derive(&read(&source)));
            builder = builder.with_src(source).with_src(derived);
        }
        let header = made.join("include/photinus.h");
        fs::create_dir_all(made.join("include")).expect("the output folder");
        builder.generate().expect("cbindgen").write_to_file(&header);
        if env::var_os("PHOTINUS_HEADER").is_some_and(|what| what == "write") {
            for path in ["src/capi/f32.rs", "include/photinus.h"]
                .map(PathBuf::from)
                .into_iter()
                .chain(PARTS.map(|part| Path::new("src/capi/f32").join(part).with_extension("rs")))
            {
                write(&root.join(&path), &read(&made.join(&path)));
            }
        }
    }

    /// The same for f32. Every name and type of the precision is spelt with `f64` in it.
    fn derive(source: &str) -> String {
        let derived = source.replace("f64", "f32");
        match derived.strip_prefix("//! The C functions for `f32`; those for `f32` are made from them, by `build.rs`.")
        {
            Some(rest) => format!("//! The C functions for `f32`, made from those for `f64` by `build.rs`.{rest}"),
            None => format!("// Made from the same file in ../f64 by build.rs: edit that.\n\n{derived}"),
        }
    }

    fn read(path: &Path) -> String {
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    fn write(path: &Path, text: &str) {
        // Only if it changes, so that nothing is compiled again for nothing.
        if fs::read_to_string(path).is_ok_and(|old| old == text) {
            return;
        }
        let folder = path.parent().expect("a file in a folder");
        fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).unwrap_or_else(|error| {
            panic!("{}: {error}", path.display());
        });
    }
}
