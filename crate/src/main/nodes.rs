//! `spawnpoint shell --nodes`: several nodes, each with its shell, driven by one script of steps.
//!
//! A step is `n1> expr.` for the shell of a node (the part of its name before `@`), or a fault. After each one the world runs
//! for a while; then what the nodes printed stands behind it, in order of the nodes, each line behind `n1| `.

use std::io::{self, BufRead as _, Write as _};
use std::rc::Rc;

use spawnpoint::world::{Config, Input, Status, World};

use crate::files;

pub const STEPS: &str = "\
  n1> EXPR.            a line for the shell of n1
  kill n1              its program ends at once; `start n1` starts it again
  pause n1, resume n1  it stops for a while
  partition n1 n2      nothing passes between them; `silence n1 n2`: not from n1 to n2; `heal n1 n2`
  connect n1 n2        the first connects to the second
  disconnect n1 n2     their connection breaks
  delay n1 n2 MS       how long bytes take
  wait MS              virtual time passes
";

/// The nodes of `--nodes NAME@HOST,NAME@HOST:hidden,...` as a world has them.
pub fn configure(config: Config, names: &str) -> Result<Config, String> {
    let (mut nodes, mut hidden) = (Vec::new(), Vec::new());
    for name in names.split(',') {
        let plain = name.strip_suffix(":hidden").unwrap_or(name);
        if !plain.contains('@') {
            return Err(format!("{name}: a node's name has the form name@host"));
        }
        if plain != name {
            hidden.push(plain.to_owned());
        }
        nodes.push(plain.to_owned());
    }
    Ok(Config {
        nodes,
        hidden,
        ..config
    })
}

/// Virtual time that passes after a step.
const AFTER_STEP_MS: u64 = 250;
/// A tick of a healthy world costs nothing; one that never rests is stopped here.
const STEPS_MAX: usize = 1_000_000;

/// Carries out the steps on standard input. A node that is started again gets the modules again.
pub fn run(world: &mut World, modules: &[&str]) -> io::Result<i32> {
    // A node that gets another name is called here as before.
    let names = world.node_names();
    rest(world, 0);
    show(world, &names)?;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let step = line.trim_end();
        if step.is_empty() || step.starts_with('%') {
            continue;
        }
        println!("{step}");
        match parse(&names, step) {
            Ok(Step::Input(input)) => {
                let started = match &input {
                    Input::StartNode { name } => names.iter().position(|known| **known == **name),
                    _ => None,
                };
                world.input(input);
                rest(world, AFTER_STEP_MS);
                for path in modules {
                    if let Some(node) = started {
                        // It compiled before.
                        let _ = files::load_on(world, node as u32, path);
                    }
                }
            }
            Ok(Step::Wait(ms)) => rest(world, ms),
            Err(message) => {
                eprintln!("spawnpoint: {message}");
                return Ok(2);
            }
        }
        show(world, &names)?;
    }
    Ok(0)
}

enum Step {
    Input(Input),
    Wait(u64),
}

fn parse(names: &[String], step: &str) -> Result<Step, String> {
    let node = |name: &str| {
        let found = names
            .iter()
            .position(|known| known == name || known.split('@').next() == Some(name));
        found
            .map(|index| index as u32)
            .ok_or_else(|| format!("there is no node {name}"))
    };
    if let Some((name, text)) = step.split_once("> ")
        && let Ok(node) = node(name)
    {
        let text = text.into();
        return Ok(Step::Input(Input::Line { node, text }));
    }
    let words: Vec<&str> = step.split_whitespace().collect();
    let number = |text: &str| {
        text.parse::<u64>()
            .map_err(|_| format!("{text}: not a number"))
    };
    let full_name = |name: &str| match node(name) {
        Ok(index) => names[index as usize].clone(),
        Err(_) => name.to_owned(),
    };
    Ok(Step::Input(match *words.as_slice() {
        ["wait", ms] => return Ok(Step::Wait(number(ms)?)),
        ["start", name] => Input::StartNode {
            name: full_name(name).into(),
        },
        ["kill", name] => Input::CrashNode { node: node(name)? },
        ["pause", name] => Input::Pause { node: node(name)? },
        ["resume", name] => Input::Resume { node: node(name)? },
        ["partition", a, b] => Input::Partition {
            a: node(a)?,
            b: node(b)?,
            both: true,
        },
        ["silence", a, b] => Input::Partition {
            a: node(a)?,
            b: node(b)?,
            both: false,
        },
        ["heal", a, b] => Input::Heal {
            a: node(a)?,
            b: node(b)?,
        },
        ["connect", a, b] => Input::Connect {
            a: node(a)?,
            b: node(b)?,
        },
        ["disconnect", a, b] => Input::Disconnect {
            a: node(a)?,
            b: node(b)?,
        },
        ["delay", a, b, ms] => Input::Delay {
            a: node(a)?,
            b: node(b)?,
            latency_us: number(ms)?.saturating_mul(1000),
            jitter_us: 0,
            bytes_per_s: 0,
        },
        _ => return Err(format!("`{step}` is no step; there are:\n{STEPS}")),
    }))
}

/// Runs until only timers are left, and lets `ms` pass.
fn rest(world: &mut World, ms: u64) {
    let end_ns = world.now_ns() + ms * 1_000_000;
    for _ in 0..STEPS_MAX {
        match world.run(1_000_000, 0).status {
            Status::Running => {}
            Status::Waiting { until_ns }
                if until_ns <= end_ns || world.state().is_busy_between_nodes() =>
            {
                world.input(Input::Advance { to_ns: until_ns });
            }
            _ if world.now_ns() < end_ns => {
                world.input(Input::Advance { to_ns: end_ns });
            }
            _ => return,
        }
    }
}

fn show(world: &mut World, names: &[String]) -> io::Result<()> {
    let output = world.take_output();
    show_lines(names, &output)
}

/// Shows what nodes printed, each line behind the node's name.
pub fn show_lines(names: &[String], output: &[(u32, Rc<str>)]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    for (index, name) in names.iter().enumerate() {
        let mine = output.iter().filter(|(node, _)| *node as usize == index);
        let text: String = mine.map(|(_, text)| &**text).collect();
        let short = name.split('@').next().unwrap_or(name);
        if !text.is_empty() {
            for line in text.strip_suffix('\n').unwrap_or(&text).split('\n') {
                writeln!(stdout, "{short}| {line}")?;
            }
        }
    }
    stdout.flush()
}
