-module(fun2ms_select).
-export([main/0]).

-include_lib("stdlib/include/ms_transform.hrl").

-record(emp, {no, name, dept, year}).

-define(OLD(Year), ets:fun2ms(fun(#emp{name = Name, year = Y}) when Y < Year -> Name end)).

%% Match specifications from funs, run over a list.
main() ->
    Rows = [#emp{no = 1, name = "Black", dept = sales, year = 2000},
            #emp{no = 2, name = "Doe", dept = prod, year = 2001},
            #emp{no = 3, name = "Smith", dept = dev, year = 1997}],
    Limit = 2001,
    io:format("~p~n", [run(Rows, ?OLD(Limit))]),
    io:format("~p~n", [run(Rows, ets:fun2ms(fun(#emp{dept = sales} = E) -> E end))]),
    io:format("~p~n", [run(Rows, ets:fun2ms(fun(#emp{name = "S" ++ Rest} = E) -> {"T" ++ Rest, E#emp{no = 0}};
                                               (#emp{no = N, year = Y}) when N =:= 1; Y > 2000 -> {N + Y, hd(N)}
                                            end))]),
    ets:test_ms({1, 2}, ets:fun2ms(fun({A, B}) when A < B -> {B, A} end)).

run(Rows, MatchSpec) -> ets:match_spec_run(Rows, ets:match_spec_compile(MatchSpec)).
