//! The port mapper: where the nodes of a host listen. Documented in "Distribution Protocol" of the ERTS User's Guide.

use std::io::{self, Error, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::process::{Command, Stdio};
use std::time::Duration;

const PORT_DEFAULT: u16 = 4369;
/// It runs on the same host, or near.
const PATIENCE: Duration = Duration::from_secs(5);
/// One that was just started needs a moment.
const TRIES_MAX: u32 = 50;
const TRY_AGAIN: Duration = Duration::from_millis(20);

// Requests and their answers.
const ALIVE: u8 = 120;
const ALIVE_ANSWER: u8 = 121;
const ALIVE_ANSWER_WIDE: u8 = 118;
const PORT_OF: u8 = 122;
const PORT_ANSWER: u8 = 119;
const NAMES: u8 = 110;

const NORMAL_NODE: u8 = 77;
const HIDDEN_NODE: u8 = 72;
/// The only version of the distribution protocol that this node speaks.
const VERSION: u16 = 6;

/// A node's entry, there as long as this is kept.
pub struct Registration {
    _connection: TcpStream,
    pub creation: u32,
}

/// Why a node is not registered.
pub enum Failure {
    NameTaken,
    Other(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Other(error)
    }
}

/// Enters a node that listens on `port`; starts the port mapper if there is none, as `erl` does.
pub fn register(host: &str, name: &str, port: u16, hidden: bool) -> Result<Registration, Failure> {
    let mut connection = connect_or_start(host)?;
    let kind = if hidden { HIDDEN_NODE } else { NORMAL_NODE };
    let mut request = vec![ALIVE];
    request.extend_from_slice(&port.to_be_bytes());
    request.extend_from_slice(&[kind, 0]);
    request.extend_from_slice(&VERSION.to_be_bytes());
    request.extend_from_slice(&VERSION.to_be_bytes());
    request.extend_from_slice(&(name.len() as u16).to_be_bytes());
    request.extend_from_slice(name.as_bytes());
    request.extend_from_slice(&[0, 0]);
    ask(&mut connection, &request)?;
    let [kind, result] = read(&mut connection)?;
    if result != 0 {
        return Err(Failure::NameTaken);
    }
    let creation = match kind {
        ALIVE_ANSWER_WIDE => u32::from_be_bytes(read(&mut connection)?),
        ALIVE_ANSWER => u16::from_be_bytes(read(&mut connection)?).into(),
        _ => return Err(strange().into()),
    };
    Ok(Registration {
        _connection: connection,
        creation,
    })
}

/// Where the node `name@host` listens.
pub fn port_of(host: &str, name: &str) -> io::Result<u16> {
    let mut connection = connect(host)?;
    let mut request = vec![PORT_OF];
    request.extend_from_slice(name.as_bytes());
    ask(&mut connection, &request)?;
    let [kind, result] = read(&mut connection)?;
    match (kind, result) {
        (PORT_ANSWER, 0) => Ok(u16::from_be_bytes(read(&mut connection)?)),
        (PORT_ANSWER, _) => Err(ErrorKind::NotFound.into()),
        _ => Err(strange()),
    }
}

/// The nodes registered on a host, with their ports.
pub fn names(host: &str) -> io::Result<Vec<(String, u16)>> {
    let mut connection = connect(host)?;
    ask(&mut connection, &[NAMES])?;
    let _its_port: [u8; 4] = read(&mut connection)?;
    let mut text = String::new();
    connection.take(1 << 20).read_to_string(&mut text)?;
    let entry = |line: &str| {
        let (name, port) = line.strip_prefix("name ")?.rsplit_once(" at port ")?;
        Some((name.to_owned(), port.trim().parse().ok()?))
    };
    Ok(text.lines().filter_map(entry).collect())
}

/// The first address of a host.
pub fn address(host: &str, port: u16) -> io::Result<SocketAddr> {
    // As OTP's `inet_tcp` distribution: IPv4.
    let mut addresses = (host, port).to_socket_addrs()?;
    addresses
        .find(SocketAddr::is_ipv4)
        .ok_or_else(|| ErrorKind::AddrNotAvailable.into())
}

fn connect(host: &str) -> io::Result<TcpStream> {
    let port = std::env::var("ERL_EPMD_PORT").ok();
    let port = port.and_then(|port| port.parse().ok());
    let address = address(host, port.unwrap_or(PORT_DEFAULT))?;
    let connection = TcpStream::connect_timeout(&address, PATIENCE)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    Ok(connection)
}

fn connect_or_start(host: &str) -> io::Result<TcpStream> {
    match connect(host) {
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => {}
        outcome => return outcome,
    }
    Command::new("epmd")
        .arg("-daemon")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    let mut tries = 0;
    loop {
        match connect(host) {
            Err(_) if tries < TRIES_MAX => tries += 1,
            outcome => return outcome,
        }
        std::thread::sleep(TRY_AGAIN);
    }
}

fn ask(connection: &mut TcpStream, request: &[u8]) -> io::Result<()> {
    let mut packet = (request.len() as u16).to_be_bytes().to_vec();
    packet.extend_from_slice(request);
    connection.write_all(&packet)
}

fn read<const N: usize>(connection: &mut TcpStream) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    connection.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn strange() -> Error {
    Error::other("the port mapper gives a strange answer")
}
