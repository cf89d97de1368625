%% What is called in the place of functions that do not exist: while their module waits for its -on_load, and in processes
%% that have named another handler.
-module(error_handler).
-export([undefined_function/3, undefined_lambda/3, raise_undef_exception/3]).

undefined_function(Module, Function, Args) ->
    case code:ensure_loaded(Module) of
        {module, Module} ->
            case erlang:function_exported(Module, Function, length(Args)) of
                true -> apply(Module, Function, Args);
                false -> raise_undef_exception(Module, Function, Args)
            end;
        _ ->
            raise_undef_exception(Module, Function, Args)
    end.

undefined_lambda(Module, Fun, Args) ->
    case code:ensure_loaded(Module) of
        {module, Module} -> apply(Fun, Args);
        _ -> raise_undef_exception(Module, Fun, Args)
    end.

raise_undef_exception(Module, Function, Args) ->
    try error(undef)
    catch
        error:undef:Stack -> erlang:raise(error, undef, [{Module, Function, Args, []} | tl(Stack)])
    end.
