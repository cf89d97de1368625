//! Writes the table of `crate/otp/*.erl`, without comments and indentation: their bytes are a tenth of what the page
//! downloads. Lines stay where they are, since stack traces name them.

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;

fn main() {
    let otp = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../otp");
    println!("cargo:rerun-if-changed={}", otp.display());
    let mut files: Vec<_> = fs::read_dir(&otp)
        .expect("crate/otp is readable")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "erl"))
        .collect();
    files.sort();
    let mut table = String::from("&[\n");
    for path in files {
        let source = fs::read_to_string(&path).expect("a library module is readable UTF-8");
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let stripped: String = source
            .lines()
            .map(str::trim_start)
            .flat_map(|line| [if line.starts_with('%') { "" } else { line }, "\n"])
            .collect();
        writeln!(table, "({name:?}, {stripped:?}),").expect("a string takes what is written");
    }
    table.push(']');
    let out = env::var_os("OUT_DIR").expect("cargo names a directory");
    fs::write(Path::new(&out).join("sources.rs"), table).expect("cargo's directory is writable");
}
