%% The report as text, in several lines, on one, and cut short.
-module(st_format_log).
-compile([export_all, nowarn_export_all]).

main() ->
    Report = #{label => {gen_statem, terminate}, name => my_machine, queue => [{{call, {self(), tag}}, lists:seq(1, 30)}, {cast, x}],
               postponed => [{info, y}], modules => [a, b], callback_mode => state_functions, state_enter => true,
               state => {state, lists:seq(1, 30)}, timeouts => {1, [{timeout, x}]}, log => [{in, {cast, x}, s}],
               reason => {error, oops, [{m, f, 1, []}]}, client_info => {self(), dead}},
    Small = Report#{queue := [], postponed := [], timeouts := {0, []}, log := [], client_info := undefined, state_enter := false, reason := {exit, why, []}},
    [io:format("~ts~n", [gen_statem:format_log(R, C)]) || R <- [Report, Small, Small#{reason := {error, undef, [{no_module, f, 0, []}]}}, Small#{reason := {error, undef, [{lists, no_function, [1], []}]}}],
        C <- [#{}, #{single_line => true}, #{depth => 8}, #{depth => 8, single_line => true}]],
    gen_statem:format_log(Small).
