%% What files there are.
-module(filelib).
-export([safe_relative_path/2]).
-export([is_file/1, is_regular/1, is_dir/1, file_size/1, ensure_dir/1, ensure_path/1, wildcard/1, wildcard/2,
         fold_files/5, last_modified/1]).
-export([is_file/2, is_regular/2, is_dir/2, file_size/2, last_modified/2, wildcard/3, find_file/2, find_file/3, find_source/1,
         find_source/2, find_source/3]).

%% The last argument is a module to access files by: there is one way only.
is_file(Name, _) -> is_file(Name).
is_regular(Name, _) -> is_regular(Name).
is_dir(Name, _) -> is_dir(Name).
file_size(Name, _) -> file_size(Name).
last_modified(Name, _) -> last_modified(Name).
wildcard(Pattern, Folder, _) -> wildcard(Pattern, Folder).

%% Objects and sources stand in one folder.
find_file(Name, Folder) -> find_file(Name, Folder, []).

find_file(Name, Folder, _) ->
    Full = filename:join(Folder, Name),
    case is_regular(Full) of
        true -> {ok, Full};
        false -> {error, not_found}
    end.

find_source(Path) -> find_source(filename:basename(Path), filename:dirname(Path)).
find_source(Name, Folder) -> find_file(filename:rootname(Name, ".beam") ++ ".erl", Folder).
find_source(Name, Folder, _) -> find_source(Name, Folder).

is_file(Name) -> file:entry(Name) =/= none.

is_regular(Name) ->
    case file:entry(Name) of
        {file, _} -> true;
        _ -> false
    end.

is_dir(Name) -> file:entry(Name) =:= directory.

file_size(Name) ->
    case file:entry(Name) of
        {file, Size} -> Size;
        directory -> 4096;
        none -> 0
    end.

%% The files of a node bear no dates: they are as old as the node.
last_modified(Name) ->
    case is_file(Name) of
        true -> {{1970, 1, 1}, {0, 0, 0}};
        false -> 0
    end.

ensure_dir("/") -> ok;
ensure_dir(Name) -> ensure_path(filename:dirname(Name)).

ensure_path(Folder) ->
    case is_dir(Folder) of
        true ->
            ok;
        false ->
            case ensure_dir(Folder) of
                ok ->
                    case file:make_dir(Folder) of
                        {error, eexist} -> case is_dir(Folder) of true -> ok; false -> {error, eexist} end;
                        Result -> Result
                    end;
                Error -> Error
            end
    end.

fold_files(Folder, RegExp, Recursive, Fun, Acc) ->
    {ok, Names} = file:list_dir(Folder),
    lists:foldl(fun(Name, Sum) ->
                        Path = filename:join(Folder, Name),
                        case file:entry(Path) of
                            {file, _} -> case fits(Name, RegExp) of true -> Fun(Path, Sum); false -> Sum end;
                            directory when Recursive -> fold_files(Path, RegExp, Recursive, Fun, Sum);
                            _ -> Sum
                        end
                end, Acc, lists:sort(Names)).

fits(Name, RegExp) -> re:run(Name, RegExp, [unicode, {capture, none}]) =:= match.

wildcard(Pattern) -> wildcard(Pattern, ".").

wildcard(Pattern, Folder) ->
    lists:sort(case filename:split(Pattern) of
                   ["/" | Parts] -> ["/" ++ Found || Found <- expand(Parts, "/", "")];
                   Parts -> expand(Parts, Folder, "")
               end).

expand([Part | Rest], Folder, Prefix) ->
    case file:list_dir(Folder) of
        {ok, Names} ->
            Fitting = [Name || Name <- Names, hd(Name) =/= $. orelse hd(Part) =:= $., matches(Part, Name)],
            lists:append([case Rest of
                              [] -> [Prefix ++ Name];
                              _ -> expand(Rest, filename:join(Folder, Name), Prefix ++ Name ++ "/")
                          end || Name <- Fitting]);
        {error, _} ->
            []
    end.

matches([$* | Rest], Name) ->
    lists:any(fun(N) -> matches(Rest, lists:nthtail(N, Name)) end, lists:seq(0, length(Name)));
matches([$? | Rest], [_ | Name]) -> matches(Rest, Name);
matches([${ | Rest], Name) ->
    {Choices, [_ | After]} = lists:splitwith(fun(C) -> C =/= $} end, Rest),
    lists:any(fun(Choice) -> matches(Choice ++ After, Name) end, string:split(Choices, ",", all));
matches([C | Rest], [C | Name]) -> matches(Rest, Name);
matches([], []) -> true;
matches(_, _) -> false.

%% The path without its dots, if it leads nowhere outside; there are no symbolic links.
safe_relative_path(Path, _) ->
    case filename:pathtype(Path) of
        relative -> safe(filename:split(Path), []);
        _ -> unsafe
    end.

safe(["." | Parts], Taken) -> safe(Parts, Taken);
safe([".." | _], []) -> unsafe;
safe([".." | Parts], [_ | Taken]) -> safe(Parts, Taken);
safe([Part | Parts], Taken) -> safe(Parts, [Part | Taken]);
safe([], []) -> "";
safe([], Taken) -> filename:join(lists:reverse(Taken)).
