# 120x40: a real kernel that is short of memory: a pageblock changes hands
load tests/vectors/v6.12-m64-fallback-s1.json.xz
set palette deuteran
start alloc 9
mark asked
set changes asked
tbreak try_to_steal_block
continue
next 2
