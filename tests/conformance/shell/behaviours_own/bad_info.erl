-module(bad_info).
-export([behaviour_info/1]).
behaviour_info(callbacks) -> [foo, {a, b}].
