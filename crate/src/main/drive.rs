//! Runs a world that has an outside, by the host's clock: news come in as inputs, errands go out.

use std::collections::VecDeque;
use std::io::{self, Write as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use spawnpoint::world::{Input, Outside, Status, World};

use crate::epmd;
use crate::session::latin1;
use crate::wires::{News, Wires};

/// Reductions between two looks at what has happened outside.
const REDUCTIONS_PER_TURN: u64 = 200_000;
/// News taken in one go.
const NEWS_PER_TURN: usize = 100;

pub struct Driver<'a> {
    pub world: &'a mut World,
    pub wires: Wires,
    pub news: Receiver<News>,
    pub host: &'a str,
    pub is_utf8: bool,
    started: Instant,
    /// Typed, and not yet asked for; `None` is the end of input.
    lines: VecDeque<Option<String>>,
    /// What the node was last told about its host.
    registered: Vec<(String, u16)>,
}

impl<'a> Driver<'a> {
    #[allow(clippy::disallowed_methods)] // the one place where host time becomes virtual time
    pub fn new(
        world: &'a mut World,
        wires: Wires,
        news: Receiver<News>,
        host: &'a str,
        is_utf8: bool,
    ) -> Driver<'a> {
        Driver {
            world,
            wires,
            news,
            host,
            is_utf8,
            started: Instant::now(),
            lines: VecDeque::new(),
            registered: Vec::new(),
        }
    }

    /// Runs until the node halts; gives its exit status.
    pub fn run(mut self) -> io::Result<i32> {
        self.look_around();
        loop {
            let status = self.world.run(REDUCTIONS_PER_TURN, 0).status;
            self.print()?;
            self.run_errands();
            if let Status::Halted(status) = status {
                self.wires.finish();
                return Ok(status);
            }
            self.advance();
            if self.offer_line() {
                continue;
            }
            match self.world.status() {
                Status::Running => self.take_news(Some(0)),
                Status::Waiting { until_ns } => {
                    self.take_news(Some(until_ns.saturating_sub(self.elapsed_ns())));
                }
                _ => self.take_news(None),
            }
        }
    }

    fn elapsed_ns(&self) -> u64 {
        self.started.elapsed().as_nanos() as u64
    }

    /// Lets virtual time pass as far as the host's clock has come, or to the next timer. A world that computes runs ahead.
    fn advance(&mut self) {
        let to_ns = self.elapsed_ns();
        if to_ns > self.world.now_ns() {
            self.world.input(Input::Advance { to_ns });
        }
    }

    fn print(&mut self) -> io::Result<()> {
        let output = self.world.take_output();
        if output.is_empty() {
            return Ok(());
        }
        let mut stdout = io::stdout().lock();
        for (_, text) in output {
            if self.is_utf8 {
                stdout.write_all(text.as_bytes())?;
            } else {
                stdout.write_all(&latin1(&text))?;
            }
        }
        stdout.flush()
    }

    fn run_errands(&mut self) {
        for errand in self.world.take_errands() {
            let wire = errand.wire();
            if !self.wires.run(errand) {
                self.closed(wire);
            }
        }
    }

    fn closed(&mut self, wire: u64) {
        self.wires.forget(wire);
        self.world.input(Input::Outside(Outside::Close { wire }));
    }

    /// Hands over the next line if somebody waits for one.
    fn offer_line(&mut self) -> bool {
        if self.lines.is_empty() || !self.world.state().nodes[0].wants_input {
            return false;
        }
        self.look_around();
        let input = match self.lines.pop_front() {
            Some(Some(line)) => Input::Line {
                node: 0,
                text: line.into(),
            },
            _ => Input::Eof { node: 0 },
        };
        self.world.input(input);
        true
    }

    /// Waits for news as long as that (`None`: for ever), and takes in what there is.
    fn take_news(&mut self, wait_ns: Option<u64>) {
        let first = match wait_ns {
            Some(0) => match self.news.try_recv() {
                Ok(news) => Ok(news),
                Err(TryRecvError::Empty) => Err(RecvTimeoutError::Timeout),
                Err(TryRecvError::Disconnected) => Err(RecvTimeoutError::Disconnected),
            },
            Some(wait_ns) => self.news.recv_timeout(Duration::from_nanos(wait_ns)),
            None => self.news.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let Ok(first) = first else { return };
        self.advance();
        self.hear(first);
        for _ in 1..NEWS_PER_TURN {
            let Ok(next) = self.news.try_recv() else {
                return;
            };
            self.hear(next);
        }
    }

    fn hear(&mut self, news: News) {
        match news {
            News::Line(line) => self.lines.push_back(Some(line)),
            News::EndOfInput => self.lines.push_back(None),
            News::Call(_) if self.wires.is_full() => {}
            News::Call(stream) => {
                // Who calls may be new on the host.
                self.look_around();
                let wire = self.world.state().cluster.next_wire();
                self.wires.accept(wire, stream);
                self.world.input(Input::Outside(Outside::Call { node: 0 }));
            }
            News::Bytes { wire, bytes } => {
                let bytes = bytes.into();
                self.world
                    .input(Input::Outside(Outside::Bytes { wire, bytes }));
            }
            News::Closed { wire } => self.closed(wire),
        }
    }

    /// Tells the node which others there are on its host.
    fn look_around(&mut self) {
        let Ok(found) = epmd::names(self.host) else {
            return;
        };
        if found == self.registered {
            return;
        }
        self.registered.clone_from(&found);
        let nodes = found.into_iter().map(|(name, port)| (name.into(), port));
        let nodes = nodes.collect();
        self.world
            .input(Input::Outside(Outside::Registered { nodes }));
    }
}
