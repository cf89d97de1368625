-module(gs_terminate_rules).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

%% When terminate is called: always if the server stops itself or crashes, at its parent's end only if it traps exits.
main() ->
    process_flag(trap_exit, true),
    Cases = [{Traps, End} || Traps <- [false, true],
             End <- [stop_normal, stop_shutdown, sys_terminate, parent_exit, exit_signal, kill, return_stop]],
    [{Traps, End, run(Traps, End)} || {Traps, End} <- Cases].

run(Traps, End) ->
    Self = self(),
    Starter = spawn(fun() ->
        {ok, Pid} = gen_server:start_link(?MODULE, {Traps, Self}, []),
        Self ! {started, Pid},
        receive {'end', Reason} -> exit(Reason) end
    end),
    Pid = receive {started, P} -> P end,
    Monitor = monitor(process, Pid),
    case End of
        stop_normal -> catch gen_server:stop(Pid);
        stop_shutdown -> catch gen_server:stop(Pid, shutdown, 1000);
        sys_terminate -> sys:terminate(Pid, {shutdown, asked});
        parent_exit -> Starter ! {'end', shutdown};
        exit_signal -> exit(Pid, shutdown);
        kill -> exit(Pid, kill);
        return_stop -> gen_server:cast(Pid, {stop, {shutdown, self}})
    end,
    Reason = receive {'DOWN', Monitor, _, _, R} -> R end,
    exit(Starter, kill),
    Terminated = receive {terminate, T} -> T after 20 -> not_called end,
    {Terminated, Reason}.

init({Traps, Watcher}) ->
    process_flag(trap_exit, Traps),
    {ok, Watcher}.
handle_call(_, _, State) -> {noreply, State}.
handle_cast({stop, Reason}, State) -> {stop, Reason, State}.
handle_info({'EXIT', _, Reason}, State) -> {stop, Reason, State}.
terminate(Reason, Watcher) -> Watcher ! {terminate, Reason}.
