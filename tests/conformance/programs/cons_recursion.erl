%% Lists built by body recursion: what the calls that are under way show, survive and give back.
-module(cons_recursion).
-export([main/0, deep_trace/1, many/5]).

main() ->
    print(deep, catch_frames(fun() -> inverses([4, 2, 1, 0, 5]) end)),
    print(two_places, catch_frames(fun() -> merge([1, 4, zz], [2, oops, 7]) end)),
    print(no_clause, catch_frames(fun() -> inverses([1, 2 | tail]) end)),
    print(nested, catch_frames(fun() -> [[10 div Y || Y <- Row] || Row <- [[1, 2], [5, 0], [3]]] end)),
    print(named, catch_frames(fun() -> (fun Down(0) -> check(get(nothing)); Down(N) -> [N | Down(N - 1)] end)(20) end)),
    print(by_turns, catch_frames(fun() -> even([1, 2, 3, 4, 5, 6, stop]) end)),
    print(recovers, [guarded(X) || X <- [1, 0, a]]),
    print(inside, inside([1, 0, 2, x])),
    print(thrown, catch until([1, 2, 3, found, 4])),
    print(current, deep_trace([1, 2, 3])),
    print(exits, exits()),
    print(improper, onto([1, 2, 3], tail)),
    print(swapped, swapped(6, 3)),
    print(many, many(3, a, b, c, d)),
    print(trees, copy([1, [2, [3], []], [[4 | 5]] | 6])),
    print(filtered, keep([1, 2, 3, 4, 5, 6, 7, 8])),
    print(elsewhere, ends_elsewhere([1, 2, 3])),
    print(received, received()),
    print(captured, captured([1, 2, 3], 10, [x, y])),
    print(collected, collected(2000)),
    print(long, long(1000000)),
    print(shared, shared(3000)),
    print(waits, waits()),
    ok.

print(Name, Value) -> io:format("~p: ~p~n", [Name, Value]).

%% The exception and its frames of this module.
catch_frames(Fun) ->
    try Fun() catch Class:Reason:Trace -> {Class, Reason, own(Trace)} end.

own(Trace) -> [{F, A, proplists:get_value(line, L)} || {?MODULE, F, A, L} <- Trace].

inverses([]) -> [];
inverses([H | T]) -> [10 div H | inverses(T)].

merge([], Ys) -> Ys;
merge(Xs, []) -> Xs;
merge([X | Xs], [Y | _] = Ys) when X + 0 < Y -> [X | merge(Xs, Ys)];
merge(Xs, [Y | Ys]) -> [check(Y) | merge(Xs, Ys)].

check(Y) when is_integer(Y) -> Y.

even([]) -> [];
even([stop]) -> erlang:error(stopped);
even([H | T]) -> [H | odd(T)].

odd([]) -> [];
odd([stop]) -> erlang:error(stopped);
odd([H | T]) -> [{odd, H} | even(T)].

guarded(X) -> try [a | tail_of(X)] catch error:Reason -> {caught, Reason} end.

tail_of(0) -> [];
tail_of(X) when is_integer(X) -> [X | tail_of(X - 1)];
tail_of(X) -> X + 1.

inside([]) -> [];
inside([H | T]) -> [try 10 div H catch _:R:Trace -> {R, own(Trace)} end | inside(T)].

until([found | _]) -> throw(found);
until([H | T]) -> [H | until(T)].

deep_trace([]) -> 
    {current_stacktrace, Trace} = process_info(self(), current_stacktrace),
    own(Trace);
deep_trace([H | T]) -> [H | deep_trace(T)].

exits() ->
    {Pid, Ref} = spawn_monitor(fun() -> leaves([1, 2, 3, 4]) end),
    receive {'DOWN', Ref, process, Pid, Reason} -> Reason after 1000 -> none end.

leaves([3 | _]) -> exit(at_three);
leaves([H | T]) -> [H | leaves(T)].

onto([], Tail) -> Tail;
onto([H | T], Tail) -> [H | onto(T, Tail)].

swapped(0, B) -> [B];
swapped(A, B) when B > 5 -> [A | swapped(A - 1, B)];
swapped(A, B) -> [A | swapped(B, A - 1)].

many(0, A, B, C, D) -> {A, B, C, D};
many(N, A, B, C, D) -> [{N, A, B, C, D} | many(N - 1, D, A, B, C)].

copy([H | T]) -> [copy(H) | copy(T)];
copy(X) -> X.

keep([]) -> [];
keep([H | T]) when H rem 2 =:= 0 -> [H | keep(T)];
keep([H | T]) when H rem 3 =:= 0 -> [three | keep(T)];
keep([_ | T]) -> keep(T).

ends_elsewhere([]) -> lists:seq(1, 3);
ends_elsewhere([H | T]) -> [H | ends_elsewhere(T)].

received() ->
    Self = self(),
    _ = [Self ! {N, N * N} || N <- [3, 1, 2]],
    receive_in_order(1).

receive_in_order(4) -> [];
receive_in_order(N) -> receive {N, X} -> [X | receive_in_order(N + 1)] end.

captured(Xs, Add, More) -> [{X + Add, Y} || X <- Xs, X =/= 2, Y <- More].

%% Collections in the middle: of the head, of the rest, with garbage on both sides.
collected(N) ->
    List = garbage(N),
    {length(List), lists:sum([X || {X, _} <- List]), lists:nth(1000, List)}.

garbage(0) -> [];
garbage(N) ->
    _ = lists:seq(1, N rem 50),
    N rem 100 =:= 0 andalso erlang:garbage_collect(),
    [{N, integer_to_list(N)} | garbage(N - 1)].

long(N) ->
    List = count(N),
    {length(List), lists:sum(List), hd(List), lists:last(List)}.

count(0) -> [];
count(N) -> [N | count(N - 1)].

%% Many at once take turns.
shared(N) ->
    Self = self(),
    Pids = [spawn(fun() -> Self ! {self(), lists:sum(count(N))} end) || _ <- lists:seq(1, 20)],
    lists:usort([receive {Pid, Sum} -> Sum end || Pid <- Pids]).

%% One that waits in the middle is looked at from outside.
waits() ->
    Pid = spawn(fun() -> waiting([1, 2, 3]) end),
    receive after 20 -> ok end,
    {current_stacktrace, Trace} = process_info(Pid, current_stacktrace),
    exit(Pid, kill),
    [Name || {Name, _, _} <- own(Trace)].

waiting([]) -> receive never -> [] end;
waiting([H | T]) -> [H | waiting(T)].
