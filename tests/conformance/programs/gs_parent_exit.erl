-module(gs_parent_exit).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

main() ->
    process_flag(trap_exit, true),
    Self = self(),
    [begin
        Parent = spawn(fun() ->
            {ok, Pid} = gen_server:start_link(?MODULE, {Self, Traps}, []),
            Self ! {server, Pid},
            receive {finish, Reason} -> exit(Reason) end
        end),
        Pid = receive {server, P} -> P end,
        Monitor = monitor(process, Pid),
        Parent ! {finish, Reason},
        Down = receive {'DOWN', Monitor, _, _, R} -> R after 50 -> alive end,
        exit(Pid, kill),
        timer:sleep(300),
        {Traps, Reason, Down, receive {told, T} -> T after 0 -> untold end}
     end || Traps <- [true, false], Reason <- [normal, shutdown, failure]].

init({Watcher, Traps}) ->
    process_flag(trap_exit, Traps),
    {ok, Watcher}.
handle_call(_, _, State) -> {noreply, State}.
handle_cast(_, State) -> {noreply, State}.
handle_info(Info, Watcher) ->
    Watcher ! {told, {info, Info}},
    {noreply, Watcher}.
terminate(Reason, Watcher) -> Watcher ! {told, {terminate, Reason}}.
