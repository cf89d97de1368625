-module(type_reach).
-export([f/1]).
-type a() :: b().
-type b() :: a().
-type c() :: d().
-type d() :: integer().
-type used_in_spec() :: used2().
-type used2() :: atom().
-type used_in_record() :: 1.
-record(r, {a :: used_in_record()}).
-record(unused, {a :: used_in_unused()}).
-type used_in_unused() :: 2.
-type used_in_callback() :: 3.
-callback x() -> used_in_callback().
-spec f(#r{}) -> used_in_spec().
f(_) -> g(#r{}).
-spec g(X) -> X when X :: used_in_when().
g(X) -> X.
-type used_in_when() :: 4.
-type with(X) :: {X, X}.
-spec h(with(a)) -> b.
h(_) -> b.
