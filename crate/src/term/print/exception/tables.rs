//! What the arguments of library functions must be: a row per function, a word per argument (`check.rs`), after `?` the
//! argument to blame and the reason when each is right by itself.

/// The words of a row, without the function's name.
pub fn row(module: &str, function: &str, arity: usize) -> Option<&'static str> {
    let (_, table) = TABLES.iter().find(|(name, _)| *name == module)?;
    table.lines().find_map(|line| {
        let (name, words) = line.split_once(' ')?;
        let (name, own_arity) = name.rsplit_once('/')?;
        (name == function && own_arity.parse() == Ok(arity)).then_some(words)
    })
}

const TABLES: &[(&str, &str)] = &[
    ("binary", BINARY),
    ("erlang", ERLANG),
    ("ets", ETS),
    ("io", IO),
    ("lists", LISTS),
    ("maps", MAPS),
    ("math", MATH),
    ("os", OS),
    ("unicode", UNICODE),
];

const BINARY: &str = "\
at/2 bin natural
bin_to_list/1 bin
bin_to_list/2 bin part ?2 range
bin_to_list/3 bin natural integer ?3 range
compile_pattern/1 !pattern
copy/1 bin
copy/2 bin natural
decode_unsigned/1 bin
decode_unsigned/2 bin endianness
encode_hex/1 bin
decode_hex/1 bin+even
encode_unsigned/1 natural
encode_unsigned/2 natural endianness
first/1 bin ?1 zero_sized
last/1 bin ?1 zero_sized
list_to_bin/1 !iodata
longest_common_prefix/1 !binaries
longest_common_suffix/1 !binaries
match/2 bin pattern
match/3 bin pattern scoped ?3 options
matches/2 bin pattern
matches/3 bin pattern scoped ?3 options
part/2 bin part ?2 range
part/3 bin natural integer ?3 range
referenced_byte_size/1 bin
replace/3 bin pattern bin
replace/4 bin pattern bin replace_options ?4 options
split/2 bin pattern
split/3 bin pattern _ ?3 options
";

