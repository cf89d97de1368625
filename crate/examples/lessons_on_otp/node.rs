//! One real node with its shell: an operating system process behind pipes.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use spawnpoint::lesson::transcript::{prompt_text, without_prompt};

/// How long a node must at least stay silent before the next input is typed, and at most. Between them lies the time that
/// the node took to start: it tells how busy the machine is, so that a report is not missed there.
const SETTLE_MIN: Duration = Duration::from_millis(300);
const SETTLE_MAX: Duration = Duration::from_secs(3);
/// How long one input may take.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Node {
    pub name: Option<String>,
    child: Child,
    input: ChildStdin,
    output: Receiver<Vec<u8>>,
    printed: Vec<u8>,
    /// Number of the prompt that stands.
    prompt: usize,
    /// How long it must stay silent.
    pub settle: Duration,
}

impl Node {
    /// Starts `erl`, made ready by the caller with everything that the node's place in a cluster needs, and waits for its
    /// first prompt.
    #[allow(
        clippy::disallowed_methods,
        reason = "this is about a real machine: how long a node takes to start there"
    )]
    pub fn start(mut erl: Command, folder: &Path, name: Option<&str>) -> Node {
        let started = Instant::now();
        let mut child = erl
            .current_dir(folder)
            .args(["+S", "1:1", "+pc", "unicode"])
            // On a terminal the shell reads characters; from a pipe it would read bytes.
            .args(["-eval", "io:setopts(user, [{encoding, unicode}])."])
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("erl on the path");
        let input = child.stdin.take().expect("a pipe");
        let mut pipe = child.stdout.take().expect("a pipe");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let mut node = Node {
            name: name.map(str::to_string),
            child,
            input,
            output,
            printed: Vec::new(),
            prompt: 1,
            settle: SETTLE_MIN,
        };
        node.wait_prompt(Duration::from_millis(100));
        node.printed.clear();
        node.settle = started
            .elapsed()
            .saturating_sub(SETTLE_MIN)
            .clamp(SETTLE_MIN, SETTLE_MAX);
        node
    }

    /// Types a line and what follows it up to the full stop.
    pub fn enter(&mut self, input: &str) {
        self.prompt += 1;
        // A node that is gone prints nothing, which is told when the prompt is missed.
        let _ = self.input.write_all(format!("{input}\n").as_bytes());
        let _ = self.input.flush();
    }

    /// Waits until the prompt stands and the node has been silent for a while.
    pub fn wait_prompt(&mut self, silence: Duration) {
        let mut wait = PATIENCE;
        while let Ok(chunk) = self.output.recv_timeout(wait) {
            self.printed.extend(chunk);
            if self.without_prompt().is_some() {
                wait = silence;
            }
        }
    }

    /// Takes in what has arrived. Says whether anything has.
    pub fn listen(&mut self) -> bool {
        let before = self.printed.len();
        self.printed.extend(self.output.try_iter().flatten());
        self.printed.len() > before
    }

    fn without_prompt(&self) -> Option<String> {
        let text = String::from_utf8_lossy(&self.printed);
        without_prompt(&text, &prompt_text(self.name.as_deref(), self.prompt))
    }

    /// What was printed since the last time, without prompts. `typed`: a new prompt must be among it.
    pub fn take(&mut self, typed: bool) -> String {
        let text = String::from_utf8_lossy(&self.printed).into_owned();
        let taken = match self.without_prompt() {
            Some(text) => text,
            None if typed => format!("{text}[no prompt {}]", self.prompt),
            None => text.trim_matches('\n').to_string(),
        };
        self.printed.clear();
        taken
    }

    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}
