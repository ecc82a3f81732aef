# A tour of five minutes: `make tour` plays it on the screen, and
# `mmscope -b -x docs/tour.mms` prints it.  A key goes on, Ctrl-C ends it.
set trace-commands on
echo A machine of 64 MiB: one zone, one CPU, 16 free blocks of order 10.
info free_area
echo Somebody asks for a single page that can be moved later.
start alloc 0 movable
note One request, order 0: the smallest.
pause 6
echo First the watermarks: are there enough free pages in the zone?
until zone_watermark_fast
step
why
pause 6
echo The page comes from this CPU's own list. It is empty, so it is filled.
until rmqueue_bulk
where
pause 6
echo The buddy lists hold nothing small: a block of order 10 is taken.
break expand
continue
info locals
note Here the large block begins to be split.
mark split
pause 6
echo Halved again and again: the upper half goes back, one list at a time.
step
pause 2
step
pause 2
step
changes step
pause 6
echo The same backwards: the halves grow together.
reverse-step 3
pause 4
echo Now to the end, past the other stops. What has become of it all?
delete
follow 0
continue
page $1
pause 6
echo Giving the page back: it goes to this CPU's list, not to the buddy lists.
free $1
info pcp
pause 6
echo Only when the list is drained do the pages merge upwards again.
drain
note All 16 blocks are whole again.
info free_area
changes begin
pause 6
echo A large request: order 6 leaves smaller blocks behind.
follow off
alloc 6 movable
info fragmentation
pause 6
echo Any moment can be gone to: this is where the first split began.
goto split
list
pause 6
echo The notes of this tour; `save FILE` would keep them with the history.
note
echo That was all. `help` lists the commands, F1 the keys.
