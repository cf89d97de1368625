-module(ge_answer_before_report).
-behaviour(gen_event).
-export([main/0, init/1, handle_event/2, handle_call/2]).

%% The answer to a call that crashed its handler is printed before the report, which takes longer.
main() ->
    {ok, Manager} = gen_event:start(),
    ok = gen_event:add_handler(Manager, ?MODULE, state),
    {error, {'EXIT', {Reason, _}}} = gen_event:call(Manager, ?MODULE, crash),
    io:format("answered: ~p~n", [Reason]),
    timer:sleep(100),
    gen_event:which_handlers(Manager).

init(State) -> {ok, State}.
handle_event(_, State) -> {ok, State}.
handle_call(crash, _) -> error(in_call).
