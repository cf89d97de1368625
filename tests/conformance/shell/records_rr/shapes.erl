-module(shapes).
-export([square/1]).
-record(shape, {kind, size = 1}).
-record(point, {x = 0.0 :: float(), y}).

square(N) -> #shape{kind = square, size = N}.
