%% Reports of handlers as text.
-module(ge_format_log).
-behaviour(gen_event).
-compile([export_all, nowarn_export_all]).

main() ->
    R = #{label => {gen_event, terminate}, handler => {my_handler, 1}, name => my_manager, last_message => {event, lists:seq(1, 30)},
          state => lists:seq(1, 40), reason => {'EXIT', {oops, [{m, f, 1, []}]}}},
    [io:format("~ts~n", [gen_event:format_log(X, C)]) || X <- [R, R#{reason := nonsense}, R#{reason := {'EXIT', {undef, [{no_module, f, [], []}]}}}, #{label => {gen_event, no_handle_info}, module => m, message => x}],
        C <- [#{}, #{single_line => true}, #{depth => 8}, #{depth => 8, single_line => true}]],
    gen_event:format_log(R).
