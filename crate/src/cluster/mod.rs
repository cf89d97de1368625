//! Nodes together: connections, their handshake and frames, and the network that carries them.
//!
//! Between nodes only bytes travel. [`connection`] is one end of a connection, whatever carries its bytes; [`network`] carries
//! them in memory; [`cluster`] joins both to the nodes of a world, and [`outside`] to nodes that are not part of it.

mod arrival;
#[allow(clippy::module_inception)]
pub mod cluster;
pub mod connection;
pub mod control;
mod ending;
pub mod flags;
pub mod handshake;
pub mod network;
pub mod outside;
mod ticks;

pub use cluster::{Cluster, Report};
pub use network::Quality;
pub use outside::Errand;