const ERLANG: &str = "\
abs/1 !number
adler32/1 !iodata
adler32/2 natural iodata ?1 range
adler32_combine/3 checksum checksum natural
alias/1 list+!option
append_element/2 !tuple _
append/2 proper _
apply/3 atom atom list
atom_to_binary/1 !atom
atom_to_binary/2 atom atom_encoding
atom_to_list/1 !atom
binary_part/2 binary part ?2 range
binary_part/3 binary natural integer ?3 range
binary_to_atom/1 binary+utf8+!existing_atom
binary_to_atom/2 binary+utf8_if_known text_encoding ?1 existing_atom
binary_to_existing_atom/1 binary+utf8+!existing_atom
binary_to_existing_atom/2 binary+utf8_if_known text_encoding ?1 existing_atom
binary_to_float/1 binary+!float_text
binary_to_integer/1 binary+!integer_text
binary_to_integer/2 binary base ?1 integer_text
binary_to_list/1 !binary
binary_to_list/3 binary positive positive ?3 range
binary_to_term/1 binary+!external
binary_to_term/2 binary+external_for list+reading
crc32/1 !iodata
crc32/2 natural iodata ?1 range
crc32_combine/3 checksum checksum natural
bit_size/1 !bitstring
bitstring_to_list/1 !bitstring
byte_size/1 !bitstring
cancel_timer/1 !reference
cancel_timer/2 reference list ?2 option
ceil/1 !number
check_old_code/1 !atom
check_process_code/2 pid+local atom
check_process_code/3 pid+local atom list ?3 option
convert_time_unit/3 integer unit unit
delete_element/2 index tuple
delete_module/1 !atom
demonitor/1 !reference
demonitor/2 reference list ?2 option
element/2 index tuple
exit/2 !pid _
external_size/2 _ list+!option
float/1 !number
float_to_binary/1 !float
float_to_binary/2 float list ?2 option
float_to_list/1 !float
float_to_list/2 float list ?2 option
floor/1 !number
fun_info/1 !fun
fun_info/2 fun _ ?2 fun_item
fun_info_mfa/1 !fun
fun_to_list/1 !fun
function_exported/3 atom atom natural
garbage_collect/1 pid+local
garbage_collect/2 pid+local list
get_cookie/1 !atom
group_leader/2 pid pid
halt/1 !status
halt/2 status_if_options list+halt_option
hd/1 !cons
insert_element/3 index tuple _
integer_to_binary/1 !integer
integer_to_binary/2 integer base
integer_to_list/1 !integer
integer_to_list/2 integer base
decode_packet/3 packet_type binary packet_options ?3 option
iolist_size/1 !iodata
iolist_to_iovec/1 !iodata
iolist_to_binary/1 !iodata
is_builtin/3 atom atom natural
hibernate/3 atom atom list
is_function/2 _ integer+!range
is_map_key/2 _ !map
is_process_alive/1 !pid
is_record/2 !atom _
is_record/3 _ atom integer
length/1 !list
link/1 pid+!alive
list_to_atom/1 list+!characters
list_to_binary/1 !iolist
list_to_bitstring/1 !bitlist
list_to_existing_atom/1 list+characters+!existing_atom
list_to_float/1 proper+!float_text
list_to_integer/1 proper+!integer_text
list_to_integer/2 list base ?1 integer_text
list_to_pid/1 proper+!pid_text
list_to_port/1 proper+!port_text
list_to_ref/1 proper+!reference_text
localtime_to_universaltime/1 !local_time
localtime_to_universaltime/2 local_time dst ?1 local_time
list_to_tuple/1 !list
load_module/2 atom binary
make_tuple/2 !range _
make_fun/3 atom atom natural
make_tuple/3 natural _ list ?3 option
map_get/2 present map
map_size/1 !map
md5/1 !iodata
memory/1 memory_list+!memory_item
module_loaded/1 !atom
md5_final/1 binary+md5_context
md5_update/2 binary+md5_context iodata
match_spec_test/3 _ _ spec_type ?1 list
monitor/2 process monitored
monitor/3 process_if_options pid_if_process list+monitor_option
monitor_node/2 atom boolean
monitor_node/3 atom boolean list ?3 option
monotonic_time/1 !unit
node/1 !pid
nodes/1 node_type
nodes/2 node_type map ?2 option_map
phash/2 hash_range _
phash2/2 hash_range _
pid_to_list/1 !pid
process_flag/2 flag _ ?2 flag_value
process_display/2 pid+local value
process_flag/3 pid+local _ _
process_info/1 pid+local
process_info/2 pid+local _ ?2 item
put/2 _ _
read_timer/1 !reference
read_timer/2 reference list ?2 option
port_close/1 port_or_name
port_command/2 port_or_name iodata
port_command/3 port_or_name iodata list+option
port_connect/2 port_or_name pid
port_info/1 port_or_name
port_info/2 port_or_name _
port_to_list/1 !port
ref_to_list/1 !reference
register/2 atom+name identifier+local ?1 in_use
resume_process/1 pid+local ?1 suspended
round/1 !number
send/2 !destination _
send/3 _ _ list+send_option ?1 destination
send_after/3 time receiver+local _
send_after/4 time receiver+local fourth_list ?3 option
set_cookie/1 !atom
set_cookie/2 atom atom
setelement/3 index tuple _
size/1 !sized
spawn/1 !fun
spawn/2 atom fun
spawn/3 atom atom list
spawn/4 atom atom atom list
spawn_link/1 !fun
spawn_link/2 atom fun
spawn_link/3 atom atom list
spawn_link/4 atom atom atom list
spawn_monitor/1 !fun
spawn_monitor/2 atom fun
spawn_monitor/3 atom atom list
spawn_monitor/4 atom atom atom list
spawn_request/4 atom atom list _
spawn_request/5 atom atom atom list _
spawn_request_abandon/1 !reference
spawn_opt/2 fun list ?2 spawn_option
spawn_opt/3 atom fun list ?3 spawn_option
spawn_opt/4 atom atom list list ?4 spawn_option
spawn_opt/5 atom atom atom list list ?5 spawn_option
split_binary/2 binary natural ?2 range
start_timer/3 time receiver+local _
start_timer/4 time receiver+local fourth_list ?3 option
statistics/1 !statistics_item
subtract/2 list list
suspend_process/1 pid+local ?1 alive
suspend_process/2 pid+local list ?2 option
system_flag/2 !system_flag _
system_info/1 !system_item
system_time/1 !unit
term_to_binary/2 _ list+!option
term_to_iovec/1 _
term_to_iovec/2 _ list+!option
time_offset/1 !unit
tl/1 !cons
trace/3 _ boolean list+option ?1 traced
trace_delivered/1 !pid_or_all
trace_info/2 tracee _ ?2 trace_item
trace_pattern/2 _ _ ?1 traced_function
trace_pattern/3 _ _ list+option ?1 traced_function
trunc/1 !number
tuple_size/1 !tuple
tuple_to_list/1 !tuple
unalias/1 !reference
unique_integer/1 list+!modifier
unlink/1 !pid
universaltime_to_localtime/1 !universal_time
universaltime_to_posixtime/1 !universal_time
posixtime_to_universaltime/1 !integer
unregister/1 !pid
whereis/1 !atom
";

