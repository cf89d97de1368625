%% Names of files, taken apart and put together; a name is a string, an atom or a binary. The results are strings, or
%% binaries for binaries.
-module(filename).
-export([append/2, absname_join/2, validate/1, basedir/2, basedir/3]).
-export([absname/1, absname/2, basename/1, basename/2, dirname/1, extension/1, flatten/1, join/1, join/2,
         nativename/1, pathtype/1, rootname/1, rootname/2, split/1]).

flatten(Name) when is_atom(Name) -> atom_to_list(Name);
flatten(Name) when is_binary(Name) -> Name;
flatten([Part | Rest]) when is_list(Part) -> flatten(Part) ++ flatten(Rest);
flatten([Part | Rest]) when is_atom(Part) -> atom_to_list(Part) ++ flatten(Rest);
flatten([C | Rest]) -> [C | flatten(Rest)];
flatten([]) -> [].

%% Works on the name as a string, and answers in the name's own kind.
as(Name, Work) when is_binary(Name) ->
    convert(Work(unicode:characters_to_list(Name)));
as(Name, Work) ->
    Work(flatten(Name)).

convert([Part | _] = Parts) when is_list(Part) -> [unicode:characters_to_binary(P) || P <- Parts];
convert(Text) when is_list(Text) -> unicode:characters_to_binary(Text).

basename(Name) -> as(Name, fun base/1).

basename(Name, Extension) ->
    End = flatten(to_string(Extension)),
    as_either(Name, Extension,
              fun(Text) ->
                      Base = base(Text),
                      case lists:suffix(End, Text) andalso lists:suffix(End, Base) of
                          true -> lists:sublist(Base, length(Base) - length(End));
                          false -> Base
                      end
              end).

%% A binary if either is one.
as_either(Name, Extension, Work) when is_binary(Extension), not is_binary(Name) -> convert(as(Name, Work));
as_either(Name, _, Work) -> as(Name, Work).

to_string(Name) when is_binary(Name) -> unicode:characters_to_list(Name);
to_string(Name) -> Name.

base(Text) ->
    case parts(Text) of
        [] -> "";
        Parts -> case lists:last(Parts) of "/" -> ""; Last -> Last end
    end.

dirname(Name) ->
    as(Name, fun(Text) ->
                     case lists:reverse(Text) of
                         "" -> ".";
                         Reversed ->
                             case lists:dropwhile(fun(C) -> C =/= $/ end, Reversed) of
                                 "" -> ".";
                                 Before ->
                                     case lists:dropwhile(fun(C) -> C =:= $/ end, Before) of
                                         "" -> "/";
                                         Folder -> lists:reverse(Folder)
                                     end
                             end
                     end
             end).

extension(Name) ->
    as(Name, fun(Text) -> element(2, cut(Text)) end).

rootname(Name) ->
    as(Name, fun([$. | Hidden] = Text) ->
                     %% As OTP has it: nothing is left of a lone hidden name.
                     case [C || C <- Hidden, C =:= $. orelse C =:= $/] of
                         [] -> "";
                         _ -> element(1, cut(Text))
                     end;
                (Text) -> element(1, cut(Text))
             end).

rootname(Name, Extension) ->
    End = flatten(to_string(Extension)),
    as_either(Name, Extension,
              fun(Text) ->
                      case lists:suffix(End, Text) of
                          true -> lists:sublist(Text, length(Text) - length(End));
                          false -> Text
                      end
              end).

%% What stands before the last dot of the last part, and the rest.
cut(Text) ->
    {Reversed, Before} = lists:splitwith(fun(C) -> C =/= $/ end, lists:reverse(Text)),
    case lists:splitwith(fun(C) -> C =/= $. end, Reversed) of
        {_, ""} -> {Text, ""};
        {_, "."} when Before =:= "" -> {Text, ""};
        {_, "."} -> {Text, ""};
        {End, [$. | Start]} -> {lists:reverse(Before) ++ "" ++ lists:reverse(Start), [$. | lists:reverse(End)]}
    end.

join([Name]) -> as(Name, fun tidy/1);
join([First, Second | Rest]) -> join([join(First, Second) | Rest]).

join(First, Second) when is_binary(First); is_binary(Second) ->
    unicode:characters_to_binary(join(to_string(First), to_string(Second)));
join(First, Second) ->
    case flatten(Second) of
        [$/ | _] = Absolute -> tidy(Absolute);
        Relative ->
            case flatten(First) of
                "" when Relative =:= "" -> "";
                Folder when Relative =:= "" -> tidy(Folder);
                "" -> tidy("/" ++ Relative);
                Folder -> tidy(Folder ++ "/" ++ Relative)
            end
    end.

%% One slash where there are several, none at the end.
tidy(Text) ->
    case squeeze(Text) of
        "/" -> "/";
        Squeezed ->
            case lists:reverse(Squeezed) of
                [$/ | Rest] -> lists:reverse(Rest);
                _ -> Squeezed
            end
    end.

squeeze([$/, $/ | Rest]) -> squeeze([$/ | Rest]);
squeeze([$/, $., $/ | Rest]) -> squeeze([$/ | Rest]);
squeeze([C | Rest]) -> [C | squeeze(Rest)];
squeeze([]) -> [].

split(Name) when is_binary(Name) -> [unicode:characters_to_binary(Part) || Part <- split(to_string(Name))];
split(Name) -> parts(flatten(Name)).

parts([$/ | Rest]) -> ["/" | names(Rest)];
parts(Text) -> names(Text).

names(Text) -> [Part || Part <- string:lexemes(Text, "/")].

pathtype(Name) ->
    case to_string(Name) of
        [$/ | _] -> absolute;
        Atom when is_atom(Atom) -> pathtype(atom_to_list(Atom));
        [Part | Rest] when is_list(Part); is_atom(Part) -> pathtype(flatten([Part | Rest]));
        Text when is_list(Text) -> relative
    end.

absname(Name) ->
    {ok, Folder} = file:get_cwd(),
    absname(Name, Folder).

absname(Name, Folder) ->
    case flatten(to_string(Name)) of
        "" when is_binary(Name) -> unicode:characters_to_binary(Folder);
        "" -> Folder;
        _ -> join(Folder, Name)
    end.

nativename(Name) -> join([Name]).

append(Directory, Name) -> join(Directory, Name).

absname_join(Directory, Name) -> join(Directory, Name).

validate(Name) when is_atom(Name); is_list(Name); is_binary(Name) ->
    try unicode:characters_to_list(if is_binary(Name) -> Name; true -> flatten(Name) end) of
        Text when is_list(Text), Text =/= [] -> not lists:member(0, Text);
        _ -> false
    catch
        error:_ -> false
    end.

%% Where programs keep their files, below the node's folder.
basedir(Kind, Application) -> basedir(Kind, Application, #{}).

basedir(Kind, Application, Options) ->
    {ok, Home} = file:get_cwd(),
    Folders = #{user_data => ".local/share", user_config => ".config", user_cache => ".cache", user_log => ".cache"},
    case Folders of
        #{Kind := Folder} ->
            Base = join([Home, Folder, Application | [V || V <- [maps:get(version, Options, none)], V =/= none]]),
            case Kind of
                user_log -> join(Base, "log");
                _ -> Base
            end;
        #{} when Kind =:= site_data -> ["/usr/local/share/" ++ Application, "/usr/share/" ++ Application];
        #{} when Kind =:= site_config -> ["/etc/xdg/" ++ Application];
        #{} -> erlang:error(badarg, [Kind, Application, Options])
    end.
