-module(gs_long_state).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

%% A large state in the report is not cut.
main() ->
    {ok, Pid} = gen_server:start({local, gs_long}, ?MODULE, [], []),
    gen_server:cast(Pid, crash),
    timer:sleep(250),
    whereis(gs_long).

init([]) -> {ok, #{list => lists:seq(1, 100), text => "A text that is quite long and needs more than one line of the report",
                   binary => <<"bytes">>, nested => [{item, N, lists:duplicate(N, x)} || N <- lists:seq(1, 12)]}}.
handle_call(_, _, State) -> {noreply, State}.
handle_cast(crash, _) -> exit({too_much, lists:seq(1, 40)}).
handle_info(_, State) -> {noreply, State}.
