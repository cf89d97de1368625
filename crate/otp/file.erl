%% The files of a node. They live in memory, one folder for each node; names that OTP would refuse are refused alike.
-module(file).
-export([read_file/1, write_file/2, write_file/3, delete/1, rename/2, copy/2, list_dir/1, list_dir_all/1, make_dir/1,
         del_dir/1, get_cwd/0, set_cwd/1, read_file_info/1, format_error/1]).
-export([consult/1, path_consult/2, script/1, script/2, eval/1, eval/2, del_dir_r/1, get_cwd/1, delete/2,
         native_name_encoding/0, pread/2, pread/3, pwrite/2, pwrite/3, datasync/1, read_file_info/2]).
-export([open/2, close/1, read/2, read_line/1, write/2, position/2, sync/1, truncate/1]).
-export([copy/3, path_open/3, path_eval/2, path_script/2, path_script/3, read_link/1, read_link_all/1, read_link_info/1,
         read_link_info/2, make_link/2, make_symlink/2, advise/4, pid2name/1]).
-export([entry/1]).

%% --- whole files

read_file(Name) -> on(Name, fun prim_file:read_file/1).

write_file(Name, Data) -> write_file(Name, Data, []).

write_file(Name, Data, Modes) ->
    on(Name, fun(Path) ->
                     case lists:member(append, Modes) andalso prim_file:read_file(Path) of
                         {ok, Before} -> prim_file:write_file(Path, [Before, Data]);
                         _ -> prim_file:write_file(Path, Data)
                     end
             end).

delete(Name) -> on(Name, fun prim_file:delete/1).

rename(From, To) -> on(From, fun(F) -> on(To, fun(T) -> prim_file:rename(F, T) end) end).

copy(From, To) -> copy(From, To, infinity).

%% Each side may be a name, {Name, Modes} or an open file.
copy(From, To, Count) when Count =:= infinity; is_integer(Count), Count >= 0 ->
    case source(From, Count) of
        {ok, Data} -> copied(To, iolist_to_binary(Data));
        eof -> copied(To, <<>>);
        Error -> Error
    end;
copy(_, _, _) -> {error, badarg}.

source(File, infinity) when is_pid(File) -> read(File, 1 bsl 40);
source(File, Count) when is_pid(File) -> read(File, Count);
source({Name, _}, Count) -> source(Name, Count);
source(Name, Count) ->
    case read_file(Name) of
        {ok, Data} when byte_size(Data) > Count -> {ok, binary:part(Data, 0, Count)};
        Result -> Result
    end.

copied(To, Data) ->
    Written = case To of
        _ when is_pid(To) -> write(To, Data);
        {Name, Modes} -> write_file(Name, Data, Modes);
        Name -> write_file(Name, Data)
    end,
    case Written of
        ok -> {ok, byte_size(Data)};
        Error -> Error
    end.

%% There are no links.
read_link(Name) ->
    case entry(Name) of
        none -> {error, enoent};
        _ -> {error, einval}
    end.

read_link_all(Name) -> read_link(Name).
read_link_info(Name) -> read_file_info(Name).
read_link_info(Name, _) -> read_file_info(Name).
make_link(_, _) -> {error, enotsup}.
make_symlink(_, _) -> {error, enotsup}.
pid2name(_) -> undefined.

list_dir(Name) -> on(Name, fun prim_file:list_dir/1).
list_dir_all(Name) -> list_dir(Name).

make_dir(Name) -> on(Name, fun prim_file:make_dir/1).

del_dir(Name) -> on(Name, fun prim_file:del_dir/1).

get_cwd() -> {ok, prim_file:get_cwd()}.

%% Nodes stay in their folder.
set_cwd(Name) ->
    case entry(Name) of
        directory -> case filename:absname(Name) =:= prim_file:get_cwd() of true -> ok; false -> {error, eacces} end;
        none -> {error, enoent};
        _ -> {error, enotdir}
    end.

