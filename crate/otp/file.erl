%% The files of a node. They live in memory, one folder for each node; names that OTP would refuse are refused alike.
-module(file).
-export([read_file/1, write_file/2, write_file/3, delete/1, rename/2, copy/2, list_dir/1, list_dir_all/1, make_dir/1,
         del_dir/1, get_cwd/0, set_cwd/1, read_file_info/1, format_error/1]).
-export([consult/1, path_consult/2, script/1, script/2, eval/1, eval/2, del_dir_r/1, get_cwd/1, delete/2,
         native_name_encoding/0, pread/2, pread/3, pwrite/2, pwrite/3, datasync/1, read_file_info/2]).
-export([open/2, close/1, read/2, read_line/1, write/2, position/2, sync/1, truncate/1]).
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

copy(From, To) ->
    case read_file(From) of
        {ok, Data} ->
            case write_file(To, Data) of
                ok -> {ok, byte_size(Data)};
                Error -> Error
            end;
        Error -> Error
    end.

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
    true = lists:all(fun(C) -> is_integer(C) andalso C > 0 end, Text),
    Text.

%% --- open files: a process each, which holds what has been read or written and speaks the io protocol

open(Name, Modes) when is_list(Modes) ->
    Reads = lists:member(read, Modes) orelse not lists:member(write, Modes) andalso not lists:member(append, Modes),
    case start(Name, Modes, Reads) of
        {ok, Path, Content, At} ->
            Owner = self(),
            Binary = lists:member(binary, Modes),
            {ok, spawn(fun() ->
                               monitor(process, Owner),
                               serve(#{path => Path, content => Content, at => At, owner => Owner, binary => Binary,
                                       reads => Reads, writes => lists:member(write, Modes) orelse lists:member(append, Modes)})
                       end)};
        Error -> Error
    end;
open(Name, Mode) ->
    open(Name, [Mode]).

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
read(File, Count) -> request(File, {read, Count}).
read_line(File) -> request(File, read_line).
write(File, Data) -> request(File, {write, Data}).
position(File, Place) -> request(File, {position, Place}).
sync(_) -> ok.
truncate(File) -> request(File, truncate).

request(File, Request) when is_pid(File) ->
    Reference = monitor(process, File),
    File ! {file_request, self(), Reference, Request},
    receive
        {file_reply, Reference, Reply} -> demonitor(Reference, [flush]), Reply;
        {'DOWN', Reference, _, _, _} -> {error, terminated}
    end;
request(_, _) ->
    {error, badarg}.

serve(#{owner := Owner} = State) ->
    receive
        {file_request, From, Reference, close} ->
            From ! {file_reply, Reference, ok};
        {file_request, From, Reference, Request} ->
            {Reply, Next} = answer(Request, State),
            From ! {file_reply, Reference, Reply},
            serve(Next);
        {io_request, From, ReplyAs, Request} ->
            {Reply, Next} = io(Request, State),
            From ! {io_reply, ReplyAs, Reply},
            serve(Next);
        {'DOWN', _, process, Owner, _} ->
            ok;
        _ ->
            serve(State)
    end.

answer({read, _}, #{reads := false} = State) -> {{error, ebadf}, State};
answer(read_line, #{reads := false} = State) -> {{error, ebadf}, State};
answer({write, _}, #{writes := false} = State) -> {{error, ebadf}, State};
answer({read, Count}, State) -> take(Count, State);
answer(read_line, #{content := Content, at := At} = State) ->
    case binary:match(Content, <<"\n">>, [{scope, {At, byte_size(Content) - At}}]) of
        {End, 1} -> take(End + 1 - At, State);
        nomatch -> take(byte_size(Content) - At, State)
    end;
answer({write, Data}, State) ->
    try iolist_to_binary(Data) of
        Binary -> put_in(Binary, State)
    catch
        error:_ -> {{error, badarg}, State}
    end;
answer({position, Place}, #{content := Content, at := At} = State) ->
    To = case Place of
             bof -> 0;
             cur -> At;
             eof -> byte_size(Content);
             {bof, N} -> N;
             {cur, N} -> At + N;
             {eof, N} -> byte_size(Content) + N;
             N -> N
         end,
    case is_integer(To) andalso To >= 0 of
        true -> {{ok, To}, State#{at := To}};
        false -> {{error, einval}, State}
    end;
answer(truncate, #{content := Content, at := At, path := Path} = State) ->
    Rest = binary:part(Content, 0, min(At, byte_size(Content))),
    {prim_file:write_file(Path, Rest), State#{content := Rest}}.

take(_, #{content := Content, at := At} = State) when At >= byte_size(Content) ->
    {eof, State};
take(Count, #{content := Content, at := At, binary := Binary} = State) ->
    Size = min(Count, byte_size(Content) - At),
    Part = binary:part(Content, At, Size),
    {{ok, case Binary of true -> Part; false -> binary_to_list(Part) end}, State#{at := At + Size}}.

put_in(Data, #{content := Content, at := At, path := Path} = State) ->
    Before = binary:part(Content, 0, min(At, byte_size(Content))),
    Gap = binary:copy(<<0>>, max(0, At - byte_size(Content))),
    End = At + byte_size(Data),
    After = binary:part(Content, min(End, byte_size(Content)), max(0, byte_size(Content) - End)),
    Whole = <<Before/binary, Gap/binary, Data/binary, After/binary>>,
    {prim_file:write_file(Path, Whole), State#{content := Whole, at := End}}.

io({put_chars, Encoding, M, F, A}, State) ->
    io({put_chars, Encoding, apply(M, F, A)}, State);
io({put_chars, Encoding, Chars}, #{writes := true} = State) ->
    case unicode:characters_to_binary(Chars, Encoding, latin1) of
        Data when is_binary(Data) -> put_in(Data, State);
        _ -> {{error, no_translation}, State}
    end;
io({get_line, _, _}, #{reads := true} = State) ->
    case answer(read_line, State) of
        {{ok, Data}, Next} -> {Data, Next};
        Other -> Other
    end;
io({get_chars, _, _, Count}, #{reads := true} = State) ->
    case take(Count, State) of
        {{ok, Data}, Next} -> {Data, Next};
        Other -> Other
    end;
io({setopts, _}, State) -> {ok, State};
io(getopts, State) -> {[], State};
io(Request, State) when element(1, Request) =:= put_chars; element(1, Request) =:= get_line;
                        element(1, Request) =:= get_chars -> {{error, ebadf}, State};
io(_, State) -> {{error, request}, State}.

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
    Full = filename:join(Directory, Name),
    case Fun(Full) of
        {ok, Result} -> {ok, Result, Full};
        {error, enoent} -> first_of(Path, Name, Fun);
        Error -> Error
    end;
first_of([], _, _) -> {error, enoent}.

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
