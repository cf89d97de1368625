-module(hibernate).
-export([main/0, awake/2]).

main() ->
    Self = self(),
    Pid = spawn(fun() -> proc_lib_free(Self) end),
    timer:sleep(20),
    Info = process_info(Pid, current_function),
    Pid ! wake,
    {Info, receive {awake, X, M} -> {X, M} end}.

proc_lib_free(Parent) -> erlang:hibernate(?MODULE, awake, [Parent, 1]).

awake(Parent, X) -> receive M -> Parent ! {awake, X, M} end.
