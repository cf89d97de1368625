%% -on_load: run before the module may be called, in a process of its own; what it returns decides.
-module(code_on_load).
-export([main/0]).

load(Answer, Version) ->
    Text = ["-module(starts).\n-export([version/0]).\n-on_load(init/0).\n",
            "init() -> io:format(\"init ~p ~p~n\", [erlang:function_exported(starts, version, 0), get(mark)]), ", Answer, ".\n",
            "version() -> ", Version, ".\n"],
    ok = file:write_file("starts.erl", Text),
    {ok, starts, Binary} = compile:file(starts, [binary]),
    Result = code:load_binary(starts, "starts.erl", Binary),
    io:format("~p ~p ~p~n", [Result, code:is_loaded(starts), try starts:version() catch error:Reason -> Reason end]).

main() ->
    logger:set_primary_config(level, none),
    put(mark, here),
    [begin load(Answer, "old"), code:purge(starts) end || Answer <- ["no", "exit(no)", "error(no)", "{error, no}"]],
    load("ok", "one"),
    load("receive after 10 -> ok end", "two"),
    load("no", "three"),
    io:format("~p~n", [erlang:check_old_code(starts)]),
    {starts:module_info(attributes) =:= [{vsn, proplists:get_value(vsn, starts:module_info(attributes))}],
     lists:sort(starts:module_info(exports))}.
