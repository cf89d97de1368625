%% A process can be the group leader of another: what it prints arrives as io requests.
-module(group_leader_capture).
-export([main/0]).

main() ->
    Self = self(),
    Pid = spawn(fun() -> receive go -> io:format("captured ~p~n", [1]), Self ! done end end),
    group_leader(Self, Pid),
    Pid ! go,
    receive
        {io_request, From, ReplyAs, {put_chars, Encoding, M, F, A}} ->
            From ! {io_reply, ReplyAs, ok},
            receive done -> ok end,
            {Encoding, lists:flatten(apply(M, F, A))}
    end.
