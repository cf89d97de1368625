-module(callbacks_and_behaviour_info).
-export([behaviour_info/1]).
-callback one(integer()) -> ok.
-callback two() -> ok.
-optional_callbacks([two/0]).
behaviour_info(callbacks) -> [];
behaviour_info(_) -> undefined.
