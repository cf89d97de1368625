-module(file_fread).
-export([main/0]).
p(X) -> io:format("~p~n",[X]).
t(Text,Fs) -> file:write_file("z.txt",Text), {ok,F}=file:open("z.txt",[read]), p([case Fm of l -> io:get_line(F,''); r -> io:read(F,''); {c,N} -> io:get_chars(F,'',N); _ -> io:fread(F,'',Fm) end || Fm <- Fs]), file:close(F).
all(F,Fmt) -> case io:fread(F,"",Fmt) of eof -> []; {ok,X} -> [X|all(F,Fmt)]; E -> [E] end.
main() ->
 t("12 34 56\nabc\n7 8\n",["~d ~d",l,l]),
 t("12 34\nabc\n7 8\n",["~d ~d",l,l]),
 t("12 34\nabc\n7 8\n",["~d","~d",l,l]),
 t("12 34\nabc\n7 8\n",["~d ~d\n",l,l]),
 t("12\n34\n56\n",["~d","~d","~d","~d"]),
 t("12\n34\n56",["~d ~d ~d","~d"]),
 t("abc def\nghi\n",["~s","~s","~s","~s"]),
 t("abc\n\n\nghi\n",["~s",l,"~s","~s"]),
 t("x\ny\n",["~d","~s","~s"]),
 t("1\n",["~d ~d",l]),
 t("1,2\n3,4\n",["~d,~d","~d,~d","~d,~d"]),
 t("a\nbc",["~c","~c","~c","~c",l]),
 t("{a,1}.\n{b,\n2}. rest\nline\n",[r,r,l,l]),
 t("{a,1}. {b,2}.\nx",[r,l,r]),
 t("{a,1}.",[r,r]), t("{a",[r,r]), t("a b c.\nok.\n",[r,r]), t("ab\ncd",[{c,4},{c,4},{c,1}]), t("  12abc",["~d",l]), t("12 x\n13\n",["~d ~d",l]),
 file:write_file("n.txt","3 -5\n 7\n\n8 foo"), {ok,F}=file:open("n.txt",[read]), p(all(F,"~d")), file:close(F),
 file:write_file("n.txt","1 a\n2 b\n"), {ok,F2}=file:open("n.txt",[read]), p(all(F2,"~d ~a")), file:close(F2).
