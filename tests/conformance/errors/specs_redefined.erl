-module(specs_redefined).
-export([f/0, behaviour_info/1]).
-spec f() -> ok.
-spec f() -> nope(); (integer()) -> ok.
f() -> ok.
-callback a(integer()) -> ok.
-callback a(atom()) -> nope().
behaviour_info(callbacks) -> [].
