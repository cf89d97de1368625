%% A module made of forms, loaded from the binary that the compiler gives.
-module(code_load_binary).
-export([main/0]).

forms(Name, Value) ->
    [{attribute, 1, module, Name}, {attribute, 1, export, [{value, 0}]},
     {function, 2, value, 0, [{clause, 2, [], [], [{atom, 2, Value}]}]}].

show(Term) -> io:format("~p~n", [Term]).

class(Fun) -> try Fun() catch Class:Reason -> {Class, Reason} end.

main() ->
    {ok, made, One} = compile:forms(forms(made, one)),
    {ok, made, Two} = compile:forms(forms(made, two), []),
    show(is_binary(One)),
    show({code:is_loaded(made), code:which(made), erlang:module_loaded(made)}),
    show(code:load_binary(made, "made.erl", One)),
    show({code:is_loaded(made), code:which(made), erlang:module_loaded(made), made:value()}),
    show(erlang:check_old_code(made)),
    show(code:load_binary(made, "/somewhere/made.beam", Two)),
    show({code:which(made), made:value(), erlang:check_old_code(made)}),
    show(code:purge(made)),
    show(erlang:check_old_code(made)),
    show(class(fun() -> code:load_binary("made", "made.erl", One) end)),
    show(class(fun() -> code:load_binary(made, 7, One) end)),
    show(class(fun() -> code:load_binary(made, "made.erl", "text") end)),
    show({code:module_md5(<<"no">>), byte_size(code:module_md5(One))}),
    show(code:module_md5(One) =:= code:module_md5(Two)),
    show(code:module_md5(Two) =:= made:module_info(md5)),
    {delete, code:delete(made), code:is_loaded(made), class(fun made:value/0)}.
