//! Source files from the disk.

use std::path::Path;

use spawnpoint::syntax::diagnostic::{Diagnostic, render};
use spawnpoint::world::{Input, World};

/// A module's source: the module's name (its file's), the file's name in messages, the text.
pub struct Source {
    pub name: String,
    pub text: String,
}

/// Reads `path`, which must end in `.erl`.
pub fn read(path: &str) -> Result<Source, String> {
    let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str());
    let is_source = Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "erl");
    let (Some(name), true) = (stem, is_source) else {
        return Err(format!("{path}: not the name of an .erl file"));
    };
    let text = std::fs::read(path).map_err(|error| format!("{path}: {error}"))?;
    Ok(Source {
        name: name.into(),
        text: String::from_utf8_lossy(&text).into_owned(),
    })
}

/// What `erlc` would print.
fn messages(world: &World, node: u32, diagnostics: &[Diagnostic]) -> String {
    let node = world.state().nodes.get(node as usize);
    render(diagnostics, |file| Some(&**node?.files.get(file)?))
}

/// Compiles and loads a module; warnings go to standard error, errors are given back.
pub fn load(world: &mut World, path: &str) -> Result<(), String> {
    load_on(world, 0, path)
}

/// The same on every node.
pub fn load_everywhere(world: &mut World, path: &str) -> Result<(), String> {
    (0..world.state().nodes.len() as u32).try_for_each(|node| load_on(world, node, path))
}

/// The same on one node. A header is put at hand.
pub fn load_on(world: &mut World, node: u32, path: &str) -> Result<(), String> {
    if Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "hrl")
    {
        return offer_header(world, node, path);
    }
    let source = read(path)?;
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    offer_headers(world, node, (folder, ""), &source.text, INCLUDE_DEPTH_MAX);
    let (name, text) = (source.name.as_str().into(), source.text.as_str().into());
    let diagnostics = world.input(Input::Module {
        node,
        name,
        source: text,
    });
    let messages = messages(world, node, &diagnostics);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Err(messages);
    }
    eprint!("{messages}");
    Ok(())
}

fn offer_header(world: &mut World, node: u32, path: &str) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let file = Path::new(path);
    let folder = file.parent().unwrap_or(Path::new(""));
    offer_headers(world, node, (folder, ""), &text, INCLUDE_DEPTH_MAX);
    if let Some(name) = file.file_name().and_then(|name| name.to_str()) {
        let files = &mut world.state_mut().nodes[node as usize].files;
        files.insert(name.into(), text.as_str().into());
    }
    Ok(())
}

/// Headers that include headers, at most so deep.
const INCLUDE_DEPTH_MAX: usize = 8;

/// Puts the headers that a source includes at hand, and theirs, where they stand beside it: `below` the folder of the module.
fn offer_headers(
    world: &mut World,
    node: u32,
    (folder, below): (&Path, &str),
    text: &str,
    depth: usize,
) {
    for name in text.lines().filter_map(included) {
        let beside = format!("{below}{name}");
        let Some((name, header)) = [beside.as_str(), name].into_iter().find_map(|name| {
            let header = std::fs::read_to_string(folder.join(name)).ok()?;
            Some((name, header))
        }) else {
            continue;
        };
        let Some(there) = world.state_mut().nodes.get_mut(node as usize) else {
            return;
        };
        let before = there.files.insert(name.into(), header.as_str().into());
        if before.is_none() && depth > 0 {
            let below = name.rfind('/').map_or("", |end| &name[..=end]);
            offer_headers(world, node, (folder, below), &header, depth - 1);
        }
    }
}

/// The file in `-include("File").` or `-include_lib("File").`
fn included(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix('-')?.trim_start();
    let rest = rest
        .strip_prefix("include_lib")
        .or_else(|| rest.strip_prefix("include"))?;
    let name = rest
        .trim_start()
        .strip_prefix('(')?
        .trim_start()
        .strip_prefix('"')?;
    name.split_once('"').map(|(name, _)| name)
}

/// Puts the Erlang sources of the working directory at hand, for `c(Name)` and `-include`.
pub fn offer_directory(world: &mut World) {
    let Ok(entries) = std::fs::read_dir(".") else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_source = path
            .extension()
            .is_some_and(|extension| extension == "erl" || extension == "hrl");
        let Some(name) = path
            .file_name()
            .and_then(|name| name.to_str())
            .filter(|_| is_source)
        else {
            continue;
        };
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        for node in &mut world.state_mut().nodes {
            node.files
                .entry(name.into())
                .or_insert_with(|| text.as_str().into());
        }
    }
}
