//! Options of sockets: reading them, and telling them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::rc::Rc;

use super::{error, id, ip_of, ok};
use crate::arguments;
use machine::host::NativeResult;
use process::Ctx;
use process::socket::packet::Packet;
use process::socket::{Active, Options};
use term::{Atom, Parcel, Term};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Listen,
    Connect,
    Set,
}

/// What a list of options asks for.
pub struct Wanted {
    pub options: Options,
    pub port: u16,
    pub backlog: usize,
    /// `{active, N}` has counted down to 0.
    pub counted_down: bool,
    ip: Option<IpAddr>,
    inet6: bool,
}

/// An option nobody knows, or a value it cannot have.
pub struct Refused;

impl Wanted {
    /// For a socket that is to be: its port (0 for any) and the options where none are given.
    pub fn new(port: u16, usual: Options) -> Wanted {
        Wanted {
            port,
            ..Wanted::of(usual)
        }
    }

    /// For a socket that has these options.
    pub fn of(options: Options) -> Wanted {
        Wanted {
            options,
            port: 0,
            backlog: 5,
            counted_down: false,
            ip: None,
            inet6: false,
        }
    }

    /// The address asked for, or any.
    pub fn own_ip(&self) -> IpAddr {
        match self.ip {
            Some(ip) => ip,
            None if self.inet6 => Ipv6Addr::UNSPECIFIED.into(),
            None => Ipv4Addr::UNSPECIFIED.into(),
        }
    }
}

/// Reads a list of options into `wanted`.
pub fn read(
    ctx: &Ctx<'_>,
    list: Term,
    purpose: Purpose,
    wanted: &mut Wanted,
) -> Result<(), Refused> {
    for option in ctx.heap.list_to_vec(list).ok_or(Refused)? {
        if let Some(name) = option.as_atom() {
            flag(name.text(), purpose, wanted)?;
            continue;
        }
        if let Some([_, level, number, value]) = ctx.heap.as_tuple(option) {
            // {raw, Level, Option, Binary}: the system's business.
            let numbers = level.as_small().is_some() && number.as_small().is_some();
            if !numbers || !ctx.heap.is_binary(value) {
                return Err(Refused);
            }
            continue;
        }
        let [name, value] = ctx.heap.as_tuple(option).ok_or(Refused)?;
        let name = name.as_atom().ok_or(Refused)?.text();
        if purpose != Purpose::Set && at_start(ctx, name, value, purpose, wanted)? {
            continue;
        }
        if !acting(name, value, purpose, wanted)? {
            remember(ctx, name, value, wanted)?;
        }
    }
    Ok(())
}

fn flag(name: &str, purpose: Purpose, wanted: &mut Wanted) -> Result<(), Refused> {
    match name {
        "binary" => wanted.options.binary = true,
        "list" => wanted.options.binary = false,
        "inet" if purpose != Purpose::Set => wanted.inet6 = false,
        "inet6" if purpose != Purpose::Set => wanted.inet6 = true,
        _ => return Err(Refused),
    }
    Ok(())
}

/// Options that only `listen` and `connect` take.
fn at_start(
    ctx: &Ctx<'_>,
    name: &str,
    value: Term,
    purpose: Purpose,
    wanted: &mut Wanted,
) -> Result<bool, Refused> {
    match name {
        "port" => wanted.port = integer(value).ok_or(Refused)?,
        "backlog" if purpose == Purpose::Listen => {
            wanted.backlog = value.as_small().ok_or(Refused)?.max(0) as usize;
        }
        "ip" | "ifaddr" => {
            wanted.ip = match value.as_atom().map(Atom::text) {
                Some("any") => None,
                Some("loopback") if wanted.inet6 => Some(Ipv6Addr::LOCALHOST.into()),
                Some("loopback") => Some(Ipv4Addr::LOCALHOST.into()),
                _ => Some(ip_of(ctx, value).ok_or(Refused)?),
            }
        }
        "inet_backend" => {}
        _ => return Ok(false),
    }
    Ok(true)
}

fn integer<T: TryFrom<i64>>(value: Term) -> Option<T> {
    T::try_from(value.as_small()?).ok()
}

