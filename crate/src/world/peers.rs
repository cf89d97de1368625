//! Nodes that programs start (`peer`): on the host of the node that wants them, where they find the same files.

use super::State;
use super::acts::replace_code;
use super::state::Task;
use process::node::WantedNode;

impl State {
    /// Starts the nodes that processes of a node have asked for. One whose name is taken does not come up.
    pub(super) fn start_wanted(&mut self, origin: usize) {
        for wanted in std::mem::take(&mut self.nodes[origin].wanted_nodes) {
            let WantedNode {
                name,
                cookie,
                is_hidden,
            } = wanted;
            if let Some(index) = self.start_node(name.text(), Task::Serve) {
                let node = &mut self.nodes[index];
                node.dist.cookie = cookie;
                node.dist.hidden |= is_hidden;
                self.share_disk(origin, index);
            }
        }
    }

    /// The new node finds the origin's files, and what was loaded there from them or by the page.
    fn share_disk(&mut self, origin: usize, index: usize) {
        let from = &self.nodes[origin];
        let (files, store) = (from.files.clone(), from.store.clone());
        let load = from.code.library.load;
        let loaded = from.code.loaded().iter().filter_map(|&name| {
            let module = from.code.current(name)?.module.clone();
            let is_library = load(name).is_some_and(|own| own.fingerprint == module.fingerprint);
            (!is_library).then_some((name, module))
        });
        let loaded: Vec<_> = loaded.collect();
        let node = &mut self.nodes[index];
        node.files = files;
        node.store = store;
        for (name, module) in loaded {
            replace_code(node, &mut self.env, name, module);
        }
    }
}
