-module(file_as_device).
-export([main/0,srv/1]).
p(X) -> io:format("~p~n",[X]).
srv(T) -> receive {io_request,From,As,R} -> T ! {req,R}, From ! {io_reply,As,rep(R)}, srv(T); O -> T ! O, srv(T) end.
rep({get_chars,_,_,_}) -> "abc"; rep({get_line,_,_}) -> eof; rep({put_chars,_,_}) -> ok; rep(_) -> {error,request}.
flush() -> receive M -> [M|flush()] after 50 -> [] end.
main() ->
 ok = file:write_file("t.txt","12 34\nfoo(bar).\n{a,[1,2]}.\nline four\nlast"),
 {ok,F} = file:open("t.txt",[read]),
 p(io:fread(F,'',"~d ~d")), p(io:get_line(F,'')), p(io:get_line(F,"")), p(io:read(F,'')), p(io:get_chars(F,'',3)), p(io:get_line(F,'')), p(io:get_line(F,'')), p(io:get_line(F,'')), p(io:get_line(F,'')), p(io:read(F,'')), p(io:fread(F,'',"~d")), p(file:position(F,bof)), p(file:read(F,5)), p(file:read_line(F)), p(file:pread(F,0,2)), p(io:getopts(F)), p(file:close(F)), p(catch io:get_line(F,'')), p(file:read(F,1)),
 {ok,W} = file:open("u.txt",[write,{encoding,utf8}]), p(io:format(W,"~ts ~s~n",["é→λ","x"])), p(io:put_chars(W,"ö\n")), p(io:write(W,{a,"b"})), p(io:nl(W)), p(file:write(W,<<"raw">>)), p(io:getopts(W)), p(file:close(W)), p(file:read_file("u.txt")),
 {ok,R} = file:open("u.txt",[read,{encoding,utf8}]), p(io:get_line(R,'')), p(io:get_chars(R,'',2)), p(file:read_line(R)), p(file:close(R)),
 {ok,R2} = file:open("u.txt",[read,binary,{encoding,unicode}]), p(io:get_line(R2,'')), p(io:get_chars(R2,'',100)), p(io:get_chars(R2,'',1)), file:close(R2),
 {ok,L1} = file:open("u.txt",[read]), p(io:get_line(L1,'')), p(file:read(L1,100)), file:close(L1),
 {ok,B} = file:open("u.txt",[read,binary]), p(io:get_line(B,'')), p(file:read_line(B)), p(io:setopts(B,[{encoding,utf8}])), file:position(B,0), p(io:get_line(B,'')), file:close(B),
 {ok,W2} = file:open("v.txt",[write]), p(catch io:format(W2,"~ts~n",["λ"])), p(catch io:format(W2,"~ts~n",["é"])), p(catch io:put_chars(W2,[955])), file:close(W2), p(file:read_file("v.txt")),
 {ok,A} = file:open("v.txt",[append]), p(file:write(A,"app")), p(file:position(A,cur)), file:close(A), p(file:read_file("v.txt")),
 {ok,RW} = file:open("rw.txt",[read,write]), p(file:write(RW,"hello world")), p(file:position(RW,6)), p(file:read(RW,5)), p(file:pwrite(RW,0,"HELLO")), p(file:position(RW,{eof,-3})), p(file:truncate(RW)), file:close(RW), p(file:read_file("rw.txt")),
 p(file:open("nosuch.txt",[read])), p(file:consult("t.txt")), file:write_file("c.txt","{a,1}.\n[b].\n\"s\".\n"), p(file:consult("c.txt")), p(file:script("c.txt")), p(file:eval("c.txt")), file:write_file("s.txt","X = 1,\nY = X + 1,\n{X,Y}.\n"), p(file:script("s.txt")), p(file:path_consult(["."],"c.txt")),
 p(file:copy("c.txt","d.txt")), p(file:read_file("d.txt")), p(file:copy("c.txt","d.txt",3)), p(file:read_file("d.txt")), p(file:rename("d.txt","e.txt")), p(file:delete("e.txt")), p(file:delete("e.txt")), p(file:make_dir("dd")), p(file:list_dir("dd")), p(file:del_dir("dd")), p(filelib:is_regular("c.txt")), p(filelib:file_size("c.txt")), ok, p(filelib:ensure_dir("q/r/s.txt")), p(filelib:is_dir("q/r")), p(file:format_error(enoent)), p(file:read_link("c.txt")), p(element(1,file:read_link_info("c.txt"))),
 T = self(), S = spawn(?MODULE,srv,[T]), p(file:read(S,3)), p(file:read_line(S)), p(file:write(S,"xy")), p(io:get_line(S,'> ')), p(flush()),
 {ok,Raw} = file:open("c.txt",[read,binary]), p(file:read(Raw,3)), p(file:read_line(Raw)), p(file:close(Raw)),
 p(file:path_open(["q","."],"c.txt",[read]) =/= x), p(element(2,file:path_open(["q"],"zz",[read]))), p(file:write_file("w.txt",["a",[<<"b">>,$c]])), p(file:write_file("w.txt","+",[append])), p(file:read_file("w.txt")), p(catch file:write_file("w.txt",[300])), p(file:write_file("/no/such/dir/x","a")), p(file:get_cwd() =/= x),
 {ok,Ts} = file:open("lines.txt",[write]), [io:format(Ts,"~p~n",[I]) || I <- lists:seq(1,3)], file:close(Ts), {ok,Tr}=file:open("lines.txt",[read]), p(rd(Tr)), file:close(Tr),
 ok.
rd(F) -> case io:get_line(F,"") of eof -> []; L -> [list_to_integer(string:trim(L)) | rd(F)] end.
