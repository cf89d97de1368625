%% Dates and times of the Gregorian calendar, from year 0 on; days and seconds are counted from its first of January. Local time is
%% universal time here.
-module(calendar).
-export([date_to_gregorian_days/1, date_to_gregorian_days/3, datetime_to_gregorian_seconds/1, day_of_the_week/1,
         day_of_the_week/3, gregorian_days_to_date/1, gregorian_seconds_to_datetime/1, is_leap_year/1,
         iso_week_number/0, iso_week_number/1, last_day_of_the_month/2, local_time/0, local_time_to_universal_time/1,
         local_time_to_universal_time/2, local_time_to_universal_time_dst/1, now_to_datetime/1, now_to_local_time/1,
         now_to_universal_time/1, rfc3339_to_system_time/1, rfc3339_to_system_time/2, seconds_to_daystime/1,
         seconds_to_time/1, system_time_to_local_time/2, system_time_to_rfc3339/1, system_time_to_rfc3339/2,
         system_time_to_universal_time/2, time_difference/2, time_to_seconds/1, universal_time/0,
         universal_time_to_local_time/1, valid_date/1, valid_date/3]).
-deprecated([{local_time_to_universal_time, 1, "use calendar:local_time_to_universal_time_dst/1 instead"}]).

-define(SECONDS_PER_DAY, 86400).
-define(DAYS_FROM_0_TO_1970, 719528).

%% --- days

date_to_gregorian_days({Year, Month, Day}) -> date_to_gregorian_days(Year, Month, Day).

date_to_gregorian_days(Year, Month, Day) when is_integer(Day), Day > 0 ->
    Last = last_day_of_the_month(Year, Month),
    if
        Day =< Last -> days_before(Year) + days_before_month(Year, Month) + Day - 1
    end.

days_before(0) -> 0;
days_before(Year) ->
    Y = Year - 1,
    366 + 365 * Y + Y div 4 - Y div 100 + Y div 400.

days_before_month(Year, Month) ->
    Before = element(Month, {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}),
    case Month > 2 andalso is_leap_year(Year) of
        true -> Before + 1;
        false -> Before
    end.

gregorian_days_to_date(Days) ->
    {Year, Day} = day_to_year(Days),
    Month = month_of(Year, Day, 12),
    {Year, Month, Day - days_before_month(Year, Month) + 1}.

%% The year, and the day in it from 0 on. The first guess can only be too late.
day_to_year(Days) when Days >= 0 ->
    Year = year_of(Days, Days div 365),
    {Year, Days - days_before(Year)}.

year_of(Days, Year) ->
    case days_before(Year) of
        Before when Before =< Days -> Year;
        Before -> year_of(Days, Year - (Before - Days + 365) div 366)
    end.

month_of(Year, Day, Month) ->
    case days_before_month(Year, Month) =< Day of
        true -> Month;
        false -> month_of(Year, Day, Month - 1)
    end.

is_leap_year(Year) when is_integer(Year), Year >= 0 ->
    Year rem 4 =:= 0 andalso Year rem 100 =/= 0 orelse Year rem 400 =:= 0.

last_day_of_the_month(Year, Month) when is_integer(Year), Year >= 0 -> last_day_of_the_month1(Year, Month).

last_day_of_the_month1(Year, 2) ->
    case is_leap_year(Year) of
        true -> 29;
        false -> 28
    end;
last_day_of_the_month1(_, Month) when Month =:= 4; Month =:= 6; Month =:= 9; Month =:= 11 -> 30;
last_day_of_the_month1(_, Month) when is_integer(Month), Month >= 1, Month =< 12 -> 31.

valid_date({Year, Month, Day}) -> valid_date(Year, Month, Day).

valid_date(Year, Month, Day) when is_integer(Year), is_integer(Month), is_integer(Day) ->
    Year >= 0 andalso Month >= 1 andalso Month =< 12 andalso Day >= 1
        andalso Day =< last_day_of_the_month(Year, Month).

