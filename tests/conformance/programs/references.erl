-module(references).
-export([main/0]).

main() ->
    A = make_ref(),
    B = make_ref(),
    io:format("~p ~p ~p~n", [A, B, A]),
    {A =:= A, A =:= B, is_reference(A), A < B, lists:sort([B, A]) =:= [A, B], ref_to_list(A) =/= ref_to_list(B)}.