const ETS: &str = "\
delete/1 table
delete/2 table _
delete_all_objects/1 table
delete_object/2 table nonempty
first/1 table
give_away/3 table pid _ ?2 terminated
info/1 table
info/2 table _ ?2 table_item
internal_delete_all/2 table _
insert/2 table row
insert_new/2 table row
last/1 table
lookup/2 table _
lookup_element/3 table _ positive ?3 size
match/1 !continuation
match/2 table _
match/3 table _ positive
match_delete/2 table _
match_object/1 !continuation
match_object/2 table _
match_object/3 table _ positive
match_spec_compile/1 _ ?1 match_spec
member/2 table _
new/2 atom list ?2 options
next/2 table _ ?2 existing_key
prev/2 table _ ?2 existing_key
rename/2 table table_name ?2 name_exists
safe_fixtable/2 table _ ?2 boolean_value
select/1 !continuation
select/2 table _ ?2 match_spec
select/3 table match_spec positive ?2 match_spec
select_count/2 table _ ?2 match_spec
internal_select_delete/2 table _ ?2 match_spec
select_delete/2 table _ ?2 match_spec
select_replace/2 table _ ?2 match_spec
select_reverse/1 !continuation
select_reverse/2 table _ ?2 match_spec
select_reverse/3 table match_spec positive ?2 match_spec
setopts/2 table _ ?2 options
slot/2 table _ ?2 range
tab2list/1 table
take/2 table _
update_counter/3 table _ update ?3 counter
update_counter/4 table _ ~update ~nonempty ?3 counter
update_element/3 table _ element_spec ?3 range
whereis/1 !table_name
";

const IO: &str = "\
put_chars/1 !chardata
put_chars/2 _ !chardata
";

const LISTS: &str = "\
keyfind/3 _ positive list
keymember/3 _ positive list
keysearch/3 _ positive list
member/2 _ list
reverse/2 list _
seq/3 integer integer integer+increment
";

const MAPS: &str = "\
filter/2 fun2 iterable
filtermap/2 fun2 iterable
find/2 _ !map
fold/3 fun3 _ iterable
foreach/2 fun2 iterable
from_keys/2 list _
from_list/1 list
get/2 present map
get/3 _ !map _
groups_from_list/2 fun1 list
groups_from_list/3 fun1 fun1 list
intersect/2 map map
intersect_with/3 fun3 map map
is_key/2 _ !map
iterator/1 !map
keys/1 !map
map/2 fun2 iterable
merge/2 map map
merge_with/3 fun3 map map
next/1 !iterator
put/3 _ _ !map
remove/2 _ !map
size/1 !map
take/2 _ !map
to_list/1 !map
update/3 _ _ !map
update_with/3 _ fun1 map
update_with/4 _ fun1 _ map
values/1 !map
with/2 list map
without/2 list map
";

const MATH: &str = "\
acos/1 number+!domain
acosh/1 number+!domain
asin/1 number+!domain
atanh/1 number+!domain
log/1 number+!domain
log10/1 number+!domain
log2/1 number+!domain
sqrt/1 number+!domain
asinh/1 number
atan/1 number
ceil/1 number
cos/1 number
cosh/1 number
erf/1 number
erfc/1 number
exp/1 number
floor/1 number
sin/1 number
sinh/1 number
tan/1 number
tanh/1 number
atan2/2 number number
fmod/2 number number ?2 domain
pow/2 number number
";

const OS: &str = "\
cmd/1 !characters
cmd/2 !characters _
getenv/1 list+!variable
getenv/2 list+!variable _
perf_counter/1 !unit
putenv/2 list+variable list
set_signal/2 signal !signal_option
system_time/1 !unit
unsetenv/1 list+!variable
";

const UNICODE: &str = "\
characters_to_binary/1 !chardata
characters_to_binary/2 chardata encoding
characters_to_binary/3 chardata encoding encoding
characters_to_list/1 !chardata
characters_to_list/2 chardata encoding
characters_to_nfc_binary/1 !chardata
characters_to_nfc_list/1 !chardata
characters_to_nfd_binary/1 !chardata
characters_to_nfd_list/1 !chardata
characters_to_nfkc_binary/1 !chardata
characters_to_nfkc_list/1 !chardata
characters_to_nfkd_binary/1 !chardata
characters_to_nfkd_list/1 !chardata
";
