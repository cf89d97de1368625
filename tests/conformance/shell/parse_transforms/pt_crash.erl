-module(pt_crash).
-export([parse_transform/2]).
parse_transform(Forms, _) -> hd(lists:filter(fun(_) -> false end, Forms)).
