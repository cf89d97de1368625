%% Input and output by the io protocol: every function sends a request to an io server and waits for its reply.
-module(io).
-export([format/1, format/2, format/3, fwrite/1, fwrite/2, fwrite/3, put_chars/1, put_chars/2, nl/0, nl/1,
         write/1, write/2, get_line/1, get_line/2, get_chars/2, get_chars/3, read/1, read/2, read/3, fread/2, fread/3,
         setopts/1, setopts/2, getopts/0, getopts/1, columns/0, columns/1, rows/0, rows/1,
         printable_range/0, request/1, request/2, requests/1, requests/2,
         read/4,
         scan_erl_exprs/1, scan_erl_exprs/2, scan_erl_exprs/3, scan_erl_exprs/4, parse_erl_exprs/1, parse_erl_exprs/2,
         parse_erl_exprs/3, parse_erl_exprs/4, scan_erl_form/1, scan_erl_form/2, scan_erl_form/3, scan_erl_form/4,
         parse_erl_form/1, parse_erl_form/2, parse_erl_form/3, parse_erl_form/4]).

%% The function that was called stands on top of the stack trace, with the arguments it was given.
-define(CHECKED(Result, Args),
        case Result of
            ok -> ok;
            {error, Reason} -> erlang:error(conv_reason(Reason), Args, info(Reason))
        end).

format(Format) -> ?CHECKED(print(default_output(), Format, []), [Format]).
format(Format, Args) -> ?CHECKED(print(default_output(), Format, Args), [Format, Args]).
format(Io, Format, Args) -> ?CHECKED(print(Io, Format, Args), [Io, Format, Args]).

fwrite(Format) -> ?CHECKED(print(default_output(), Format, []), [Format]).
fwrite(Format, Args) -> ?CHECKED(print(default_output(), Format, Args), [Format, Args]).
fwrite(Io, Format, Args) -> ?CHECKED(print(Io, Format, Args), [Io, Format, Args]).

print(Io, Format, Args) -> request(Io, {format, Format, Args}).

put_chars(Chars) -> ?CHECKED(request({put_chars, Chars}), [Chars]).
put_chars(Io, Chars) -> ?CHECKED(request(Io, {put_chars, Chars}), [Io, Chars]).

nl() -> ?CHECKED(request(nl), []).
nl(Io) -> ?CHECKED(request(Io, nl), [Io]).

write(Term) -> ?CHECKED(request({write, Term}), [Term]).
write(Io, Term) -> ?CHECKED(request(Io, {write, Term}), [Io, Term]).

