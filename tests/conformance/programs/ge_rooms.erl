%% Chat rooms as event managers: members are supervised handlers that go with their process.
-module(ge_rooms).
-behaviour(gen_event).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Room} = gen_event:start_link(),
    Me = self(),
    Member = fun(Name) -> spawn(fun() -> ok = gen_event:add_sup_handler(Room, {?MODULE, Name}, {Name, Me}), Me ! joined, member(Room, Name) end) end,
    Ann = Member(ann), receive joined -> ok end,
    Bob = Member(bob), receive joined -> ok end,
    ok = gen_event:sync_notify(Room, {said, ann, "hello"}),
    A = heard(2),
    exit(Bob, kill),
    timer:sleep(50),
    ok = gen_event:sync_notify(Room, {said, ann, "anybody?"}),
    B = heard(1),
    Ann ! leave,
    C = receive {left, ann, Why} -> Why after 1000 -> none end,
    {A, B, C, gen_event:which_handlers(Room)}.

member(Room, Name) ->
    receive
        leave -> gen_event:delete_handler(Room, {?MODULE, Name}, left), member(Room, Name);
        {gen_event_EXIT, {?MODULE, Name}, Reason} -> io:format("~p: ~p~n", [Name, Reason])
    end.
heard(N) -> lists:sort([receive {heard, Name, Text} -> {Name, Text} after 1000 -> nothing end || _ <- lists:seq(1, N)]).

init({Name, Screen}) -> {ok, {Name, Screen}}.
handle_event({said, _, Text}, {Name, Screen} = State) -> Screen ! {heard, Name, Text}, {ok, State}.
handle_call(_, State) -> {ok, State, State}.
terminate(left, {Name, Screen}) -> Screen ! {left, Name, gladly};
terminate({stop, Reason}, {Name, _}) -> io:format("~p is gone: ~p~n", [Name, Reason]).
