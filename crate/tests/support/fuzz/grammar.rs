//! Random functions of Erlang's grammar, each expression as deep as it is given leave to be.

use super::Random;

/// How deep expressions nest.
const DEPTH: usize = 5;

const VARIABLES: &[&str] = &["X", "Y", "_Z", "_", "Größe", "L@1"];
const ATOMS: &[&str] = &[
    "a", "ok", "'end'", "'A b'", "'\\n'", "'日本'", "true", "'\\''", "é", "a@b",
];
const LITERALS: &[&str] = &[
    "0",
    "1",
    "255",
    "16#1F",
    "36#zz",
    "1_000",
    "123456789012345678901234567890",
    "1.0",
    "1.5e-300",
    "0.1",
    "1.0e22",
    "$a",
    "$\\n",
    "$\\s",
    "$\\\\",
    "$'",
    "$\"",
    "$日",
    "\"\"",
    "\"abc\"",
    "\"a\" \"b\"",
    "\"\\e\\x{7f}é\\\"\"",
    "\"日本\"",
    "[]",
    "{}",
    "#{}",
    "<<>>",
    "\"a long string that is broken into pieces when it does not fit on a line\"",
];
const BINARY_OPERATORS: &[&str] = &[
    "+", "-", "*", "/", "div", "rem", "band", "bor", "bxor", "bsl", "bsr", "and", "or", "xor",
    "andalso", "orelse", "++", "--", "==", "/=", "=<", "<", ">=", ">", "=:=", "=/=", "!", "=",
];
const UNARY_OPERATORS: &[&str] = &["-", "+", "not", "bnot", "catch"];
const GUARDS: &[&str] = &[
    "true",
    "is_atom(X)",
    "X > 1, Y < 2",
    "a; b",
    "not X",
    "X =:= #r{}",
    "-1 < X",
    "is_list(X) andalso hd(X) == 1",
];
const SEGMENTS: &[&str] = &[
    "",
    ":8",
    "/utf8",
    ":4/little-signed-unit:8",
    "/binary",
    ":X",
    ":(X + 1)/bitstring",
    "/float",
];
const CALLED: &[&str] = &[
    "f",
    "'f f'",
    "m:f",
    "?MODULE:f",
    "X",
    "X:Y",
    "(fun g/1)",
    "m:'end'",
    "lists:map",
];

pub struct Writer<'a> {
    random: &'a mut Random,
    out: String,
}

/// A function `f` of random clauses.
pub fn function(random: &mut Random) -> String {
    let mut writer = Writer {
        random,
        out: String::new(),
    };
    let arity = writer.random.below(3);
    let clauses = 1 + writer.random.below(3);
    for clause in 0..clauses {
        writer.put(if clause > 0 { ";\nf" } else { "f" });
        writer.put("(");
        writer.several(arity, DEPTH - 2, ", ");
        writer.put(")");
        writer.guard();
        writer.put(" -> ");
        writer.body(DEPTH);
    }
    writer.put(".\n");
    writer.out
}

