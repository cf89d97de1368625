//! Breaking a measured term into lines.
//!
//! Elements fill a line as long as they are unbreakable texts and fit; anything with parts starts a line of its own
//! and ends it. A tuple that starts with an atom, and a record, indents the rest to the place after the tag, as long as
//! that leaves room: otherwise by 4 columns, otherwise by 1. Which of the three holds is decided once for the whole
//! term, by a trial walk that prints nothing.

use super::PrettyOptions;
use super::measure::{End, Node, NodeId, Shape, Tree};
use limits::INDENT_COLUMNS_MAX;

/// Indentation of the parts of a tagged tuple: after the tag, however long it is.
const AFTER_TAG: i64 = -1;

/// Appends the laid-out term; `true` if it is one line.
pub fn print(out: &mut String, tree: &Tree, options: &PrettyOptions<'_>) -> bool {
    let width = tree.node(tree.root).width;
    let column = options.column.max(1) as i64;
    let line = options.line_length as i64;
    let max_chars = options.line_max_chars.map_or(width, |max| max as i64);
    if line == 0 || width < line - column && width <= max_chars {
        write_flat(out, tree, tree.root);
        return true;
    }
    let start = Place {
        column,
        indent: column - 1,
        closers: 0,
        used: 0,
    };
    let fits = |tag_indent: &i64| {
        let mut trial = Layout {
            tree,
            line,
            max_chars,
            tag_indent: *tag_indent,
            out: None,
            todo: Vec::new(),
        };
        trial.run(start)
    };
    let tag_indent = [AFTER_TAG, 4].into_iter().find(fits).unwrap_or(1);
    Layout {
        tree,
        line,
        max_chars,
        tag_indent,
        out: Some(out),
        todo: Vec::new(),
    }
    .run(start);
    false
}

/// Where a part starts.
#[derive(Clone, Copy)]
struct Place {
    /// Column, from 1.
    column: i64,
    /// Columns before everything that the part puts on a new line.
    indent: i64,
    /// How many closing brackets must follow on the same line.
    closers: i64,
    /// Characters on this line so far, indentation apart.
    used: i64,
}

enum Step {
    Node(NodeId, Place),
    /// The elements from `position` on; the line stands at `column` with `used` characters. `home` is where they start
    /// when they get a line of their own.
    Rest {
        node: NodeId,
        position: usize,
        home: Place,
        column: i64,
        used: i64,
    },
    Text(&'static str),
    Line(i64),
}

struct Layout<'a> {
    tree: &'a Tree,
    line: i64,
    max_chars: i64,
    tag_indent: i64,
    /// Absent in a trial walk.
    out: Option<&'a mut String>,
    todo: Vec<Step>,
}

