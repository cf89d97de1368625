%% The report names the caller; the caller gets the reason.
-module(st_crash_in_call).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    register(st_caller, self()),
    {ok, Pid} = gen_statem:start({local, st_crasher}, ?MODULE, {ok, a, data}, []),
    Got = try gen_statem:call(Pid, {do, fun(_, _, _) -> error(oops) end}) catch exit:{{Reason, _}, {M, F, _}} -> {Reason, M, F} end,
    timer:sleep(300),
    {Got, whereis(st_crasher)}.
