-module(gs_format_status_reason).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, format_status/1, log/2]).

%% format_status/1 is given the reason without the stack, which stands beside it in the report.
main() ->
    ok = logger:add_handler(mine, ?MODULE, #{config => self()}),
    [run(Request) || Request <- [error, exit, stop, return]].

run(Request) ->
    {ok, Server} = gen_server:start(?MODULE, secret, []),
    catch gen_server:call(Server, Request),
    receive {report, Reason} -> io:format("~p~n", [Reason]) after 1000 -> io:format("no report~n") end,
    timer:sleep(50),
    Request.

init(State) -> {ok, State}.
handle_call(error, _, _) -> error(oops);
handle_call(exit, _, _) -> exit(oops);
handle_call(stop, _, State) -> {stop, oops, State};
handle_call(return, _, _) -> oops.
handle_cast(_, State) -> {noreply, State}.
format_status(#{reason := Reason} = Status) -> Status#{state => hidden, reason => {shown, Reason}};
format_status(Status) -> Status.

log(#{msg := {report, #{label := {gen_server, terminate}, reason := Reason}}}, #{config := Pid}) ->
    Pid ! {report, case Reason of {Shown, Stack} when is_list(Stack) -> {Shown, [element(2, Frame) || Frame <- Stack]}; _ -> Reason end};
log(_, _) ->
    ok.
