//! The native command line: the only file that knows files and the terminal.

fn main() {
    eprintln!("spawnpoint: no command yet");
    std::process::exit(2);
}
