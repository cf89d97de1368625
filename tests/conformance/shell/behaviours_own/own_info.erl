-module(own_info).
-export([behaviour_info/1]).
behaviour_info(callbacks) -> [{start, 1}, {stop, 0}];
behaviour_info(optional_callbacks) -> [{stop, 0}];
behaviour_info(_) -> undefined.
