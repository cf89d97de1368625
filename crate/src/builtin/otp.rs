//! The part of the library that is written in Erlang: `crate/otp/*.erl`, compiled on first use.
//!
//! Compiled code is the same for all nodes and worlds of a thread.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use bytecode::Module;
use syntax::preprocess::{NoIncludes, Options};
use term::Atom;

/// Name and source of each module.
pub const SOURCES: &[(&str, &str)] = &[
    ("application", include_str!("../../otp/application.erl")),
    (
        "application_controller",
        include_str!("../../otp/application_controller.erl"),
    ),
    (
        "application_master",
        include_str!("../../otp/application_master.erl"),
    ),
    ("array", include_str!("../../otp/array.erl")),
    ("base64", include_str!("../../otp/base64.erl")),
    ("calendar", include_str!("../../otp/calendar.erl")),
    ("dict", include_str!("../../otp/dict.erl")),
    ("erl_anno", include_str!("../../otp/erl_anno.erl")),
    ("erl_eval", include_str!("../../otp/erl_eval.erl")),
    ("erl_parse", include_str!("../../otp/erl_parse.erl")),
    ("erl_scan", include_str!("../../otp/erl_scan.erl")),
    ("gb_sets", include_str!("../../otp/gb_sets.erl")),
    ("gb_trees", include_str!("../../otp/gb_trees.erl")),
    ("hash_buckets", include_str!("../../otp/hash_buckets.erl")),
    ("os", include_str!("../../otp/os.erl")),
    ("rand_normal", include_str!("../../otp/rand_normal.erl")),
    ("sets", include_str!("../../otp/sets.erl")),
    ("boot", include_str!("../../otp/boot.erl")),
    ("c", include_str!("../../otp/c.erl")),
    ("code", include_str!("../../otp/code.erl")),
    ("dbg", include_str!("../../otp/dbg.erl")),
    ("erlang", include_str!("../../otp/erlang.erl")),
    ("erpc", include_str!("../../otp/erpc.erl")),
    ("ets", include_str!("../../otp/ets.erl")),
    ("error_logger", include_str!("../../otp/error_logger.erl")),
    ("file", include_str!("../../otp/file.erl")),
    ("filelib", include_str!("../../otp/filelib.erl")),
    ("filename", include_str!("../../otp/filename.erl")),
    ("gen", include_str!("../../otp/gen.erl")),
    ("gen_event", include_str!("../../otp/gen_event.erl")),
    ("gen_server", include_str!("../../otp/gen_server.erl")),
    (
        "gen_server_cluster",
        include_str!("../../otp/gen_server_cluster.erl"),
    ),
    ("gen_statem", include_str!("../../otp/gen_statem.erl")),
    ("gen_tcp", include_str!("../../otp/gen_tcp.erl")),
    ("inet", include_str!("../../otp/inet.erl")),
    ("global", include_str!("../../otp/global.erl")),
    ("init", include_str!("../../otp/init.erl")),
    ("io", include_str!("../../otp/io.erl")),
    ("io_lib", include_str!("../../otp/io_lib.erl")),
    ("lists", include_str!("../../otp/lists.erl")),
    ("logger", include_str!("../../otp/logger.erl")),
    (
        "logger_filters",
        include_str!("../../otp/logger_filters.erl"),
    ),
    (
        "logger_formatter",
        include_str!("../../otp/logger_formatter.erl"),
    ),
    ("logger_std_h", include_str!("../../otp/logger_std_h.erl")),
    ("proc_lib", include_str!("../../otp/proc_lib.erl")),
    ("rpc", include_str!("../../otp/rpc.erl")),
    ("shell", include_str!("../../otp/shell.erl")),
    ("shell_local", include_str!("../../otp/shell_local.erl")),
    ("maps", include_str!("../../otp/maps.erl")),
    ("net_adm", include_str!("../../otp/net_adm.erl")),
    ("net_kernel", include_str!("../../otp/net_kernel.erl")),
    ("orddict", include_str!("../../otp/orddict.erl")),
    ("ordsets", include_str!("../../otp/ordsets.erl")),
    ("proplists", include_str!("../../otp/proplists.erl")),
    ("queue", include_str!("../../otp/queue.erl")),
    ("rand", include_str!("../../otp/rand.erl")),
    ("string", include_str!("../../otp/string.erl")),
    ("supervisor", include_str!("../../otp/supervisor.erl")),
    (
        "supervisor_bridge",
        include_str!("../../otp/supervisor_bridge.erl"),
    ),
    ("sys", include_str!("../../otp/sys.erl")),
    ("timer", include_str!("../../otp/timer.erl")),
    ("user", include_str!("../../otp/user.erl")),
];

thread_local! {
    static COMPILED: RefCell<FxHashMap<Atom, Rc<Module>>> = RefCell::default();
}

/// The compiled module, if the library has it.
pub fn load(name: Atom) -> Option<Rc<Module>> {
    if let Some(module) = COMPILED.with_borrow(|compiled| compiled.get(&name).cloned()) {
        return Some(module);
    }
    let (file, source) = SOURCES.iter().find(|(known, _)| *known == name.text())?;
    let compiled = compile::source(
        &format!("{file}.erl"),
        source.as_bytes(),
        &NoIncludes,
        &Options::default(),
    );
    debug_assert!(compiled.module.is_some(), "{:?}", compiled.diagnostics);
    let module = Rc::new(compiled.module?);
    COMPILED.with_borrow_mut(|known| known.insert(name, module.clone()));
    Some(module)
}
