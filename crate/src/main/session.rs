//! Runs a world with a shell: its output to standard output as it comes, lines to it when it waits for one.

use std::io::{self, BufRead as _, Read as _, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use spawnpoint::world::{Input, Status, World};

/// Reductions between two looks at the output.
const REDUCTIONS_PER_TURN: u64 = 1_000_000;

/// From a pipe the next line is read when all is at rest, or after so many reductions (two seconds of virtual time) if a process
/// goes on for ever.
const BUSY_REDUCTIONS_MAX: u64 = 40_000_000;

/// What the world came to when it can do nothing more by itself.
enum Rest {
    Halted(i32),
    /// Somebody reads.
    Input {
        until_ns: Option<u64>,
    },
    /// Time must pass.
    Timer {
        until_ns: u64,
    },
    /// Somebody reads, and some process goes on.
    Busy,
    /// Nothing will ever happen.
    Idle,
}

/// Runs until the world rests, printing, or for `reductions` when somebody reads meanwhile.
fn run(
    world: &mut World,
    reductions: u64,
    print: &mut dyn FnMut(&str) -> io::Result<()>,
) -> io::Result<Rest> {
    let mut spent = 0;
    loop {
        let status = world.run(REDUCTIONS_PER_TURN, 0).status;
        for (_, text) in world.take_output() {
            print(&text)?;
        }
        let reads = world.state().nodes.iter().any(|node| node.wants_input);
        spent = if reads {
            spent + REDUCTIONS_PER_TURN
        } else {
            0
        };
        let until_ns = match status {
            Status::Running if spent < reductions => continue,
            Status::Running => return Ok(Rest::Busy),
            Status::Halted(status) => return Ok(Rest::Halted(status)),
            Status::Waiting { until_ns } => Some(until_ns),
            Status::Idle => None,
        };
        if reads {
            return Ok(Rest::Input { until_ns });
        }
        return Ok(until_ns.map_or(Rest::Idle, |until_ns| Rest::Timer { until_ns }));
    }
}

/// As `erl` with a pipe: bytes are Latin-1, timers are waited for only when nobody reads, and then no real time passes.
/// Gives the exit status.
pub fn from_pipe(world: &mut World) -> io::Result<i32> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let text: String = bytes.into_iter().map(char::from).collect();
    let mut lines = text
        .split_inclusive('\n')
        .map(|line| line.trim_end_matches('\n'));
    let mut stdout = io::stdout().lock();
    loop {
        let mut print = |text: &str| {
            stdout.write_all(&latin1(text))?;
            stdout.flush()
        };
        match run(world, BUSY_REDUCTIONS_MAX, &mut print)? {
            Rest::Halted(status) => return Ok(status),
            Rest::Input { .. } | Rest::Busy => {
                world.input(line_or_end(lines.next()));
            }
            Rest::Timer { until_ns } => {
                world.input(Input::Advance { to_ns: until_ns });
            }
            Rest::Idle => {
                eprintln!("the shell waits for something that never happens");
                return Ok(1);
            }
        }
    }
}

fn line_or_end(line: Option<&str>) -> Input {
    match line {
        Some(line) => Input::Line {
            node: 0,
            text: line.into(),
        },
        None => Input::Eof { node: 0 },
    }
}

/// As OTP's io server writes to a device that takes only Latin-1.
pub fn latin1(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for char in text.chars() {
        match u8::try_from(u32::from(char)) {
            Ok(byte) => bytes.push(byte),
            Err(_) => bytes.extend(format!("\\x{{{:X}}}", u32::from(char)).into_bytes()),
        }
    }
    bytes
}

/// On a terminal: UTF-8, and timers take the time they take. Gives the exit status.
pub fn on_terminal(world: &mut World) -> io::Result<i32> {
    let lines = read_lines();
    let mut stdout = io::stdout();
    let mut print = |text: &str| {
        stdout.write_all(text.as_bytes())?;
        stdout.flush()
    };
    let mut ended = false;
    loop {
        let until_ns = match run(world, REDUCTIONS_PER_TURN, &mut print)? {
            Rest::Halted(status) => return Ok(status),
            Rest::Busy => {
                let line = match lines.try_recv() {
                    Ok(line) => line_or_end(Some(&line)),
                    Err(TryRecvError::Empty) => continue,
                    Err(TryRecvError::Disconnected) => {
                        ended = true;
                        line_or_end(None)
                    }
                };
                world.input(line);
                continue;
            }
            Rest::Idle if ended => return Ok(1),
            Rest::Input { until_ns } => until_ns,
            Rest::Timer { until_ns } => Some(until_ns),
            Rest::Idle => None,
        };
        let input = match (
            next_line(
                &lines,
                until_ns.map(|until| until.saturating_sub(world.now_ns())),
            ),
            until_ns,
        ) {
            (Ok(line), _) => line_or_end(Some(&line)),
            (Err(RecvTimeoutError::Timeout), Some(to_ns)) => Input::Advance { to_ns },
            // Time passes at once for a world that nobody can talk to any more.
            (Err(RecvTimeoutError::Disconnected), Some(to_ns)) if ended => Input::Advance { to_ns },
            (Err(_), _) => {
                ended = true;
                line_or_end(None)
            }
        };
        world.input(input);
    }
}

/// Lines from a thread of their own, so that timers can fire while somebody types.
fn read_lines() -> Receiver<String> {
    let (say, heard) = mpsc::channel();
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if say.send(line).is_err() {
                break;
            }
        }
    });
    heard
}

fn next_line(lines: &Receiver<String>, wait_ns: Option<u64>) -> Result<String, RecvTimeoutError> {
    match wait_ns {
        Some(wait_ns) => lines.recv_timeout(Duration::from_nanos(wait_ns)),
        None => lines.recv().map_err(|_| RecvTimeoutError::Disconnected),
    }
}
