%% format_status/1 that fails in several ways.
-module(st_format_status_bad).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    [begin
         {ok, Pid} = gen_statem:start(?MODULE, How, []),
         {status, _, _, [_, _, _, _, Shown]} = sys:get_status(Pid),
         gen_statem:cast(Pid, crash),
         timer:sleep(150),
         lists:last(Shown)
     end || How <- [crash, no_map, too_few]].
init(How) -> {ok, a, How}.
callback_mode() -> state_functions.
a(cast, crash, _) -> {stop, why}.
format_status(#{data := crash}) -> error(in_format_status);
format_status(#{data := no_map}) -> no_map;
format_status(#{data := too_few} = Status) -> maps:with([data], Status#{data := shown}).
