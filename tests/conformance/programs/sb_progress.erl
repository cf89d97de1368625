%% A bridge tells of its start, and its reports on one line.
-module(sb_progress).
-behaviour(supervisor_bridge).
-include("sb_bridge.hrl").

main() ->
    process_flag(trap_exit, true),
    ok = logger:set_primary_config(level, info),
    {ok, Pid} = supervisor_bridge:start_link(?MODULE, sb_thing),
    timer:sleep(100),
    exit(Pid, shutdown),
    timer:sleep(50),
    ok = logger:set_primary_config(level, notice),
    [io:format("~ts~n", [supervisor_bridge:format_log(#{label => {supervisor, L}, report => R}, C)]) ||
        {L, R} <- [{progress, [{supervisor, {local, s}}, {started, [{pid, p}, {mfa, {m, f, []}}]}]},
                   {error, [{supervisor, {local, s}}, {errorContext, child_terminated}, {reason, why}, {offender, [{pid, p}, {mod, m}]}]}],
        C <- [#{}, #{single_line => true}]],
    flush().
