//! What a lesson does to its nodes besides typing: the lines `--- kill a@localhost ---` of a transcript.

use std::fmt;

/// A fault, or its end. Nodes are full names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The node is gone at once, as when its machine loses power.
    Kill(String),
    /// A killed node starts again, with nothing but the session's modules.
    Start(String),
    /// The groups do not reach each other any more. A node that is not named reaches all.
    Partition(Vec<Vec<String>>),
    /// All nodes reach each other, and those that a partition separated are connected again.
    Heal,
}

impl Fault {
    /// Reads what stands between the dashes.
    pub fn parse(text: &str) -> Option<Fault> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        let names =
            |part: &str| -> Vec<String> { part.split_whitespace().map(str::to_string).collect() };
        match (verb, names(rest).as_slice()) {
            ("kill", [node]) => Some(Fault::Kill(node.clone())),
            ("start", [node]) => Some(Fault::Start(node.clone())),
            ("heal", []) => Some(Fault::Heal),
            ("partition", _) => {
                let groups: Vec<Vec<String>> = rest.split('|').map(names).collect();
                let good = groups.len() > 1 && groups.iter().all(|group| !group.is_empty());
                good.then_some(Fault::Partition(groups))
            }
            _ => None,
        }
    }

    /// The nodes it names.
    pub fn nodes(&self) -> Vec<&str> {
        match self {
            Fault::Kill(node) | Fault::Start(node) => vec![node],
            Fault::Partition(groups) => groups.iter().flatten().map(String::as_str).collect(),
            Fault::Heal => Vec::new(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Kill(node) => write!(f, "kill {node}"),
            Fault::Start(node) => write!(f, "start {node}"),
            Fault::Heal => f.write_str("heal"),
            Fault::Partition(groups) => {
                let groups: Vec<String> = groups.iter().map(|group| group.join(" ")).collect();
                write!(f, "partition {}", groups.join(" | "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_read_as_they_are_written() {
        for text in ["kill a@h", "start a@h", "heal", "partition a@h | b@h c@h"] {
            assert_eq!(Fault::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "kill",
            "kill a@h b@h",
            "heal a@h",
            "partition a@h",
            "partition a@h | ",
            "explode a@h",
            "",
        ] {
            assert_eq!(Fault::parse(text), None, "{text}");
        }
        assert_eq!(
            Fault::parse("partition a@h | b@h").unwrap().nodes(),
            ["a@h", "b@h"]
        );
    }
}
