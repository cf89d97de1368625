%% Collections of requests to handlers.
-module(ge_request_ids).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    C1 = gen_event:send_request(Pid, ?MODULE, q, one, gen_event:reqids_new()),
    C2 = gen_event:reqids_add(gen_event:send_request(Pid, no_handler, q), two, C1),
    {gen_event:reqids_size(C2), lists:sort([L || {_, L} <- gen_event:reqids_to_list(C2)]), lists:sort(collect(C2)),
     element(1, element(2, catch gen_event:reqids_size(x)))}.
collect(C) ->
    case gen_event:receive_response(C, 1000, true) of
        {Response, Label, Left} -> [{Label, Response} | collect(Left)];
        no_request -> []
    end.
