//! The in-memory network: wires between nodes, and bytes on their way.
//!
//! A wire behaves as a TCP connection does. Bytes arrive whole, in order and at most once; what can happen to them is that they
//! take long, that they wait until a cut line is mended, or that the wire breaks and everything not yet arrived is lost.
//!
//! Invariant: of two flights in one direction the one sent first is due first, whatever the settings of the line.

use std::collections::{BTreeMap, BTreeSet};

use process::node::Random;

/// A place to arrive at: a wire and one of its two ends.
pub type EndId = (u64, u8);

/// Between which nodes, in which direction.
pub type Line = (u32, u32);

/// In the place of a node: nobody, and whoever is outside the world.
pub const NOBODY: u32 = u32::MAX;
pub const OUTSIDE: u32 = u32::MAX - 1;

/// What a line does to bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quality {
    pub latency_ns: u64,
    /// At most this much more, by chance.
    pub jitter_ns: u64,
    /// 0: no limit.
    pub bytes_per_s: u64,
}

#[derive(Clone, Copy, Debug)]
struct LineState {
    quality: Quality,
    /// Nothing arrives until the line is mended.
    is_cut: bool,
    /// When the last byte sent so far will have left.
    free_ns: u64,
    /// When the flight sent last is due: none overtakes it.
    last_due_ns: u64,
}

impl LineState {
    /// Behind what was sent before it.
    fn schedule(&mut self, flight: &mut Flight, now_ns: u64, jitter_ns: u64) {
        let size = match &flight.cargo {
            Cargo::Bytes(bytes) => bytes.len() as u64,
            Cargo::Close => 0,
        };
        let quality = self.quality;
        flight.leaves_ns = now_ns;
        if quality.bytes_per_s > 0 {
            let takes_ns = u128::from(size) * 1_000_000_000 / u128::from(quality.bytes_per_s);
            flight.leaves_ns = self.free_ns.max(now_ns).saturating_add(takes_ns as u64);
            self.free_ns = flight.leaves_ns;
        }
        let earliest_ns = flight.leaves_ns.saturating_add(quality.latency_ns);
        flight.due_ns = earliest_ns.saturating_add(jitter_ns).max(self.last_due_ns);
        self.last_due_ns = flight.due_ns;
    }
}

/// Bytes on their way, or the end of a wire.
#[derive(Clone, Debug)]
pub struct Flight {
    /// Order of sending.
    pub sequence: u64,
    pub line: Line,
    pub to: EndId,
    pub cargo: Cargo,
    pub sent_ns: u64,
    /// When its last byte will have left: later than it was sent where bandwidth is small.
    pub leaves_ns: u64,
    pub due_ns: u64,
    /// Identity of the message and number of the sending event, for the log; nothing else may depend on it.
    pub message: u64,
    pub cause: u64,
}

/// What arrives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cargo {
    Bytes(Vec<u8>),
    /// The other end has closed the wire.
    Close,
}

/// All lines between nodes and what is on them.
#[derive(Clone, Debug)]
pub struct Network {
    usual: Quality,
    lines: BTreeMap<Line, LineState>,
    /// Those that are cut or not as usual.
    odd: BTreeSet<Line>,
    /// By due time, then order of sending.
    flights: BTreeMap<(u64, u64), Flight>,
    /// Those that are due but wait at a cut line or before a paused node, in order of sending.
    held: Vec<Flight>,
    next_sequence: u64,
    /// What is sent later may arrive earlier, which no connection does: the simulation breaks this to show that it would
    /// notice.
    pub is_unordered: bool,
}

impl Network {
    /// All lines are whole and of this quality.
    pub fn new(usual: Quality) -> Network {
        Network {
            usual,
            lines: BTreeMap::new(),
            odd: BTreeSet::new(),
            flights: BTreeMap::new(),
            held: Vec::new(),
            next_sequence: 1,
            is_unordered: false,
        }
    }

    fn line(&mut self, line: Line) -> &mut LineState {
        let quality = self.usual;
        self.lines.entry(line).or_insert(LineState {
            quality,
            is_cut: false,
            free_ns: 0,
            last_due_ns: 0,
        })
    }

    pub fn quality(&self, line: Line) -> Quality {
        self.lines
            .get(&line)
            .map_or(self.usual, |state| state.quality)
    }

    pub fn is_usual(&self, line: Line) -> bool {
        self.quality(line) == self.usual
    }

    pub fn is_cut(&self, line: Line) -> bool {
        self.lines.get(&line).is_some_and(|state| state.is_cut)
    }

    /// Whether all lines are mended and as at the beginning.
    pub fn is_all_usual(&self) -> bool {
        self.odd.is_empty()
    }

    /// What has left arrives as it would have; what waits to be sent is sent as the line is from now on.
    pub fn set_quality(&mut self, now_ns: u64, line: Line, quality: Quality) {
        let on_line = |flight: &Flight| flight.line == line;
        let mut waiting: Vec<Flight> = self
            .flights
            .extract_if(.., |_, flight| on_line(flight) && flight.leaves_ns > now_ns)
            .map(|(_, flight)| flight)
            .collect();
        term::sort::sort_by_key(&mut waiting, |flight| flight.sequence);
        let left = self.flights.values().filter(|flight| on_line(flight));
        let last_due_ns = left.map(|flight| flight.due_ns).max().unwrap_or(now_ns);
        let state = self.line(line);
        state.quality = quality;
        state.free_ns = now_ns;
        state.last_due_ns = last_due_ns;
        for mut flight in waiting {
            self.line(line).schedule(&mut flight, now_ns, 0);
            self.flights
                .insert((flight.due_ns, flight.sequence), flight);
        }
        self.note_odd(line);
    }

