//! Real OTP: record a shell session on one node or several, evaluate a check. Each question is asked once; the answers
//! are shared.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use spawnpoint::lesson::model::HEADER_ENDING;
use spawnpoint::lesson::{Act, Module, Printed, Setting};

use crate::cluster::Cluster;

/// Sessions at a time. They mostly wait.
const SESSIONS_MAX: usize = 6;

macro_rules! ours {
    ($name:literal) => {
        ($name, include_str!(concat!("../../otp/", $name, ".erl")))
    };
}

/// Modules that lessons use and OTP does not have: name and source.
const OURS: &[(&str, &str)] = &[
    ours!("gen_server_cluster"),
    ours!("gen_server_cluster_change"),
    ours!("gen_server_cluster_name"),
    ours!("gen_server_cluster_peers"),
    ours!("gen_server_cluster_view"),
];

/// Evaluates the expressions in the file named on the command line, as the shell would, and prints one line.
const CHECK_PROGRAM: &str = r#"
    [File] = init:get_plain_arguments(),
    {ok, Bytes} = file:read_file(File),
    {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(Bytes)),
    {ok, Forms} = erl_parse:parse_exprs(Tokens),
    {Pid, Monitor} = spawn_monitor(fun() ->
        exit({value, try erl_eval:exprs(Forms, []) of {value, V, _} -> V
                     catch C:R -> {C, R} end})
    end),
    Verdict = receive
        {'DOWN', Monitor, process, Pid, {value, Value}} -> Value;
        {'DOWN', Monitor, process, Pid, Reason} -> {exit, Reason}
    after 60000 -> no_answer
    end,
    io:format("~nverdict: ~0tp~n", [Verdict]),
    halt(0).
"#;

/// What to ask fresh nodes with these modules.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// Name and source of each module.
    modules: Vec<(String, String)>,
    setting: Setting,
    ask: Ask,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Ask {
    Session(Vec<Act>),
    Check(String),
    /// Compile with warnings as errors.
    Compile,
}

impl Question {
    fn new(modules: &[&Module], setting: &Setting, ask: Ask) -> Question {
        let modules = modules
            .iter()
            .map(|module| (module.name.clone(), module.source.clone()));
        Question {
            modules: modules.collect(),
            setting: setting.clone(),
            ask,
        }
    }

    /// What does each act print? One answer per act.
    pub fn session(modules: &[&Module], setting: &Setting, acts: Vec<Act>) -> Question {
        Question::new(modules, setting, Ask::Session(acts))
    }

    /// What is the value of these expressions? One answer.
    pub fn check(modules: &[&Module], setting: &Setting, code: &str) -> Question {
        Question::new(modules, setting, Ask::Check(code.to_string()))
    }

    /// What does the compiler say, with these headers at hand? One answer, empty when it is content.
    pub fn compile(headers: &[&Module], module: &Module) -> Question {
        let modules: Vec<&Module> = headers.iter().copied().chain([module]).collect();
        Question::new(&modules, &Setting::default(), Ask::Compile)
    }

    fn answer(&self, folder: &Path) -> Vec<Printed> {
        let modules = self
            .modules
            .iter()
            .map(|(name, source)| (name.as_str(), source.as_str()));
        if let Err(said) = compile(folder, modules, self.ask == Ask::Compile) {
            return vec![here(format!("does not compile: {said}"))];
        }
        match &self.ask {
            Ask::Session(acts) => {
                let mut cluster = Cluster::start(folder, &self.setting);
                acts.iter().map(|act| cluster.act(act)).collect()
            }
            Ask::Check(code) => vec![here(check(folder, &self.setting, code))],
            Ask::Compile => vec![Printed::default()],
        }
    }
}

fn here(text: String) -> Printed {
    Printed {
        here: text,
        elsewhere: Vec::new(),
    }
}

/// The answers so far.
pub struct Otp {
    answers: Mutex<BTreeMap<Question, Vec<Printed>>>,
    folders: AtomicUsize,
    /// Where our own modules lie, compiled.
    library: PathBuf,
}

impl Default for Otp {
    fn default() -> Otp {
        let library = std::env::temp_dir().join(format!("lesson-{}", std::process::id()));
        std::fs::create_dir_all(&library).expect("a writable temporary folder");
        let said = compile(&library, OURS.iter().copied(), true);
        assert_eq!(said, Ok(()), "our own modules compile on OTP");
        Otp {
            answers: Mutex::default(),
            folders: AtomicUsize::default(),
            library,
        }
    }
}

impl Drop for Otp {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.library);
    }
}

impl Otp {
    pub fn answer(&self, question: &Question) -> Vec<Printed> {
        if let Some(known) = self.answers.lock().expect("no panic").get(question) {
            return known.clone();
        }
        let number = self.folders.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("lesson-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a writable temporary folder");
        for (name, _) in OURS {
            let beam = format!("{name}.beam");
            std::fs::copy(self.library.join(&beam), folder.join(&beam)).expect("a compiled module");
        }
        let answers = question.answer(&folder);
        let _ = std::fs::remove_dir_all(&folder);
        let mut known = self.answers.lock().expect("no panic");
        known.insert(question.clone(), answers.clone());
        answers
    }

    /// What a question with one answer prints.
    pub fn text(&self, question: &Question) -> String {
        let mut answers = self.answer(question);
        answers.pop().map_or(String::new(), |printed| printed.here)
    }

    /// Asks several questions at a time.
    pub fn ask_all(&self, questions: &[Question]) {
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..SESSIONS_MAX {
                scope.spawn(|| {
                    while let Some(question) = questions.get(next.fetch_add(1, Ordering::Relaxed)) {
                        self.answer(question);
                    }
                });
            }
        });
    }
}

fn compile<'a>(
    folder: &Path,
    modules: impl Iterator<Item = (&'a str, &'a str)>,
    strict: bool,
) -> Result<(), String> {
    for (name, source) in modules {
        let is_header = name.ends_with(HEADER_ENDING);
        let file = if is_header {
            name.to_string()
        } else {
            format!("{name}.erl")
        };
        std::fs::write(folder.join(&file), source).expect("a writable temporary folder");
        if is_header {
            continue;
        }
        let mut erlc = Command::new("erlc");
        if strict {
            erlc.arg("-Werror");
        }
        let output = erlc.current_dir(folder).arg(&file).output();
        let output = output.expect("erlc on the path");
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stdout).into_owned());
        }
    }
    Ok(())
}

/// What the expressions evaluate to, as `~0tp` prints it. On several nodes they run on the first.
fn check(folder: &Path, setting: &Setting, code: &str) -> String {
    std::fs::write(folder.join("check.txt"), code).expect("a writable temporary folder");
    // All but the first are there before it, and connected with each other.
    let (first, others) = match setting.nodes.split_first() {
        Some((first, others)) => (Some(first), others.to_vec()),
        None => (None, Vec::new()),
    };
    let others = Setting {
        nodes: others,
        connected: true,
    };
    let cluster = first.map(|_| Cluster::start(folder, &others));
    let mut erl = Command::new("erl");
    erl.current_dir(folder).args(["+S", "1:1", "-noshell"]);
    if let (Some(name), Some(cluster)) = (first, &cluster) {
        cluster.join(&mut erl, name, &others.nodes);
    }
    erl.args(["-eval", CHECK_PROGRAM, "-extra", "check.txt"]);
    let output = erl.output().expect("erl on the path");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let verdict = printed
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("verdict: "));
    verdict.map_or_else(|| format!("no verdict:\n{printed}"), str::to_string)
}
