//! Interrupting a runaway: what is killed beside the shell's evaluator.
//!
//! In OTP an interrupt (`^G i`) ends the evaluator alone, and that is all here, too, as long as the lines typed have started what
//! somebody can look after. A line that forks without end outlives its evaluator: in OTP only leaving `erl` helps, and that is
//! what an interrupt is there to save. So the crowd of such a line goes with it; processes of other lines stay.

use std::collections::BTreeMap;

use super::node::Node;
use super::process::Status;

/// How many processes of a line there are.
#[derive(Clone, Copy, Default)]
struct Crowd {
    all: usize,
    runnable: usize,
}

impl Node {
    /// Dooms the processes of each line that keeps the node busy with a crowd, and those of the line that is evaluated if they are
    /// a crowd, busy or not. Tells how many. Each dies when its turn comes, so that nothing waits for all of them to be dead.
    pub fn doom_runaways(&mut self) -> usize {
        let evaluated = self
            .evaluator
            .and_then(|number| self.processes.get(number))
            .map(|process| process.line);
        let mut crowds: BTreeMap<u32, Crowd> = BTreeMap::new();
        for process in self.processes.iter_unordered() {
            if !process.serves {
                let crowd = crowds.entry(process.line).or_default();
                crowd.all += 1;
                crowd.runnable += usize::from(process.status == Status::Runnable);
            }
        }
        let is_runaway = |line: u32, crowd: Crowd| {
            let counted = if Some(line) == evaluated && line != 0 {
                crowd.all
            } else {
                crowd.runnable
            };
            counted >= limits::RUNAWAY_PROCESSES
        };
        crowds.retain(|&line, crowd| is_runaway(line, *crowd));
        if crowds.is_empty() {
            return 0;
        }
        let mut doomed = 0;
        let run_queue = &mut self.run_queue;
        for process in self.processes.iter_mut() {
            if process.serves || !crowds.contains_key(&process.line) {
                continue;
            }
            let is_queued = matches!(process.status, Status::Runnable | Status::Doomed);
            process.status = Status::Doomed;
            if !is_queued {
                run_queue.push(process);
            }
            doomed += 1;
        }
        doomed
    }
}