impl Writer<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn one_of(&mut self, all: &[&str]) {
        let text = *self.random.pick(all);
        self.put(text);
    }

    fn several(&mut self, count: usize, depth: usize, between: &str) {
        for index in 0..count {
            if index > 0 {
                self.put(between);
            }
            self.expr(depth);
        }
    }

    fn some(&mut self, depth: usize) {
        let count = self.random.below(4);
        self.several(count, depth, ", ");
    }

    fn body(&mut self, depth: usize) {
        let count = 1 + self.random.below(3);
        self.several(count, depth, ", ");
    }

    fn guard(&mut self) {
        if self.random.once_in(3) {
            self.put(" when ");
            self.one_of(GUARDS);
        }
    }

    fn clauses(&mut self, depth: usize, head: &str, with_pattern: bool) {
        let count = 1 + self.random.below(3);
        for index in 0..count {
            self.put(if index > 0 { "; " } else { "" });
            self.put(head);
            if with_pattern {
                self.expr(depth.min(2));
                self.guard();
            } else if head.is_empty() {
                self.one_of(GUARDS);
            }
            self.put(" -> ");
            self.body(depth);
        }
    }

    fn qualifiers(&mut self, depth: usize) {
        let count = 1 + self.random.below(3);
        for index in 0..count {
            self.put(if index > 0 { ", " } else { "" });
            match self.random.below(3) {
                0 => self.expr(depth),
                1 => {
                    self.expr(depth.min(1));
                    self.put(" <- ");
                    self.expr(depth);
                }
                _ => {
                    self.put("<<");
                    self.one_of(VARIABLES);
                    self.one_of(SEGMENTS);
                    self.put(">> <= ");
                    self.expr(depth);
                }
            }
        }
    }

    fn fields(&mut self, depth: usize, separator: &[&str], names: &[&str]) {
        self.put("{");
        let count = self.random.below(3);
        for index in 0..count {
            self.put(if index > 0 { ", " } else { "" });
            if names.is_empty() {
                self.expr(depth);
            } else {
                self.one_of(names);
            }
            self.one_of(separator);
            self.expr(depth);
        }
        self.put("}");
    }

    fn in_brackets(&mut self, depth: usize) {
        self.put("(");
        self.expr(depth);
        self.put(")");
    }

    fn expr(&mut self, depth: usize) {
        if depth == 0 || self.random.once_in(5) {
            return match self.random.below(3) {
                0 => self.one_of(VARIABLES),
                1 => self.one_of(ATOMS),
                _ => self.one_of(LITERALS),
            };
        }
        let deeper = depth - 1;
        match self.random.below(24) {
            0..=3 => {
                // Brackets or not: either may be read another way than it was meant.
                let bare = self.random.once_in(2);
                if bare {
                    self.expr(deeper);
                } else {
                    self.in_brackets(deeper);
                }
                self.put(" ");
                self.one_of(BINARY_OPERATORS);
                self.put(" ");
                if bare {
                    self.expr(deeper);
                } else {
                    self.in_brackets(deeper);
                }
            }
            4 => {
                self.one_of(UNARY_OPERATORS);
                self.put(" ");
                self.expr(deeper);
            }
            5 => self.in_brackets(deeper),
            6 => {
                self.put("[");
                self.several(1, deeper, "");
                self.put(" | ");
                self.expr(deeper);
                self.put("]");
            }
            7 => self.bracketed("[", deeper, "]"),
            8 => self.bracketed("{", deeper, "}"),
            9 => {
                self.one_of(CALLED);
                self.bracketed("(", deeper, ")");
            }
            10 => self.enclosed("begin ", deeper, " end", Self::body),
            11 => {
                self.put("case ");
                self.expr(deeper);
                self.put(" of ");
                self.clauses(deeper, "", true);
                self.put(" end");
            }
            12 => self.enclosed("if ", deeper, " end", |writer, depth| {
                writer.clauses(depth, "", false);
            }),
            13 => self.receive(deeper),
            14 => self.attempt(deeper),
            15 => self.enclosed("fun ", deeper, " end", |writer, depth| {
                writer.clauses(depth, "(X)", false);
            }),
            16 => self.enclosed("fun ", deeper, " end", |writer, depth| {
                writer.clauses(depth, "Loop(X)", false);
            }),
            17 => self.one_of(&[
                "fun f/1",
                "fun m:f/2",
                "fun X:Y/Z",
                "fun ?MODULE:f/0",
                "fun 'a b':'end'/1",
            ]),
            18 => self.comprehension("[", deeper, "]"),
            19 => self.comprehension("<< <<", deeper, ">>"),
            20 => {
                let updated = self.random.once_in(2);
                self.one_of(if updated {
                    &["X", "(f())", "#{}", "(X)#{a => 1}"]
                } else {
                    &[""]
                });
                self.put("#");
                self.fields(
                    deeper,
                    if updated {
                        &[" => ", " := "]
                    } else {
                        &[" => "]
                    },
                    &[],
                );
            }
            21 => {
                self.one_of(&["", "X", "(f())", "X#r.a", "#r{}"]);
                self.one_of(&["#r", "#'R r'"]);
                self.fields(deeper, &[" = "], &["a", "b", "'C c'", "_"]);
            }
            22 => self.one_of(&[
                "X#r.a",
                "#r.b",
                "(f(X))#r.a",
                "#r{a = 1}#r.b",
                "X#'R r'.'C c'",
            ]),
            _ => self.binary(deeper),
        }
    }

    fn enclosed(&mut self, open: &str, depth: usize, close: &str, inside: fn(&mut Self, usize)) {
        self.put(open);
        inside(self, depth);
        self.put(close);
    }

    fn bracketed(&mut self, open: &str, depth: usize, close: &str) {
        self.enclosed(open, depth, close, Self::some);
    }

    fn comprehension(&mut self, open: &str, depth: usize, close: &str) {
        self.put(open);
        if open.ends_with("<<") {
            self.in_brackets(depth);
            self.one_of(SEGMENTS);
            self.put(">>");
        } else {
            self.expr(depth);
        }
        self.put(" || ");
        self.qualifiers(depth);
        self.put(close);
    }

    fn receive(&mut self, depth: usize) {
        self.put("receive ");
        let timed = self.random.once_in(2);
        if !timed || self.random.once_in(2) {
            self.clauses(depth, "", true);
        }
        if timed {
            self.put(" after ");
            self.expr(depth);
            self.put(" -> ");
            self.body(depth);
        }
        self.put(" end");
    }

    fn attempt(&mut self, depth: usize) {
        self.put("try ");
        self.body(depth);
        if self.random.once_in(2) {
            self.put(" of ");
            self.clauses(depth, "", true);
        }
        let caught = self.random.once_in(2);
        if caught {
            self.put(" catch ");
            let class = *self
                .random
                .pick(&["", "error:", "_:X:Stack when X -> 1; throw:", "C:"]);
            self.clauses(depth, class, true);
        }
        if !caught || self.random.once_in(2) {
            self.put(" after ");
            self.body(depth);
        }
        self.put(" end");
    }

    fn binary(&mut self, depth: usize) {
        self.put("<<");
        let count = self.random.below(4);
        for index in 0..count {
            self.put(if index > 0 { ", " } else { "" });
            match self.random.below(4) {
                0 => self.in_brackets(depth),
                1 => self.one_of(VARIABLES),
                2 => self.one_of(&["1", "\"abc\"", "$a", "1.5", "-1"]),
                _ => self.expr(0),
            }
            self.one_of(SEGMENTS);
        }
        self.put(">>");
    }
}