info(arguments) -> [{error_info, #{module => erl_stdlib_errors, cause => {io, arguments}}}];
info(Reason) when Reason =:= terminated; Reason =:= calling_self ->
    [{error_info, #{module => erl_stdlib_errors, cause => {io, Reason}}}];
info({no_translation, _, _} = Cause) -> [{error_info, #{module => erl_stdlib_errors, cause => {device, Cause}}}];
info(format) -> [{error_info, #{module => erl_stdlib_errors, cause => {device, format}}}];
info(_) -> [{error_info, #{module => erl_stdlib_errors, cause => {device, put_chars}}}].

conv_reason(Reason) when Reason =:= terminated; Reason =:= calling_self -> Reason;
conv_reason(arguments) -> badarg;
conv_reason({no_translation, _, _}) -> no_translation;
conv_reason(_) -> badarg.

get_line(Prompt) -> get_line(default_input(), Prompt).
get_line(Io, Prompt) -> request(Io, {get_line, unicode, Prompt}).

get_chars(Prompt, N) -> get_chars(default_input(), Prompt, N).
get_chars(Io, Prompt, N) when is_integer(N), N >= 0 -> request(Io, {get_chars, unicode, Prompt, N}).

read(Prompt) -> read(default_input(), Prompt).
read(Io, Prompt) ->
    case request(Io, {get_until, unicode, Prompt, erl_scan, tokens, [1]}) of
        {ok, Tokens, _} -> erl_parse:parse_term(Tokens);
        {error, Reason, _} -> {error, Reason};
        {error, Reason} -> {error, Reason};
        {eof, _} -> eof;
        Other -> Other
    end.
%% Where the term begins is said, so where it ends is told.
read(Io, Prompt, Start) -> read(Io, Prompt, Start, []).
read(Io, Prompt, Start, Options) -> parsed(fun erl_parse:parse_term/1, Io, Prompt, Start, Options).

scan_erl_exprs(Prompt) -> scan_erl_exprs(default_input(), Prompt).
scan_erl_exprs(Io, Prompt) -> scan_erl_exprs(Io, Prompt, 1).
scan_erl_exprs(Io, Prompt, Start) -> scan_erl_exprs(Io, Prompt, Start, []).
scan_erl_exprs(Io, Prompt, Start, Options) ->
    request(Io, {get_until, unicode, Prompt, erl_scan, tokens, [Start, Options]}).

scan_erl_form(Prompt) -> scan_erl_exprs(Prompt).
scan_erl_form(Io, Prompt) -> scan_erl_exprs(Io, Prompt).
scan_erl_form(Io, Prompt, Start) -> scan_erl_exprs(Io, Prompt, Start).
scan_erl_form(Io, Prompt, Start, Options) -> scan_erl_exprs(Io, Prompt, Start, Options).

parse_erl_exprs(Prompt) -> parse_erl_exprs(default_input(), Prompt).
parse_erl_exprs(Io, Prompt) -> parse_erl_exprs(Io, Prompt, 1).
parse_erl_exprs(Io, Prompt, Start) -> parse_erl_exprs(Io, Prompt, Start, []).
parse_erl_exprs(Io, Prompt, Start, Options) -> parsed(fun erl_parse:parse_exprs/1, Io, Prompt, Start, Options).

parse_erl_form(Prompt) -> parse_erl_form(default_input(), Prompt).
parse_erl_form(Io, Prompt) -> parse_erl_form(Io, Prompt, 1).
parse_erl_form(Io, Prompt, Start) -> parse_erl_form(Io, Prompt, Start, []).
parse_erl_form(Io, Prompt, Start, Options) -> parsed(fun erl_parse:parse_form/1, Io, Prompt, Start, Options).

parsed(Parse, Io, Prompt, Start, Options) ->
    case scan_erl_exprs(Io, Prompt, Start, Options) of
        {ok, Tokens, End} ->
            case Parse(Tokens) of
                {ok, Tree} -> {ok, Tree, End};
                {error, Reason} -> {error, Reason, End}
            end;
        Other -> Other
    end.

fread(Prompt, Format) -> fread(default_input(), Prompt, Format).
fread(Io, Prompt, Format) -> request(Io, {get_until, unicode, Prompt, io_lib, fread, [Format]}).

setopts(Options) -> setopts(default_input(), Options).
setopts(Io, Options) -> request(Io, {setopts, Options}).

getopts() -> getopts(default_input()).
getopts(Io) -> request(Io, getopts).

columns() -> columns(default_output()).
columns(Io) -> geometry(Io, columns).

rows() -> rows(default_output()).
rows(Io) -> geometry(Io, rows).

geometry(Io, What) ->
    case request(Io, {get_geometry, What}) of
        N when is_integer(N), N > 0 -> {ok, N};
        _ -> {error, enotsup}
    end.

printable_range() -> latin1.

default_input() -> group_leader().
default_output() -> group_leader().

%% --- the protocol

%% What is larger is formatted here: the io server, which all rely on, has no room for it.
-define(LARGE_WORDS, 500_000).

request(Request) -> request(group_leader(), Request).

request(standard_error, getopts) ->
    [{encoding, latin1}];
request(standard_error, Request)
  when element(1, Request) =:= get_line; element(1, Request) =:= get_chars; element(1, Request) =:= get_until ->
    {error, {request, encode(Request)}};
request(Name, Request) when is_atom(Name) ->
    case server(Name) of
        undefined -> {error, arguments};
        Pid -> request(Pid, Request)
    end;
request(Io, _) when Io =:= self() -> {error, calling_self};
request(Io, Request) when is_pid(Io) ->
    Monitor = monitor(process, Io),
    Io ! {io_request, self(), Monitor, encode(Request)},
    execute_request(Io, Monitor, Request).

%% Stack traces of whoever waits show this function, as OTP's do.
execute_request(Io, Monitor, _Request) ->
    receive
        {io_reply, Monitor, Reply} ->
            demonitor(Monitor, [flush]),
            Reply;
        {'DOWN', Monitor, _, _, _} ->
            receive
                {'EXIT', Io, _} -> ok
            after 0 -> ok
            end,
            {error, terminated}
    end.

server(standard_io) -> group_leader();
server(standard_error) -> whereis(user);
server(Name) -> whereis(Name).

requests(Requests) -> requests(group_leader(), Requests).
requests(Io, Requests) -> request(Io, {requests, [encode(Request) || Request <- Requests]}).

encode({format, Format, Args}) -> encode({fwrite, Format, Args});
encode({fwrite, Format, Args}) ->
    case erts_debug:flat_size(Args) > ?LARGE_WORDS of
        true ->
            try io_lib:format(Format, Args) of
                Chars -> encode({put_chars, Chars})
            catch
                % Fails there as well, and has not to be copied first.
                _:_ -> {put_chars, unicode, io_lib, format, [Format, none]}
            end;
        false ->
            {put_chars, unicode, io_lib, format, [Format, Args]}
    end;
encode({write, Term}) -> {put_chars, unicode, io_lib, write, [Term]};
encode({put_chars, Chars}) ->
    case catch unicode:characters_to_binary(Chars) of
        Binary when is_binary(Binary) -> {put_chars, unicode, Binary};
        _ -> {put_chars, unicode, Chars}
    end;
encode({put_chars, latin1, Chars}) ->
    case catch unicode:characters_to_binary(Chars, latin1, latin1) of
        Binary when is_binary(Binary) -> {put_chars, latin1, Binary};
        _ -> {put_chars, latin1, Chars}
    end;
encode(nl) -> {put_chars, unicode, "\n"};
encode(Request) -> Request.
