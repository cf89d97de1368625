//! Nodes together: connections, their handshake and frames, and the network that carries them.
//!
//! Between nodes only bytes travel. [`connection`] is one end of a connection, whatever carries its bytes; [`network`] carries
//! them in memory; [`cluster`] joins both to the nodes of a world.

#[allow(clippy::module_inception)]
pub mod cluster;
pub mod connection;
pub mod control;
pub mod flags;
pub mod handshake;
pub mod network;

pub use cluster::{Cluster, Report};
pub use network::Quality;
