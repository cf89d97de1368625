//! Generated cases: what nobody would think of typing.
//!
//! `record.sh --generate` writes `eval/generated_*.exprs` and `programs/generated_*.erl` anew from fixed seeds; they are
//! then recorded like all others. Invariant: the same seed gives the same text, and each text is valid Erlang whose value
//! depends on nothing but itself.

use spawnpoint_conformance::case::Kind;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// Expressions in each generated area.
const EXPRESSIONS: usize = 60;
/// Generated programs.
const PROGRAMS: u64 = 12;

/// How an area writes one expression.
type Expression = fn(&mut Source) -> String;

/// Writes all generated cases below `root`.
pub fn write_all(root: &Path) -> io::Result<()> {
    let eval = root.join(Kind::Eval.directory());
    let areas: [(&str, Expression); 4] = [
        ("arithmetic", |source| source.arithmetic(3)),
        ("order", Source::ordering),
        ("matching", Source::case_expression),
        ("lists", Source::list_expression),
    ];
    for (seed, (area, generate)) in areas.into_iter().enumerate() {
        let mut source = Source::new(seed as u64 + 1);
        let mut text = "% Written by record.sh --generate.\n".to_string();
        let mut written: Vec<String> = Vec::new();
        while written.len() < EXPRESSIONS {
            let expression = generate(&mut source);
            if !written.contains(&expression) {
                let _ = write!(text, "\n{expression}\n");
                written.push(expression);
            }
        }
        fs::write(eval.join(format!("generated_{area}.exprs")), text)?;
    }
    for number in 1..=PROGRAMS {
        let name = format!("generated_{number:02}");
        let text = Source::new(1_000 + number).program(&name);
        fs::write(
            root.join(Kind::Program.directory())
                .join(format!("{name}.erl")),
            text,
        )?;
    }
    Ok(())
}

/// A pattern, and a term that it matches.
struct Pattern {
    text: String,
    instance: String,
}

impl Pattern {
    fn join<const N: usize>(
        open: &str,
        parts: &[Pattern; N],
        separator: &str,
        close: &str,
    ) -> Pattern {
        let texts = parts
            .each_ref()
            .map(|part| part.text.as_str())
            .join(separator);
        let instances = parts
            .each_ref()
            .map(|part| part.instance.as_str())
            .join(separator);
        Pattern {
            text: format!("{open}{texts}{close}"),
            instance: format!("{open}{instances}{close}"),
        }
    }
}

/// A source of random choices (splitmix64) and the fragments of Erlang made from them.
struct Source {
    state: u64,
    /// Variables bound so far in the clause being written, with what they stand for in a term that matches.
    bound: Vec<(String, String)>,
    /// A term for each clause written so far that matches its pattern.
    matching: Vec<String>,
}

impl Source {
    fn new(seed: u64) -> Source {
        Source {
            state: seed,
            bound: Vec::new(),
            matching: Vec::new(),
        }
    }

    fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    fn number(&mut self) -> String {
        match self.below(10) {
            0 => self
                .pick(&["0", "-1", "1.0", "-0.5", "0.0", "1.0e10"])
                .to_string(),
            1 => self
                .pick(&["1 bsl 59", "1 bsl 64", "-(1 bsl 63)", "16#ffffffffffffffff"])
                .to_string(),
            2 => format!("{}.{}", self.below(100), self.below(100)),
            3 => format!("-{}", self.below(1_000)),
            4 => (self.below(1 << 40) + 1).to_string(),
            _ => self.below(20).to_string(),
        }
    }

    /// An arithmetic expression, sometimes a wrong one.
    fn arithmetic(&mut self, depth: usize) -> String {
        if depth == 0 || self.below(6) == 0 {
            return if self.below(15) == 0 {
                self.pick(&["a", "\"1\"", "[]", "{1}"]).into()
            } else {
                self.number()
            };
        }
        let left = self.arithmetic(depth - 1);
        let right = self.arithmetic(depth - 1);
        match self.below(12) {
            0 => format!("({left}) div ({right})"),
            1 => format!("({left}) rem ({right})"),
            2 => format!("({left}) / ({right})"),
            3 => format!("({left}) band ({right})"),
            4 => format!("({left}) bor ({right})"),
            5 => format!("({left}) bxor ({right})"),
            6 => format!("({left}) bsr {}", self.below(70)),
            7 => format!("({left}) bsl {}", self.below(70)),
            8 => format!(
                "{}({left})",
                self.pick(&["-", "abs", "trunc", "round", "float", "bnot "])
            ),
            9 => format!("{}({left}, {right})", self.pick(&["max", "min"])),
            10 => format!("({left}) - ({right})"),
            _ => format!("({left}) {} ({right})", self.pick(&["+", "*"])),
        }
    }

