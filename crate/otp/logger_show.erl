%% What logger:i/0,1 print: the logger's configuration.
-module(logger_show).
-export([all/0, one/1]).

all() -> lists:foreach(fun one/1, [primary, handlers, proxy, modules]).

one(primary) ->
    #{level := Level, filter_default := Default, filters := Filters} = logger:get_primary_config(),
    io:format("Primary configuration: ~n    Level: ~p~n    Filter Default: ~p~n    Filters: ~n~ts",
              [Level, Default, filters(Filters, 8)]);
one(handlers) ->
    io:format("Handler configuration: ~n~ts", [[handler(Handler) || Handler <- logger:get_handler_config()]]);
one(proxy) ->
    io:format("Proxy configuration: ~n~ts", [pairs(logger:get_proxy_config(), 4)]);
one(modules) ->
    io:format("Level set per module: ~n~ts", [case logger:get_module_level() of
        [] -> "    (none)\n";
        Levels -> [io_lib:format("    Module: ~p~n        Level: ~p~n", [Module, Level]) || {Module, Level} <- Levels]
    end]);
one(Id) ->
    case logger:get_handler_config(Id) of
        {ok, Handler} -> io:format("Handler configuration: ~n~ts", [handler(Handler)]);
        Error -> Error
    end.

handler(#{id := Id, module := Module, level := Level, formatter := {Formatter, FormatterConfig},
          filter_default := Default, filters := Filters} = Handler) ->
    [io_lib:format("    Id: ~tp~n        Module: ~tp~n        Level:  ~tp~n        Formatter:~n            Module: ~tp~n"
                   "            Config:~n~ts        Filter Default: ~tp~n        Filters:~n~ts        Handler Config:~n",
                   [Id, Module, Level, Formatter, pairs(FormatterConfig, 16), Default, filters(Filters, 12)]),
     pairs(maps:get(config, Handler, #{}), 12),
     case maps:without([id, module, level, formatter, filter_default, filters, config], Handler) of
         Own when map_size(Own) > 0 -> ["        Custom Config:\n", pairs(Own, 12)];
         _ -> []
     end].

filters([], Indent) -> [spaces(Indent), "(none)\n"];
filters(Filters, Indent) ->
    [io_lib:format("~tsId: ~tp~n~ts    Fun: ~tp~n~ts    Arg: ~tp~n",
                   [spaces(Indent), Id, spaces(Indent), Fun, spaces(Indent), Arg]) || {Id, {Fun, Arg}} <- Filters].

pairs(Map, Indent) when is_map(Map) ->
    [io_lib:format("~ts~tp: ~tp~n", [spaces(Indent), Key, Value]) || {Key, Value} <- lists:sort(maps:to_list(Map))];
pairs(Term, Indent) -> io_lib:format("~ts~tp~n", [spaces(Indent), Term]).

spaces(Count) -> lists:duplicate(Count, $\s).
