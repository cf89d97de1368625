//! The files of a node: a folder of its own, in memory, the same for the compiler, the shell and module `file`.
//!
//! Names are relative to the node's home, or absolute outside of it. Invariant: a name stands for text, for other bytes or
//! for a folder, never for two of them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::Node;

/// The folder that every path begins in.
pub const HOME: &str = "/home/learner";

/// What is not text, and folders; text is in `Node::files`, where the compiler looks.
#[derive(Clone, Debug, Default)]
pub struct Store {
    bytes: BTreeMap<String, Rc<[u8]>>,
    folders: BTreeSet<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry {
    File { size: usize },
    Folder,
}

/// A path without `.`, `..`, doubled slashes and the home before it; the home itself is `""`.
pub fn normal(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = if absolute {
        Vec::new()
    } else {
        HOME.split('/').filter(|part| !part.is_empty()).collect()
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let whole = format!("/{}", parts.join("/"));
    match whole.strip_prefix(HOME) {
        Some("") => String::new(),
        Some(rest) if rest.starts_with('/') => rest[1..].into(),
        _ => whole,
    }
}

fn parent(name: &str) -> &str {
    match name.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((parent, _)) => parent,
        None => "",
    }
}

impl Node {
    pub fn file_entry(&self, name: &str) -> Option<Entry> {
        if let Some(text) = self.files.get(name) {
            return Some(Entry::File { size: text.len() });
        }
        if let Some(bytes) = self.store.bytes.get(name) {
            return Some(Entry::File { size: bytes.len() });
        }
        // The home, the path to it, and the place for what nobody keeps.
        let given = name.is_empty() || HOME.starts_with(name) && name.starts_with('/');
        (given || name == "/tmp" || self.store.folders.contains(name)).then_some(Entry::Folder)
    }

    pub fn read_file(&self, name: &str) -> Result<Rc<[u8]>, &'static str> {
        if let Some(text) = self.files.get(name) {
            return Ok(text.as_bytes().into());
        }
        match self.file_entry(name) {
            Some(Entry::Folder) => Err("eisdir"),
            _ => self
                .store
                .bytes
                .get(name)
                .cloned()
                .ok_or_else(|| self.missing(name)),
        }
    }

    /// Why there is nothing of this name: part of its path may be a file.
    fn missing(&self, name: &str) -> &'static str {
        match self.file_entry(parent(name)) {
            Some(Entry::File { .. }) => "enotdir",
            _ => "enoent",
        }
    }

    fn in_folder(&self, name: &str) -> Result<(), &'static str> {
        match self.file_entry(parent(name)) {
            Some(Entry::Folder) => Ok(()),
            _ => Err(self.missing(name)),
        }
    }

    pub fn write_file(&mut self, name: &str, bytes: &[u8]) -> Result<(), &'static str> {
        if self.file_entry(name) == Some(Entry::Folder) {
            return Err("eisdir");
        }
        self.in_folder(name)?;
        let texts = self.files.values().map(|text| text.len());
        let others = self.store.bytes.values().map(|bytes| bytes.len());
        let used: usize = texts.chain(others).sum();
        if used + bytes.len() > limits::FILES_BYTES_MAX {
            return Err("enospc");
        }
        if let Ok(text) = std::str::from_utf8(bytes) {
            self.store.bytes.remove(name);
            self.files.insert(name.into(), text.into());
        } else {
            self.files.remove(name);
            self.store.bytes.insert(name.into(), bytes.into());
        }
        Ok(())
    }

    pub fn delete_file(&mut self, name: &str) -> Result<(), &'static str> {
        match self.file_entry(name) {
            Some(Entry::File { .. }) => {
                self.files.remove(name);
                self.store.bytes.remove(name);
                Ok(())
            }
            Some(Entry::Folder) => Err("eperm"),
            None => Err(self.missing(name)),
        }
    }

    pub fn make_folder(&mut self, name: &str) -> Result<(), &'static str> {
        if self.file_entry(name).is_some() {
            return Err("eexist");
        }
        self.in_folder(name)?;
        self.store.folders.insert(name.into());
        Ok(())
    }

    pub fn delete_folder(&mut self, name: &str) -> Result<(), &'static str> {
        match self.file_entry(name) {
            Some(Entry::Folder) if !self.names_in(name).is_empty() => Err("eexist"),
            Some(Entry::Folder) if self.store.folders.remove(name) => Ok(()),
            Some(Entry::Folder) => Err("eacces"),
            Some(Entry::File { .. }) => Err("enotdir"),
            None => Err(self.missing(name)),
        }
    }

    /// Moves a file.
    pub fn rename_file(&mut self, from: &str, to: &str) -> Result<(), &'static str> {
        let bytes = self.read_file(from)?;
        self.write_file(to, &bytes)?;
        if from == to {
            return Ok(());
        }
        self.delete_file(from)
    }

    /// Names in a folder, in order.
    pub fn names_in(&self, folder: &str) -> Vec<String> {
        let all = self.files.keys().chain(self.store.bytes.keys());
        let mut names: Vec<String> = all
            .chain(&self.store.folders)
            .filter(|name| parent(name) == folder)
            .map(|name| {
                name.rsplit_once('/')
                    .map_or(name.as_str(), |(_, last)| last)
                    .into()
            })
            .collect();
        term::sort::sort(&mut names);
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_home() {
        assert_eq!(normal("a.txt"), "a.txt");
        assert_eq!(normal("./x/../a.txt"), "a.txt");
        assert_eq!(normal("/home/learner/a.txt"), "a.txt");
        assert_eq!(normal("/home/learner"), "");
        assert_eq!(normal("."), "");
        assert_eq!(normal(".."), "/home");
        assert_eq!(normal("/tmp//x"), "/tmp/x");
        assert_eq!(parent("/tmp/x"), "/tmp");
        assert_eq!(parent("/tmp"), "/");
        assert_eq!(parent("dir/x"), "dir");
    }
}