impl Layout<'_> {
    /// Walks the tree; `false` when a trial finds too little room.
    fn run(&mut self, start: Place) -> bool {
        self.todo.push(Step::Node(self.tree.root, start));
        while let Some(step) = self.todo.pop() {
            let good = match step {
                Step::Node(node, place) => self.node(node, place),
                Step::Rest {
                    node,
                    position,
                    home,
                    column,
                    used,
                } => self.rest(node, position, home, column, used),
                Step::Text(text) => {
                    self.text(text);
                    true
                }
                Step::Line(indent) => {
                    self.new_line(indent);
                    true
                }
            };
            if !good && self.out.is_none() {
                return false;
            }
        }
        true
    }

    fn text(&mut self, text: &str) {
        if let Some(out) = &mut self.out {
            out.push_str(text);
        }
    }

    fn flat(&mut self, node: NodeId) {
        if let Some(out) = &mut self.out {
            write_flat(out, self.tree, node);
        }
    }

    fn new_line(&mut self, indent: i64) {
        if let Some(out) = &mut self.out {
            out.push('\n');
            out.extend(std::iter::repeat_n(
                ' ',
                indent.clamp(0, INDENT_COLUMNS_MAX) as usize,
            ));
        }
    }

    fn fits(&self, width: i64, place: Place) -> bool {
        width < self.line - place.column - place.closers
            && width + place.used + place.closers <= self.max_chars
    }

    fn node(&mut self, id: NodeId, place: Place) -> bool {
        let node = self.tree.node(id);
        if self.fits(node.width, place) {
            self.flat(id);
            return true;
        }
        match node.shape {
            Shape::Text { .. } => {
                self.flat(id);
                true
            }
            Shape::Bits { start, end } => {
                self.bits(start, end, place);
                true
            }
            Shape::Tuple { tagged: true } => self.tagged_tuple(id, place),
            Shape::Record { start, end, width } => {
                let tree = self.tree;
                self.text(&tree.text[start..end]);
                self.record(id, width, place)
            }
            Shape::List => self.bracketed(id, "[", "]", place),
            Shape::Tuple { tagged: false } => self.bracketed(id, "{", "}", place),
            Shape::Map => self.bracketed(id, "#{", "}", place),
        }
    }

    fn bracketed(
        &mut self,
        id: NodeId,
        open: &'static str,
        close: &'static str,
        place: Place,
    ) -> bool {
        let width = open.len() as i64;
        self.text(open);
        self.todo.push(Step::Text(close));
        let home = Place {
            column: place.column + width,
            indent: place.indent + width,
            closers: place.closers,
            used: place.used + 1,
        };
        self.first(id, 0, home)
    }

    fn tagged_tuple(&mut self, id: NodeId, place: Place) -> bool {
        let tree = self.tree;
        let tag = tree.children(tree.node(id))[0];
        let tag_width = tree.node(tag).width;
        let after_tag = tag_width + 2;
        self.text("{");
        self.flat(tag);
        self.todo.push(Step::Text("}"));
        if self.tag_indent > 0 && after_tag > self.tag_indent {
            let column = place.column + self.tag_indent;
            let home = Place {
                column,
                indent: place.indent + self.tag_indent,
                closers: place.closers,
                used: 0,
            };
            let used = place.used + 1 + tag_width;
            self.todo.push(Step::Rest {
                node: id,
                position: 1,
                home,
                column: place.column + after_tag,
                used,
            });
            return self.leaves_room(column);
        }
        let column = place.column + after_tag;
        self.text(",");
        let home = Place {
            column,
            indent: place.indent + after_tag,
            closers: place.closers,
            used: place.used + 1 + tag_width + 1,
        };
        self.leaves_room(column + 1) && self.first(id, 1, home)
    }

    /// Whether parts that start at this column have enough of the line.
    fn leaves_room(&self, column: i64) -> bool {
        self.out.is_some() || self.max_chars + column <= self.line || column <= self.line / 2
    }

    /// `#name{` and its fields.
    fn record(&mut self, id: NodeId, name_width: i64, place: Place) -> bool {
        self.text("{");
        self.todo.push(Step::Text("}"));
        if self.elements(id) == 0 {
            return self.first(id, 0, place);
        }
        let (home, breaks) = self.after_name(name_width + 1, place, place.used + name_width + 1);
        if breaks {
            self.new_line(home.indent);
        }
        self.leaves_room(home.column) && self.first(id, 0, home)
    }

    /// Where the fields of a record, or the value of a field, start after a name of this width; and whether on a new
    /// line.
    fn after_name(&self, width: i64, place: Place, used: i64) -> (Place, bool) {
        let breaks = self.tag_indent > 0 && width > self.tag_indent;
        let shift = if breaks { self.tag_indent } else { width };
        let home = Place {
            column: place.column + shift,
            indent: place.indent + shift,
            closers: place.closers,
            used: if breaks { 0 } else { used },
        };
        (home, breaks)
    }

    /// How many elements (pairs and fields count as one) the node has.
    fn elements(&self, id: NodeId) -> usize {
        let node = self.tree.node(id);
        let count = self.tree.children(node).len();
        if is_paired(node) { count / 2 } else { count }
    }

    /// Width of an element, and whether it is made of unbreakable texts.
    fn element(&self, id: NodeId, position: usize) -> (i64, bool) {
        let node = self.tree.node(id);
        let children = self.tree.children(node);
        if !is_paired(node) {
            let child = self.tree.node(children[position]);
            return (child.width, child.is_text());
        }
        let (key, value) = (
            self.tree.node(children[2 * position]),
            self.tree.node(children[2 * position + 1]),
        );
        let between = if node.shape == Shape::Map { 4 } else { 3 };
        (
            key.width + between + value.width,
            key.is_text() && value.is_text(),
        )
    }

    /// Closing brackets after element `position`: those of the whole if it is the last one.
    fn closers_after(&self, id: NodeId, position: usize, closers: i64) -> i64 {
        if position + 1 < self.elements(id) {
            0
        } else {
            closers + 1
        }
    }

    /// The element that starts right here, then the rest.
    fn first(&mut self, id: NodeId, position: usize, home: Place) -> bool {
        if position == self.elements(id) {
            if self.tree.node(id).end == End::Dots {
                self.text("...");
            }
            return true;
        }
        let place = Place {
            closers: self.closers_after(id, position, home.closers),
            ..home
        };
        self.place_element(id, position, place, home)
    }

    /// Puts element `position` at `place` and what follows it after that.
    fn place_element(&mut self, id: NodeId, position: usize, place: Place, home: Place) -> bool {
        let (width, is_text) = self.element(id, position);
        let fits = self.fits(width, place);
        // What follows anything but a text that fits needs a new line: the line counts as full.
        let taken = if fits && is_text { width } else { self.line };
        let rest = Step::Rest {
            node: id,
            position: position + 1,
            home,
            column: home.column + taken,
            used: if self.tree.node(id).shape == Shape::Map {
                taken
            } else {
                place.used + taken
            },
        };
        self.todo.push(rest);
        if fits {
            self.flat_element(id, position);
            return true;
        }
        self.break_element(id, position, place)
    }

    fn flat_element(&mut self, id: NodeId, position: usize) {
        let tree = self.tree;
        if let Some(out) = &mut self.out {
            let node = tree.node(id);
            let children = tree.children(node);
            if is_paired(node) {
                write_flat(out, tree, children[2 * position]);
                out.push_str(if node.shape == Shape::Map {
                    " => "
                } else {
                    " = "
                });
                write_flat(out, tree, children[2 * position + 1]);
            } else {
                write_flat(out, tree, children[position]);
            }
        }
    }

    /// An element that does not fit on the line.
    fn break_element(&mut self, id: NodeId, position: usize, place: Place) -> bool {
        let tree = self.tree;
        let node = tree.node(id);
        let children = tree.children(node);
        if !is_paired(node) {
            self.todo.push(Step::Node(children[position], place));
            return true;
        }
        let (key, value) = (children[2 * position], children[2 * position + 1]);
        if node.shape == Shape::Map {
            let shift = if self.tag_indent > 0 {
                self.tag_indent
            } else {
                4
            };
            let value_place = Place {
                column: place.column + shift,
                indent: place.indent + shift,
                closers: place.closers,
                used: 0,
            };
            self.todo.push(Step::Node(value, value_place));
            self.todo.push(Step::Line(value_place.indent));
            self.todo.push(Step::Text(" =>"));
            self.todo.push(Step::Node(key, place));
            return true;
        }
        self.flat(key);
        let width = tree.node(key).width + 3;
        let (value_place, breaks) = self.after_name(width, place, place.used + width);
        if breaks {
            self.text(" =");
            self.new_line(value_place.indent);
        } else {
            self.text(" = ");
        }
        self.todo.push(Step::Node(value, value_place));
        self.leaves_room(value_place.column)
    }

    fn rest(&mut self, id: NodeId, position: usize, home: Place, column: i64, used: i64) -> bool {
        if position == self.elements(id) {
            return self.end(id, home, column, used);
        }
        let (width, is_text) = self.element(id, position);
        let closers = self.closers_after(id, position, home.closers);
        let taken = 1 + width;
        let reserve = closers.max(1);
        self.text(",");
        if is_text
            && taken < self.line - column - reserve
            && used + taken + reserve <= self.max_chars
        {
            self.flat_element(id, position);
            let (column, used) = (column + taken, used + taken);
            self.todo.push(Step::Rest {
                node: id,
                position: position + 1,
                home,
                column,
                used,
            });
            return true;
        }
        self.new_line(home.indent);
        let place = Place {
            closers,
            used: 0,
            ..home
        };
        self.place_element(id, position, place, home)
    }

    /// What stands after the last element.
    fn end(&mut self, id: NodeId, home: Place, column: i64, used: i64) -> bool {
        let node = self.tree.node(id);
        let bar = if node.shape == Shape::List { "|" } else { "," };
        match node.end {
            End::Closed => true,
            End::Dots => {
                self.text(bar);
                self.text("...");
                true
            }
            End::Tail(tail) => {
                self.text(bar);
                let closers = home.closers + 1;
                let (width, is_text) = (self.tree.node(tail).width, self.tree.node(tail).is_text());
                if is_text
                    && width + 1 < self.line - column - closers
                    && width + 1 + used + closers <= self.max_chars
                {
                    self.flat(tail);
                    return true;
                }
                self.new_line(home.indent);
                // The trial measures a tail from where the list has come to, not from the new line it will get.
                let column = if self.out.is_some() {
                    home.column
                } else {
                    column
                };
                let place = Place {
                    column,
                    closers,
                    used: 0,
                    ..home
                };
                self.todo.push(Step::Node(tail, place));
                true
            }
        }
    }

    /// `<<1,2,3,...>>` with a new line before each number that does not fit.
    fn bits(&mut self, start: usize, end: usize, place: Place) {
        let room = ((self.line - place.column - 2).min(self.max_chars - 4 - place.used)
            - place.closers)
            .max(8);
        let tree = self.tree;
        let Some(out) = &mut self.out else { return };
        out.push_str("<<");
        let mut left = room;
        for number in tree.text[start + 2..end - 2].split_inclusive(',') {
            let width = number.len() as i64;
            left -= width;
            if left < 0 {
                out.push('\n');
                out.extend(std::iter::repeat_n(
                    ' ',
                    (place.indent + 2).clamp(0, INDENT_COLUMNS_MAX) as usize,
                ));
                left = room - width;
            }
            out.push_str(number);
        }
        out.push_str(">>");
    }
}

