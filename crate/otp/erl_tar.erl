%% Archives of files in the format of Unix' tar, as files, in memory, or compressed by gzip.
-module(erl_tar).
-export([create/2, create/3, table/1, table/2, t/1, tt/1, extract/1, extract/2, open/2, add/3, add/4, close/1,
         format_error/1]).

-record(file_info, {size, type, access, atime, mtime, ctime, mode, links, major_device, minor_device, inode, uid, gid}).
-record(tar, {file}).
%% A member: its header's words, and its bytes.
-record(member, {name, type, size, moment, mode, uid, gid, bytes}).

-define(BLOCK, 512).
-define(DAYS_SECONDS_TO_1970, 62167219200).

%% --- making archives

create(Name, Files) -> create(Name, Files, []).

%% Files: names, of which directories stand for all that is in them, or {NameInArchive, FileName | Binary}.
create(Name, Files, Options) ->
    guarded(fun() ->
        Members = [packed(Entry, Options) || File <- Files, Entry <- entries(File)],
        Archive = iolist_to_binary([Members, <<0:(2 * ?BLOCK)/unit:8>>]),
        named(Name, file:write_file(Name, case lists:member(compressed, Options) of
                                              true -> zlib:gzip(Archive);
                                              false -> Archive
                                          end))
    end).

