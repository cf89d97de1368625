//! Playing a world: slices without blocking the thread, and the virtual clock at the chosen pace.
//!
//! The run loop is a future. Between turns it gives the thread back through a message channel (timers would be held back
//! by the browser); while the world waits for a timer, so does the loop (gloo-timers), in real time divided by the
//! speed. News goes to JavaScript as a stream: [`Player::next`] resolves after each turn.

use std::cell::RefCell;
use std::rc::Rc;

use futures::channel::{mpsc, oneshot};
use futures::future::{Either, select};
use futures::{SinkExt, StreamExt};
use gloo_timers::future::TimeoutFuture;
use js_sys::Date;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageChannel;

use super::shapes::RunReport;
use super::{World, run_to_tell, to_js};
use crate::world::{self, Input};

/// Reductions between two looks at the clock.
const SLICE_REDUCTIONS: u64 = 4_000;
/// Real time of one turn: a click waits no longer.
const TURN_MS: f64 = 8.0;
/// Events of one turn: whoever sends as fast as it can makes a hundred thousand of them in a turn's time, and telling the page of
/// them takes a hundred times as long as making them.
const TURN_EVENTS: u64 = 500;
/// Browsers wait no shorter than this once timers follow each other; shorter waits are saved up and waited for together.
const WAIT_MS_MIN: f64 = 4.0;
/// Browsers cannot wait longer at once.
const WAIT_MS_MAX: f64 = 2_000_000_000.0;

/// Words of payloads in one turn, beyond which it ends: telling prints them, and a hundred lists of a thousand elements take longer
/// than a turn may.
const TURN_PAYLOAD_WORDS: usize = 40_000;

enum Control {
    Stop,
    Speed(f64),
    /// Something was put into the world: look again.
    Nudge,
}

/// A running world: see `Player` in `protocol.ts`.
#[wasm_bindgen]
pub struct Player {
    control: mpsc::UnboundedSender<Control>,
    news: Rc<RefCell<Option<mpsc::Receiver<RunReport>>>>,
}

#[wasm_bindgen]
impl Player {
    /// Plays `world`: `speed` virtual milliseconds per real one (infinite: skips to the next timer at once), until
    /// `max_events` (0: no limit) were appended, or nothing will ever happen by itself.
    pub fn start(world: &World, speed: f64, max_events: f64) -> Player {
        let (control, orders) = mpsc::unbounded();
        // One report in flight: a slow reader slows the world instead of piling up news.
        let (news, receiver) = mpsc::channel(1);
        let shared = world.shared.clone();
        spawn_local(async move {
            let events_left = if max_events > 0.0 {
                max_events as u64
            } else {
                u64::MAX
            };
            Playing {
                world: shared,
                orders,
                news,
                speed,
                events_left,
                owed_ms: 0.0,
            }
            .play()
            .await;
        });
        Player {
            control,
            news: Rc::new(RefCell::new(Some(receiver))),
        }
    }

    /// The next report; `undefined` when the player has ended. One call at a time.
    #[allow(clippy::should_implement_trait)]
    pub async fn next(&self) -> Result<JsValue, JsError> {
        let Some(mut news) = self.news.borrow_mut().take() else {
            return Err(JsError::new(
                "next() was called while an earlier call was waiting",
            ));
        };
        let report = news.next().await;
        self.news.replace(Some(news));
        match report {
            Some(report) => to_js(&report),
            None => Ok(JsValue::UNDEFINED),
        }
    }

    /// Ends playing after the turn in progress; virtual time that passed while waiting is kept.
    pub fn stop(&self) {
        // A player that has ended already takes no orders.
        let _ = self.control.unbounded_send(Control::Stop);
    }

    #[wasm_bindgen(js_name = setSpeed)]
    pub fn set_speed(&self, speed: f64) {
        let _ = self.control.unbounded_send(Control::Speed(speed));
    }

    /// Tells the player that the world was given an input.
    pub fn nudge(&self) {
        let _ = self.control.unbounded_send(Control::Nudge);
    }
}

struct Playing {
    world: Rc<RefCell<world::World>>,
    orders: mpsc::UnboundedReceiver<Control>,
    news: mpsc::Sender<RunReport>,
    speed: f64,
    events_left: u64,
    /// Real time by which the clock is ahead: it was moved without waiting.
    owed_ms: f64,
}

