-module(m).
-export([rec/0]).
-record(user, {name, age = 0 :: integer()}).
rec() -> #user{name = "a"}.
