%% The functions of module code that tell of folders and object files, of which a node has none; all others are built in.
-module(code).
-export([root_dir/0, lib_dir/0, lib_dir/1, lib_dir/2, priv_dir/1, compiler_dir/0, get_mode/0, objfile_extension/0,
         add_path/1, add_patha/1, add_pathz/1, add_paths/1, add_pathsa/1, add_pathsz/1, del_path/1, set_path/1,
         replace_path/2, rehash/0, clash/0, is_sticky/1, stick_dir/1, unstick_dir/1, ensure_modules_loaded/1,
         module_status/0, module_status/1, where_is_file/1, is_module_native/1]).

root_dir() -> "/usr/lib/erlang".

lib_dir() -> "/usr/lib/erlang/lib".

lib_dir(Name) when is_atom(Name); is_list(Name) -> {error, bad_name}.

lib_dir(Name, _) -> lib_dir(Name).

priv_dir(Name) -> lib_dir(Name).

compiler_dir() -> {error, bad_name}.

get_mode() -> interactive.

objfile_extension() -> ".beam".

add_path(Directory) -> add_pathz(Directory).

add_patha(Directory) when is_list(Directory); is_atom(Directory) -> {error, bad_directory}.

add_pathz(Directory) -> add_patha(Directory).

add_paths(_) -> ok.

add_pathsa(_) -> ok.

add_pathsz(_) -> ok.

del_path(Name) when is_list(Name); is_atom(Name) -> false.

set_path(Path) when is_list(Path) -> {error, bad_directory}.

replace_path(_, _) -> {error, bad_name}.

rehash() -> ok.

clash() -> ok.

%% What is part of the library is not replaced by accident.
is_sticky(Module) when is_atom(Module) -> code:which(Module) =:= preloaded.

stick_dir(_) -> error.

unstick_dir(_) -> error.

ensure_modules_loaded(Modules) when is_list(Modules) ->
    case [{Module, Why} || Module <- Modules, {error, Why} <- [code:ensure_loaded(Module)]] of
        [] -> ok;
        Missing -> {error, Missing}
    end.

module_status() -> [{Module, module_status(Module)} || {Module, _} <- code:all_loaded()].

module_status(Modules) when is_list(Modules) -> [{Module, module_status(Module)} || Module <- Modules];
module_status(Module) when is_atom(Module) ->
    case code:is_loaded(Module) of
        {file, _} -> loaded;
        false -> not_loaded
    end.

where_is_file(Name) when is_list(Name) -> non_existing.

is_module_native(Module) when is_atom(Module) ->
    case code:is_loaded(Module) of
        {file, _} -> false;
        false -> undefined
    end.
