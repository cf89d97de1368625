%% Collections of requests.
-module(st_request_ids).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, 1}),
    C0 = gen_statem:reqids_new(),
    C1 = gen_statem:send_request(Pid, get, first, C0),
    C2 = gen_statem:reqids_add(gen_statem:send_request(nobody, get), second, C1),
    Size = gen_statem:reqids_size(C2),
    Labels = lists:sort([L || {_, L} <- gen_statem:reqids_to_list(C2)]),
    Answers = lists:sort(collect(C2)),
    Bad = [element(1, element(2, catch F())) || F <- [fun() -> gen_statem:reqids_size(x) end, fun() -> gen_statem:reqids_add(x, y, C0) end, fun() -> gen_statem:reqids_to_list([]) end]],
    {Size, Labels, Answers, gen_statem:wait_response(C0, 0, true), Bad}.
collect(C) ->
    case gen_statem:receive_response(C, 1000, true) of
        {Response, Label, Left} -> [{Label, Response} | collect(Left)];
        no_request -> []
    end.
