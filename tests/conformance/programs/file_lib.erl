%% What filelib says of files.
-module(file_lib).
-export([main/0]).

main() ->
    ok = filelib:ensure_dir("top/in/x.txt"),
    ok = file:write_file("top/in/x.txt", "12345"),
    ok = file:write_file("top/in/y.erl", ""),
    ok = file:write_file("top/z.erl", ""),
    Result = [filelib:is_file("top"), filelib:is_dir("top"), filelib:is_regular("top"), filelib:is_regular("top/in/x.txt"), filelib:is_file("no"),
              filelib:file_size("top/in/x.txt"), filelib:file_size("no"), filelib:wildcard("*.erl", "top"), filelib:wildcard("top/*/*.erl"),
              filelib:wildcard("top/in/?.*"), filelib:wildcard("top/in/{x,q}.txt"), filelib:wildcard("none*"),
              lists:sort(filelib:fold_files("top", ".*\\.erl$", true, fun(F, Acc) -> [F | Acc] end, []))],
    [file:delete(F) || F <- ["top/in/x.txt", "top/in/y.erl", "top/z.erl"]],
    [file:del_dir(D) || D <- ["top/in", "top"]],
    Result.
