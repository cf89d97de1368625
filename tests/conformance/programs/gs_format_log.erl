%% The report as text: several lines, one line, cut short.
-module(gs_format_log).
-behaviour(gen_server).
-include("gs_server.hrl").

main() ->
    R = #{label => {gen_server, terminate}, name => my_server, last_message => {message, lists:seq(1, 30)}, state => lists:seq(1, 30),
          log => [{in, x}, {noreply, y}], reason => {oops, [{m, f, 1, []}]}, client_info => {self(), dead}},
    [io:format("~ts~n", [gen_server:format_log(X, C)]) || X <- [R#{client_info := undefined}, R#{log := [], client_info := undefined, reason := {undef, [{no_module, f, [], []}]}}, #{label => {gen_server, no_handle_info}, module => m, message => x}],
        C <- [#{}, #{single_line => true}, #{depth => 8}, #{depth => 8, single_line => true}]],
    gen_server:format_log(R#{log := [], client_info := undefined}).
