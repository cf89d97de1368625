-module(io_protocol_requests).
-export([main/0]).

main() ->
    Self = self(),
    Leader = spawn(fun() -> leader(Self) end),
    group_leader(Leader, self()),
    io:put_chars("chars"),
    io:nl(),
    io:write({a, "b"}),
    Line = io:get_line("prompt> "),
    Columns = io:columns(),
    Error = (catch io:put_chars(no_such_device, "x")),
    Requests = collect(),
    group_leader(whereis(user), self()),
    io:format("~p~n~p ~p~n", [Requests, Line, Columns]),
    case Error of {'EXIT', {Reason, _}} -> Reason end.

leader(To) ->
    receive
        {io_request, From, As, Request} ->
            To ! {request, Request},
            From ! {io_reply, As, answer(Request)},
            leader(To)
    end.

answer({get_line, _, _}) -> "typed\n";
answer({get_geometry, columns}) -> 42;
answer(_) -> ok.

collect() -> receive {request, R} -> [R | collect()] after 20 -> [] end.
