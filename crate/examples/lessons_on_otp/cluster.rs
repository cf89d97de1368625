//! The nodes of one session: real ones, with a port mapper of their own, so that sessions with the same node names run
//! side by side. Faults are done to them from outside the shell: a node is killed by the operating system, a partition
//! is a lost connection that is refused from then on.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use spawnpoint::lesson::{Act, Fault, Printed, Setting};

use crate::node::Node;

/// How long several nodes must stay silent: they have more to settle. A server that lost its connection finds out in half
/// a second whether the other node is dead, and tries again once a second.
const SETTLE_SEVERAL: Duration = Duration::from_secs(2);
/// How often to look.
const GLANCE: Duration = Duration::from_millis(20);

/// Runs in a process of each node and does what lines from a socket say.
const HAND: &str = r#"
-module(lesson_hand).
-export([start/1]).

start(Port) ->
    Parent = self(),
    spawn(fun() ->
        {ok, Socket} = gen_tcp:connect({127, 0, 0, 1}, Port, [binary, {packet, line}, {active, false}]),
        ok = gen_tcp:send(Socket, [atom_to_list(node()), "\n"]),
        Parent ! ready,
        loop(Socket)
    end),
    receive ready -> ok end.

loop(Socket) ->
    {ok, Line} = gen_tcp:recv(Socket, 0),
    [Verb | Nodes] = [binary_to_atom(Word) || Word <- binary:split(Line, [<<" ">>, <<"\n">>], [global, trim_all])],
    [act(Verb, Node) || Node <- Nodes],
    ok = gen_tcp:send(Socket, "done\n"),
    loop(Socket).

%% Each side expects its own cookie, so that neither can connect again.
act(cut, Node) ->
    erlang:set_cookie(Node, node()),
    erlang:disconnect_node(Node);
act(mend, Node) ->
    erlang:set_cookie(Node, erlang:get_cookie());
act(connect, Node) ->
    net_kernel:connect_node(Node).
"#;

pub struct Cluster {
    folder: PathBuf,
    nodes: Vec<Node>,
    hands: Vec<(String, BufReader<TcpStream>)>,
    network: Option<Network>,
    /// Pairs that a partition separated.
    cut: Vec<(String, String)>,
}

/// What several nodes have in common.
struct Network {
    epmd: Child,
    epmd_port: u16,
    listener: TcpListener,
}

impl Cluster {
    pub fn start(folder: &Path, setting: &Setting) -> Cluster {
        let mut cluster = Cluster {
            folder: folder.to_path_buf(),
            nodes: Vec::new(),
            hands: Vec::new(),
            network: None,
            cut: Vec::new(),
        };
        if setting.nodes.is_empty() {
            let node = Node::start(Command::new("erl"), folder, None);
            cluster.nodes.push(node);
            return cluster;
        }
        std::fs::write(folder.join("lesson_hand.erl"), HAND).expect("a writable temporary folder");
        let compiled = Command::new("erlc")
            .current_dir(folder)
            .arg("lesson_hand.erl")
            .status();
        assert!(
            compiled.is_ok_and(|status| status.success()),
            "lesson_hand compiles"
        );
        cluster.network = Some(Network::start());
        for name in &setting.nodes {
            cluster.start_node(name, setting.connected);
        }
        cluster.settle(None);
        for node in &mut cluster.nodes {
            node.take(false);
        }
        cluster
    }

    /// Starts a node that is connected with those that are there, if it should be.
    fn start_node(&mut self, name: &str, connected: bool) {
        let Some(network) = &self.network else { return };
        let mut erl = Command::new("erl");
        let others = self.nodes.iter().filter_map(|node| node.name.clone());
        let others = if connected {
            others.collect()
        } else {
            Vec::new()
        };
        self.join(&mut erl, name, &others);
        let port = network
            .listener
            .local_addr()
            .expect("a bound socket")
            .port();
        erl.args(["-eval", &format!("lesson_hand:start({port}).")]);
        self.nodes.push(Node::start(erl, &self.folder, Some(name)));
        let (stream, _) = network.listener.accept().expect("a connection");
        let mut hand = BufReader::new(stream);
        let mut who = String::new();
        hand.read_line(&mut who).expect("the node says its name");
        self.hands.push((name.to_string(), hand));
    }

