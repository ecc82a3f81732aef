#!/bin/sh
# /proc files as `cat` prints them against those of the same real kernel.
#
# tests/captures/KERNEL-MACHINE holds text files of one moment of a machine,
# and its full state of the same moment.  The state is loaded, each file
# printed, and compared byte for byte.  Only lines that are named below may
# lack, because the model does not hold what they say; one that it prints in
# spite of that, or that no capture has, does not belong there.
set -u
cd "$(dirname "$0")/.." || exit 1

program=${MMSCOPE:-build/mmscope}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# Use of pages: LRU lists, page cache, NUMA placement, reclaim.
not_in_zoneinfo='
all_unreclaimable: inactive_ratio: node_inactive_ratio: node_scanned scanned
per-node
nr_active_anon nr_active_file nr_anon_pages nr_anon_transparent_hugepages
nr_balloon_pages nr_bounce nr_dirtied nr_dirty nr_file_hugepages
nr_file_pages nr_file_pmdmapped nr_foll_pin_acquired nr_foll_pin_released
nr_gpu_active nr_gpu_reclaim nr_hugetlb nr_inactive_anon nr_inactive_file
nr_isolated_anon nr_isolated_file nr_kernel_file_pages
nr_kernel_misc_reclaimable nr_kernel_stack nr_mapped nr_mlock
nr_page_table_pages nr_sec_page_table_pages nr_shmem nr_shmem_hugepages
nr_shmem_pmdmapped nr_slab_reclaimable nr_slab_unreclaimable
nr_throttled_written nr_unevictable nr_vmalloc nr_vmscan_immediate_reclaim
nr_vmscan_write nr_writeback nr_writeback_temp nr_written nr_zone_active_anon
nr_zone_active_file nr_zone_inactive_anon nr_zone_inactive_file
nr_zone_unevictable nr_zone_write_pending numa_foreign numa_hit
numa_interleave numa_local numa_miss numa_other pgdemote_direct
pgdemote_khugepaged pgdemote_kswapd pgdemote_proactive pgpromote_candidate
pgpromote_candidate_nrl pgpromote_success pgrefill pgscan_anon pgscan_direct
pgscan_file pgscan_khugepaged pgscan_kswapd pgscan_proactive pgsteal_anon
pgsteal_direct pgsteal_file pgsteal_khugepaged pgsteal_kswapd
pgsteal_proactive workingset_activate_anon workingset_activate_file
workingset_nodereclaim workingset_nodes workingset_refault_anon
workingset_refault_file workingset_restore_anon workingset_restore_file
nr_overhead nr_pages_scanned nr_unstable workingset_activate
workingset_refault workingset_restore'

# The same, and events since the machine was booted.
not_in_vmstat="${not_in_zoneinfo#*per-node}
allocstall_dma allocstall_dma32 allocstall_movable allocstall_normal
cma_alloc_fail cma_alloc_success compact_daemon_free_scanned
compact_daemon_migrate_scanned compact_daemon_wake compact_fail
compact_free_scanned compact_isolated compact_migrate_scanned compact_stall
compact_success direct_map_level2_collapses direct_map_level2_splits
direct_map_level3_collapses direct_map_level3_splits drop_pagecache drop_slab
htlb_buddy_alloc_fail htlb_buddy_alloc_success kswapd_high_wmark_hit_quickly
kswapd_inodesteal kswapd_low_wmark_hit_quickly nr_dirty_background_threshold
nr_dirty_threshold nr_memmap_boot_pages nr_memmap_pages
numa_hint_faults numa_hint_faults_local numa_huge_pte_updates
numa_pages_migrated numa_pte_updates oom_kill pageoutrun pgactivate
pgalloc_dma pgalloc_dma32 pgalloc_movable pgalloc_normal pgdeactivate pgfault
pgfree pginodesteal pglazyfree pglazyfreed pgmajfault pgmigrate_fail
pgmigrate_success pgpgin pgpgout pgreuse pgrotated pgscan_direct_throttle
pgskip_dma pgskip_dma32 pgskip_movable pgskip_normal pswpin pswpout
slabs_scanned thp_collapse_alloc thp_collapse_alloc_failed
thp_deferred_split_page thp_fault_alloc thp_fault_fallback
thp_fault_fallback_charge thp_file_alloc thp_file_fallback
thp_file_fallback_charge thp_file_mapped thp_migration_fail
thp_migration_split thp_migration_success thp_scan_exceed_none_pte
thp_scan_exceed_share_pte thp_scan_exceed_swap_pte thp_split_page
thp_split_page_failed thp_split_pmd thp_split_pud thp_swpout
thp_swpout_fallback thp_underused_split_page thp_zero_page_alloc
thp_zero_page_alloc_failed unevictable_pgs_cleared unevictable_pgs_culled
unevictable_pgs_mlocked unevictable_pgs_munlocked unevictable_pgs_rescued
unevictable_pgs_scanned unevictable_pgs_stranded zone_reclaim_failed
zone_reclaim_success
allocstall pgrefill_dma pgrefill_dma32 pgrefill_movable pgrefill_normal
pgscan_direct_dma pgscan_direct_dma32 pgscan_direct_movable
pgscan_direct_normal pgscan_kswapd_dma pgscan_kswapd_dma32
pgscan_kswapd_movable pgscan_kswapd_normal pgsteal_direct_dma
pgsteal_direct_dma32 pgsteal_direct_movable pgsteal_direct_normal
pgsteal_kswapd_dma pgsteal_kswapd_dma32 pgsteal_kswapd_movable
pgsteal_kswapd_normal thp_split"

