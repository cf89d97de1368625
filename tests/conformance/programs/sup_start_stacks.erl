%% The stacks of start functions that crash: at the start, on request, on restarts of each kind.
-module(sup_start_stacks).
-behaviour(supervisor).
-export([main/0, init/1, good_once/0, bad/0, log/2]).

init(Returned) -> Returned.
bad() -> error(oops).
good_once() ->
    case get(started) of
        undefined ->
            put(started, true),
            {ok, spawn_link(fun() -> receive Reason -> exit(Reason) end end)};
        true ->
            error(oops)
    end.

log(#{msg := {report, #{report := Report}}}, _) ->
    io:format("~p ~p~n", [proplists:get_value(errorContext, Report), places(proplists:get_value(reason, Report))]);
log(_, _) -> ok.

places({'EXIT', {_, Stack}}) -> [{M, F, A} || {M, F, A, _} <- Stack];
places({Inner, _}) -> places(Inner);
places(Reason) -> Reason.

spec(F) -> #{id => F, start => {?MODULE, F, []}}.

main() ->
    process_flag(trap_exit, true),
    ok = logger:remove_handler(default),
    ok = logger:add_handler(mine, ?MODULE, #{}),
    {error, {shutdown, {failed_to_start_child, bad, A}}} = supervisor:start_link(?MODULE, {ok, {#{}, [spec(bad)]}}),
    io:format("first start ~p~n", [places(A)]),
    {ok, S} = supervisor:start_link(?MODULE, {ok, {#{intensity => 2}, []}}),
    {error, {B, _}} = supervisor:start_child(S, spec(bad)),
    io:format("start_child ~p~n", [places(B)]),
    {ok, _} = supervisor:start_child(S, spec(good_once)),
    ok = supervisor:terminate_child(S, good_once),
    {error, C} = supervisor:restart_child(S, good_once),
    io:format("restart_child ~p~n", [places(C)]),
    [begin
         io:format("~p~n", [Strategy]),
         {ok, S2} = supervisor:start_link(?MODULE, {ok, {#{intensity => 1, strategy => Strategy}, [spec(good_once)]}}),
         [{_, Child, _, _}] = supervisor:which_children(S2),
         Child ! die,
         timer:sleep(100)
     end || Strategy <- [one_for_one, one_for_all, rest_for_one]],
    {ok, S3} = supervisor:start_link(?MODULE, {ok, {#{strategy => simple_one_for_one}, [spec(bad)]}}),
    {error, D} = supervisor:start_child(S3, []),
    io:format("simple ~p~n", [places(D)]),
    {ok, S4} = supervisor:start_link(?MODULE, {ok, {#{intensity => 1, strategy => simple_one_for_one}, [spec(good_once)]}}),
    {ok, Child4} = supervisor:start_child(S4, []),
    Child4 ! die,
    timer:sleep(100).