%% A record file_info (file.hrl): there are no owners, dates or rights here.
read_file_info(Name) ->
    Date = {{1970, 1, 1}, {0, 0, 0}},
    Info = fun(Type, Size, Mode) ->
                   {ok, {file_info, Size, Type, read_write, Date, Date, Date, Mode, 1, 0, 0, 0, 0, 0}}
           end,
    case entry(Name) of
        {file, Size} -> Info(regular, Size, 8#100644);
        directory -> Info(directory, 4096, 8#40755);
        none -> {error, enoent};
        Error -> Error
    end.

%% {file, Size} | directory | none | {error, badarg}
entry(Name) -> on(Name, fun prim_file:entry/1).

%% Calls with the name as text, if it is a name.
on(Name, Call) ->
    try text(Name) of
        %% No name at all leads nowhere.
        "" -> Call("/nowhere/none");
        Path -> Call(Path)
    catch
        error:_ -> {error, badarg}
    end.

text(Name) when is_atom(Name) -> atom_to_list(Name);
text(Name) when is_binary(Name) -> unicode:characters_to_list(Name);
text(Name) when is_list(Name) ->
    Text = lists:flatten([case Part of _ when is_atom(Part), Part =/= [] -> atom_to_list(Part); _ -> Part end || Part <- Name]),
    true = lists:all(fun(C) -> is_integer(C) andalso C > 0 andalso C =< 16#10FFFF end, Text),
    Text.

%% --- open files: a process each, which holds what has been read or written and speaks the io protocol

open(Name, Modes) when is_list(Modes) ->
    try lists:foldl(fun mode/2, #{binary => false, encoding => latin1, appends => false, ram => false, raw => false}, Modes) of
        Mode ->
            Reads = lists:member(read, Modes) orelse not lists:member(write, Modes) andalso not lists:member(append, Modes),
            Writes = lists:member(write, Modes) orelse lists:member(append, Modes),
            case opened(Name, Modes, Mode, Reads) of
                {ok, Path, Content, At} ->
                    State = Mode#{path => Path, content => Content, at => At, reads => Reads, writes => Writes},
                    {ok, file_io_server:start(self(), State)};
                Error -> Error
            end
    catch throw:badarg -> {error, badarg} end;
open(Name, read_write) -> open(Name, [read, write]);
open(Name, Mode) when Mode =:= read; Mode =:= write; Mode =:= append -> open(Name, [Mode]);
open(_, _) -> {error, badarg}.

opened(Data, _, #{ram := true}, _) ->
    try {ok, none, iolist_to_binary(Data), 0} catch error:_ -> {error, badarg} end;
opened(Name, Modes, _, Reads) -> start(Name, Modes, Reads).

mode(binary, Mode) -> Mode#{binary := true};
mode(append, Mode) -> Mode#{appends := true};
mode(ram, Mode) -> Mode#{ram := true};
mode(raw, Mode) -> Mode#{raw := true};
mode({encoding, utf8}, Mode) -> Mode#{encoding := unicode};
mode({encoding, Encoding}, Mode) when Encoding =:= latin1; Encoding =:= unicode; Encoding =:= utf16; Encoding =:= utf32 ->
    Mode#{encoding := Encoding};
mode({encoding, {Wide, End} = Encoding}, Mode) when Wide =:= utf16 orelse Wide =:= utf32, End =:= little orelse End =:= big ->
    Mode#{encoding := Encoding};
mode({encoding, _}, _) -> throw(badarg);
%% As in OTP, what is unknown is passed over.
mode(_, Mode) -> Mode.

start(Name, Modes, Reads) ->
    Writes = lists:member(write, Modes),
    Appends = lists:member(append, Modes),
    Exclusive = lists:member(exclusive, Modes),
    case {entry(Name), read_file(Name)} of
        {{error, _} = Error, _} -> Error;
        {directory, _} -> {error, eisdir};
        {{file, _}, _} when Exclusive -> {error, eexist};
        {{file, _}, {ok, Data}} when Appends -> {ok, text(Name), Data, byte_size(Data)};
        {{file, _}, {ok, Data}} when Reads -> {ok, text(Name), Data, 0};
        {none, Error} when Reads, not Writes, not Appends -> Error;
        _ ->
            case write_file(Name, <<>>) of
                ok -> {ok, text(Name), <<>>, 0};
                Error -> Error
            end
    end.

close(File) -> request(File, close).

%% As io requests, which any io server answers.
read(File, Count) when is_pid(File), is_integer(Count), Count >= 0 -> got(io:request(File, {get_chars, latin1, '', Count}));
read(_, _) -> {error, badarg}.

read_line(File) when is_pid(File) -> got(io:request(File, {get_line, latin1, ''}));
read_line(_) -> {error, badarg}.

got(Data) when is_list(Data); is_binary(Data) -> {ok, Data};
got(Other) -> Other.

write(File, Data) when is_pid(File) ->
    try iolist_to_binary(Data) of
        Binary -> io:request(File, {put_chars, latin1, Binary})
    catch
        error:_ -> {error, badarg}
    end;
write(_, _) -> {error, badarg}.

position(File, Place) -> request(File, {position, Place}).
sync(File) -> request(File, sync).
truncate(File) -> request(File, truncate).
advise(_, _, _, _) -> ok.

request(File, Request) when is_pid(File) ->
    Reference = monitor(process, File),
    File ! {file_request, self(), Reference, Request},
    receive
        {file_reply, Reference, Reply} -> demonitor(Reference, [flush]), Reply;
        {'DOWN', Reference, _, _, _} -> {error, terminated}
    end;
request(_, _) ->
    {error, badarg}.

%% --- places in open files

pread(File, Place, Count) ->
    case position(File, Place) of
        {ok, _} -> read(File, Count);
        Error -> Error
    end.

pread(File, Parts) when is_list(Parts) -> each(fun({Place, Count}) -> pread(File, Place, Count) end, Parts, []);
pread(_, _) -> {error, badarg}.

each(Fun, [Part | Parts], Found) ->
    case Fun(Part) of
        {ok, Data} -> each(Fun, Parts, [Data | Found]);
        eof -> each(Fun, Parts, [eof | Found]);
        Error -> Error
    end;
each(_, [], Found) -> {ok, lists:reverse(Found)}.

pwrite(File, Place, Data) ->
    case position(File, Place) of
        {ok, _} -> write(File, Data);
        Error -> Error
    end.

pwrite(File, Parts) -> pwrite_each(File, Parts, 0).

pwrite_each(File, [{Place, Data} | Parts], Count) ->
    case pwrite(File, Place, Data) of
        ok -> pwrite_each(File, Parts, Count + 1);
        {error, Reason} -> {error, {Count, Reason}}
    end;
pwrite_each(_, [], _) -> ok.

datasync(File) -> sync(File).

%% --- terms and expressions in files

consult(Name) -> forms(Name, fun erl_parse:parse_term/1).

path_consult(Path, Name) -> first_of(Path, Name, fun consult/1).

first_of([Directory | Path], Name, Fun) ->
    Full = case filename:join(Directory, Name) of "./" ++ Plain -> Plain; Joined -> Joined end,
    case Fun(Full) of
        {ok, Result} -> {ok, Result, Full};
        {error, enoent} -> first_of(Path, Name, Fun);
        Error -> Error
    end;
first_of([], _, _) -> {error, enoent}.

path_open(Path, Name, Modes) -> first_of(Path, Name, fun(Full) -> open(Full, Modes) end).
path_eval(Path, Name) -> path_run(Path, Name, fun eval/1).
path_script(Path, Name) -> first_of(Path, Name, fun script/1).
path_script(Path, Name, Bindings) -> first_of(Path, Name, fun(Full) -> script(Full, Bindings) end).

path_run(Path, Name, Fun) ->
    Named = fun(Full) -> case Fun(Full) of ok -> {ok, none}; Error -> Error end end,
    case first_of(Path, Name, Named) of
        {ok, none, Full} -> {ok, Full};
        Error -> Error
    end.

eval(Name) -> eval(Name, erl_eval:new_bindings()).

eval(Name, Bindings) ->
    case script(Name, Bindings) of
        {ok, _} -> ok;
        Error -> Error
    end.

script(Name) -> script(Name, erl_eval:new_bindings()).

script(Name, Bindings) ->
    case forms(Name, fun erl_parse:parse_exprs/1) of
        {ok, Forms} -> run(Forms, Bindings, undefined);
        Error -> Error
    end.

run([Exprs | Forms], Bindings, _) ->
    try erl_eval:exprs(Exprs, Bindings) of
        {value, Value, Bindings1} -> run(Forms, Bindings1, Value)
    catch
        Class:Reason:Stack -> {error, {erl_anno:line(element(2, hd(Exprs))), ?MODULE, {Class, Reason, Stack}}}
    end;
run([], _, Value) -> {ok, Value}.

%% What Parse makes of each form of the file.
forms(Name, Parse) ->
    case read_file(Name) of
        {ok, Data} ->
            case unicode:characters_to_list(Data) of
                Text when is_list(Text) -> forms(Text, 1, Parse, []);
                _ -> {error, {1, file_io_server, invalid_unicode}}
            end;
        Error -> Error
    end.

forms(Text, Line, Parse, Found) ->
    case one_form(erl_scan:tokens([], Text, Line), Line) of
        {ok, Tokens, Next, Rest} ->
            case Parse(Tokens) of
                {ok, Form} -> forms(Rest, Next, Parse, [Form | Found]);
                Error -> Error
            end;
        eof -> {ok, lists:reverse(Found)};
        {error, Error} -> {error, Error}
    end.

one_form({done, {ok, Tokens, Next}, Rest}, _) -> {ok, Tokens, Next, case Rest of eof -> ""; _ -> Rest end};
one_form({done, {eof, _}, _}, _) -> eof;
one_form({done, {error, Error, _}, _}, _) -> {error, Error};
one_form({more, Continuation}, Line) -> one_form(erl_scan:tokens(Continuation, eof, Line), Line).

%% --- the rest

del_dir_r(Name) ->
    case entry(Name) of
        directory ->
            {ok, Names} = list_dir(Name),
            [ok = del_dir_r(filename:join(Name, Inner)) || Inner <- Names],
            del_dir(Name);
        {file, _} -> delete(Name);
        none -> {error, enoent};
        Error -> Error
    end.

delete(Name, _) -> delete(Name).

read_file_info(Name, _) -> read_file_info(Name).

get_cwd(_) -> {error, enotsup}.

native_name_encoding() -> utf8.

%% --- errors

format_error({Line, file, undef_script}) -> io_lib:format("~w: no value returned from script", [Line]);
format_error({Line, ?MODULE, {Class, Reason, Stack}}) ->
    io_lib:format("~w: ~tp", [Line, {Class, Reason, Stack}]);
format_error({Line, Module, Reason}) -> io_lib:format("~w: ~ts", [Line, Module:format_error(Reason)]);
format_error(Reason) -> inet:format_error(Reason).
