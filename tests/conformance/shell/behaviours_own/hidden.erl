-module(hidden).
-export([f/0]).
f() -> behaviour_info(callbacks).
behaviour_info(callbacks) -> [{one, 1}].