fn is_paired(node: &Node) -> bool {
    matches!(node.shape, Shape::Map | Shape::Record { .. })
}

/// A node on one line.
fn write_flat(out: &mut String, tree: &Tree, id: NodeId) {
    enum Flat {
        Node(NodeId),
        Text(&'static str),
    }
    let mut todo = vec![Flat::Node(id)];
    while let Some(step) = todo.pop() {
        let id = match step {
            Flat::Text(text) => {
                out.push_str(text);
                continue;
            }
            Flat::Node(id) => id,
        };
        let node = tree.node(id);
        let children = tree.children(node);
        let (open, close, inside) = match node.shape {
            Shape::Text { start, end } | Shape::Bits { start, end } => {
                out.push_str(&tree.text[start..end]);
                continue;
            }
            Shape::List => ("[", "]", ","),
            Shape::Tuple { .. } => ("{", "}", ","),
            Shape::Map => ("#{", "}", " => "),
            Shape::Record { start, end, .. } => {
                out.push_str(&tree.text[start..end]);
                ("{", "}", " = ")
            }
        };
        out.push_str(open);
        todo.push(Flat::Text(close));
        let bar = match (node.shape, children.is_empty()) {
            (_, true) => "",
            (Shape::List, _) => "|",
            _ => ",",
        };
        match node.end {
            End::Closed => {}
            End::Dots => todo.extend([Flat::Text("..."), Flat::Text(bar)]),
            End::Tail(tail) => todo.extend([Flat::Node(tail), Flat::Text(bar)]),
        }
        for (position, &child) in children.iter().enumerate().rev() {
            todo.push(Flat::Node(child));
            if position > 0 {
                todo.push(Flat::Text(if is_paired(node) && position % 2 == 1 {
                    inside
                } else {
                    ","
                }));
            }
        }
    }
}
