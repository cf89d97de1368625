-module(gs_format_status_2).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2, format_status/2]).

main() ->
    {ok, Pid} = gen_server:start({local, gs_secret_2}, ?MODULE, secret, []),
    {status, Pid, {module, gen_server}, [_, running, _, [], Shown]} = sys:get_status(Pid),
    gen_server:cast(Pid, crash),
    timer:sleep(250),
    lists:last(Shown).

init(State) -> {ok, State}.
handle_call(_, _, State) -> {noreply, State}.
handle_cast(crash, _) -> error(crashed).
handle_info(_, State) -> {noreply, State}.
format_status(normal, [_Dictionary, secret]) -> [{data, [{"State", for_humans}]}];
format_status(terminate, [_Dictionary, secret]) -> for_the_report.
