-module(fmt).
-export([format/2]).
format(#{msg:={string,"atom"}},_) -> foo;
format(#{msg:={string,"int"}},_) -> [a];
format(#{msg:={string,"big"}},_) -> [1114113];
format(_,_) -> "fine\n".
