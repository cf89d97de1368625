%% An open file: a process that holds what has been read or written. It speaks the io protocol, and {file_request, ...} for
%% what io cannot say. Without a path it is a file in memory only.
-module(file_io_server).
-export([start/2, format_error/1]).

%% What is larger is stored when nothing has happened for a millisecond, or the file is closed: a line at a time would cost
%% the whole each time.
-define(LARGE_BYTES, 100_000).

%% State: owner, path, content, at (a position in bytes), reads, writes, appends, binary, encoding, and whether it has to be
%% stored.
start(Owner, State) ->
    spawn(fun() -> monitor(process, Owner), serve(State#{owner => Owner, dirty => false}) end).

serve(#{owner := Owner, dirty := Dirty} = State) ->
    receive
        {file_request, From, Reference, close} ->
            From ! {file_reply, Reference, element(1, written(State))};
        {file_request, From, Reference, Request} ->
            {Reply, Next} = answer(Request, State),
            From ! {file_reply, Reference, Reply},
            serve(Next);
        {io_request, From, ReplyAs, Request} ->
            {Reply, Next} = io(Request, State),
            From ! {io_reply, ReplyAs, Reply},
            % As in OTP, what cannot be written ends it.
            case is_lost(Reply) of
                true -> written(Next);
                false -> serve(Next)
            end;
        {'DOWN', _, process, Owner, _} ->
            written(State);
        _ ->
            serve(State)
    after case Dirty of true -> 1; false -> infinity end ->
        {_, Next} = written(State),
        serve(Next)
    end.

is_lost({error, {no_translation, _, _}}) -> true;
is_lost(_) -> false.

answer({position, Place}, #{content := Content, at := At} = State) ->
    To = case Place of
             bof -> 0;
             cur -> At;
             eof -> byte_size(Content);
             {bof, N} -> N;
             {cur, N} when is_integer(N) -> At + N;
             {eof, N} when is_integer(N) -> byte_size(Content) + N;
             N -> N
         end,
    case is_integer(To) andalso To >= 0 of
        true -> {{ok, To}, State#{at := To}};
        false -> {{error, einval}, State}
    end;
answer(truncate, #{writes := false} = State) ->
    {{error, einval}, State};
answer(truncate, #{content := Content, at := At} = State) ->
    stored(State#{content := binary:part(Content, 0, min(At, byte_size(Content)))});
answer(sync, State) ->
    written(State);
answer(_, State) ->
    {{error, enotsup}, State}.

stored(#{path := none} = State) -> {ok, State};
stored(#{content := Content} = State) when byte_size(Content) > ?LARGE_BYTES -> {ok, State#{dirty := true}};
stored(State) -> written(State#{dirty := true}).

written(#{dirty := true, path := Path, content := Content} = State) ->
    {prim_file:write_file(Path, Content), State#{dirty := false}};
written(State) -> {ok, State}.

%% --- the io protocol

io({put_chars, Chars}, State) -> io({put_chars, latin1, Chars}, State);
io({put_chars, M, F, A}, State) -> io({put_chars, latin1, M, F, A}, State);
io({put_chars, Encoding, M, F, A}, State) ->
    try apply(M, F, A) of Chars -> io({put_chars, Encoding, Chars}, State)
    catch _:_ -> {{error, F}, State} end;
io({put_chars, _, _}, #{writes := false} = State) -> {{error, ebadf}, State};
io({put_chars, Encoding, Chars}, #{encoding := Own} = State) ->
    case catch unicode:characters_to_binary(Chars, Encoding, Own) of
        Data when is_binary(Data) -> put_in(Data, State);
        {error, _, _} -> {{error, {no_translation, Encoding, Own}}, State};
        _ -> {{error, {put_chars, Encoding, Chars}}, State}
    end;
io({get_line, Prompt}, State) -> io({get_line, latin1, Prompt}, State);
io({get_chars, Prompt, Count}, State) -> io({get_chars, latin1, Prompt, Count}, State);
io({get_until, Prompt, M, F, A}, State) -> io({get_until, latin1, Prompt, M, F, A}, State);
io(Request, #{reads := false} = State) when element(1, Request) =:= get_line; element(1, Request) =:= get_chars;
                                            element(1, Request) =:= get_until ->
    {{error, ebadf}, State};
io({get_line, Encoding, _}, State) -> given(line(State), Encoding, collect_line);
io({get_chars, Encoding, _, Count}, State) -> given(chars(Count, State), Encoding, collect_chars);
io({get_until, Encoding, _, M, F, A}, State) -> until({M, F, A}, [], Encoding, State);
io({setopts, Options}, State) when is_list(Options) ->
    try {ok, lists:foldl(fun set/2, State, Options)} catch throw:enotsup -> {{error, enotsup}, State} end;
io(getopts, #{binary := Binary, encoding := Encoding} = State) ->
    {[{binary, Binary}, {encoding, Encoding}], State};
io({requests, Requests}, State) when is_list(Requests) ->
    lists:foldl(fun(Request, {ok, Before}) -> io(Request, Before); (_, Failed) -> Failed end, {ok, State}, Requests);
io(_, State) -> {{error, request}, State}.

set(binary, State) -> State#{binary := true};
set(list, State) -> State#{binary := false};
set({binary, Binary}, State) when is_boolean(Binary) -> State#{binary := Binary};
set({encoding, Encoding}, State) -> State#{encoding := encoding(Encoding)};
set(_, _) -> throw(enotsup).

encoding(utf8) -> unicode;
encoding(Encoding) when Encoding =:= latin1; Encoding =:= unicode; Encoding =:= utf16; Encoding =:= utf32 -> Encoding;
encoding({Wide, End} = Encoding) when Wide =:= utf16 orelse Wide =:= utf32, End =:= little orelse End =:= big -> Encoding;
encoding(_) -> throw(enotsup).

put_in(Data, #{appends := true, content := Content} = State) ->
    stored(State#{content := <<Content/binary, Data/binary>>, at := byte_size(Content) + byte_size(Data)});
put_in(Data, #{content := Content, at := At} = State) when At =:= byte_size(Content) ->
    stored(State#{content := <<Content/binary, Data/binary>>, at := At + byte_size(Data)});
put_in(Data, #{content := Content, at := At} = State) ->
    Before = binary:part(Content, 0, min(At, byte_size(Content))),
    Gap = binary:copy(<<0>>, max(0, At - byte_size(Content))),
    End = At + byte_size(Data),
    After = binary:part(Content, min(End, byte_size(Content)), max(0, byte_size(Content) - End)),
    stored(State#{content := <<Before/binary, Gap/binary, Data/binary, After/binary>>, at := End}).

%% --- reading: {Bytes, State} or {eof, State}

line(#{content := Content, at := At} = State) when At < byte_size(Content) ->
    case binary:match(Content, <<"\n">>, [{scope, {At, byte_size(Content) - At}}]) of
        {End, 1} -> take(line_end(End + 1, State) - At, State);
        nomatch -> take(byte_size(Content) - At, State)
    end;
line(State) -> {eof, State}.

%% The last byte of the newline.
line_end(End, #{encoding := {utf16, little}}) -> End + 1;
line_end(End, #{encoding := {utf32, little}}) -> End + 3;
line_end(End, _) -> End.

chars(0, State) -> {<<>>, State};
chars(Count, #{content := Content, at := At, encoding := Encoding} = State) when At < byte_size(Content) ->
    Rest = binary:part(Content, At, byte_size(Content) - At),
    take(case Encoding of latin1 -> min(Count, byte_size(Rest)); _ -> size_of(Count, Rest, Encoding, 0) end, State);
chars(_, State) -> {eof, State}.

size_of(0, _, _, Size) -> Size;
size_of(Count, <<Char/utf8, Rest/binary>>, unicode, Size) -> size_of(Count - 1, Rest, unicode, Size + byte_size(<<Char/utf8>>));
size_of(Count, Rest, Encoding, Size) when Encoding =/= unicode ->
    Chars = lists:sublist(unicode:characters_to_list(Rest, Encoding), Count),
    Size + byte_size(unicode:characters_to_binary(Chars, unicode, Encoding));
size_of(_, Rest, _, Size) -> Size + byte_size(Rest).

take(Size, #{content := Content, at := At} = State) -> {binary:part(Content, At, Size), State#{at := At + Size}}.

%% What was read, as the file and the request have it.
given({eof, _} = Eof, _, _) -> Eof;
given({Bytes, #{binary := Binary, encoding := Own} = State}, Wanted, What) ->
    Data = case Binary of
        true -> unicode:characters_to_binary(Bytes, Own, Wanted);
        false -> characters(Bytes, Own, Wanted)
    end,
    case is_tuple(Data) of
        true -> {{error, What}, State};
        false -> {Data, State}
    end.

characters(Bytes, Own, latin1) ->
    case unicode:characters_to_binary(Bytes, Own, latin1) of
        Data when is_binary(Data) -> binary_to_list(Data);
        Error -> Error
    end;
characters(Bytes, Own, _) -> unicode:characters_to_list(Bytes, Own).

until({M, F, A} = Step, Continuation, Encoding, #{encoding := Own} = State) ->
    {Bytes, Next} = line(State),
    Chars = case Bytes of eof -> eof; _ -> characters(Bytes, Own, Encoding) end,
    try apply(M, F, [Continuation, Chars | A]) of
        {done, Result, eof} -> {Result, Next};
        {done, Result, Rest} -> {Result, put_back(Rest, Next)};
        {more, More} -> until(Step, More, Encoding, Next)
    catch _:_ -> {{error, F}, Next} end.

put_back(Rest, #{at := At, encoding := Own} = State) ->
    State#{at := At - byte_size(unicode:characters_to_binary(Rest, unicode, Own))}.

format_error({_, ?MODULE, Reason}) -> io_lib:format("~w", [Reason]);
format_error(invalid_unicode) -> io_lib:format("cannot translate from UTF-8", []);
format_error(Reason) -> file:format_error(Reason).
