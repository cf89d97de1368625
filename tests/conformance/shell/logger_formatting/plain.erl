%% The logger's formatter without numbers that differ from run to run.
-module(plain).
-export([format/2]).

format(Event, Config) ->
    Text = unicode:characters_to_list(logger_formatter:format(Event, Config)),
    re:replace(Text, "(heap_size|stack_size|reductions): [0-9]+", "\\1: N", [global, {return, list}]).