    /// A literal term.
    fn term(&mut self, depth: usize) -> String {
        let kinds = if depth == 0 { 6 } else { 11 };
        match self.below(kinds) {
            0 => self.below(5).to_string(),
            1 => self
                .pick(&["a", "b", "ok", "'A b'", "true", "undefined"])
                .to_string(),
            2 => self.pick(&["1.0", "2.0", "2.5", "-0.5"]).to_string(),
            3 => self.pick(&["\"\"", "\"ab\"", "\"abc\""]).to_string(),
            4 => self.pick(&["<<>>", "<<1, 2>>", "<<\"ab\">>"]).to_string(),
            5 => self
                .pick(&["[]", "{}", "#{}", "(1 bsl 70)", "-3"])
                .to_string(),
            6 | 7 => format!("{{{}}}", self.terms(depth)),
            8 | 9 => format!("[{}]", self.terms(depth)),
            _ => {
                let (key, value) = (self.term(0), self.term(depth - 1));
                format!("#{{{key} => {value}, k => {}}}", self.below(3))
            }
        }
    }

    fn terms(&mut self, depth: usize) -> String {
        let count = 1 + self.below(3);
        (0..count)
            .map(|_| self.term(depth - 1))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn ordering(&mut self) -> String {
        let (left, right) = (self.term(2), self.term(2));
        match self.below(4) {
            0 => {
                let terms: Vec<String> = (0..6).map(|_| self.term(1)).collect();
                format!(
                    "lists:{}([{}])",
                    self.pick(&["sort", "usort", "max", "min"]),
                    terms.join(", ")
                )
            }
            1 => {
                let right = self.term(2);
                format!(
                    "[{left} {} {right}, {right} {} {left}]",
                    self.pick(&["==", "=:="]),
                    self.pick(&["<", "=<"])
                )
            }
            _ => format!(
                "{left} {} {right}",
                self.pick(&["<", ">", "=<", ">=", "==", "/=", "=:=", "=/="])
            ),
        }
    }

    /// A variable as a pattern, with what it stands for: the same in every place.
    fn variable(&mut self) -> Pattern {
        let name = self.pick(&["X", "Y", "Z", "_"]).to_string();
        if let Some((_, value)) = self.bound.iter().find(|(known, _)| *known == name) {
            return Pattern {
                text: name,
                instance: value.clone(),
            };
        }
        let instance = self.term(1);
        if name != "_" {
            self.bound.push((name.clone(), instance.clone()));
        }
        Pattern {
            text: name,
            instance,
        }
    }

    fn pattern(&mut self, depth: usize) -> Pattern {
        if depth == 0 || self.below(3) == 0 {
            if self.below(3) > 0 {
                return self.variable();
            }
            let literal = self.term(0).replace("(1 bsl 70)", "70");
            return Pattern {
                text: literal.clone(),
                instance: literal,
            };
        }
        match self.below(9) {
            0 | 1 => Pattern::join(
                "{",
                &[self.pattern(depth - 1), self.pattern(depth - 1)],
                ", ",
                "}",
            ),
            2 => Pattern::join("{", &[self.pattern(depth - 1)], "", "}"),
            3 | 4 => Pattern::join(
                "[",
                &[self.pattern(depth - 1), self.pattern(depth - 1)],
                " | ",
                "]",
            ),
            5 => Pattern::join(
                "[",
                &[self.pattern(depth - 1), self.pattern(depth - 1)],
                ", ",
                "]",
            ),
            6 => {
                let value = self.pattern(depth - 1);
                Pattern {
                    text: format!("#{{k := {}}}", value.text),
                    instance: format!("#{{k => {}, other => 1}}", value.instance),
                }
            }
            7 => Pattern {
                text: format!("<<{}, _/binary>>", self.pick(&["1", "97", "_"])),
                instance: self.pick(&["<<1, 2>>", "<<\"ab\">>"]).to_string(),
            },
            _ => {
                let tail = self.variable();
                Pattern {
                    text: format!("\"a\" ++ {}", tail.text),
                    instance: format!("[$a | {}]", tail.instance),
                }
            }
        }
    }

    fn guard(&mut self) -> String {
        let Some(subject) = self.bound_variable() else {
            return String::new();
        };
        match self.below(8) {
            1 => format!(" when {}({subject})", self.type_test()),
            2 => format!(
                " when {subject} {} {}",
                self.pick(&[">", "<", "=:=", "=="]),
                self.term(0)
            ),
            3 => format!(
                " when {}({subject}) > {}; {}({subject})",
                self.pick(&["length", "tuple_size", "map_size", "byte_size", "abs"]),
                self.below(3),
                self.type_test()
            ),
            _ => format!(
                " when {}({subject}), {subject} =/= {}",
                self.type_test(),
                self.term(0)
            ),
        }
    }

    fn type_test(&mut self) -> &'static str {
        self.pick(&[
            "is_atom",
            "is_integer",
            "is_list",
            "is_tuple",
            "is_number",
            "is_map",
            "is_binary",
            "is_boolean",
        ])
    }

    fn bound_variable(&mut self) -> Option<String> {
        if self.bound.is_empty() {
            return None;
        }
        let chosen = self.below(self.bound.len());
        Some(self.bound[chosen].0.clone())
    }

    /// The head of a clause (pattern and guard), and the names of the variables that it binds.
    fn head(&mut self, depth: usize) -> (String, String, Vec<String>) {
        self.bound.clear();
        let pattern = self.pattern(depth);
        let guard = self.guard();
        self.matching.push(pattern.instance);
        let names = std::mem::take(&mut self.bound)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        (pattern.text, guard, names)
    }

