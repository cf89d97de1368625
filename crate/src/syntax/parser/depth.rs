//! How deep will the tree be? Answered from the tokens alone, without recursion.
//!
//! Invariant: for every prefix of tokens that the grammar accepts, the parser's descent and the tree are no deeper than
//! the counts here. Brackets and blocks open a level; within a level every operator may add one more node above or
//! below the others, and the count of operators starts anew after each comma and other separator.

use crate::token::{Symbol, Token, TokenKind};
use limits::SYNTAX_DEPTH_MAX;

/// What stands between two separators, so far.
#[derive(Clone, Copy, Default)]
struct Segment {
    operators: u32,
    /// The highest bracket or block closed in it.
    highest: u32,
}

/// An open bracket or block.
struct Level {
    closer: Closer,
    /// What was before it in the surrounding level.
    around: Segment,
    /// The highest segment in the surrounding level before that one.
    around_highest: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Closer {
    Bracket,
    End,
}

impl Closer {
    /// How many levels it counts for. A block has its expressions in clauses, and takes twice the stack.
    const fn weight(self) -> u32 {
        match self {
            Self::Bracket => 1,
            Self::End => 2,
        }
    }
}

enum Role {
    Open(Closer),
    Close(Closer),
    Separator,
    Operator,
    Plain,
}

/// The index of the first token that nests too deep.
pub(super) fn first_too_deep(tokens: &[Token]) -> Option<usize> {
    let mut levels: Vec<Level> = Vec::new();
    let mut segment = Segment::default();
    let mut highest = 0u32;
    // Levels around the present one, each with the operators before it.
    let mut descent = 0u32;
    for (index, token) in tokens.iter().enumerate() {
        match role(tokens, index, token) {
            Role::Open(closer) => {
                // A call of what has just been closed puts a node above that.
                segment.operators += u32::from(index > 0 && closes(&tokens[index - 1]));
                descent += segment.operators + closer.weight();
                levels.push(Level {
                    closer,
                    around: segment,
                    around_highest: highest,
                });
                (segment, highest) = (Segment::default(), 0);
            }
            Role::Close(closer) => {
                // More than one level: an error, or `fun` in a type.
                let found = levels
                    .iter()
                    .rposition(|level| level.closer == closer)
                    .unwrap_or(levels.len());
                for level in levels.drain(found..).rev() {
                    let height =
                        level.closer.weight() + highest.max(segment.operators + segment.highest);
                    (segment, highest) = (level.around, level.around_highest);
                    descent -= segment.operators + level.closer.weight();
                    segment.highest = segment.highest.max(height);
                }
            }
            Role::Separator => {
                highest = highest.max(segment.operators + segment.highest);
                segment = Segment::default();
            }
            Role::Operator => segment.operators += 1,
            Role::Plain => {}
        }
        if segment.operators + descent.max(segment.highest) > SYNTAX_DEPTH_MAX {
            return Some(index);
        }
    }
    None
}

fn closes(token: &Token) -> bool {
    matches!(
        token.kind,
        TokenKind::Symbol(
            Symbol::CloseParen
                | Symbol::CloseBrace
                | Symbol::CloseBracket
                | Symbol::CloseBinary
                | Symbol::End
        )
    )
}

fn role(tokens: &[Token], index: usize, token: &Token) -> Role {
    let TokenKind::Symbol(symbol) = token.kind else {
        return Role::Plain;
    };
    match symbol {
        Symbol::OpenParen | Symbol::OpenBrace | Symbol::OpenBracket | Symbol::OpenBinary => {
            Role::Open(Closer::Bracket)
        }
        Symbol::CloseParen | Symbol::CloseBrace | Symbol::CloseBracket | Symbol::CloseBinary => {
            Role::Close(Closer::Bracket)
        }
        Symbol::Begin
        | Symbol::Case
        | Symbol::If
        | Symbol::Receive
        | Symbol::Try
        | Symbol::Maybe => Role::Open(Closer::End),
        Symbol::Fun if opens_fun(&tokens[index + 1..]) => Role::Open(Closer::End),
        Symbol::End => Role::Close(Closer::End),
        Symbol::Comma
        | Symbol::Semicolon
        | Symbol::Arrow
        | Symbol::Bar
        | Symbol::DoubleBar
        | Symbol::When
        | Symbol::Of
        | Symbol::After
        | Symbol::Else => Role::Separator,
        Symbol::Point | Symbol::Fun => Role::Plain,
        // Everything else is an operator or does no harm when counted as one.
        _ => Role::Operator,
    }
}

/// Whether `fun` starts clauses that `end` closes, rather than naming a function.
fn opens_fun(rest: &[Token]) -> bool {
    let first = rest.first().map(|token| &token.kind);
    let second = rest.get(1).map(|token| &token.kind);
    let paren = TokenKind::Symbol(Symbol::OpenParen);
    first == Some(&paren) || (matches!(first, Some(TokenKind::Var(_))) && second == Some(&paren))
}
