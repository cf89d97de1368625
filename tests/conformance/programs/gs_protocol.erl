-module(gs_protocol).
-export([main/0]).

%% What a call, a cast and a system request look like on their way.
main() ->
    Self = self(),
    Server = spawn(fun() -> serve(Self) end),
    A = gen_server:call(Server, request),
    B = gen_server:cast(Server, request),
    C = (catch sys:get_state(Server, 100)),
    {A, B, C, [receive {seen, Shape} -> Shape end || _ <- "123"]}.

serve(Watcher) ->
    receive
        {'$gen_call', {Pid, [alias | Ref] = Tag}, Request} when is_pid(Pid), is_reference(Ref) ->
            Watcher ! {seen, {call, Request}},
            Ref ! {Tag, answer};
        {'$gen_cast', Request} ->
            Watcher ! {seen, {cast, Request}};
        {system, {Pid, [alias | Ref] = Tag}, get_state} when is_pid(Pid) ->
            Watcher ! {seen, {system, get_state}},
            Ref ! {Tag, {ok, my_state}}
    end,
    serve(Watcher).
