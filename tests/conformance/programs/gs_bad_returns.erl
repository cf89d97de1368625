-module(gs_bad_returns).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    Ways = [{call, nonsense}, {cast, {reply, x, y}}, {info, nonsense}, {call, {stop, why}}, {cast, {noreply}}],
    [run(How, What) || {How, What} <- Ways].

run(How, What) ->
    {ok, Pid} = gen_server:start(?MODULE, the_state, []),
    Monitor = monitor(process, Pid),
    case How of
        call -> catch gen_server:call(Pid, What);
        cast -> gen_server:cast(Pid, What);
        info -> Pid ! What
    end,
    Reason = receive {'DOWN', Monitor, _, _, R} -> R end,
    timer:sleep(250),
    Reason.

init(State) -> {ok, State}.
handle_call(What, _, _) -> What.
handle_cast(What, _) -> What.
handle_info(What, _) -> What.