    /// Cuts or mends a line. What was held goes on by [`Network::release`].
    pub fn set_cut(&mut self, line: Line, is_cut: bool) {
        self.line(line).is_cut = is_cut;
        self.note_odd(line);
    }

    fn note_odd(&mut self, line: Line) {
        if self.is_cut(line) || !self.is_usual(line) {
            self.odd.insert(line);
        } else {
            self.odd.remove(&line);
        }
    }

    /// Sends a flight: its `sequence`, `sent_ns`, `leaves_ns` and `due_ns` are set here. `random` gives the line's jitter.
    pub fn send(&mut self, random: &mut Random, now_ns: u64, mut flight: Flight) {
        let quality = self.quality(flight.line);
        let jitter_ns = match quality.jitter_ns {
            0 => 0,
            most => random.next_u64() % (most + 1),
        };
        self.line(flight.line)
            .schedule(&mut flight, now_ns, jitter_ns);
        if self.is_unordered && random.next_u64().is_multiple_of(8) {
            flight.due_ns = flight.due_ns.saturating_add(quality.latency_ns);
        }
        flight.sequence = self.next_sequence;
        flight.sent_ns = now_ns;
        self.next_sequence += 1;
        self.flights
            .insert((flight.due_ns, flight.sequence), flight);
    }

    /// Whether no bytes are on their way, but for those that are held.
    #[inline]
    pub fn is_quiet(&self) -> bool {
        self.flights.is_empty()
    }

    /// When the next flight is due, held ones aside.
    pub fn next_due_ns(&self) -> Option<u64> {
        self.flights.keys().next().map(|&(due_ns, _)| due_ns)
    }

    /// How many wait at a cut line or before a paused node.
    pub fn held(&self) -> usize {
        self.held.len()
    }

    /// Takes the next flight that arrives by now. `waits` tells which nodes take nothing at the moment.
    pub fn take_due(&mut self, now_ns: u64, waits: impl Fn(u32) -> bool) -> Option<Flight> {
        while let Some(entry) = self.flights.first_entry() {
            if entry.key().0 > now_ns {
                return None;
            }
            let flight = entry.remove();
            if self.is_cut(flight.line) || waits(flight.line.1) {
                self.held.push(flight);
            } else {
                return Some(flight);
            }
        }
        None
    }

    /// Lets those held go on that no longer have to wait; behind them what left after them.
    pub fn release(&mut self, now_ns: u64, waits: impl Fn(u32) -> bool) {
        let is_free = |network: &Network, line: Line| !network.is_cut(line) && !waits(line.1);
        let (free, held): (Vec<Flight>, Vec<Flight>) = std::mem::take(&mut self.held)
            .into_iter()
            .partition(|flight| is_free(self, flight.line));
        self.held = held;
        for mut flight in free {
            flight.due_ns = flight.due_ns.max(now_ns);
            // Those already due that have not been looked at since must not overtake it.
            self.delay(flight.line, flight.due_ns);
            self.flights
                .insert((flight.due_ns, flight.sequence), flight);
        }
    }

    /// Nothing on the line is due before this.
    fn delay(&mut self, line: Line, due_ns: u64) {
        let early: Vec<(u64, u64)> = self
            .flights
            .range(..(due_ns, 0))
            .filter(|(_, flight)| flight.line == line)
            .map(|(key, _)| *key)
            .collect();
        for key in early {
            if let Some(mut flight) = self.flights.remove(&key) {
                flight.due_ns = due_ns;
                self.flights.insert((due_ns, flight.sequence), flight);
            }
        }
        let state = self.line(line);
        state.last_due_ns = state.last_due_ns.max(due_ns);
    }

    /// Everything on its way to this end is lost.
    pub fn lose(&mut self, to: EndId) {
        let mut freed: Vec<Line> = Vec::new();
        let mut stays = |flight: &Flight| {
            let stays = flight.to != to;
            if !stays {
                freed.push(flight.line);
            }
            stays
        };
        self.flights.retain(|_, flight| stays(flight));
        self.held.retain(stays);
        // What takes long to be sent holds up nothing once it is lost.
        freed.dedup();
        for line in freed {
            let rest = self.flights.values().filter(|flight| flight.line == line);
            let last_due_ns = rest.map(|flight| flight.due_ns).max().unwrap_or(0);
            let state = self.line(line);
            state.last_due_ns = last_due_ns;
            state.free_ns = state.free_ns.min(last_due_ns);
        }
    }

    /// All that is on its way, in order of sending.
    pub fn in_flight(&self) -> Vec<&Flight> {
        let mut all: Vec<&Flight> = self.flights.values().chain(&self.held).collect();
        term::sort::sort_by_key(&mut all, |flight| flight.sequence);
        all
    }
}