impl Playing {
    async fn play(mut self) {
        loop {
            let report = self.turn();
            let (status, wait_ms) = (
                report.status,
                report.until_ms.map(|until| until - report.clock_ms),
            );
            if self.news.send(report).await.is_err() || self.events_left == 0 {
                return;
            }
            let goes_on = match (status, wait_ms) {
                ("running", _) => {
                    give_way().await;
                    self.take_orders()
                }
                ("waiting", Some(ms)) => self.wait(ms).await,
                _ => false,
            };
            if !goes_on {
                let report = run_to_tell(&mut self.world.borrow_mut(), 0, 0, None);
                let _ = self.news.send(report).await;
                return;
            }
        }
    }

    /// Slices, and waits too short to be waited for one by one, until the turn's time or its events are used up.
    fn turn(&mut self) -> RunReport {
        let started = Date::now();
        let mut turn_left = TURN_EVENTS;
        let payload_words = |world: &world::World| world.state().env.log.payload_words();
        let words_before = payload_words(&self.world.borrow());
        loop {
            let shared = self.world.clone();
            let mut world = shared.borrow_mut();
            let head = world.head();
            let words_left = TURN_PAYLOAD_WORDS
                .saturating_sub(payload_words(&world) - words_before)
                .max(1);
            let report = run_to_tell(
                &mut world,
                SLICE_REDUCTIONS,
                turn_left.min(self.events_left),
                Some(words_left),
            );
            let added = report.head - head;
            turn_left = turn_left.saturating_sub(added);
            if self.events_left != u64::MAX {
                self.events_left = self.events_left.saturating_sub(added);
            }
            let is_long = payload_words(&world) - words_before >= TURN_PAYLOAD_WORDS;
            let is_over = turn_left == 0 || is_long || Date::now() - started >= TURN_MS;
            if self.events_left == 0 || is_over {
                return report;
            }
            drop(world);
            match (report.status, report.until_ms) {
                ("running", _) => {}
                ("waiting", Some(until_ms)) if self.owe(until_ms - report.clock_ms) => {}
                _ => return report,
            }
        }
    }

    /// Carries out waiting orders; `false` to stop.
    fn take_orders(&mut self) -> bool {
        while let Ok(order) = self.orders.try_recv() {
            match order {
                Control::Stop => return false,
                Control::Speed(speed) => self.speed = speed,
                Control::Nudge => {}
            }
        }
        true
    }

    /// Moves the clock by `ms` without waiting, if that is short enough.
    fn owe(&mut self, ms: f64) -> bool {
        let owed_ms = self.owed_ms + ms / self.speed;
        if ms <= 0.0 || owed_ms >= WAIT_MS_MIN {
            return false;
        }
        self.owed_ms = owed_ms;
        self.advance(ms);
        true
    }

    /// Waits until the next timer is due, `ms` virtual milliseconds from now; `false` to stop.
    async fn wait(&mut self, ms: f64) -> bool {
        if !self.speed.is_finite() {
            self.advance(ms);
            give_way().await;
            return self.take_orders();
        }
        let started = Date::now();
        let owed_ms = std::mem::take(&mut self.owed_ms);
        let real_ms = (ms / self.speed + owed_ms).clamp(0.0, WAIT_MS_MAX).ceil();
        let timer = TimeoutFuture::new(real_ms as u32);
        match select(timer, self.orders.next()).await {
            Either::Left(((), _)) => {
                self.advance(ms);
                true
            }
            Either::Right((order, _)) => {
                let passed_ms = (Date::now() - started - owed_ms).max(0.0);
                self.advance((passed_ms * self.speed).min(ms));
                match order {
                    Some(Control::Speed(speed)) => {
                        self.speed = speed;
                        true
                    }
                    Some(Control::Nudge) => true,
                    Some(Control::Stop) | None => false,
                }
            }
        }
    }

    /// Moves the virtual clock on by `ms`.
    fn advance(&self, ms: f64) {
        let mut world = self.world.borrow_mut();
        let to_ns = world.now_ns() + (ms * 1e6).ceil() as u64;
        if ms > 0.0 {
            world.input(Input::Advance { to_ns });
        }
    }
}

/// Lets the thread handle what is waiting, messages from the page above all.
async fn give_way() {
    let (done, waiting) = oneshot::channel();
    let Ok(channel) = MessageChannel::new() else {
        TimeoutFuture::new(0).await;
        return;
    };
    let called = Closure::once_into_js(move || {
        let _ = done.send(());
    });
    channel.port1().set_onmessage(Some(called.unchecked_ref()));
    if channel.port2().post_message(&JsValue::NULL).is_err() {
        return;
    }
    let _ = waiting.await;
    channel.port1().close();
}
