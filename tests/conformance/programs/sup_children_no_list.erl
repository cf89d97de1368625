-module(sup_children_no_list).
-behaviour(supervisor).
-export([main/0, init/1]).

init(Children) -> {ok, {#{}, Children}}.

%% Without what only shows inside OTP.
reason({Reason, [{M, F, A, _} | _]}) -> {Reason, {M, F, A}};
reason(Reason) -> Reason.

main() ->
    process_flag(trap_exit, true),
    logger:set_primary_config(level, none),
    [begin
         {error, Reason} = supervisor:start_link(?MODULE, Children),
         io:format("~p~n", [reason(Reason)])
     end || Children <- [foo, [#{id => a, start => {m, f, []}} | foo], [foo], #{}]],
    io:format("~p~n", [supervisor:check_childspecs([#{id => a, start => {m, f, []}}, foo])]),
    io:format("~p~n", [catch supervisor:check_childspecs(foo)]).
