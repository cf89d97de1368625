//! What a learner does: types lines into a shell, and waits each time until nothing more happens.

use spawnpoint::world::{Input, Status, World};

/// Types each line once the world rests, and leaves it at rest.
pub fn type_lines(world: &mut World, lines: &[&str]) {
    settle(world);
    for line in lines {
        let text = (*line).into();
        world.input(Input::Line { node: 0, text });
        settle(world);
    }
}

/// Runs until nothing more happens, timers included.
fn settle(world: &mut World) {
    loop {
        match world.run(1_000_000, 0).status {
            Status::Running => {}
            Status::Waiting { until_ns } => {
                world.input(Input::Advance { to_ns: until_ns });
            }
            Status::Idle | Status::Halted(_) => return,
        }
    }
}