entries({Name, Bytes}) when is_binary(Bytes) -> [{Name, Bytes, #file_info{mode = 8#644, mtime = calendar:local_time()}}];
entries({Name, File}) -> found(Name, File);
entries(Name) -> found(Name, Name).

found(Name, File) ->
    case named(File, file:read_file_info(File)) of
        #file_info{type = directory} ->
            Inside = lists:sort(named(File, file:list_dir(File))),
            lists:append([found(filename:join(Name, Each), filename:join(File, Each)) || Each <- Inside]);
        Info -> [{Name, named(File, file:read_file(File)), Info#file_info{mode = 8#100644}}]
    end.

packed({Name, Bytes, Info}, Options) ->
    said(Options, "a ~ts~n", [Name]),
    Size = byte_size(Bytes),
    [header(Name, Size, Info), Bytes, <<0:(padding(Size))/unit:8>>].

padding(Size) -> (-Size) band (?BLOCK - 1).

header(Name, Size, #file_info{mode = Mode, mtime = Moment}) ->
    {Prefix, Short} = split_name(unicode:characters_to_binary(Name)),
    Seconds = max(0, calendar:datetime_to_gregorian_seconds(Moment) - ?DAYS_SECONDS_TO_1970),
    Before = [text(Short, 100), octal(Mode, 8), octal(0, 8), octal(0, 8), octal(Size, 12), octal(Seconds, 12)],
    After = [$0, text(<<>>, 100), "ustar", 0, "00", text(<<>>, 64), octal(0, 8), octal(0, 8), text(Prefix, 167)],
    Sum = lists:sum(binary_to_list(iolist_to_binary([Before, "        ", After]))),
    [Before, octal(Sum, 8), After].

text(Text, Size) -> [Text, <<0:(Size - byte_size(Text))/unit:8>>].

octal(Number, Size) -> io_lib:format("~*..0s", [Size - 1, integer_to_list(Number, 8)]) ++ [0].

%% A long name's directories stand in a field of their own.
split_name(Name) when byte_size(Name) =< 100 -> {<<>>, Name};
split_name(Name) ->
    Fits = [At || {At, 1} <- binary:matches(Name, <<"/">>), At =< 155, byte_size(Name) - At - 1 =< 100],
    case Fits of
        [At | _] -> {binary:part(Name, 0, At), binary:part(Name, At + 1, byte_size(Name) - At - 1)};
        [] -> throw({error, {unicode:characters_to_list(Name), enametoolong}})
    end.

%% --- an archive that is made piece by piece

open({binary, _} = Archive, [read | _]) -> {ok, Archive};
open(Name, Options) ->
    case lists:member(read, Options) of
        true -> {ok, Name};
        false ->
            case file:open(Name, [write, binary | [compressed || lists:member(compressed, Options)]]) of
                {ok, File} -> {ok, #tar{file = File}};
                {error, Reason} -> {error, {Name, Reason}}
            end
    end.

add(Tar, File, Options) -> add(Tar, File, File, Options).

add(#tar{file = Open}, FileOrBytes, Name, Options) ->
    guarded(fun() ->
        lists:foreach(fun(Entry) -> named(Name, file:write(Open, packed(Entry, Options))) end,
                      entries({Name, FileOrBytes}))
    end).

close(#tar{file = Open}) ->
    file:write(Open, <<0:(2 * ?BLOCK)/unit:8>>),
    file:close(Open);
close(_) -> ok.

%% --- taking archives apart

table(Archive) -> table(Archive, []).

table(Archive, Options) ->
    guarded(fun() ->
        Members = members(bytes(Archive, Options)),
        {ok, [case lists:member(verbose, Options) of
                  true -> about(Member);
                  false -> Member#member.name
              end || Member <- Members]}
    end).

about(#member{name = Name, type = Type, size = Size, moment = Seconds, mode = Mode, uid = Uid, gid = Gid}) ->
    {Name, Type, Size, Seconds, Mode, Uid, Gid}.

%% Prints the names.
t(Archive) -> printed(Archive, fun(#member{name = Name}) -> io:format("~ts~n", [Name]) end).

%% Prints names, sizes and dates.
tt(Archive) ->
    printed(Archive, fun(#member{name = Name, type = Type, size = Size, moment = Seconds, mode = Mode, uid = Uid, gid = Gid}) ->
        {{Year, Month, Day}, {Hour, Minute, _}} = calendar:system_time_to_universal_time(Seconds, second),
        Names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
        Letter = case Type of directory -> $d; _ -> $- end,
        Rights = [case Mode band Bit of 0 -> $-; _ -> C end
                  || {Bit, C} <- lists:zip([256, 128, 64, 32, 16, 8, 4, 2, 1], "rwxrwxrwx")],
        io:format("~c~s ~4w/~-4w ~7w ~s ~2w ~2..0w:~2..0w ~w ~ts~n",
                  [Letter, Rights, Uid, Gid, Size, element(Month, Names), Day, Hour, Minute, Year, Name])
    end).

printed(Archive, Print) -> guarded(fun() -> lists:foreach(Print, members(bytes(Archive, []))) end).

extract(Archive) -> extract(Archive, []).

extract(Archive, Options) ->
    guarded(fun() ->
        Wanted = case lists:keyfind(files, 1, Options) of
                     {_, Names} -> fun(Name) -> lists:member(Name, Names) end;
                     false -> fun(_) -> true end
                 end,
        Members = [Member || #member{name = Name} = Member <- members(bytes(Archive, Options)), Wanted(Name)],
        case lists:member(memory, Options) of
            true -> {ok, [{Name, Bytes} || #member{name = Name, type = regular, bytes = Bytes} <- Members]};
            false -> lists:foreach(fun(Member) -> written(Member, Options) end, Members)
        end
    end).

written(#member{name = Name, type = Type, bytes = Bytes}, Options) ->
    Path = case lists:keyfind(cwd, 1, Options) of
               {_, Cwd} -> filename:join(Cwd, Name);
               false -> Name
           end,
    case Type of
        directory -> named(Path, filelib:ensure_dir(filename:join(Path, "x")));
        regular ->
            case lists:member(keep_old_files, Options) andalso filelib:is_file(Path) of
                true -> ok;
                false ->
                    said(Options, "x ~ts~n", [Name]),
                    named(Path, filelib:ensure_dir(Path)),
                    named(Path, file:write_file(Path, Bytes))
            end
    end.

bytes({binary, Bytes}, Options) -> inflated(Bytes, Options);
bytes(Name, Options) -> inflated(named(Name, file:read_file(Name)), Options).

inflated(Bytes, Options) ->
    case lists:member(compressed, Options) of
        true -> zlib:gunzip(Bytes);
        false -> Bytes
    end.

members(<<0:(2 * ?BLOCK)/unit:8, _/binary>>) -> [];
members(<<Header:?BLOCK/binary, Rest/binary>>) ->
    <<Before:148/binary, Sum:8/binary, After/binary>> = Header,
    case lists:sum(binary_to_list(Before) ++ "        " ++ binary_to_list(After)) =:= number(Sum) of
        true -> ok;
        false -> throw({error, bad_header})
    end,
    <<Short:100/binary, Mode:8/binary, Uid:8/binary, Gid:8/binary, SizeText:12/binary, Moment:12/binary>> = Before,
    <<Kind, _:188/binary, Prefix:155/binary, _/binary>> = After,
    Size = number(SizeText),
    Padding = padding(Size),
    case Rest of
        <<Bytes:Size/binary, _:Padding/binary, More/binary>> ->
            Name = case string_of(Prefix) of
                       "" -> string_of(Short);
                       Directory -> Directory ++ "/" ++ string_of(Short)
                   end,
            Type = case Kind of $5 -> directory; _ -> regular end,
            [#member{name = Name, type = Type, size = Size, moment = number(Moment), mode = number(Mode), uid = number(Uid),
                     gid = number(Gid), bytes = Bytes} || lists:member(Kind, [$0, 0, $5])] ++ members(More);
        _ -> throw({error, eof})
    end;
members(_) -> throw({error, eof}).

string_of(Field) -> unicode:characters_to_list(hd(binary:split(Field, <<0>>))).

number(Field) ->
    try list_to_integer(string:trim(string_of(Field)), 8)
    catch error:_ -> throw({error, bad_header})
    end.

%% --- errors

%% What goes wrong is the function's value.
guarded(Fun) ->
    try Fun()
    catch throw:{error, _} = Error -> Error
    end.

named(_, ok) -> ok;
named(_, {ok, Value}) -> Value;
named(Name, {error, Reason}) -> throw({error, {Name, Reason}}).

said(Options, Format, Args) -> [io:format(Format, Args) || lists:member(verbose, Options)].

format_error(bad_header) -> "Unrecognized tar header format";
format_error(eof) -> "Unexpected end of file";
format_error({Name, Reason}) -> lists:flatten(io_lib:format("~ts: ~ts", [Name, format_error(Reason)]));
format_error(Reason) when is_atom(Reason) -> file:format_error(Reason);
format_error(Reason) -> lists:flatten(io_lib:format("~tp", [Reason])).
