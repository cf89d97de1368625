%% The right side runs only when it is needed.
-module(andalso_orelse).
-export([main/0]).

main() ->
    {say(true) andalso say(false), say(false) andalso say(true), say(true) orelse say(false), say(false) orelse say(x),
     say(true) and say(false), say(true) or say(true), say(1) =:= say(1)}.

say(X) -> io:format("~p ", [X]), X.
