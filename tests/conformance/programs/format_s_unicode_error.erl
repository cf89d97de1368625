%% ~s wants Latin-1.
-module(format_s_unicode_error).
-export([main/0]).

main() ->
    io:format("~s~n", ["caf\x{e9}"]),
    R = io:format("~s~n", ["\x{4f60}"]),
    R.