    /// Makes `erl` start as a node of this cluster, connected with `others`.
    pub fn join(&self, erl: &mut Command, name: &str, others: &[String]) {
        let Some(network) = &self.network else { return };
        let kind = if name.contains('.') {
            "-name"
        } else {
            "-sname"
        };
        erl.env("ERL_EPMD_PORT", network.epmd_port.to_string());
        erl.args(["-start_epmd", "false", kind, name, "-setcookie", "lesson"]);
        // A partition is told by the lesson, all of it at once: connections that are lost stay lost until it is healed,
        // and `global` does not cut more.
        erl.args(["-kernel", "dist_auto_connect", "once"]);
        erl.args(["-kernel", "prevent_overlapping_partitions", "false"]);
        for other in others {
            erl.args(["-eval", &format!("net_kernel:connect_node('{other}').")]);
        }
        if !others.is_empty() {
            erl.args(["-eval", "global:sync()."]);
        }
    }

    pub fn act(&mut self, act: &Act) -> Printed {
        let typed = match act {
            Act::Input { node, input, .. } => {
                let Some(at) = self.nodes.iter().position(|known| known.name == *node) else {
                    return Printed {
                        here: "[the node is gone]".into(),
                        elsewhere: Vec::new(),
                    };
                };
                self.nodes[at].enter(input);
                Some(at)
            }
            Act::Fault(fault) => {
                self.apply(fault);
                None
            }
        };
        self.settle(typed);
        let nodes = self.nodes.iter_mut().enumerate();
        let texts = nodes.map(|(at, node)| (node.name.clone(), node.take(typed == Some(at))));
        Printed::gather(texts, typed)
    }

    /// Waits until the shell prompts where something was typed, and all nodes are silent.
    fn settle(&mut self, typed: Option<usize>) {
        let settle = self.nodes.iter().map(|node| node.settle).max();
        let least = if self.network.is_some() {
            SETTLE_SEVERAL
        } else {
            Duration::ZERO
        };
        let silence = settle.unwrap_or_default().max(least);
        if let Some(at) = typed {
            self.nodes[at].wait_prompt(GLANCE);
        }
        let mut silent = Duration::ZERO;
        while silent < silence {
            std::thread::sleep(GLANCE);
            silent += GLANCE;
            let mut heard = false;
            for node in &mut self.nodes {
                heard |= node.listen();
            }
            if heard {
                silent = Duration::ZERO;
            }
        }
    }

    fn apply(&mut self, fault: &Fault) {
        match fault {
            Fault::Kill(name) => {
                self.nodes.retain(|node| node.name.as_deref() != Some(name));
                self.hands.retain(|(known, _)| known != name);
            }
            Fault::Start(name) => self.start_node(name, false),
            Fault::Partition(groups) => {
                for (index, group) in groups.iter().enumerate() {
                    for other in groups.iter().skip(index + 1).flatten() {
                        for name in group {
                            self.cut.push((name.clone(), other.clone()));
                        }
                    }
                }
                for (one, other) in self.cut.clone() {
                    self.tell(&one, "cut", &other);
                    self.tell(&other, "cut", &one);
                }
            }
            Fault::Heal => {
                let pairs = std::mem::take(&mut self.cut);
                for (one, other) in &pairs {
                    self.tell(one, "mend", other);
                    self.tell(other, "mend", one);
                }
                for (one, other) in &pairs {
                    self.tell(one, "connect", other);
                }
            }
        }
    }

    /// Has a node do something to another. A node that is gone does nothing.
    fn tell(&mut self, name: &str, verb: &str, other: &str) {
        let Some((_, hand)) = self.hands.iter_mut().find(|(known, _)| known == name) else {
            return;
        };
        let said = hand
            .get_mut()
            .write_all(format!("{verb} {other}\n").as_bytes());
        if said.is_ok() {
            let mut done = String::new();
            let _ = hand.read_line(&mut done);
        }
    }
}

impl Network {
    fn start() -> Network {
        static NEXT: AtomicU16 = AtomicU16::new(0);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        // Nobody else's port mapper: from a range that depends on this process, and free.
        let base = 20_000 + u16::try_from(std::process::id() % 400).unwrap_or(0) * 100;
        let mut epmd_port = base + NEXT.fetch_add(1, Ordering::Relaxed) % 100;
        while TcpListener::bind(("127.0.0.1", epmd_port)).is_err() {
            epmd_port = base + NEXT.fetch_add(1, Ordering::Relaxed) % 100;
        }
        let epmd = Command::new("epmd")
            .args(["-port", &epmd_port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("epmd on the path");
        while TcpStream::connect(("127.0.0.1", epmd_port)).is_err() {
            std::thread::sleep(GLANCE);
        }
        Network {
            epmd,
            epmd_port,
            listener,
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.nodes.clear();
        if let Some(network) = &mut self.network {
            let _ = network.epmd.kill();
            let _ = network.epmd.wait();
        }
    }
}
