-module(bad_optional).
-export([behaviour_info/1]).
behaviour_info(callbacks) -> [{one, 1}];
behaviour_info(optional_callbacks) -> foo.
