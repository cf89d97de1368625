f([], _) -> ?FUNCTION_ARITY.
f(_, []) -> ?FUNCTION_ARITY.
f(_, [], _) -> ?FUNCTION_ARITY.
f([]) -> ?FUNCTION_ARITY.
f({}, _) -> ?FUNCTION_ARITY.
f({}) -> ?FUNCTION_ARITY.
f({}, {}) -> ?FUNCTION_ARITY.
f({}, {}, {}) -> ?FUNCTION_ARITY.
f([[]], _) -> ?FUNCTION_ARITY.
f([a], _) -> ?FUNCTION_ARITY.
f(#{}, _) -> ?FUNCTION_ARITY.
f(#r{}, _) -> ?FUNCTION_ARITY.
f(X=#r{}, _) -> ?FUNCTION_ARITY.
f(<<>>, _) -> ?FUNCTION_ARITY.
f([{}], _) -> ?FUNCTION_ARITY.
f([a,[]], _) -> ?FUNCTION_ARITY.
f([], []) -> ?FUNCTION_ARITY.
f([[],b], _) -> ?FUNCTION_ARITY.
f((a), _) -> ?FUNCTION_ARITY.
f("", _) -> ?FUNCTION_ARITY.
f([] = X, _) -> ?FUNCTION_ARITY.
f(a, [], {}, _) -> ?FUNCTION_ARITY.
f([],a) -> ok; f(a,b) -> ?FUNCTION_ARITY.
