#!/usr/bin/env escript
%% Writes crate/otp/lines.txt: where in OTP's own sources the functions stand that the library here has, too. Stack traces
%% name these lines, as real Erlang's do (crate/src/builtin/build/lines.rs).
%%
%%     tests/tools/otp_lines.escript > crate/otp/lines.txt
%%
%% One line per function: module, name and arity, the line of its head, then, in order, what it calls or does that can fail,
%% each with its line: `map_1/2=1320`, `maps:get/2=40`, `fun/1=1315` (a fun is called), `apply/3=9`, `+=200`, `case=1314`.

-mode(compile).

main([]) ->
    Folder = filename:join([filename:dirname(filename:absname(escript:script_name())), "..", "..", "crate", "otp"]),
    Files = lists:sort(filelib:wildcard(filename:join(Folder, "*.erl"))),
    io:format("% Written by tests/tools/otp_lines.escript from OTP ~s.~n", [erlang:system_info(otp_release)]),
    lists:foreach(fun of_file/1, Files).

of_file(File) ->
    Module = list_to_atom(filename:basename(File, ".erl")),
    case is_list(code:which(Module)) andalso beam_lib:chunks(code:which(Module), [abstract_code]) of
        {ok, {_, [{abstract_code, {_, Forms}}]}} ->
            {ok, _, {_, _, _, Functions, _}} = compile:noenv_forms(Forms, ['S', binary, {outdir, "/tmp"}]),
            ok = file:delete(filename:join("/tmp", atom_to_list(Module) ++ ".S")),
            Wanted = functions_of(File),
            Labels = maps:from_list([{Entry, {Name, Arity}} || {function, Name, Arity, Entry, _} <- Functions]),
            [io:format("~w ~ts~n", [Module, function(F, Labels)]) || F <- Functions, is_wanted(F, Wanted)];
        _ ->
            ok
    end.

functions_of(File) ->
    {ok, Forms} = epp:parse_file(File, []),
    [{Name, Arity} || {function, _, Name, Arity, _} <- Forms].

%% Also the funs and comprehensions inside of it, which are called `-Name/Arity-fun-0-'.
is_wanted({function, Name, Arity, _, _}, Wanted) ->
    case atom_to_list(Name) of
        [$- | Inner] ->
            lists:any(fun({N, A}) -> lists:prefix(io_lib:format("~s/~w-", [N, A]), Inner) orelse
                lists:prefix(lists:flatten(io_lib:format("~s/~w-", [N, A])), Inner) end, Wanted);
        _ ->
            lists:member({Name, Arity}, Wanted)
    end.

function({function, Name, Arity, _, Code}, Labels) ->
    Lines = [Line || {line, Place} <- Code, {location, _, Line} <- Place],
    Head = case Lines of [First | _] -> First; [] -> 0 end,
    {_, Calls} = lists:foldl(fun(Instr, {Line, Found}) ->
        case Instr of
            {line, Place} -> {proplists:get_value(location, [{location, New} || {location, _, New} <- Place], Line), Found};
            _ -> {Line, [[$\s, ours(Name, Key), $=, integer_to_list(Line)] || Key <- key(Instr, Labels)] ++ Found}
        end
    end, {Head, []}, Code),
    [io_lib:format("~ts/~w ~w", [Name, Arity, Head]) | lists:reverse(Calls)].

%% What the library here calls where OTP's calls something else.
ours(exprs, Key) ->
    case lists:flatten(Key) of
        "expr/4" -> "erlang:apply/2";
        _ -> Key
    end;
ours(local_func, "fun/3") -> "shell:shell_undef/2";
ours(_, Key) -> Key.

key({Call, _, {f, Label}}, Labels) when Call =:= call; Call =:= call_only -> local(Label, Labels);
key({call_last, _, {f, Label}, _}, Labels) -> local(Label, Labels);
key({Call, _, Called}, _) when Call =:= call_ext; Call =:= call_ext_only -> external(Called);
key({call_ext_last, _, Called, _}, _) -> external(Called);
key({call_fun, Arity}, _) -> ["fun/" ++ integer_to_list(Arity)];
key({call_fun2, _, Arity, _}, _) -> ["fun/" ++ integer_to_list(Arity)];
key({apply, Arity}, _) -> ["apply/" ++ integer_to_list(Arity)];
key({apply_last, Arity, _}, _) -> ["apply/" ++ integer_to_list(Arity)];
key({gc_bif, Name, {f, 0}, _, Args, _}, _) -> bif(Name, Args);
key({bif, Name, {f, 0}, Args, _}, _) -> bif(Name, Args);
key({case_end, _}, _) -> ["case"];
key({badmatch, _}, _) -> ["match"];
key(if_end, _) -> ["if"];
key({try_case_end, _}, _) -> ["try"];
key({wait_timeout, _, _}, _) -> ["wait"];
key(_, _) -> [].

local(Label, Labels) ->
    #{Label := {Name, Arity}} = Labels,
    [io_lib:format("~ts/~w", [Name, Arity])].

external({extfunc, Module, Name, Arity}) ->
    [io_lib:format("~ts:~ts/~w", [Module, Name, Arity])].

bif(Name, Args) when Name =:= '+'; Name =:= '-'; Name =:= '*'; Name =:= '/'; Name =:= 'div'; Name =:= 'rem' ->
    case length(Args) of 2 -> [atom_to_list(Name)]; _ -> [] end;
bif(Name, Args) ->
    [io_lib:format("erlang:~ts/~w", [Name, length(Args)])].
