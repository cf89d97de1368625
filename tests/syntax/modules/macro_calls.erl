-module(c).
-ifdef(Q).
-if(garbage here.
-endif.
foo bar λ 16#.
-foo
-else.
ok() -> 1.
-error("hello").
-error({a,b}).
-error.
-error x.
-error().
-error(X).
-error(a,b).
-warning("hello").
-warning(a).
-warning.
-warning(a) b.
-endif.
-include("x.hrl").
-include("nope.hrl").
-include(nope).
-include.
-include("a","b").
-include_lib("nope/x.hrl").
-include_lib("stdlib/nope.hrl").
-include_lib("x.hrl").
-include_lib(a).
-include "x.hrl".
-include("x" "y").
-include("x.hrl") z.
-define(INC, "x.hrl").
-include(?INC).
-file("foo.erl", 10).
o() -> {?LINE, ?FILE}.
bad bad.
-file("bar", x).
-file(a, 1).
-file("x").
-file.
-define(P(), 1).
-define(P, 2).
-define(P(A), 3).
p() -> {?P, ?P(), ?P(1)}.
p() -> ?P(1,2).
-foo(?FUNCTION_NAME).
-foo(?FUNCTION_ARITY).
-foo(?MODULE).
-foo(?XX).
-define(M2, ?MODULE).
q() -> ?M2:x(), fun ?MODULE:f/1, ?MODULE_STRING, -?XX.
-?XX.
-define(ATTR, -bar(x)).
?ATTR.
-define(HEAD, r).
?HEAD() -> ?FUNCTION_NAME.
?HEAD(a, {b,c}, [d,e]) -> ?FUNCTION_ARITY.
-define(EMPTY, ).
?EMPTY.
?EMPTY s() -> a.
-define(TWO(A,B), A B).
t() -> ?TWO(,1).
t() -> ?TWO(1,).
t() -> ?TWO(foo,()).
t() -> ?TWO(1,2).
-define(NEST(X), ?P(X)).
u() -> {?NEST(?NEST(1)), ?NEST(?P), ?TWO(?P, +?P)}.
-define(STR(X), {??X, X}).
v() -> ?STR(a:b(1, "x") ), ?STR(), ?STR(X ).
w() -> "a" ?MODULE_STRING "b".
-ifdef(foo). -endif.
-define(ARGS(A, B), [A | B]).
x() -> ?ARGS([1,2],{3,4}), ?ARGS(<<1,2>>, (1)), ?ARGS(begin 1, 2 end, if a -> b, c; d -> e end).
y() -> ?ARGS(fun a/1, fun() -> a, b end), ?ARGS(fun(X) -> X end, fun F() -> a, b end).
y() -> ?ARGS(fun a:b/1, c).
y() -> ?ARGS(try a catch b -> c, d end, receive a -> b, c end).
-define(z(A), A).
z() -> ?z(1), ?'z'(2), ?z(?z(3)).
z1() -> ? z(1), ?z (1).
-define(long,
   a,
   b).
z2() -> {?long, ?LINE}.
-ifndef(abc).