# What page_owner knows of each page: why it was allocated.
not_in_pagetypeinfo='mixed'
not_in_buddyinfo=

verdict() { # NAME CONDITION-STATUS: what was wrong is in $work/wrong
	if [ "$2" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1"
		head -n 20 "$work/wrong"
	fi
}

# The names of the lines, one a line.  `mixed` is a part of pagetypeinfo that
# reaches from a blank line and its title to the next node or the end.
names() { # FILE NAME
	case $2 in
	pagetypeinfo) awk '
		/^Page block order/ { mixed = 0 }
		/^Number of mixed blocks/ { mixed = 1; name[NR - 1] = "mixed" }
		{ name[NR] = mixed ? "mixed" : "-" }
		END { for (i = 1; i <= NR; i++) print name[i] }' "$1" ;;
	*) awk '{ print $1 }' "$1" ;;
	esac
}

# What remains of a file without the lines that are named; whether each name
# was there goes to $work/seen.
without() { # FILE NAME NAMES
	names "$1" "$2" >"$work/names"
	echo "$3" | tr ' ' '\n' | grep . >"$work/named"
	grep -xF -f "$work/named" "$work/names" >>"$work/seen-$2"
	paste -d '\t' "$work/names" "$1" |
		awk -v file="$work/named" '
			BEGIN { while ((getline line <file) > 0) skip[line] }
			{ name = substr($0, 1, index($0, "\t") - 1) }
			!(name in skip) { print substr($0, length(name) + 2) }'
}

mark='no command speaks of "@@'

say() { # CAPTURE NAME: the file as the program prints it
	"$program" --nx --batch -e "load $1/vector-snapshot.json.xz" \
		-e 'apropos @@' -e "cat /proc/$2" 2>&1 |
		awk -v mark="$mark" 'after { print }
			index($0, mark) == 1 { after = 1 }'
}

compare() { # CAPTURE NAME NAMES
	[ -e "$1/$2" ] || return
	without "$1/$2" "$2" "$3" >"$work/real"
	say "$1" "$2" >"$work/said"
	diff "$work/real" "$work/said" >"$work/wrong"
	verdict "$(basename "$1") $2 (< the kernel, > mmscope)" $?
}

all_seen() { # NAME NAMES: every name was in some capture
	echo "$2" | tr ' ' '\n' | grep . | sort -u >"$work/named"
	touch "$work/seen-$1"
	sort -u "$work/seen-$1" | comm -23 "$work/named" - >"$work/wrong"
	[ ! -s "$work/wrong" ]
	verdict "$1: these names are in no capture" $?
}

# A table of a real machine is imported and written again as it was.
again() { # CAPTURE FILE KIND
	[ -e "$1/$2.xz" ] || return
	xz -dc "$1/$2.xz" >"$work/real"
	"$program" --nx --batch -e "import $3 $1/$2.xz" \
		-e "export $3 $work/said imported" >"$work/wrong" 2>&1 &&
		cmp "$work/real" "$work/said" >"$work/wrong" 2>&1
	verdict "$(basename "$1") $3 imported and written again" $?
}

for capture in tests/captures/*/; do
	capture=${capture%/}
	compare "$capture" buddyinfo "$not_in_buddyinfo"
	compare "$capture" pagetypeinfo "$not_in_pagetypeinfo"
	compare "$capture" zoneinfo "$not_in_zoneinfo"
	compare "$capture" vmstat "$not_in_vmstat"
	again "$capture" allocinfo allocinfo
	again "$capture" slabinfo.later slabinfo
done
all_seen pagetypeinfo "$not_in_pagetypeinfo"
all_seen zoneinfo "$not_in_zoneinfo"
all_seen vmstat "$not_in_vmstat"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
