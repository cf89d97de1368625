//! The floor check. Floors are crates, so cargo itself refuses a cycle; here their order is held fixed, and JavaScript
//! is kept to the topmost crate. It reads the manifests, which are written one dependency a line.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;

/// From the ground up: each may use those before it. `spawnpoint` itself, the edges, may use all.
const FLOORS: [&str; 13] = [
    "limits", "term", "syntax", "bytecode", "compile", "machine", "table", "process", "builtin",
    "cluster", "world", "shell", "lesson",
];

/// Crates that speak JavaScript: for `wasm.rs` alone.
const JAVASCRIPT: [&str; 7] = [
    "futures",
    "gloo-timers",
    "js-sys",
    "serde-wasm-bindgen",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
];

#[test]
fn no_floor_imports_upwards() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    for floor in FLOORS {
        let manifest = fs::read_to_string(source.join(floor).join("Cargo.toml"))
            .expect("each floor has a manifest");
        faults.extend(check_floor(floor, &manifest));
    }
    let with_manifest = fs::read_dir(&source)
        .expect("the source directory is readable")
        .filter(|entry| {
            entry
                .as_ref()
                .is_ok_and(|entry| entry.path().join("Cargo.toml").exists())
        })
        .count();
    assert_eq!(with_manifest, FLOORS.len(), "a floor that is not listed");
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn upward_imports_are_caught() {
    let manifest = |dependency: &str| {
        format!(
            "[package]\nname = \"world\"\n\n[dependencies]\n{dependency}\n\n[lints]\nshell = 1\n"
        )
    };
    let faults = |floor, dependency| check_floor(floor, &manifest(dependency));
    assert_eq!(faults("term", "limits.workspace = true"), [""; 0]);
    assert_eq!(
        faults("term", "world.workspace = true"),
        ["`term` may not use `world`"]
    );
    assert_eq!(
        faults("term", "world = { path = \"../world\" }"),
        ["`term` may not use `world`"]
    );
    assert_eq!(
        faults("world", "js-sys = \"0.3\""),
        ["`world` may not use `js-sys`: only wasm.rs knows JavaScript"]
    );
}

fn check_floor(floor: &str, manifest: &str) -> Vec<String> {
    let height = |name: &str| FLOORS.iter().position(|floor| *floor == name);
    let dependencies = manifest
        .lines()
        .skip_while(|line| *line != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['.', ' ', '=']).next());
    let mut faults = Vec::new();
    for used in dependencies {
        if height(used) >= height(floor) {
            faults.push(format!("`{floor}` may not use `{used}`"));
        }
        if JAVASCRIPT.contains(&used) {
            faults.push(format!(
                "`{floor}` may not use `{used}`: only wasm.rs knows JavaScript"
            ));
        }
    }
    faults
}
