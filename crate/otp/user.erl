%% The io server of a node: the group leader of its processes. It speaks the io protocol as documented in the stdlib
%% User's Guide ("The Erlang I/O Protocol"). Output goes to the console; input comes from it as messages
%% {console_input, Line} and waits here until somebody asks for it. While a reader waits, output goes on, and after it
%% the reader's prompt stands again.
-module(user).
-export([server/0]).

%% Chars not yet read, and readers not yet served: as in OTP, who asks last is served first. A reader is
%% {From, ReplyAs, Prompt, Step}: Step looks at the buffer and is done with a reply and the rest, or wants more.
-record(state, {buffer = [], eof = false, readers = [], binary = false, echo = true, encoding = unicode}).

server() ->
    loop(#state{}).

loop(State) ->
    receive
        {io_request, From, ReplyAs, Request} ->
            loop(serve(From, ReplyAs, Request, State));
        {console_input, eof} ->
            loop(feed(State#state{eof = true}));
        {console_input, Line} ->
            loop(feed(State#state{buffer = State#state.buffer ++ Line ++ "\n"}));
        {report, Text} ->
            console:report(Text),
            prompt_again(State),
            loop(State);
        _ ->
            loop(State)
    end.

serve(From, ReplyAs, Request, State) ->
    case request(From, Request, State) of
        {reply, Reply, NewState} ->
            reply(From, ReplyAs, Reply),
            NewState;
        {printed, Reply, NewState} ->
            prompt_again(NewState),
            reply(From, ReplyAs, Reply),
            NewState;
        {read, Prompt, Step, NewState} ->
            print_prompt(From, Prompt),
            Readers = [{From, ReplyAs, Prompt, Step} | NewState#state.readers],
            feed(NewState#state{readers = Readers})
    end.

prompt_again(#state{readers = []}) -> ok;
prompt_again(#state{readers = [{From, _, Prompt, _} | _]}) -> print_prompt(From, Prompt).

reply(From, ReplyAs, Reply) ->
    From ! {io_reply, ReplyAs, Reply}.

%% --- requests

request(From, {put_chars, Encoding, Chars}, State) ->
    put_chars(From, Encoding, Chars, State);
request(From, {put_chars, Encoding, M, F, A}, State) ->
    try apply(M, F, A) of
        Chars -> put_chars(From, Encoding, Chars, State)
    catch
        _:Reason -> {reply, {error, {F, Reason}}, State}
    end;
request(From, {put_chars, Chars}, State) ->
    request(From, {put_chars, latin1, Chars}, State);
request(From, {put_chars, M, F, A}, State) ->
    request(From, {put_chars, latin1, M, F, A}, State);
request(_, {get_line, Encoding, Prompt}, State) ->
    {read, Prompt, fun(Buffer, Eof) -> take_line(Buffer, Eof, Encoding, State) end, State};
request(From, {get_line, Prompt}, State) ->
    request(From, {get_line, latin1, Prompt}, State);
request(_, {get_chars, Encoding, Prompt, N}, State) ->
    {read, Prompt, fun(Buffer, Eof) -> take_chars(N, Buffer, Eof, Encoding, State) end, State};
request(From, {get_chars, Prompt, N}, State) ->
    request(From, {get_chars, latin1, Prompt, N}, State);
request(_, {get_until, _Encoding, Prompt, M, F, A}, State) ->
    {read, Prompt, fun(Buffer, Eof) -> until(M, F, A, [], Buffer, Eof) end, State};
request(From, {get_until, Prompt, M, F, A}, State) ->
    request(From, {get_until, latin1, Prompt, M, F, A}, State);
request(_, {setopts, Options}, State) when is_list(Options) ->
    set_options(Options, State);
request(_, getopts, State) ->
    #state{binary = Binary, echo = Echo, encoding = Encoding} = State,
    {reply, [{expand_fun, false}, {echo, Echo}, {binary, Binary}, {encoding, Encoding}], State};
request(_, {get_geometry, _}, State) ->
    {reply, {error, enotsup}, State};
request(_, {get_password, _}, State) ->
    {reply, {error, enotsup}, State};
request(From, {requests, Requests}, State) when is_list(Requests) ->
    requests(From, Requests, {reply, ok, State});
request(_, Request, State) ->
    {reply, {error, {request, Request}}, State}.

%% In turn, as long as each one succeeds.
requests(From, Requests, {printed, ok, State}) ->
    requests(From, Requests, {reply, ok, State});
requests(From, [Request | Rest], {reply, ok, State}) ->
    requests(From, Rest, request(From, Request, State));
requests(_, _, Result) ->
    Result.

put_chars(From, Encoding, Chars, State) ->
    case catch unicode:characters_to_binary(Chars, Encoding) of
        Text when is_binary(Text) ->
            console:put_chars(From, Text),
            {printed, ok, State};
        _ ->
            {reply, {error, {put_chars, Encoding, Chars}}, State}
    end.

set_options(Options, State) ->
    try lists:foldl(fun set_option/2, State, Options) of
        NewState -> {reply, ok, NewState}
    catch
        throw:enotsup -> {reply, {error, enotsup}, State}
    end.

set_option(binary, State) -> State#state{binary = true};
set_option(list, State) -> State#state{binary = false};
set_option({binary, Binary}, State) when is_boolean(Binary) -> State#state{binary = Binary};
set_option({echo, Echo}, State) when is_boolean(Echo) -> State#state{echo = Echo};
set_option({encoding, Encoding}, State) when Encoding =:= unicode; Encoding =:= utf8 ->
    State#state{encoding = unicode};
set_option({encoding, latin1}, State) -> State#state{encoding = latin1};
set_option({expand_fun, _}, State) -> State;
set_option(_, _) -> throw(enotsup).

%% --- input

feed(State = #state{readers = []}) ->
    console:wants_input(false),
    State;
feed(State = #state{readers = [{From, ReplyAs, Prompt, Step} | Readers], buffer = Buffer, eof = Eof}) ->
    case Step(Buffer, Eof) of
        {done, Reply, Rest} ->
            reply(From, ReplyAs, Reply),
            NewState = State#state{readers = Readers, buffer = Rest},
            prompt_again(NewState),
            feed(NewState);
        {more, NextStep, Rest} ->
            console:wants_input(true),
            State#state{readers = [{From, ReplyAs, Prompt, NextStep} | Readers], buffer = Rest}
    end.

take_line(Buffer, Eof, Encoding, State) ->
    case first_line(Buffer) of
        {eof, _} when Eof -> {done, eof, []};
        {Line, Rest} when is_list(Line) -> {done, chars(Line, Encoding, State), Rest};
        _ -> {more, fun(B, E) -> take_line(B, E, Encoding, State) end, Buffer}
    end.

take_chars(N, Buffer, Eof, Encoding, State) ->
    case length(Buffer) of
        Length when Length >= N ->
            {Chars, Rest} = lists:split(N, Buffer),
            {done, chars(Chars, Encoding, State), Rest};
        0 when Eof -> {done, eof, []};
        _ when Eof -> {done, chars(Buffer, Encoding, State), []};
        _ -> {more, fun(B, E) -> take_chars(N, B, E, Encoding, State) end, Buffer}
    end.

%% M:F(Continuation, Chars, ...) -> {done, Result, Rest} | {more, Continuation}, a line at a time.
until(M, F, A, Continuation, [], false) ->
    {more, fun(B, E) -> until(M, F, A, Continuation, B, E) end, []};
until(M, F, A, Continuation, Buffer, Eof) ->
    {Line, Later} = first_line(Buffer),
    try apply(M, F, [Continuation, Line | A]) of
        {done, Result, eof} -> {done, Result, []};
        {done, Result, Rest} -> {done, Result, Rest ++ Later};
        {more, Next} -> until(M, F, A, Next, Later, Eof);
        _ -> {done, {error, F}, Later}
    catch
        _:_ -> {done, {error, F}, Later}
    end.

first_line([]) ->
    {eof, []};
first_line(Buffer) ->
    case lists:splitwith(fun(C) -> C =/= $\n end, Buffer) of
        {Line, [$\n | Rest]} -> {Line ++ "\n", Rest};
        {Line, []} -> {Line, []}
    end.

chars(Chars, Encoding, #state{binary = true}) ->
    unicode:characters_to_binary(Chars, unicode, Encoding);
chars(Chars, _, _) ->
    Chars.

print_prompt(_, '') ->
    ok;
print_prompt(From, {format, Format, Args}) ->
    console:put_prompt(From, io_lib:format(Format, Args));
print_prompt(From, Prompt) when is_atom(Prompt) ->
    console:put_prompt(From, atom_to_list(Prompt));
print_prompt(From, Prompt) when is_list(Prompt); is_binary(Prompt) ->
    Text = try unicode:characters_to_list(Prompt) of
        Characters when is_list(Characters) -> Characters;
        _ -> "???"
    catch
        error:badarg -> "???"
    end,
    console:put_prompt(From, Text);
print_prompt(From, Prompt) ->
    console:put_prompt(From, io_lib:format("~tp", [Prompt])).