%% 1 is Monday.
day_of_the_week({Year, Month, Day}) -> day_of_the_week(Year, Month, Day).

day_of_the_week(Year, Month, Day) -> (date_to_gregorian_days(Year, Month, Day) + 5) rem 7 + 1.

iso_week_number() ->
    {Date, _} = local_time(),
    iso_week_number(Date).

%% A week belongs to the year that its Thursday is in.
iso_week_number({Year, Month, Day}) ->
    Days = date_to_gregorian_days({Year, Month, Day}),
    {ThursdaysYear, _, _} = gregorian_days_to_date(Days + 4 - day_of_the_week(Year, Month, Day)),
    {ThursdaysYear, (Days - first_monday(ThursdaysYear)) div 7 + 1}.

%% The day on which week 1 begins.
first_monday(Year) -> date_to_gregorian_days(Year, 1, 4) - day_of_the_week(Year, 1, 4) + 1.

%% --- seconds

datetime_to_gregorian_seconds({Date, Time}) ->
    ?SECONDS_PER_DAY * date_to_gregorian_days(Date) + time_to_seconds(Time).

gregorian_seconds_to_datetime(Seconds) when Seconds >= 0 ->
    {gregorian_days_to_date(Seconds div ?SECONDS_PER_DAY), seconds_to_time(Seconds rem ?SECONDS_PER_DAY)}.

time_to_seconds({Hour, Minute, Second}) when is_integer(Hour), is_integer(Minute), is_integer(Second) ->
    (Hour * 60 + Minute) * 60 + Second.

seconds_to_time(Seconds) when Seconds >= 0, Seconds < ?SECONDS_PER_DAY ->
    {Seconds div 3600, Seconds rem 3600 div 60, Seconds rem 60}.

seconds_to_daystime(Seconds) ->
    Days = Seconds div ?SECONDS_PER_DAY,
    case Seconds rem ?SECONDS_PER_DAY of
        Rest when Rest < 0 -> {Days - 1, seconds_to_time(Rest + ?SECONDS_PER_DAY)};
        Rest -> {Days, seconds_to_time(Rest)}
    end.

time_difference({{_, _, _}, {_, _, _}} = From, {{_, _, _}, {_, _, _}} = To) ->
    seconds_to_daystime(datetime_to_gregorian_seconds(To) - datetime_to_gregorian_seconds(From)).

%% --- clocks

local_time() -> erlang:localtime().

universal_time() -> erlang:universaltime().

local_time_to_universal_time(DateTime) -> erlang:localtime_to_universaltime(DateTime).

local_time_to_universal_time(DateTime, IsSummerTime) -> erlang:localtime_to_universaltime(DateTime, IsSummerTime).

local_time_to_universal_time_dst(DateTime) -> [erlang:localtime_to_universaltime(DateTime, true)].

universal_time_to_local_time(DateTime) -> erlang:universaltime_to_localtime(DateTime).

now_to_datetime({Mega, Seconds, _}) -> system_time_to_universal_time(Mega * 1000000 + Seconds, second).

now_to_universal_time(Now) -> now_to_datetime(Now).

now_to_local_time({Mega, Seconds, _}) -> system_time_to_local_time(Mega * 1000000 + Seconds, second).

system_time_to_universal_time(Time, Unit) ->
    Seconds = erlang:convert_time_unit(Time, Unit, second),
    gregorian_seconds_to_datetime(Seconds + ?DAYS_FROM_0_TO_1970 * ?SECONDS_PER_DAY).

system_time_to_local_time(Time, Unit) -> erlang:universaltime_to_localtime(system_time_to_universal_time(Time, Unit)).

%% --- RFC 3339

system_time_to_rfc3339(Time) -> system_time_to_rfc3339(Time, []).

