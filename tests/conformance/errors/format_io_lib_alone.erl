%% io_lib:format/1 does not exist, but its format is looked at.
-module(format_io_lib_alone).
-export([f/0]).

f() -> io_lib:format("~p and ~p").
