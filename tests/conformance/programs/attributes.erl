-module(attributes).
-author("somebody").
-vsn("1.0").
-custom({a, 1}).
-custom(b).
-export([main/0]).
-compile([nowarn_unused_function]).
-type colour() :: red | green | {rgb, 0..255, 0..255, 0..255}.
-opaque hidden() :: map().
-export_type([colour/0, hidden/0]).
-spec main() -> term().

main() ->
    A = ?MODULE:module_info(attributes),
    E = lists:sort(?MODULE:module_info(exports)),
    {[X || {K, _} = X <- A, lists:member(K, [author, custom])], E, erlang:function_exported(?MODULE, main, 0),
     erlang:function_exported(?MODULE, paint, 1), ?MODULE:module_info(module), erlang:module_loaded(?MODULE)}.

-spec paint(colour()) -> hidden().
paint(C) -> #{colour => C}.
