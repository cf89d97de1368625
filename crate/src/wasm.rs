//! The edge towards JavaScript: the only place that knows it.
//!
//! Invariant: nothing here decides anything about a world; it translates (`shapes`), and paces (`player`). The shapes that
//! cross are those of `www/src/protocol.ts`. A [`World`] is shared with its player; it is never borrowed across an
//! `await`.

mod memory;
mod player;
mod rest;
mod shapes;

use std::cell::RefCell;
use std::rc::Rc;

use serde::Serialize;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

pub use player::Player;
use shapes::{
    ConfigShape, DiagnosticShape, InputResult, InputShape, RecordedShape, RunReport, SourceShape,
};

use crate::shell;
use crate::world::journal::{self, LogHash};
use crate::world::{self, view::status_text};

/// Version of the crate, for share links and the panic screen.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Whether programs have filled so much of the atom table, which all worlds of this instance share, that the next world should
/// have a new instance.
#[wasm_bindgen]
pub fn worn() -> bool {
    term::Atom::count() > limits::ATOMS_MAX / 2
}

/// Events that all branches of a session may hold before worlds no longer go on by themselves.
#[wasm_bindgen(js_name = eventsMax)]
pub fn events_max() -> f64 {
    limits::LOG_EVENTS_MAX as f64
}

/// Events that each act may add from then on.
#[wasm_bindgen(js_name = eventsBeyond)]
pub fn events_beyond() -> f64 {
    limits::LOG_EVENTS_BEYOND as f64
}

/// A world of nodes: see `World` in `protocol.ts`.
#[wasm_bindgen]
pub struct World {
    pub(crate) shared: Rc<RefCell<world::World>>,
}

fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsError> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(JsError::from)
}

/// Runs and reports; the shape of `RunReport`.
pub(crate) fn run_to_tell(
    world: &mut world::World,
    reductions_max: u64,
    events_max: u64,
    words_max: Option<usize>,
) -> RunReport {
    memory::reserve(world.state().env.words);
    let report = world.run_to_tell(reductions_max, events_max, words_max);
    if world.config().log {
        // The events tell it.
        world.take_output();
    }
    let busy = report.status == world::Status::Idle && world.is_busy();
    let (status, until_ms) = status_text(report.status, busy);
    RunReport {
        status,
        until_ms,
        clock_ms: journal::ms(world.now_ns()),
        head: world.head(),
        reductions: report.reductions as f64,
    }
}

#[wasm_bindgen]
impl World {
    /// A world with its nodes booted; runs nothing yet.
    pub fn create(config: JsValue) -> Result<World, JsError> {
        let config: ConfigShape = serde_wasm_bindgen::from_value(config)?;
        let world = world::World::new(config.into_config(), shell::services());
        Ok(World {
            shared: Rc::new(RefCell::new(world)),
        })
    }

    /// A world brought to where recorded inputs led.
    pub fn restore(
        config: JsValue,
        inputs: JsValue,
        max_reductions: f64,
    ) -> Result<World, JsError> {
        let config: ConfigShape = serde_wasm_bindgen::from_value(config)?;
        let inputs: Vec<RecordedShape> = serde_wasm_bindgen::from_value(inputs)?;
        let config = config.into_config();
        let inputs =
            shapes::recorded(inputs, &config.nodes).map_err(|error| JsError::new(&error))?;
        let world =
            world::World::restore(config, shell::services(), &inputs, max_reductions as u64);
        Ok(World {
            shared: Rc::new(RefCell::new(world)),
        })
    }

    /// Compiles without loading, with these headers at hand (`SourceShape[]`).
    pub fn diagnose(name: &str, source: &str, headers: JsValue) -> Result<JsValue, JsError> {
        let headers: Vec<SourceShape> = serde_wasm_bindgen::from_value(headers)?;
        let headers = headers
            .into_iter()
            .map(|header| (header.name, header.source.into()));
        let diagnostics = shell::diagnose(name, source, &headers.collect());
        let shapes: Vec<DiagnosticShape> = diagnostics.iter().map(DiagnosticShape::of).collect();
        to_js(&shapes)
    }

