%% Folders, and what cannot be done with them.
-module(file_folders).
-export([main/0]).

main() ->
    [file:make_dir("dir"), file:make_dir("dir"), file:write_file("dir/x.txt", "x"), file:write_file("no/x.txt", "x"),
     file:read_file("dir"), file:write_file("dir", "x"), file:list_dir("dir"), file:list_dir("nowhere"), file:list_dir("dir/x.txt"),
     file:make_dir("dir/sub"), element(2, file:list_dir("dir")) -- ["sub", "x.txt"], file:del_dir("dir"), file:del_dir("dir/sub"), file:delete("dir/x.txt"), file:del_dir("dir"),
     file:del_dir("dir"), file:read_file("dir/x.txt"), file:make_dir("a/b/c")].
