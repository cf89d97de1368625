//! What a learner does: types lines into a shell, and waits each time until nothing more happens.

use spawnpoint::world::{Input, World};

/// Types each line once the world rests, and leaves it at rest.
pub fn type_lines(world: &mut World, lines: &[&str]) {
    world.run_to_end();
    for line in lines {
        let text = (*line).into();
        world.input(Input::Line { node: 0, text });
        world.run_to_end();
    }
}
