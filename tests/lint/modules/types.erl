-module(types).
-export([f/1, g/0, h/2, i/0]).
-export_type([t/0, t/0, undef/1, op/0]).
-export_type(bad).
-type t() :: u() | v(integer()) | integer() | foo().
-type u() :: 1..2 | b..c | -1 | 1 + 1 | $a.
-type v(X) :: {X, Y}.
-type v(X) :: X.
-type w(X, Y) :: {X}.
-type unused() :: a.
-type unused2(X) :: [X].
-opaque op() :: a.
-opaque op2() :: b.
-type list() :: a.
-type integer() :: b.
-type string(X) :: X.
-type rec() :: [rec()] | #{a => rec()} | #r{}.
-type fn() :: fun((...) -> a) | fun((X) -> X) | fun().
-type bin() :: <<_:8, _:_*8>> | <<_:a>> | <<_:(-1)>>.
-type remote() :: lists:foo() | dict:dict() | array:array() | dict() | gb_set().
-spec f(X) -> X.
f(X) -> X.
-spec f(integer()) -> atom().
-spec g(X) -> X when X :: a.
g() -> ok.
-spec h(A, B) -> {ok, A} when A :: C, B :: D.
h(A, B) -> {A, B}.
-spec nofun() -> ok.
-spec other:f(a) -> b.
-spec types:i() -> b.
i() -> ok.
-callback cb(a) -> b.
-callback cb(c) -> d.
-callback other:cb2(a) -> b.
-optional_callbacks([cb/1, nocb/2]).
-optional_callbacks(bad).
-callback arity(a) -> b; (a, b) -> c.
-spec spec_arity(a) -> b; (a, b) -> c.
spec_arity(X) -> X.
-spec single(A) -> ok.
single(_) -> ok.
-spec under(_A, _) -> _.
under(_, _) -> ok.
-type range() :: 5..1 | 1..a | a..1 | (1+1)..5.
-type tup() :: tuple(a) | map(a) | union() | product() | range(a).
-type rr() :: #rec{a :: b}.
-record(rec, {a :: fld(), b :: unknown_t()}).
-type fld() :: a.
-type dup_field() :: #rec{a :: x, a :: y}.
