%% A server that is asked Times times 100,000 questions: call, switch, answer, switch.
-module(gen_server_call).
-behaviour(gen_server).
-export([run/1, init/1, handle_call/3, handle_cast/2]).

-define(CALLS, 100000).

run(Times) ->
    {ok, Server} = gen_server:start(?MODULE, 0, []),
    Last = ask(Times * ?CALLS, Server, 0),
    gen_server:stop(Server),
    Last.

ask(0, _Server, Last) -> Last;
ask(N, Server, _) -> ask(N - 1, Server, gen_server:call(Server, next)).

init(N) -> {ok, N}.

handle_call(next, _From, N) -> {reply, N + 1, N + 1}.

handle_cast(_, N) -> {noreply, N}.
