//! What there is between the nodes at a moment: the nodes themselves, the lines, and what is on its way.
//!
//! The shapes are those of `www/src/protocol.ts` (`NodeView`, `LinkView`, `FrameView`).

use serde::Serialize;

use super::State;
use super::journal::ms;
use cluster::network::Cargo;
use process::Node;
use process::dist::PeerState;

/// More frames than this are not drawn.
const FRAMES_MAX: usize = 500;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeView {
    pub name: String,
    pub state: &'static str,
    pub creation: u32,
    /// Nodes it is connected to, as it sees it.
    pub connected: Vec<String>,
    pub hidden: bool,
}

#[allow(clippy::struct_excessive_bools)] // two facts for each direction
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkView {
    pub a: String,
    pub b: String,
    /// Whether `a` takes itself to be connected to `b`, and the other way round.
    pub up_at_a: bool,
    pub up_at_b: bool,
    /// Whether nothing passes.
    pub cut_to_b: bool,
    pub cut_to_a: bool,
    pub latency_ms: f64,
    pub jitter_ms: f64,
    pub bytes_per_s: f64,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FrameView {
    pub from: String,
    pub to: String,
    pub wire: u64,
    /// Step of its `frame_sent`; 0 for the news that a connection was closed.
    pub step: u64,
    pub sent_ms: f64,
    pub due_ms: f64,
    pub length: usize,
    /// It waits at a cut line or before a paused node.
    pub held: bool,
    pub closes: bool,
}

pub fn nodes(state: &State) -> Vec<NodeView> {
    let view = |node: &Node| NodeView {
        name: node.name.text().into(),
        state: match () {
            () if !node.is_running() => "down",
            () if node.is_paused => "paused",
            () => "running",
        },
        creation: node.creation,
        connected: node
            .dist
            .peers
            .iter()
            .filter(|peer| peer.state == PeerState::Up)
            .map(|peer| peer.name.text().into())
            .collect(),
        hidden: node.dist.hidden,
    };
    state.nodes.iter().map(view).collect()
}

/// Every pair of nodes of which one takes itself to be connected, or between which something is out of the ordinary.
pub fn links(state: &State) -> Vec<LinkView> {
    let network = &state.cluster.network;
    let mut links = Vec::new();
    for (index, a) in state.nodes.iter().enumerate() {
        for b in &state.nodes[index + 1..] {
            let (there, back) = ((a.index, b.index), (b.index, a.index));
            let quality = network.quality(there);
            let link = LinkView {
                a: a.name.text().into(),
                b: b.name.text().into(),
                up_at_a: a.dist.is_up(b.name),
                up_at_b: b.dist.is_up(a.name),
                cut_to_b: network.is_cut(there),
                cut_to_a: network.is_cut(back),
                latency_ms: ms(quality.latency_ns),
                jitter_ms: ms(quality.jitter_ns),
                bytes_per_s: quality.bytes_per_s as f64,
            };
            let shows = link.up_at_a
                || link.up_at_b
                || link.cut_to_a
                || link.cut_to_b
                || !network.is_usual(there);
            if shows {
                links.push(link);
            }
        }
    }
    links
}

/// What is on its way, in order of sending.
pub fn frames(state: &State) -> Vec<FrameView> {
    let name = |index: u32| {
        state
            .nodes
            .get(index as usize)
            .map_or_else(String::new, |node| node.name.text().into())
    };
    let now_ns = state.env.now_ns;
    let flights = state.cluster.network.in_flight();
    flights
        .into_iter()
        .take(FRAMES_MAX)
        .map(|flight| FrameView {
            from: name(flight.line.0),
            to: name(flight.line.1),
            wire: flight.to.0,
            step: flight.cause,
            sent_ms: ms(flight.sent_ns),
            due_ms: ms(flight.due_ns),
            length: match &flight.cargo {
                Cargo::Bytes(bytes) => bytes.len(),
                Cargo::Close => 0,
            },
            held: flight.due_ns < now_ns,
            closes: flight.cargo == Cargo::Close,
        })
        .collect()
}
