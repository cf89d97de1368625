//! TCP connections to the nodes outside. Each has a thread that connects and writes and one that reads; what they have to
//! tell, and what is typed, comes together in one channel of [`News`].

use std::collections::BTreeMap;
use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread::JoinHandle;
use std::time::Duration;

use spawnpoint::cluster::Errand;

use crate::epmd;

/// OTP's `net_setuptime`.
const CONNECT_PATIENCE: Duration = Duration::from_secs(7);
/// A peer that takes nothing for so long is lost: as long as OTP's ticks need.
const WRITE_PATIENCE: Duration = Duration::from_mins(1);
/// How long the last words of a node that stops may take.
const GOODBYE_MS: u32 = 2_000;
/// Bytes that may wait for a peer that reads slowly. OTP stops its senders at a megabyte; here the peer is given up.
const WAITING_BYTES_MAX: usize = 256 << 20;
/// Connections at a time. A stranger's end after seven seconds if he says nothing sensible.
const WIRES_MAX: usize = 1_000;
const READ_BYTES: usize = 64 * 1024;

/// Something that has happened outside the world.
pub enum News {
    Line(String),
    EndOfInput,
    Call(TcpStream),
    Bytes { wire: u64, bytes: Vec<u8> },
    Closed { wire: u64 },
}

struct Wire {
    outgoing: Sender<Vec<u8>>,
    /// Bytes that the writer has not written yet.
    waiting: Arc<AtomicUsize>,
    /// Nobody wants it any more: if it is not connected yet, it need not be.
    is_given_up: Arc<AtomicBool>,
}

pub struct Wires {
    news: SyncSender<News>,
    open: BTreeMap<u64, Wire>,
    writers: Vec<JoinHandle<()>>,
}

impl Wires {
    pub fn new(news: SyncSender<News>) -> Wires {
        Wires {
            news,
            open: BTreeMap::new(),
            writers: Vec::new(),
        }
    }

    /// Takes calls from now on.
    pub fn listen(&self, listener: TcpListener) {
        let news = self.news.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if news.send(News::Call(stream)).is_err() {
                    return;
                }
            }
        });
    }

    pub fn is_full(&self) -> bool {
        self.open.len() >= WIRES_MAX
    }

    /// A call from outside is this wire.
    pub fn accept(&mut self, wire: u64, stream: TcpStream) {
        self.open(wire, move || Ok(stream));
    }

    /// Does what the world wants done; `false` if the wire is lost by it.
    pub fn run(&mut self, errand: Errand) -> bool {
        match errand {
            Errand::Call { wire, peer } => {
                let name = peer.text().to_owned();
                self.open(wire, move || connect(&name));
            }
            Errand::Send { wire, bytes } => {
                let Some(open) = self.open.get(&wire) else {
                    return true;
                };
                let length = bytes.len();
                let before = open.waiting.fetch_add(length, Ordering::Relaxed);
                if before + length > WAITING_BYTES_MAX {
                    self.open.remove(&wire);
                    return false;
                }
                // A writer that has ended has said so.
                _ = open.outgoing.send(bytes);
            }
            Errand::Close { wire } => {
                if let Some(open) = self.open.remove(&wire) {
                    open.is_given_up.store(true, Ordering::Relaxed);
                }
            }
        }
        true
    }

    /// The other end is gone.
    pub fn forget(&mut self, wire: u64) {
        self.open.remove(&wire);
        self.writers.retain(|writer| !writer.is_finished());
    }

    fn open(&mut self, wire: u64, stream: impl FnOnce() -> io::Result<TcpStream> + Send + 'static) {
        let (outgoing, queue) = mpsc::channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let is_given_up = Arc::new(AtomicBool::new(false));
        let (news, written, is_gone) = (self.news.clone(), waiting.clone(), is_given_up.clone());
        self.writers.push(std::thread::spawn(move || {
            let connected = stream();
            let (Ok(stream), false) = (connected, is_gone.load(Ordering::Relaxed)) else {
                _ = news.send(News::Closed { wire });
                return;
            };
            _ = carry(&stream, wire, &news, &queue, &written);
            _ = stream.shutdown(Shutdown::Both);
        }));
        let open = Wire {
            outgoing,
            waiting,
            is_given_up,
        };
        self.open.insert(wire, open);
    }

    /// Closes everything, once what was to be sent has been.
    pub fn finish(self) {
        drop(self.open);
        for _ in 0..GOODBYE_MS {
            if self.writers.iter().all(JoinHandle::is_finished) {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

fn connect(node: &str) -> io::Result<TcpStream> {
    let (name, host) = node.split_once('@').unwrap_or((node, ""));
    let address = epmd::address(host, epmd::port_of(host, name)?)?;
    TcpStream::connect_timeout(&address, CONNECT_PATIENCE)
}

/// Writes what is to be sent until there will be no more, and has another thread read.
fn carry(
    mut stream: &TcpStream,
    wire: u64,
    news: &SyncSender<News>,
    queue: &Receiver<Vec<u8>>,
    waiting: &AtomicUsize,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(WRITE_PATIENCE))?;
    let (reading, told) = (stream.try_clone()?, news.clone());
    std::thread::spawn(move || {
        listen_to(reading, wire, &told);
        _ = told.send(News::Closed { wire });
    });
    while let Ok(mut bytes) = queue.recv() {
        // Small frames that wait go together.
        while bytes.len() < READ_BYTES
            && let Ok(more) = queue.try_recv()
        {
            bytes.extend_from_slice(&more);
        }
        stream.write_all(&bytes)?;
        waiting.fetch_sub(bytes.len(), Ordering::Relaxed);
    }
    Ok(())
}

fn listen_to(mut stream: TcpStream, wire: u64, news: &SyncSender<News>) {
    let mut buffer = vec![0; READ_BYTES];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        let bytes = buffer[..count].to_vec();
        if news.send(News::Bytes { wire, bytes }).is_err() {
            return;
        }
    }
}

/// Lines of standard input; on a terminal UTF-8, else Latin-1, as `erl` takes them.
pub fn read_lines(news: SyncSender<News>, is_utf8: bool) {
    use std::io::BufRead as _;
    std::thread::spawn(move || {
        let mut stdin = io::stdin().lock();
        let mut bytes = Vec::new();
        while let Ok(1..) = stdin.read_until(b'\n', &mut bytes) {
            if bytes.ends_with(b"\n") {
                bytes.pop();
            }
            let line = if is_utf8 {
                String::from_utf8_lossy(&bytes).into_owned()
            } else {
                bytes.iter().copied().map(char::from).collect()
            };
            bytes.clear();
            if news.send(News::Line(line)).is_err() {
                return;
            }
        }
        _ = news.send(News::EndOfInput);
    });
}
