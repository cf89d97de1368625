-module(segments).
-compile(export_all).
-compile(nowarn_export_all).
f1(X) -> <<X>>.
f2(X) -> <<1, 2, X:16>>.
f3(X, S) -> <<X:S>>.
f4(X) -> <<X/integer>>.
f5(X) -> <<"abc", X/utf8>>.
f6(X) -> <<X/float>>.
f7(X) -> <<X/binary>>.
f8(X, N) -> <<X:N/binary>>.
f9(X, Y) -> <<X, Y/utf16>>.
f10(X, S) -> <<X:S/float>>.
