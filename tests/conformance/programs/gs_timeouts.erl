-module(gs_timeouts).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start_link(?MODULE, self(), []),
    A = next(),
    gen_server:call(Pid, {timeout, 10}),
    B = next(),
    gen_server:cast(Pid, {timeout, 0}),
    C = next(),
    %% A message takes the timeout away.
    gen_server:cast(Pid, {timeout, 50}),
    gen_server:cast(Pid, {timeout, infinity}),
    {A, B, C, next()}.

next() -> receive Message -> Message after 1000 -> nothing end.

init(Parent) -> {ok, Parent, 5}.
handle_call({timeout, Time}, _, Parent) -> {reply, ok, Parent, Time}.
handle_cast({timeout, Time}, Parent) -> {noreply, Parent, Time}.
handle_info(timeout, Parent) ->
    Parent ! timed_out,
    {noreply, Parent}.
