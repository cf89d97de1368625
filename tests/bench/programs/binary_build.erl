%% Binaries: one of 200,000 bytes grown at its end byte by byte, Times times.
-module(binary_build).
-export([run/1]).

run(Times) -> run(Times, 0).

run(0, Sum) -> Sum;
run(Times, Sum) -> run(Times - 1, Sum + byte_size(grow(200000, <<>>))).

grow(0, Binary) -> Binary;
grow(N, Binary) -> grow(N - 1, <<Binary/binary, (N band 255)>>).