system_time_to_rfc3339(Time, Options) ->
    Unit = proplists:get_value(unit, Options, second),
    Designator = proplists:get_value(time_designator, Options, $T),
    _ = erlang:convert_time_unit(Time, Unit, second),
    PerSecond = factor(Unit),
    {Offset, Zone} = zone(proplists:get_value(offset, Options, ""), Unit),
    Local = Time + Offset * PerSecond,
    %% Towards 1970, unlike what clocks do.
    {{Year, Month, Day}, {Hour, Minute, Second}} = system_time_to_universal_time(Local div PerSecond, second),
    [erlang:error({badarg, [Time, Options]}) || Year > 9999],
    lists:flatten(io_lib:format("~4..0w-~2..0w-~2..0w~c~2..0w:~2..0w:~2..0w~s~s",
                                [Year, Month, Day, Designator, Hour, Minute, Second, fraction(Local, PerSecond), Zone])).

factor(second) -> 1;
factor(millisecond) -> 1000;
factor(microsecond) -> 1000000;
factor(Unit) when Unit =:= nanosecond; Unit =:= native -> 1000000000.

%% Seconds east of Greenwich, and how they are written.
zone("", _) -> {0, "+00:00"};
zone("Z", _) -> {0, "Z"};
zone("z", _) -> {0, "z"};
zone([Sign | _] = Zone, _) when Sign =:= $+; Sign =:= $- -> {offset(Zone), Zone};
zone(Offset, Unit) when is_integer(Offset) ->
    Seconds = erlang:convert_time_unit(Offset, Unit, second),
    Sign = if Seconds < 0 -> $-; true -> $+ end,
    Minutes = abs(Seconds) div 60,
    {Seconds, io_lib:format("~c~2..0w:~2..0w", [Sign, Minutes div 60, Minutes rem 60])};
zone(Other, _) -> erlang:error({badmatch, Other}).

offset([Sign, H1, H2, $:, M1, M2]) ->
    Seconds = (list_to_integer([H1, H2]) * 60 + list_to_integer([M1, M2])) * 60,
    case Sign of
        $+ -> Seconds;
        $- -> -Seconds
    end;
offset([Z]) when Z =:= $Z; Z =:= $z -> 0;
offset(Other) -> erlang:error({badmatch, Other}).

fraction(_, 1) -> "";
fraction(Time, PerSecond) ->
    io_lib:format(".~*..0w", [length(integer_to_list(PerSecond)) - 1, abs(Time rem PerSecond)]).

rfc3339_to_system_time(Text) -> rfc3339_to_system_time(Text, []).

rfc3339_to_system_time(Text, Options) ->
    Unit = proplists:get_value(unit, Options, second),
    [Y1, Y2, Y3, Y4, $-, Mo1, Mo2, $-, D1, D2, _, H1, H2, $:, Mi1, Mi2, $:, S1, S2 | Rest] = Text,
    {Digits, Zone} = fraction_digits(Rest),
    Date = {list_to_integer([Y1, Y2, Y3, Y4]), list_to_integer([Mo1, Mo2]), list_to_integer([D1, D2])},
    Time = {list_to_integer([H1, H2]), list_to_integer([Mi1, Mi2]), list_to_integer([S1, S2])},
    Seconds = datetime_to_gregorian_seconds({Date, Time}) - ?DAYS_FROM_0_TO_1970 * ?SECONDS_PER_DAY - offset(Zone),
    Whole = erlang:convert_time_unit(Seconds, second, Unit),
    Part = part(Digits, Unit),
    if
        Whole < 0 -> Whole - Part;
        true -> Whole + Part
    end.

fraction_digits([$. | Rest]) -> lists:splitwith(fun(C) -> C >= $0 andalso C =< $9 end, Rest);
fraction_digits(Zone) -> {"", Zone}.

part("", _) -> 0;
part(Digits, Unit) ->
    PerSecond = factor(Unit),
    trunc(list_to_integer(Digits) * PerSecond / math:pow(10, length(Digits))).
