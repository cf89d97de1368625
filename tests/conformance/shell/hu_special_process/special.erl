-module(special).
-export([start/0, init/1, loop/3, system_continue/3, system_terminate/4, system_code_change/4, system_get_state/1]).
start() -> proc_lib:start(?MODULE, init, [self()]).
init(Parent) -> register(special, self()), proc_lib:init_ack({ok, self()}), loop(Parent, sys:debug_options([]), first).
loop(Parent, Debug, State) ->
    receive
        {system, From, Request} -> sys:handle_system_msg(Request, From, Parent, ?MODULE, Debug, State);
        {From, Ask} -> From ! {old, Ask, State}, ?MODULE:loop(Parent, Debug, State)
    end.
system_continue(Parent, Debug, State) -> ?MODULE:loop(Parent, Debug, State).
system_terminate(Reason, _, _, _) -> exit(Reason).
system_get_state(State) -> {ok, State}.
system_code_change(State, Module, Vsn, Extra) -> io:format("~p~n", [{State, Module, Vsn, Extra}]), {ok, {Extra, State}}.
