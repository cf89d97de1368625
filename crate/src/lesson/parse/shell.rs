//! Transcripts: their attributes, and what holds between them and their session.

use super::Parser;
use crate::markdown::Fence;
use crate::model::{Act, Entry, Setting, Shell, View};
use crate::transcript::parse_transcript;

impl Parser<'_> {
    pub(super) fn parse_shell(&mut self, fence: &Fence, line: usize) -> Option<Shell> {
        let entries = match parse_transcript(&fence.content, fence.span.first) {
            Ok(entries) => entries,
            Err(error) => {
                self.error(fence.span.first + error.offset, error.what, error.advice);
                return None;
            }
        };
        let Some(first) = entries.first() else {
            self.error(
                line,
                "the transcript is empty",
                "start it with `1> ` and the input",
            );
            return None;
        };
        let (mut view, mut focus, mut setting) = (None, None, None);
        for (key, value) in &fence.attributes {
            match key.as_str() {
                "view" if View::from_name(value).is_some() => view = View::from_name(value),
                "focus" => focus = Some(value.clone()),
                "nodes" | "connected" => setting = self.parse_setting(&fence.attributes, line),
                _ => self.error(
                    line,
                    format!("`{key}={value}` is not an attribute of a transcript"),
                    "use view=mailbox, view=processes, view=messages, view=tables, view=tree, view=cluster, focus=NAME, nodes=NODE,NODE or connected",
                ),
            }
        }
        if setting.is_none()
            && matches!(
                first.act,
                Act::Input {
                    node: None,
                    prompt: 1,
                    ..
                }
            )
        {
            setting = Some(Setting::default());
        }
        let fresh = setting.is_some();
        if fresh {
            self.session = setting;
        }
        let Some(setting) = self.session.clone() else {
            self.error(
                line,
                format!("{} continues no shell of this step", first.act.place()),
                "start the step's first transcript at prompt 1; name its nodes with nodes=NODE,NODE if prompts name them",
            );
            return None;
        };
        self.check_nodes(&entries, &setting, fresh);
        Some(Shell {
            fresh,
            modules: self.loaded.clone(),
            view,
            focus,
            setting,
            entries,
            span: fence.span,
        })
    }

    /// The nodes that the attributes `nodes=a@h,b@h` and `connected` name.
    pub(super) fn parse_setting(
        &mut self,
        attributes: &[(String, String)],
        line: usize,
    ) -> Option<Setting> {
        let value = |name: &str| {
            attributes
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value)
        };
        let nodes: Vec<String> = value("nodes")?.split(',').map(str::to_string).collect();
        let is_name = |node: &String| {
            node.split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        };
        let mut seen = nodes.clone();
        seen.sort();
        seen.dedup();
        if !nodes.iter().all(is_name) || seen.len() != nodes.len() {
            self.error(
                line,
                "`nodes` is a list of different node names",
                "write nodes=a@localhost,b@localhost",
            );
        }
        Some(Setting {
            nodes,
            connected: value("connected").is_some(),
        })
    }

    /// Every node that is spoken of belongs to the session, and starts at prompt 1.
    fn check_nodes(&mut self, entries: &[Entry], setting: &Setting, fresh: bool) {
        let mut met: Vec<&str> = Vec::new();
        for entry in entries {
            let spoken: Vec<&str> = match &entry.act {
                Act::Input { node, .. } => node.as_deref().into_iter().collect(),
                Act::Fault(fault) => fault.nodes(),
            };
            let named = entry.elsewhere.iter().map(|(node, _)| node.as_str());
            for node in spoken.into_iter().chain(named) {
                if !setting.nodes.iter().any(|known| known == node) {
                    self.error(
                        entry.line,
                        format!("{node} is not a node of this session"),
                        "name it in nodes=... where the session starts",
                    );
                }
            }
            let Act::Input { node, prompt, .. } = &entry.act else {
                continue;
            };
            let node = node.as_deref().unwrap_or_default();
            if node.is_empty() != setting.nodes.is_empty() {
                self.error(
                    entry.line,
                    "some prompts of the session name a node and some do not",
                    "name the node in every prompt of the session",
                );
            }
            if fresh && !met.contains(&node) && *prompt != 1 {
                self.error(
                    entry.line,
                    format!("the first prompt of a node is {prompt}"),
                    "start each node at prompt 1",
                );
            }
            met.push(node);
        }
    }
}
