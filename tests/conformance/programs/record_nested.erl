-module(record_nested).
-export([main/0]).

-record(address, {street, city = "Paris"}).
-record(person, {name, address = #address{}}).

main() ->
    P = #person{name = bob},
    P2 = P#person{address = (P#person.address)#address{street = "Rue"}},
    City = P2#person.address#address.city,
    Ps = [P, P2, #person{name = al, address = #address{city = "Rome"}}],
    Romans = [X#person.name || #person{address = #address{city = "Rome"}} = X <- Ps],
    Index = lists:keyfind(bob, #person.name, Ps),
    {P2, City, Romans, Index}.
