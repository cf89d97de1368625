%% Prints the lines that OTP shows in stack traces of library functions: {{Module, Function, Arity, head | in}, Line}.
%% `erlc *.erl && erl -noshell -eval "library_lines:main()."`, and beside it the crash reports of library_lines_callbacks:scenarios().
%% Of several lines crate/src/machine/library_lines.txt has the one that crash reports show most, else the last.
-module(library_lines).
-export([main/0]).
main() -> ets:new(fr, [named_table, public, bag]), logger:set_primary_config(level, none), library_lines_callbacks:scenarios(),
  C1 = fun(_) -> error(probe) end, C2 = fun(_,_) -> error(probe) end, C3 = fun(_,_,_) -> error(probe) end, C0 = fun() -> error(probe) end,
  Vals = [foo, 1, -1, [a], [1,2], [{a,1}], "str", <<"b">>, #{a => 1}, {a,b}, [[a],[b]], [foo|bar], C0, C1, C2, C3, 1.5, [], 0, dict:store(a,1,dict:new()), queue:from_list([1,2]), gb_trees:from_orddict([{a,1}]), gb_sets:from_list([1]), array:from_list([1]), sets:from_list([a])],
  [[ [rec(M,F,As) || As <- argss(A, Vals)] || {F,A} <- M:module_info(exports), F =/= module_info, F =/= seq, F =/= duplicate, A > 0, A < 5] || M <- [lists,maps,string,dict,queue,orddict,ordsets,sets,gb_trees,gb_sets,array,proplists,calendar,filename,base64,unicode_util,binary,math]],
  [io:format("~p.~n", [X]) || X <- lists:sort(ets:tab2list(fr))], halt().
argss(1, V) -> [[X] || X <- V];
argss(2, V) -> [[X,Y] || X <- V, Y <- V];
argss(N, V) -> [[lists:nth(rand:uniform(length(V)), V) || _ <- lists:seq(1,N)] || _ <- lists:seq(1,3000)].
rec(M,F,As) -> try apply(M,F,As) catch _:_:S -> [ets:insert(fr, {{Mo,Fu, if is_list(Ar) -> length(Ar); true -> Ar end, if is_list(Ar) -> head; true -> in end}, proplists:get_value(line, L)}) || {Mo,Fu,Ar,L} <- S, proplists:get_value(line, L) =/= undefined, Mo =/= ?MODULE] end.
