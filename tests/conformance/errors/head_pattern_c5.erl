-module(head_pattern_c5).
-export([main/1]).
main(#{a := 1}#{b := 1}) -> ok.
