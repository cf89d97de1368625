-module(epp_erl_lint).
-export([main/0]).
p(X) -> io:format("~p~n",[X]).
main() ->
  file:write_file("em.erl","-module(em).\n-export([f/1]).\n-define(X, 5).\n-record(r,{a=1,b}).\n-include(\"em.hrl\").\nf(A) -> {?X, A, #r{b=?Y}}.\n-ifdef(FOO).\ng() -> ?FOO.\n-endif.\n"), file:write_file("em.hrl","-define(Y, \"yy\").\n"),
  file:write_file("bad.erl","-module(bad).\n-export([f/1,g/0]).\nf(A) -> B.\nh( -> x.\nk(X) -> 1.\n"),

  p(epp:parse_file("em.erl",[])),
  p(epp:parse_file("em.erl",["."],[{'FOO',bar}])),
  p(epp:parse_file("em.erl",[{macros,['FOO']},{includes,[]}])),
  p(epp:parse_file("nofile.erl",[])),
  {ok,Forms} = epp:parse_file("bad.erl",[]), p(Forms),
  {ok,E} = epp:open("em.erl",[]),
  p(epp:parse_erl_form(E)), p(epp:parse_erl_form(E)), p(epp:close(E)),
  {error,[{Bad,Errors}],Warnings} = erl_lint:module(Forms), p({Bad,lists:sort(Errors),Warnings}),
  {ok,F2} = epp:parse_file("em.erl",[]),
  p(erl_lint:module(F2)),
  p(erl_lint:module(F2,"x",[warn_unused_vars])),
  p(lists:flatten(erl_lint:format_error({unbound_var,'B'}))),
  p(lists:flatten(erl_lint:format_error({undefined_function,{g,0}}))),
  p(lists:flatten(erl_lint:format_error({unused_var,'X'}))),
  p(lists:flatten(epp:format_error({undefined,'X',none}))),
  p(lists:flatten(epp:format_error(cannot_parse))),
  p(erl_lint:is_guard_expr({op,1,'+',{integer,1,1},{var,1,'X'}})),
  p(erl_lint:is_guard_test({call,1,{atom,1,is_atom},[{var,1,'X'}]})),
  p(erl_lint:is_guard_test({call,1,{atom,1,foo},[{var,1,'X'}]})),
  p(epp:read_encoding("em.erl")), p(epp:default_encoding()), p(epp:encoding_to_string(utf8)).
