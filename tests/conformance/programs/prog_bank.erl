%% Bank accounts, each a process; a failing transfer leaves both as they were.
-module(prog_bank).
-export([main/0, account/2]).

main() ->
    Names = [ann, bob, cid],
    Bank = dict:from_list([{Name, spawn(?MODULE, account, [Name, 100])} || Name <- Names]),
    ok = transfer(ann, bob, 30, Bank),
    {error, insufficient_funds} = transfer(cid, ann, 500, Bank),
    {error, {no_account, eve}} = transfer(eve, ann, 5, Bank),
    ok = deposit(cid, 12.5, Bank),
    {error, {bad_amount, -1}} = deposit(cid, -1, Bank),
    Balances = [{Name, balance(Name, Bank)} || Name <- Names],
    [io:format("~-5w ~8.2f~n", [Name, float(Balance)]) || {Name, Balance} <- Balances],
    [statement(Name, Bank) || Name <- Names],
    lists:sum([Balance || {_, Balance} <- Balances]).

account(Name, Balance) -> account(Name, Balance, queue:new()).

account(Name, Balance, History) ->
    receive
        {From, Ref, {change, Amount}} when Balance + Amount >= 0 ->
            From ! {Ref, ok},
            account(Name, Balance + Amount, queue:in({Amount, Balance + Amount}, History));
        {From, Ref, {change, _}} ->
            From ! {Ref, {error, insufficient_funds}},
            account(Name, Balance, History);
        {From, Ref, balance} ->
            From ! {Ref, Balance},
            account(Name, Balance, History);
        {From, Ref, history} ->
            From ! {Ref, queue:to_list(History)},
            account(Name, Balance, History)
    end.

call(Name, Request, Bank) ->
    case dict:find(Name, Bank) of
        {ok, Pid} ->
            Ref = make_ref(),
            Pid ! {self(), Ref, Request},
            receive {Ref, Reply} -> Reply after 1000 -> {error, timeout} end;
        error -> {error, {no_account, Name}}
    end.

deposit(_, Amount, _) when Amount =< 0 -> {error, {bad_amount, Amount}};
deposit(Name, Amount, Bank) -> call(Name, {change, Amount}, Bank).

transfer(From, To, Amount, Bank) ->
    case call(From, {change, -Amount}, Bank) of
        ok -> call(To, {change, Amount}, Bank);
        Error -> Error
    end.

balance(Name, Bank) -> call(Name, balance, Bank).

statement(Name, Bank) ->
    io:format("~s:~n", [string:titlecase(atom_to_list(Name))]),
    [io:format("  ~8w -> ~w~n", [Change, After]) || {Change, After} <- call(Name, history, Bank)].