/// Options that change what a socket does.
fn acting(name: &str, value: Term, purpose: Purpose, wanted: &mut Wanted) -> Result<bool, Refused> {
    let options = &mut wanted.options;
    match name {
        "active" => return active(value, purpose, wanted).map(|()| true),
        "mode" => {
            options.binary = match value.as_atom().map(Atom::text) {
                Some("binary") => true,
                Some("list") => false,
                _ => return Err(Refused),
            }
        }
        "packet" => options.packet = packet(value).ok_or(Refused)?,
        "packet_size" => options.packet_size = integer(value).ok_or(Refused)?,
        "header" => options.header = integer(value).ok_or(Refused)?,
        "buffer" => options.buffer = integer::<u32>(value).ok_or(Refused)?.max(1),
        "recbuf" | "sndbuf" => {
            // As in OTP, who asks for a larger system buffer gets larger reads.
            let size = integer::<u32>(value).ok_or(Refused)?;
            if name == "recbuf" {
                options.buffer = options.buffer.max(size);
            }
            return Ok(false);
        }
        "high_watermark" => options.high_watermark = integer(value).ok_or(Refused)?,
        "low_watermark" => options.low_watermark = integer(value).ok_or(Refused)?,
        "send_timeout" => {
            options.send_timeout = match value.as_atom().map(Atom::text) {
                Some("infinity") => None,
                _ => Some(integer(value).ok_or(Refused)?),
            }
        }
        "send_timeout_close" => options.send_timeout_close = value.as_bool().ok_or(Refused)?,
        "exit_on_close" => options.exit_on_close = value.as_bool().ok_or(Refused)?,
        "line_delimiter" => options.line_delimiter = integer(value).ok_or(Refused)?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn active(value: Term, purpose: Purpose, wanted: &mut Wanted) -> Result<(), Refused> {
    let before = wanted.options.active;
    wanted.options.active = match value.as_atom().map(Atom::text) {
        Some("true") => Active::Yes,
        Some("false") => Active::No,
        Some("once") => Active::Once,
        _ => {
            let more = integer::<i16>(value).ok_or(Refused)?;
            let left = match before {
                Active::Count(left) if purpose == Purpose::Set => left,
                _ => 0,
            };
            let left = i32::from(left) + i32::from(more);
            if left <= 0 && purpose == Purpose::Set {
                wanted.counted_down = true;
                Active::No
            } else {
                let left = left.max(0);
                Active::Count(i16::try_from(left).map_err(|_| Refused)?)
            }
        }
    };
    Ok(())
}

fn packet(value: Term) -> Option<Packet> {
    match value.as_atom().map(Atom::text) {
        Some("raw") => return Some(Packet::Raw),
        Some("line") => return Some(Packet::Line),
        Some(_) => return None,
        None => {}
    }
    match value.as_small()? {
        0 => Some(Packet::Raw),
        bytes @ (1 | 2 | 4) => Some(Packet::Length(bytes as usize)),
        _ => None,
    }
}

/// What kind of value an option without effect has, and what it is at first.
enum Kind {
    Flag,
    Number(i32),
    Linger,
    Deliver,
}

const OTHERS: &[(&str, Kind)] = &[
    ("broadcast", Kind::Flag),
    ("delay_send", Kind::Flag),
    ("deliver", Kind::Deliver),
    ("dontroute", Kind::Flag),
    ("high_msgq_watermark", Kind::Number(8192)),
    ("keepalive", Kind::Flag),
    ("linger", Kind::Linger),
    ("low_msgq_watermark", Kind::Number(4096)),
    ("nodelay", Kind::Flag),
    ("priority", Kind::Number(0)),
    ("recbuf", Kind::Number(131_072)),
    ("reuseaddr", Kind::Flag),
    ("show_econnreset", Kind::Flag),
    ("sndbuf", Kind::Number(131_072)),
    ("tos", Kind::Number(0)),
    ("ttl", Kind::Number(64)),
];

fn other(name: &str) -> Option<&'static (&'static str, Kind)> {
    OTHERS.iter().find(|(known, _)| *known == name)
}

/// Checks and keeps the value of an option that changes nothing here.
fn remember(ctx: &Ctx<'_>, name: &str, value: Term, wanted: &mut Wanted) -> Result<(), Refused> {
    let (name, kind) = other(name).ok_or(Refused)?;
    let fits = match kind {
        Kind::Flag => value.as_bool().is_some(),
        Kind::Number(_) => value.as_small().is_some_and(|number| number >= 0),
        Kind::Linger => ctx.heap.as_tuple(value).is_some_and(|[on, seconds]| {
            on.as_bool().is_some() && seconds.as_small().is_some_and(|seconds| seconds >= 0)
        }),
        Kind::Deliver => matches!(value.as_atom().map(Atom::text), Some("term" | "port")),
    };
    if !fits {
        return Err(Refused);
    }
    let kept = Parcel::pack(&ctx.heap, value, 16).map_err(|_| Refused)?;
    wanted.options.others.insert(name, Rc::new(kept));
    Ok(())
}

/// `getopts(Socket, Names) -> {ok, [{Name, Value}]} | {error, einval}`.
pub fn getopts(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    let Some(options) = ctx.env.net.socket(id).map(|socket| socket.options.clone()) else {
        return error(ctx, "einval");
    };
    let mut pairs = Vec::new();
    for name in arguments::list(ctx, args[1])? {
        let value = name
            .as_atom()
            .and_then(|name| value(ctx, &options, name.text()));
        let Some(value) = value else {
            return error(ctx, "einval");
        };
        pairs.push(ctx.heap.tuple(&[name, value]));
    }
    let pairs = ctx.heap.list(&pairs);
    ok(ctx, pairs)
}

fn value(ctx: &mut Ctx<'_>, options: &Options, name: &str) -> Option<Term> {
    let named = |name: &str| Term::from_atom(Atom::intern(name));
    Some(match name {
        "active" => match options.active {
            Active::No => Term::bool(false),
            Active::Yes => Term::bool(true),
            Active::Once => named("once"),
            Active::Count(left) => Term::int(left.into()),
        },
        "mode" => named(if options.binary { "binary" } else { "list" }),
        "packet" => match options.packet {
            Packet::Raw => Term::int(0),
            Packet::Length(bytes) => Term::size(bytes),
            Packet::Line => named("line"),
        },
        "packet_size" => Term::size(options.packet_size as usize),
        "header" => Term::size(options.header as usize),
        "buffer" => Term::size(options.buffer as usize),
        "high_watermark" => Term::size(options.high_watermark as usize),
        "low_watermark" => Term::size(options.low_watermark as usize),
        "send_timeout" => match options.send_timeout {
            Some(ms) => ctx.heap.unsigned(ms),
            None => named("infinity"),
        },
        "send_timeout_close" => Term::bool(options.send_timeout_close),
        "exit_on_close" => Term::bool(options.exit_on_close),
        _ => {
            let (name, kind) = other(name)?;
            match (options.others.get(name), kind) {
                (Some(kept), _) => kept.unpack(&mut ctx.heap),
                (None, Kind::Flag) => Term::bool(false),
                (None, Kind::Number(number)) => Term::int(*number),
                (None, Kind::Linger) => ctx.heap.tuple(&[Term::bool(false), Term::int(0)]),
                (None, Kind::Deliver) => named("term"),
            }
        }
    })
}
