-module(bits_unit_implied).
-export([f/1, g/1]).
f(X) -> {<<X:8/bytes>>, <<X:8/bitstring-unit:1>>, <<X:8/bitstring-unit:3>>, <<X:8/unit:3-bits>>, <<X:2/bytes-unit:8>>, <<X:2/bytes-unit:4>>}.
g(<<X:8/bytes-unit:1>>) -> X.
