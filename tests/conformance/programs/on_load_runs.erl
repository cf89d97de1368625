%% What -on_load names runs before anybody can call the module.
-module(on_load_runs).
-export([main/0, value/0]).
-on_load(prepare/0).

prepare() ->
    io:format("preparing ~p~n", [?MODULE]),
    persistent_term:put(?MODULE, {prepared, is_pid(self())}),
    timer:sleep(5),
    ok.

value() -> persistent_term:get(?MODULE).

main() -> {value(), ?MODULE:value(), erlang:module_loaded(?MODULE)}.
