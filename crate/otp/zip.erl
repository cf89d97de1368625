%% Archives in the format of PKZIP, as files or in memory: members are stored or deflated; neither encrypted nor split.
-module(zip).
-export([zip/2, zip/3, create/2, create/3, unzip/1, unzip/2, extract/1, extract/2, list_dir/1, list_dir/2, table/1, table/2,
         t/1, tt/1, foldl/3, zip_open/1, zip_open/2, zip_get/1, zip_get/2, zip_list_dir/1, zip_close/1]).

-record(file_info, {size, type, access, atime, mtime, ctime, mode, links, major_device, minor_device, inode, uid, gid}).
-record(zip_file, {name, info, comment, offset, comp_size}).
-record(zip_comment, {comment}).
%% A member as the central directory tells of it, with its bytes.
-record(member, {name, method, crc, size, info, comment = "", offset, packed}).

-define(STORED, 0).
-define(DEFLATED, 8).
-define(LOCAL, 16#04034b50).
-define(CENTRAL, 16#02014b50).
-define(END, 16#06054b50).
%% What is shorter is stored.
-define(DEFLATE_BYTES_MIN, 10).
-define(MODE, 54).

-define(ZIP_OPTIONS, [comment, compress, cooked, cwd, feedback, memory, uncompress, verbose]).
-define(UNZIP_OPTIONS, [cooked, cwd, feedback, file_filter, file_list, keep_old_files, memory, verbose]).

%% --- making archives

create(Name, Files) -> zip(Name, Files).
create(Name, Files, Options) -> zip(Name, Files, Options).

zip(Name, Files) -> zip(Name, Files, []).

%% Files: names, of which directories stand for all that is in them, {Name, Binary} or {Name, Binary, #file_info{}}.
zip(Name, Files, Options) ->
    guarded(Options, ?ZIP_OPTIONS, fun() ->
        Cwd = option(cwd, Options, ""),
        Members = [member(Entry, Options) || File <- Files, Entry <- entries(File, Cwd)],
        Archive = archive(Members, option(comment, Options, "")),
        case lists:member(memory, Options) of
            true -> {ok, {Name, Archive}};
            false ->
                done(file:write_file(Name, Archive)),
                {ok, Name}
        end
    end).

entries({Name, Binary}, _) ->
    Now = calendar:local_time(),
    [{Name, #file_info{size = byte_size(Binary), type = regular, mtime = Now}, Binary}];
entries({Name, Binary, #file_info{} = Info}, _) -> [{Name, Info, Binary}];
entries(Name, Cwd) ->
    Path = in_cwd(Name, Cwd),
    case done(file:read_file_info(Path)) of
        #file_info{type = directory} = Info ->
            Inside = lists:sort(done(file:list_dir(Path))),
            [{Name ++ "/", Info#file_info{size = 0}, <<>>}
             | lists:append([entries(filename:join(Name, File), Cwd) || File <- Inside])];
        Info -> [{Name, Info, done(file:read_file(Path))}]
    end.

member({Name, Info, Bytes}, Options) ->
    said(Options, "adding: ~tp~n", [Name]),
    {Method, Packed} =
        case byte_size(Bytes) >= ?DEFLATE_BYTES_MIN andalso is_compressed(filename:extension(Name), Options) of
            true -> {?DEFLATED, zlib:zip(Bytes)};
            false -> {?STORED, Bytes}
        end,
    #member{name = Name, method = Method, crc = erlang:crc32(Bytes), size = byte_size(Bytes), info = Info, packed = Packed}.

is_compressed(Extension, Options) ->
    Is = fun(Key, Default) -> lists:foldl(fun narrowed/2, Default, [What || {K, What} <- Options, K =:= Key]) end,
    is_among(Extension, Is(compress, all)) andalso
        not is_among(Extension, Is(uncompress, [".Z", ".zip", ".zoo", ".arc", ".lzh", ".arj"])).

narrowed({add, _}, all) -> all;
narrowed({add, More}, Extensions) -> Extensions ++ More;
narrowed({del, Fewer}, Extensions) when is_list(Extensions) -> Extensions -- Fewer;
narrowed({del, _}, all) -> all;
narrowed(What, _) -> What.

is_among(_, all) -> true;
is_among(Extension, Extensions) -> lists:member(Extension, Extensions).

archive(Members0, Comment) ->
    {Members, Size} = lists:mapfoldl(fun(Member, At) -> {Member#member{offset = At}, At + local_size(Member)} end, 0, Members0),
    Central = iolist_to_binary([central(Member) || Member <- Members]),
    Text = unicode:characters_to_binary(Comment),
    Count = length(Members),
    iolist_to_binary([[local(Member) || Member <- Members], Central,
                      <<?END:32/little, 0:16, 0:16, Count:16/little, Count:16/little, (byte_size(Central)):32/little,
                        Size:32/little, (byte_size(Text)):16/little>>, Text]).

local_size(#member{name = Name, packed = Packed}) -> 30 + byte_size(bytes(Name)) + byte_size(Packed).

local(#member{name = Name, packed = Packed} = Member) ->
    [<<?LOCAL:32/little, 20:16/little, 0:16>>, common(Member), <<0:16>>, bytes(Name), Packed].

central(#member{name = Name, offset = Offset, info = Info} = Member) ->
    Attributes = case Info#file_info.type of directory -> 8#744; _ -> 8#644 end,
    [<<?CENTRAL:32/little, 20, 3, 20:16/little, 0:16>>, common(Member),
     <<0:16, 0:16, 0:16, 0:16, 0:16, Attributes:16/little, Offset:32/little>>, bytes(Name)].

%% What both headers say, up to the length of the name.
common(#member{name = Name, method = Method, crc = Crc, size = Size, info = Info, packed = Packed}) ->
    %% The format knows no moment before this.
    {{Year, Month, Day}, {Hour, Minute, Second}} = max(Info#file_info.mtime, {{1980, 1, 1}, {0, 0, 0}}),
    Date = (Year - 1980) bsl 9 bor (Month bsl 5) bor Day,
    Time = Hour bsl 11 bor (Minute bsl 5) bor (Second bsr 1),
    <<Method:16/little, Time:16/little, Date:16/little, Crc:32/little, (byte_size(Packed)):32/little, Size:32/little,
      (byte_size(bytes(Name))):16/little>>.

bytes(Name) -> unicode:characters_to_binary(Name).

%% --- taking archives apart

extract(Archive) -> unzip(Archive).
extract(Archive, Options) -> unzip(Archive, Options).

unzip(Archive) -> unzip(Archive, []).

unzip(Archive, Options) ->
    guarded(Options, ?UNZIP_OPTIONS, fun() ->
        Bytes = archive_bytes(Archive),
        {Members, _} = directory(Bytes),
        {ok, lists:append([taken(Member, Bytes, Options) || Member <- Members, is_wanted(Member, Options)])}
    end).

is_wanted(#member{name = Name} = Member, Options) ->
    (option(file_filter, Options, fun(_) -> true end))(shown(Member)) andalso
        case option(file_list, Options, all) of all -> true; Names -> lists:member(Name, Names) end.

%% Nothing for directories, and for files that are kept.
taken(#member{name = Name} = Member, Bytes, Options) ->
    InMemory = lists:member(memory, Options),
    Path = in_cwd(Name, option(cwd, Options, "")),
    case lists:last(Name) of
        $/ when InMemory -> [];
        $/ ->
            done(filelib:ensure_dir(Path)),
            [];
        _ when InMemory -> [{Path, contents(Member, Bytes)}];
        _ ->
            case lists:member(keep_old_files, Options) andalso filelib:is_file(Path) of
                true -> [];
                false ->
                    said(Options, "extracting: ~tp~n", [Name]),
                    done(filelib:ensure_dir(Path)),
                    done(file:write_file(Path, contents(Member, Bytes))),
                    [Path]
            end
    end.

contents(#member{name = Name, method = Method, offset = Offset, packed = Size, crc = Crc}, Bytes) ->
    <<_:Offset/binary, ?LOCAL:32/little, _:22/binary, NameLength:16/little, ExtraLength:16/little, Rest/binary>> = Bytes,
    <<_:NameLength/binary, _:ExtraLength/binary, Packed:Size/binary, _/binary>> = Rest,
    Contents = case Method of
                   ?STORED -> Packed;
                   ?DEFLATED -> zlib:unzip(Packed);
                   _ -> throw({error, {bad_file_header, Method}})
               end,
    case erlang:crc32(Contents) of
        Crc -> Contents;
        _ -> throw({error, {bad_crc, Name}})
    end.

archive_bytes(Archive) when is_binary(Archive) -> Archive;
archive_bytes(Name) -> done(file:read_file(Name)).

%% The members in the order of the central directory, and the archive's comment.
directory(Bytes) ->
    case lists:reverse(binary:matches(Bytes, <<?END:32/little>>)) of
        [{At, _} | _] ->
            <<_:At/binary, _:10/binary, Count:16/little, _:32, Start:32/little, Length:16/little, Comment:Length/binary,
              _/binary>> = Bytes,
            <<_:Start/binary, Central/binary>> = Bytes,
            {members(Count, Central), unicode:characters_to_list(Comment)};
        [] -> throw({error, einval})
    end.

members(0, _) -> [];
members(Count, <<?CENTRAL:32/little, _:6/binary, Method:16/little, Time:16/little, Date:16/little, Crc:32/little,
                 Packed:32/little, Size:32/little, NameLength:16/little, ExtraLength:16/little, CommentLength:16/little,
                 _:8/binary, Offset:32/little, Name:NameLength/binary, _:ExtraLength/binary,
                 Comment:CommentLength/binary, Rest/binary>>) ->
    Text = unicode:characters_to_list(Name),
    Type = case lists:suffix("/", Text) of true -> directory; false -> regular end,
    Moment = {{(Date bsr 9) + 1980, (Date bsr 5) band 15, Date band 31},
              {Time bsr 11, (Time bsr 5) band 63, (Time band 31) * 2}},
    Info = #file_info{size = Size, type = Type, access = read_write, atime = Moment, mtime = Moment, ctime = Moment,
                      mode = ?MODE, links = 1, major_device = 0, minor_device = 0, inode = 0, uid = 0, gid = 0},
    [#member{name = Text, method = Method, crc = Crc, size = Size, info = Info,
             comment = unicode:characters_to_list(Comment), offset = Offset, packed = Packed}
     | members(Count - 1, Rest)];
members(_, _) -> throw({error, bad_central_directory}).

shown(#member{name = Name, info = Info, comment = Comment, offset = Offset, packed = Packed}) ->
    #zip_file{name = Name, info = Info, comment = Comment, offset = Offset, comp_size = Packed}.

%% --- what is in an archive

table(Archive) -> list_dir(Archive).
table(Archive, Options) -> list_dir(Archive, Options).

list_dir(Archive) -> list_dir(Archive, []).

list_dir(Archive, Options) ->
    guarded(Options, [cooked], fun() ->
        {Members, Comment} = directory(archive_bytes(Archive)),
        {ok, listed(Members, Comment)}
    end).

listed(Members, Comment) -> [#zip_comment{comment = Comment} | [shown(Member) || Member <- Members]].

%% Prints the names.
t(Archive) -> printed(Archive, fun(#member{name = Name}) -> io:format("~ts~n", [Name]) end).

%% Prints names, sizes and dates.
tt(Archive) ->
    printed(Archive, fun(#member{name = Name, size = Size, packed = Packed, info = Info, comment = Comment}) ->
        {{Year, Month, Day}, {Hour, Minute, _}} = Info#file_info.mtime,
        Names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
        Percent = if Size =:= 0; Packed >= Size -> "**"; true -> integer_to_list(Packed * 100 div Size) end,
        io:format("~8b ~s ~2b ~2..0b:~2..0b ~b ~8b ~2s% ~ts ~ts~n",
                  [Packed, element(Month, Names), Day, Hour, Minute, Year, Size, Percent, Name, Comment])
    end).

printed(Archive, Print) ->
    guarded([], [], fun() ->
        {Members, _} = directory(archive_bytes(Archive)),
        lists:foreach(Print, Members)
    end).

%% Fun(Name, GetInfo, GetBytes, Acc) for each member.
foldl(Fun, Acc0, Archive) when is_function(Fun, 4) ->
    guarded([], [], fun() ->
        Bytes = archive_bytes(case Archive of {_, Binary} -> Binary; _ -> Archive end),
        {Members, _} = directory(Bytes),
        {ok, lists:foldl(fun(#member{name = Name, info = Info} = Member, Acc) ->
                                 Fun(Name, fun() -> Info end, fun() -> contents(Member, Bytes) end, Acc)
                         end, Acc0, Members)}
    end);
foldl(_, _, _) -> {error, einval}.

%% --- an archive that stays open: a process that has it

zip_open(Archive) -> zip_open(Archive, []).

zip_open(Archive, Options) ->
    guarded(Options, [cooked, cwd, memory], fun() ->
        Bytes = archive_bytes(Archive),
        {Members, Comment} = directory(Bytes),
        Owner = self(),
        {ok, spawn(fun() -> keep(monitor(process, Owner), Bytes, Members, Comment, Options) end)}
    end).

keep(Owner, Bytes, Members, Comment, Options) ->
    receive
        {close, From, Tag} -> From ! {Tag, ok};
        {'DOWN', Owner, _, _, _} -> ok;
        {Request, From, Tag} ->
            From ! {Tag, guarded([], [], fun() -> asked(Request, Bytes, Members, Comment, Options) end)},
            keep(Owner, Bytes, Members, Comment, Options)
    end.

asked(list, _, Members, Comment, _) -> {ok, listed(Members, Comment)};
asked(all, Bytes, Members, _, Options) ->
    {ok, lists:append([taken(Member, Bytes, Options) || Member <- Members])};
asked({one, Name}, Bytes, Members, _, Options) ->
    case lists:keyfind(Name, #member.name, Members) of
        false -> {error, file_not_found};
        Member -> {ok, hd(taken(Member, Bytes, Options))}
    end.

zip_get(Open) when is_pid(Open) -> request(Open, all).

zip_get(Name, Open) when is_pid(Open) -> request(Open, {one, Name}).

zip_list_dir(Open) when is_pid(Open) -> request(Open, list).

zip_close(Open) when is_pid(Open) -> request(Open, close).

request(Open, Request) ->
    Tag = monitor(process, Open),
    Open ! {Request, self(), Tag},
    receive
        {Tag, Answer} ->
            demonitor(Tag, [flush]),
            Answer;
        {'DOWN', Tag, _, _, _} -> {error, einval}
    end.

%% --- options and errors

%% What goes wrong is the function's value.
guarded(Options, Allowed, Fun) ->
    case [Option || Option <- Options, not lists:member(key(Option), Allowed)] of
        [Bad | _] -> {error, {bad_option, Bad}};
        [] ->
            try Fun()
            catch
                throw:{error, _} = Error -> Error;
                error:Reason:Stack -> {error, {'EXIT', {Reason, Stack}}}
            end
    end.

key(Option) when is_tuple(Option), tuple_size(Option) > 0 -> element(1, Option);
key(Option) -> Option.

option(Key, Options, Default) ->
    case lists:keyfind(Key, 1, Options) of
        {_, Value} -> Value;
        false -> Default
    end.

in_cwd(Name, "") -> Name;
in_cwd(Name, Cwd) -> filename:join(Cwd, Name).

done(ok) -> ok;
done({ok, Value}) -> Value;
done({error, _} = Error) -> throw(Error).

said(Options, Format, Args) -> [io:format(Format, Args) || lists:member(verbose, Options)].
