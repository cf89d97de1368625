%% Terms over several lines: the old names of what `io_lib` has.
-module(io_lib_pretty).
-export([print/1, print/2, print/4]).

print(Term) -> print(Term, 1, 80, -1).

print(Term, Options) when is_list(Options) ->
    print(Term, proplists:get_value(column, Options, 1), proplists:get_value(line_length, Options, 80),
          proplists:get_value(depth, Options, -1)).

print(Term, Column, LineLength, Depth) -> io_lib:print(Term, Column, LineLength, Depth).
