//! Processes: heaps with a mailbox, tied together by signals, and the node that holds them.
//!
//! Knows the machine (whose `Host` it is) and code, not the builtins: those are function pointers in `code::Library`.

pub mod code;
pub mod ctx;
pub mod dictionary;
mod dictionary_order;
pub mod dist;
pub mod event;
pub mod files;
mod home;
pub mod mailbox;
pub mod monitor;
pub mod names;
pub mod node;
pub mod pid;
#[allow(clippy::module_inception)]
pub mod process;
pub mod reference;
pub mod remote;
pub mod request;
mod run_queue;
pub mod runaway;
pub mod scheduler;
pub mod shared;
pub mod signal;
pub mod socket;
pub mod spawn;
pub mod table;
pub mod tables;
pub mod timer;
pub mod tracing;

pub use code::{Library, Native, NativeFn};
pub use ctx::Ctx;
pub use node::{Env, Node};
pub use pid::Pid;
pub use process::Process;
