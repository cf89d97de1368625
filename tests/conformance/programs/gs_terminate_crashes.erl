-module(gs_terminate_crashes).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

main() ->
    [begin
        {ok, Pid} = gen_server:start(?MODULE, Way, []),
        Monitor = monitor(process, Pid),
        gen_server:cast(Pid, {stop, Reason}),
        Down = receive {'DOWN', Monitor, _, _, {R, [_ | _]}} -> {R, stack}; {'DOWN', Monitor, _, _, R} -> R end,
        timer:sleep(250),
        Down
     end || Way <- [error, exit, throw], Reason <- [normal, failure]].

init(State) -> {ok, State}.
handle_call(_, _, State) -> {noreply, State}.
handle_cast({stop, Reason}, State) -> {stop, Reason, State}.
handle_info(_, State) -> {noreply, State}.
terminate(_, error) -> error(in_terminate);
terminate(_, exit) -> exit(in_terminate);
terminate(_, throw) -> throw(in_terminate).
