//! What a process keeps of its monitors and aliases.

use super::event::Peer;
use super::pid::Pid;
use super::reference::Reference;
use term::Parcel;

/// A monitor this process has set.
#[derive(Clone, Debug)]
pub struct Monitor {
    pub reference: u64,
    /// What it watches, as named in the call.
    pub target: Peer,
    /// The process behind the target when the monitor was set; `None` if there was none.
    pub pid: Option<Pid>,
    /// Replaces `'DOWN'` in the message (`{tag, Term}`).
    pub tag: Option<Parcel>,
    /// Alias that ends with the monitor.
    pub alias: Option<AliasMode>,
}

/// A monitor that watches this process.
#[derive(Clone, Debug)]
pub struct Watcher {
    pub reference: Reference,
    pub pid: Pid,
    /// The name it was given, if it was set by name.
    pub name: Option<term::Atom>,
}

/// When an alias ends, besides `unalias/1`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AliasMode {
    Explicit,
    /// With the monitor: `demonitor` or `'DOWN'`.
    Demonitor,
    /// As `Demonitor`, and with the first message through it.
    ReplyDemonitor,
    /// Made by `alias([reply])`: with the first message through it.
    Reply,
}
