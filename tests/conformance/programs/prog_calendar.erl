%% A month's calendar, ages, and weekdays.
-module(prog_calendar).
-export([main/0]).

main() ->
    month(2024, 2),
    month(2026, 11),
    Born = {1815, 12, 10},
    Then = {1842, 7, 1},
    io:format("age ~w, ~w days, born on ~s~n",
              [age(Born, Then), calendar:date_to_gregorian_days(Then) - calendar:date_to_gregorian_days(Born),
               day_name(calendar:day_of_the_week(Born))]),
    Fridays = [{Y, M} || Y <- lists:seq(2020, 2026), M <- lists:seq(1, 12), calendar:day_of_the_week(Y, M, 13) =:= 5],
    io:format("Friday 13th: ~p~n", [Fridays]),
    Start = calendar:datetime_to_gregorian_seconds({{1999, 12, 31}, {23, 59, 0}}),
    [io:format("~s~n", [stamp(calendar:gregorian_seconds_to_datetime(Start + 25 * N))]) || N <- lists:seq(0, 4)],
    {Days, Time} = calendar:time_difference({{2024, 1, 1}, {12, 0, 0}}, {{2024, 12, 25}, {8, 30, 0}}),
    io:format("~w days and ~p~n", [Days, Time]),
    io:format("~s~n", [calendar:system_time_to_rfc3339(1_000_000_000, [{offset, "Z"}])]),
    length(Fridays).

month(Year, Month) ->
    io:format("~s~n", [string:pad(io_lib:format("~s ~w", [month_name(Month), Year]), 20, both)]),
    io:format("Mo Tu We Th Fr Sa Su~n"),
    Before = calendar:day_of_the_week(Year, Month, 1) - 1,
    Last = calendar:last_day_of_the_month(Year, Month),
    Cells = lists:duplicate(Before, "  ") ++ [io_lib:format("~2w", [D]) || D <- lists:seq(1, Last)],
    [io:format("~s~n", [lists:join(" ", Week)]) || Week <- chunks(Cells, 7)].

chunks([], _) -> [];
chunks(L, N) when length(L) =< N -> [L];
chunks(L, N) ->
    {A, B} = lists:split(N, L),
    [A | chunks(B, N)].

age({Y, M, D}, {Y2, M2, D2}) when {M2, D2} >= {M, D} -> Y2 - Y;
age({Y, _, _}, {Y2, _, _}) -> Y2 - Y - 1.

day_name(N) -> lists:nth(N, ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]).

month_name(N) ->
    element(N, {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December"}).

stamp({{Y, Mo, D}, {H, Mi, S}}) -> io_lib:format("~4..0w-~2..0w-~2..0w ~2..0w:~2..0w:~2..0w", [Y, Mo, D, H, Mi, S]).
