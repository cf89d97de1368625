%% The logger's formatter without the sizes, which differ from run to run.
-module(plain).
-export([format/2]).

format(Event, Config) ->
    Text = unicode:characters_to_list(logger_formatter:format(Event, Config)),
    re:replace(Text, "(Total Heap Size: +|_size,)[0-9]+", "\\1N", [global, {return, list}]).