    /// A `case` whose clauses show which was taken and what it bound; most often one of them matches.
    fn case_expression(&mut self) -> String {
        self.matching.clear();
        let mut clauses = Vec::new();
        for number in 1..=4 {
            let (pattern, guard, names) = self.head(2);
            clauses.push(format!(
                "{pattern}{guard} -> {{clause{number}, [{}]}}",
                names.join(", ")
            ));
        }
        format!(
            "case {} of\n  {}\nend",
            self.subject(),
            clauses.join(";\n  ")
        )
    }

    /// A term that matches the pattern of one of the clauses, or any term.
    fn subject(&mut self) -> String {
        if self.below(8) == 0 {
            return self.term(3);
        }
        let chosen = self.below(self.matching.len());
        self.matching[chosen].clone()
    }

    fn list(&mut self) -> String {
        match self.below(4) {
            0 => format!("lists:seq({}, {})", self.below(4), 3 + self.below(6)),
            1 => self
                .pick(&["\"hello\"", "[]", "[a, b, a, c]", "[1, 1.0, 2]"])
                .to_string(),
            2 => format!("lists:reverse({})", self.list_of_terms()),
            _ => self.list_of_terms(),
        }
    }

    fn list_of_terms(&mut self) -> String {
        let terms: Vec<String> = (0..=self.below(5)).map(|_| self.term(1)).collect();
        format!("[{}]", terms.join(", "))
    }

    fn list_expression(&mut self) -> String {
        let (one, other) = (self.list(), self.list());
        match self.below(12) {
            0 => format!("{one} ++ {other}"),
            1 => format!("{one} -- {other}"),
            2 => format!("[{{A, B}} || A <- {one}, B <- {other}]"),
            3 => format!("[A || A <- {one}, {}(A)]", self.type_test()),
            4 => format!("lists:zip({one}, {other})"),
            5 => format!(
                "lists:partition(fun(A) -> {}(A) end, {one})",
                self.type_test()
            ),
            6 => format!(
                "lists:foldl(fun(A, S) -> {} end, {}, {one})",
                self.pick(&["{A, S}", "[A | S]", "A + S"]),
                0
            ),
            7 => format!(
                "lists:{}({}, {one})",
                self.pick(&["nth", "nthtail"]),
                self.below(4)
            ),
            8 => format!(
                "lists:{}({one})",
                self.pick(&[
                    "usort", "last", "sum", "flatten", "reverse", "max", "droplast"
                ])
            ),
            9 => format!(
                "lists:map(fun(A) -> {} end, {one})",
                self.pick(&["{A}", "A * 2", "[A, A]", "length(A)"])
            ),
            10 => format!("maps:from_list([{{A, 1}} || A <- {one}])"),
            _ => format!(
                "lists:{}({}, {one})",
                self.pick(&["member", "delete"]),
                self.term(1)
            ),
        }
    }

    /// A module of functions with many clauses, called with many terms.
    fn program(&mut self, name: &str) -> String {
        let mut text = format!(
            "%% Written by record.sh --generate.\n-module({name}).\n-export([main/0]).\n\n"
        );
        text.push_str("main() ->\n    [show(F, A) || F <- [fun f1/1, fun f2/1, fun f3/1, fun f4/1], A <- arguments()],\n    ok.\n\n");
        text.push_str("show(F, A) ->\n    R = try F(A) catch C:E -> {C, E} end,\n    io:format(\"~p~n\", [R]).\n\n");
        self.matching.clear();
        let mut functions = String::new();
        for function in 1..=4 {
            let count = 3 + self.below(5);
            let clauses: Vec<String> = (1..=count)
                .map(|number| self.function_clause(function, number))
                .collect();
            let _ = write!(functions, "\n{}.\n", clauses.join(";\n"));
        }
        let arguments: Vec<String> = (0..14).map(|_| self.subject()).collect();
        let _ = write!(
            text,
            "arguments() ->\n    [{}].\n{functions}",
            arguments.join(",\n     ")
        );
        text
    }

    fn function_clause(&mut self, function: usize, number: usize) -> String {
        let (pattern, guard, bound) = self.head(3);
        let shown = bound.join(", ");
        let body = match (self.below(6), bound.first()) {
            (0, Some(first)) => format!(
                "case {first} of {{_, T}} -> {{deeper, T}}; [H | _] -> {{head, H}}; _ -> {{c{number}, [{shown}]}} end"
            ),
            (1, Some(first)) => format!("{{c{number}, {first} + 1}}"),
            (2, Some(first)) => format!("[{{c{number}, E}} || E <- {first}]"),
            (3, Some(first)) => format!(
                "try length({first}) of L -> {{c{number}, L}} catch error:R -> {{R, c{number}}} end"
            ),
            (4, Some(first)) => format!("G = fun() -> {{c{number}, {first}}} end, G()"),
            _ => format!("{{c{number}, [{shown}]}}"),
        };
        format!("f{function}({pattern}){guard} -> {body}")
    }
}
