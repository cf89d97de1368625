%% Object files: written by the compiler, found when a module is called, compared with what is loaded.
-module(code_object_files).
-export([main/0]).

write(Value) ->
    file:write_file("obj.erl", ["-module(obj).\n-export([value/0]).\n-include(\"obj.hrl\").\nvalue() -> {", Value, ", ?VALUE}.\n"]).

show(Term) -> io:format("~p~n", [Term]).

main() ->
    write("1"),
    file:write_file("obj.hrl", "-define(VALUE, header).\n"),
    show(compile:file(obj)),
    show(filelib:is_regular("obj.beam")),
    show(code:is_loaded(obj)),
    show(obj:value()),
    show(filename:basename(code:which(obj))),
    show({c:mm(), c:lm(), code:module_status(obj), code:modified_modules()}),
    write("2"),
    show(compile:file("obj.erl")),
    show({obj:value(), c:mm(), code:module_status(obj)}),
    show(c:lm()),
    show({obj:value(), c:mm()}),
    {obj, Binary, Path} = code:get_object_code(obj),
    show({is_binary(Binary), filename:basename(Path), code:get_object_code(nosuch)}),
    write("3"),
    file:write_file("obj.hrl", "-define(VALUE, changed).\n"),
    show({code:load_binary(obj, Path, Binary), obj:value()}),
    show({c:l(obj), obj:value()}),
    show(c:c(obj)),
    show(obj:value()),
    show({c:nl(obj), c:nl(nosuch), c:nc(obj), c:lc([obj])}),
    file:delete("obj.beam"),
    show({code:module_status(obj), code:module_status(nosuch), code:load_file(obj)}),
    file:make_dir("out"),
    show({compile:file(obj, [{outdir, "out"}]), file:list_dir("out")}),
    code:purge(obj),
    show({code:load_abs("out/obj"), code:load_abs("out/none"), obj:value()}),
    {code:where_is_file("none.beam"), code:objfile_extension(), code:get_mode(), c:l(nosuch)}.
