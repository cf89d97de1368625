-module(types_defined_again).
-export([f/0]).
-export_type([a/0, b/1]).
-type a() :: integer().
-type a() :: nosuch().
-type a() :: <<_:_*X>>.
-type integer() :: nosuch().
-type b(X) :: X.
-type b(X) :: {X, #nosuch{}}.
f() -> ok.