    /// What processes printed since the last time. Only for worlds without a log: the others tell it by events.
    #[wasm_bindgen(js_name = takeOutput)]
    pub fn take_output(&self) -> String {
        let output = self.shared.borrow_mut().take_output();
        output.iter().map(|(_, text)| &**text).collect()
    }

    /// Acts on the world.
    pub fn input(&self, input: JsValue) -> Result<JsValue, JsError> {
        let input: InputShape = serde_wasm_bindgen::from_value(input)?;
        let mut world = self.shared.borrow_mut();
        let inputs = input
            .into_inputs(&world.node_names())
            .map_err(|error| JsError::new(&error))?;
        let mut diagnostics = Vec::new();
        let mut client = None;
        for input in inputs {
            let connects = matches!(input, world::Input::SocketConnect { .. });
            diagnostics.extend(world.input(input));
            if connects {
                client = Some(world.state().env.net.last_client());
            }
        }
        let ok = !diagnostics
            .iter()
            .any(crate::syntax::diagnostic::Diagnostic::is_error);
        to_js(&InputResult {
            ok,
            diagnostics: diagnostics.iter().map(DiagnosticShape::of).collect(),
            client,
        })
    }

    /// Runs until `max_reductions` are spent, `max_events` (if not 0) are appended, or nothing is runnable.
    pub fn run(&self, max_reductions: f64, max_events: f64) -> Result<JsValue, JsError> {
        to_js(&run_to_tell(
            &mut self.shared.borrow_mut(),
            max_reductions as u64,
            max_events as u64,
            None,
        ))
    }

    /// Moves the clock forward to `ms`, no further than the next timer.
    #[wasm_bindgen(js_name = advanceClock)]
    pub fn advance_clock(&self, ms: f64) {
        let to_ns = (ms * 1e6).round() as u64;
        self.shared
            .borrow_mut()
            .input(world::Input::Advance { to_ns });
    }

    /// Number of events so far.
    pub fn head(&self) -> f64 {
        self.shared.borrow().head() as f64
    }

    /// Events `from < seq <= to`.
    pub fn events(&self, from: f64, to: f64) -> Result<JsValue, JsError> {
        let world = self.shared.borrow();
        let head = world.head() as usize;
        let (from, to) = ((from as usize).min(head), (to as usize).min(head));
        let events = world.events().get(from..to).unwrap_or(&[]);
        let views: Vec<_> = events
            .iter()
            .map(|event| journal::view(event, &world.state().nodes[event.node as usize]))
            .collect();
        to_js(&views)
    }

    /// The view right after event `step`.
    pub fn view(&self, step: f64) -> Result<JsValue, JsError> {
        to_js(&self.shared.borrow().view(step as u64))
    }

    /// All that was printed for the form typed at `step`.
    pub fn printed(&self, step: f64) -> String {
        self.shared.borrow().printed(step as u64)
    }

    /// All inputs so far with their moments.
    pub fn inputs(&self) -> Result<JsValue, JsError> {
        let world = self.shared.borrow();
        let nodes = world.node_names();
        let shapes: Vec<RecordedShape> = world
            .inputs()
            .iter()
            .map(|recorded| RecordedShape::of(recorded, &nodes))
            .collect();
        to_js(&shapes)
    }

    /// A second world with the history up to `step`.
    #[must_use]
    pub fn fork(&self, step: f64) -> World {
        World {
            shared: Rc::new(RefCell::new(self.shared.borrow().fork(step as u64))),
        }
    }

    /// Hash over the event log.
    #[wasm_bindgen(js_name = logHash)]
    pub fn log_hash(&self) -> String {
        let world = self.shared.borrow();
        let mut hash = LogHash::default();
        for event in world.events() {
            hash.add(&journal::view(
                event,
                &world.state().nodes[event.node as usize],
            ));
        }
        hash.text()
    }
}
