#!/bin/sh
# The real program in a real terminal.  $MMSCOPE is the program to test.
#
# tmux plays the terminal.  Nothing sleeps for a guessed time: every check
# waits until the screen shows what it must, or fails after some seconds.
# The last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 1

program=${MMSCOPE:-build/mmscope}
work=$(mktemp -d) || exit 1
socket=$work/socket
passed=0
failed=0
patience=100 # tenths of a second

[ -x "$program" ] || {
	echo "FAIL no program $program: run make"
	echo '0 passed, 1 failed'
	exit 1
}
command -v tmux >/dev/null || {
	echo 'FAIL tmux is not installed: apt-get install tmux'
	echo '0 passed, 1 failed'
	exit 1
}
program=$(realpath "$program")
LC_ALL=C.UTF-8
HOME=$work
export LC_ALL HOME
unset XDG_STATE_HOME XDG_CONFIG_HOME NO_COLOR

t() {
	tmux -S "$socket" -f /dev/null "$@"
}
finish() {
	t kill-server 2>/dev/null
	wait_until rm -rf "$work" 2>/dev/null
}
trap finish EXIT

screen() {
	t capture-pane -p 2>/dev/null
}
# COMMAND...: until it succeeds
wait_until() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ "$tries" -ge "$patience" ] && return 1
		sleep 0.1
	done
}
# shellcheck disable=SC2317 # called through wait_until
on_screen() {
	screen | grep -qF -- "$1"
}
# shellcheck disable=SC2317
not_on_screen() {
	! on_screen "$1"
}
verdict() { # STATUS SENTENCE
	if [ "$1" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $2; the screen was:"
		screen | sed -n '/./s/^/    |/p'
	fi
}
shows() { # TEXT SENTENCE
	wait_until on_screen "$1"
	verdict $? "$2"
}
hides() { # TEXT SENTENCE
	wait_until not_on_screen "$1"
	verdict $? "$2"
}
window() { # COLUMNS ROWS: with a shell in it
	t kill-server 2>/dev/null
	wait_until sh -c "! tmux -S '$socket' has-session 2>/dev/null"
	# A server that is on its way out may still answer.
	wait_until t new-session -d -x "$1" -y "$2" \
		"env -i HOME='$HOME' LC_ALL=C.UTF-8 PATH='$PATH' \
		TERM='${TERMINAL:-tmux-256color}' PS1='shell> ' \
		/bin/bash --norc --noprofile -i"
	wait_until on_screen 'shell>'
}
launch() { # COLUMNS ROWS [ARGUMENTS]: the program, from a shell in a window
	window "$1" "$2"
	shift 2
	t send-keys "$program $*" Enter
	shows '(mm)' "the program starts${1:+ with $*}"
}
keys() {
	t send-keys "$@"
}
running() { # the program that the window's shell has started
	pgrep -P "$(t display-message -p '#{pane_pid}')" -x mmscope
}
# shellcheck disable=SC2317
alternate_is() {
	[ "$(t display-message -p '#{alternate_on}')" = "$1" ]
}

# --- Screens of both sizes --------------------------------------------------
launch 80 24
shows 'New here?' 'a newcomer is told what to type'
keys 'start alloc 8' Enter
shows 'step 1 of' 'an operation can be started'
keys Enter
shows 'step 2 of' 'Enter steps on'
keys 'rs' Enter
shows 'step 1 of' 'rs goes back'
keys C-Right
shows '(mm) step' 'a key runs a command and shows it'
shows 'step 2 of' 'Ctrl-Right steps'
keys F1
shows 'paint the screen anew' 'F1 lists the keys'
keys Escape
hides 'paint the screen anew' 'Esc closes the list'
keys '?'
shows 'any key closes' '? on an empty prompt lists the keys, too'
keys 'print 1?2:3'
hides 'any key closes' 'typing closes the list'
shows '(mm) print 1?2:3' 'and what was typed stands in the prompt'
keys C-u
keys 'break exp' Tab
shows '(mm) break expand' 'Tab completes'
keys Enter continue Enter
shows 'what is too much goes back' 'continue runs to a breakpoint'
keys finish Enter
shows '◆' 'the timeline shows the breakpoint'

t resize-window -x 120 -y 40
shows 'memory map' 'a larger window shows more panels'
shows '● here' 'a wide window shows the legend'

# --- Focus, cells, scrolling, the mouse ------------------------------------
# BUTTON COLUMN ROW [LETTER]: as a terminal reports the mouse; m: released
mouse() {
	t send-keys -l "$(printf '\033[<%d;%d;%d%s' "$1" "$2" "$3" "${4:-M}")"
}
row_of() { # TEXT: number of the first row that shows it
	screen | grep -nF -- "$1" | head -n 1 | cut -d: -f1
}
keys Tab
shows '(mm) focus free_area' 'Tab on an empty prompt gives a panel the focus'
shows '▶free_area' 'the focus shows in the frame'
keys Tab Tab Tab
shows '▶memory map' 'Tab goes on'
hides 'focus watermarks' 'one line in the REPL is enough for all of these'
keys M-Right Enter
shows '(mm) page 0' 'Enter follows the cell'
keys 'map in' Enter
shows 'memory map ─ pages 0 to 4095' 'map in shows a part of the machine'
shows 'Enter: page 0 ' 'and the cell stays on its page'
keys 'map all' Enter Escape
hides 'Enter: page 0 ' 'Esc leaves the cell'
keys Escape
shows '(mm) focus repl' 'Esc leaves the panel'
keys 'goto begin' Enter
shows 'step 0 of' 'the cursor is at the beginning'
line=$(row_of '● here')
mouse 0 40 "$line"
hides 'step 0 of' 'a click on the timeline goes there'
mouse 32 2 "$line"
mouse 0 2 "$line" m
shows 'step 0 of' 'dragging scrubs'
keys M-Right
hides 'step 0 of' 'Alt-Right walks along the timeline'
keys C-Home
shows 'step 0 of' 'Ctrl-Home goes to the beginning'
keys C-NPage
shows 'beginning of history' 'Ctrl-PgDn knows the operations'
mouse 0 20 "$(row_of ' watermarks ─')"
shows '▶watermarks' 'a click on a title gives its panel the focus'
keys Escape
hides '▶watermarks' 'Esc takes it away'
# shellcheck disable=SC2317
mouse_is() {
	[ "$(t display-message -p '#{mouse_any_flag}')" = "$1" ]
}
wait_until mouse_is 1
verdict $? 'the terminal reports the mouse'
keys 'set mouse off' Enter
wait_until mouse_is 0
verdict $? 'set mouse off leaves it to the terminal'
keys 'set mouse on' Enter
keys 'help all' Enter
shows 'more rows above: PgUp' 'a reply that is too long says so'
keys PPage
shows 'more rows below: PgDn' 'PgUp opens the REPL to be read'
hides 'free_area ─' 'in the place of the panels'
keys q
shows 'free_area ─' 'q closes it'
keys PPage 'print 6*8' Enter
shows '48' 'typing closes it, too'
keys 'set layout mine = watermarks:3 step | page' Enter 'layout mine' Enter
hides 'memory map' "a user's own layout has no other panels"
shows ' page 0 ─' 'but those that it names'
keys 'layout step' Enter

# --- Searching and completing ------------------------------------------------
keys C-r 'set layo'
shows "(reverse-i-search)\`set layo'" 'Ctrl-R searches the history'
keys C-g
hides 'reverse-i-search' 'Ctrl-G ends the search'
keys 'info ' Tab Tab
shows 'free_area  locals' 'Tab lists the candidates'
keys C-u

# --- A storm of sizes -------------------------------------------------------
for size in 300x100 20x5 1x1 40x10 39x10 40x9 80x24 79x23 2x50 200x2 110x24 \
	120x40 3x3 81x25 60x16 250x70; do
	t resize-window -x "${size%x*}" -y "${size#*x}"
	keys C-Right Tab C-Left
done
keys Escape
t resize-window -x 20 -y 5
shows 'mmscope needs 40x10' 'a tiny window is answered in one sentence'
t resize-window -x 120 -y 40
shows 'free_area' 'the screen comes back'
keys Escape
sleep 0.1
keys 'print 6*7' Enter
shows '42' 'the prompt lives after the storm'

# --- Idle -------------------------------------------------------------------
ticks() {
	awk '{ print $14 + $15 }' "/proc/$1/stat"
}
pid=$(running)
before=$(ticks "$pid")
sleep 1
[ $(($(ticks "$pid") - before)) -le 1 ]
verdict $? 'waiting costs no processor time'

# --- Ctrl-C, Ctrl-L, Ctrl-Z -------------------------------------------------
keys 'half a line' C-c 'print 41+2' Enter
shows '43' 'Ctrl-C forgets the line being typed'
printf '\033[5;1Hsomebody writes' >"$(t display-message -p '#{pane_tty}')"
shows 'somebody writes' 'a message from elsewhere stands on the screen'
keys C-l
hides 'somebody writes' 'Ctrl-L paints anew'
keys C-z
shows 'Stopped' 'Ctrl-Z gives the shell its terminal back'
wait_until alternate_is 0
verdict $? 'the shell has its own screen while mmscope is stopped'
wait_until mouse_is 0
verdict $? 'and its own mouse'
keys 'fg' Enter
shows 'free_area' 'fg brings the panels back'
wait_until mouse_is 1
verdict $? 'and the mouse'
keys 'print 40+4' Enter
shows '44' 'the prompt lives after fg'

# --- A script that lasts ----------------------------------------------------
yes check | head -n 1000000 >"$work/long"
keys "source $work/long" Enter
shows 'working' 'a line that lasts is announced'
shows "(mm) source $work/long" 'the line itself is shown while it works'
shows 'Ctrl-C stops' 'and soon how far it is'
shows 'of 6000000  ' 'out of how much'
keys C-c
shows "interrupted at $work/long:" 'Ctrl-C ends a script with its place'
keys 'print 45+4' Enter
shows '49' 'the prompt lives after the script'
hides 'working' 'and nothing is announced any more'
keys "source $work/long" Enter
shows 'working' 'the script starts again'
kill -s TERM "$(running)"
wait_until alternate_is 0
verdict $? 'SIGTERM ends the program while a script runs'
window 80 24
for way in "-b -x $work/long" "-b <$work/long" "-p -e 'source $work/long'"; do
	rm -f "$work/out"
	keys "$program $way >$work/out" Enter
	wait_until test -s "$work/out"
	verdict $? "mmscope $way is at work"
	keys C-c
	shows 'interrupted' "Ctrl-C ends mmscope $way"
	case $way in
	-p*) keys quit Enter && expected=1 ;;
	*) expected=130 ;;
	esac
	# shellcheck disable=SC2016
	keys 'echo status"="$?' Enter
	shows "status=$expected" "and its status is $expected"
	keys 'clear' Enter
	hides 'status=' 'the screen is cleared'
done

# --- Leaving ----------------------------------------------------------------
window 80 24
# The quotes keep the shell's own line from matching.
# shellcheck disable=SC2016
keys 'stty -a >$HOME/before; echo ready"="1' Enter
shows 'ready=1' 'the modes before are noted'
keys "$program" Enter
shows '(mm)' 'the program starts'
keys 'quit 7' Enter
wait_until alternate_is 0
# shellcheck disable=SC2016
keys 'echo status"="$?' Enter
shows 'status=7' 'quit ends with its status'
alternate_is 0
verdict $? 'quit leaves the alternate screen'
# shellcheck disable=SC2016
keys 'stty -a >$HOME/after; echo ready"="2' Enter
shows 'ready=2' 'the modes after are noted'
cmp -s "$work/before" "$work/after"
verdict $? 'quit restores the modes of the terminal'
[ "$(stat -c %a "$work/.local/state/mmscope/history")" = 600 ]
verdict $? 'the history is private'
tail -n 1 "$work/.local/state/mmscope/history" | grep -qx 'quit 7'
verdict $? 'a command is in the history as soon as it ran'

keys "$program" Enter
shows '(mm)' 'the program starts again'
keys C-d
# shellcheck disable=SC2016
keys 'echo status"="$?' Enter
shows 'status=0' 'Ctrl-D on an empty line quits'

for signal in TERM HUP SEGV; do
	keys "$program" Enter
	shows 'free_area' "the program starts before SIG$signal"
	pid=$(running)
	kill -s "$signal" "$pid"
	wait_until alternate_is 0
	verdict $? "SIG$signal leaves the alternate screen"
	wait_until mouse_is 0
	verdict $? "SIG$signal gives the mouse back"
	# shellcheck disable=SC2016
	keys 'stty -a >$HOME/after; echo ended"="'"$signal" Enter
	shows "ended=$signal" "the shell goes on after SIG$signal"
	cmp -s "$work/before" "$work/after"
	verdict $? "SIG$signal restores the modes of the terminal"
	keys 'clear' Enter
	hides 'ended=' 'the screen is cleared'
done

window 80 24
keys "$program -m kitchen" Enter
shows 'is no machine' 'a machine that does not exist is refused'
hides 'booting' 'and nothing is left of the wait for it'

# --- A long paste -----------------------------------------------------------
awk 'BEGIN { for (i = 1; i <= 10000; i++) print "note line " i
	print "print 1234*2" }' >"$work/paste"
launch 80 24 -m small
t load-buffer "$work/paste"
began=$(date +%s)
t paste-buffer
patience=600
shows '2468' 'ten thousand pasted lines run'
patience=100
[ $(($(date +%s) - began)) -lt 30 ]
verdict $? 'they take less than thirty seconds'
printf '?\tprint 7*7\nprint 2*43' >"$work/paste"
t load-buffer "$work/paste"
keys C-u
t paste-buffer -p
shows '(mm) print 2*43' 'what is pasted between marks is text'
hides 'any key closes' 'not keys'
keys Enter
shows '86' 'and its last line waits for Enter'
keys 'quit' Enter

# --- Other terminals --------------------------------------------------------
# The letters of the free lists in a colour, or none on the whole screen.
# shellcheck disable=SC2317
coloured() {
	t capture-pane -pe | grep -q "$(printf '\033')\[[0-9;]*3[0-8]"
}
# shellcheck disable=SC2317
uncoloured() {
	! coloured
}
stepped() { # SENTENCE
	keys 'start alloc 8' Enter 'until expand' Enter 'step 2' Enter
	shows 'halve it' "$1"
}
for terminal in xterm-256color xterm screen linux ansi; do
	TERMINAL=$terminal
	launch 80 24
	stepped "TERM=$terminal works"
	wait_until coloured
	verdict $? "TERM=$terminal has colours"
	not_on_screen ' *1 '
	verdict $? "TERM=$terminal needs no stars"
	keys 'set color never' Enter
	wait_until uncoloured
	verdict $? "TERM=$terminal shows no colours when told so"
	shows ' *1 ' "TERM=$terminal then has stars"
	keys quit Enter
done
# What the terminal shows above the REPL is what the program drew; as a picture
# in text has no colours, neither has the screen then.
# shellcheck disable=SC2317
as_pictured() { # FILE ROWS
	[ -s "$1" ] && [ "$(screen | head -n "$2")" = "$(head -n "$2" "$1")" ]
}
pictured() { # COLUMNS ROWS LAYOUT
	picture=$work/$1x$2-$3.txt
	rm -f "$picture"
	keys C-u "layout $3" Enter "export screen $picture $1x$2" Enter
	repl=$(($2 / 3))
	[ $repl -lt 9 ] && repl=9
	wait_until as_pictured "$picture" $(($2 - repl))
	verdict $? "TERM=$TERMINAL shows layout $3 at $1x$2 as it is drawn"
}
for terminal in xterm-256color screen linux vt100; do
	TERMINAL=$terminal
	launch 120 40
	stepped "TERM=$terminal works"
	keys 'set color never' Enter
	for size in 80x24 120x40 200x60; do
		t resize-window -x "${size%x*}" -y "${size#*x}"
		for layout in step page map tags pcp split why compare; do
			pictured "${size%x*}" "${size#*x}" $layout
		done
	done
	keys quit Enter
done
TERMINAL=vt100
launch 80 24
stepped 'TERM=vt100 works'
shows ' *1 ' 'TERM=vt100 marks what has changed with a star'
uncoloured
verdict $? 'TERM=vt100 has no colours'
keys quit Enter
TERMINAL=xterm-256color
window 80 24
keys "NO_COLOR=1 $program" Enter
shows '(mm)' 'the program starts with NO_COLOR'
stepped 'NO_COLOR works'
uncoloured
verdict $? 'NO_COLOR is honoured'
keys 'set color always' Enter
wait_until coloured
verdict $? 'set color always wins over NO_COLOR'
keys 'set palette deuteran' Enter 'set background dark' Enter
wait_until sh -c "tmux -S '$socket' capture-pane -pe | grep -qF '38;5;46m'"
verdict $? 'a palette is shown at once'
keys quit Enter

# --- A script that is watched ----------------------------------------------
printf 'echo first words\npause 60\necho second words\npause 60\n%s\n' \
	'echo third words' >"$work/show"
window 80 24
keys "$program -x $work/show" Enter
shows 'first words' 'a pause of a script shows the screen'
shows 'a key goes on' 'a pause says how it ends'
hides 'second words' 'a pause waits'
keys Space
shows 'second words' 'a key goes on'
t resize-window -x 120 -y 40
shows 'memory map' 'a paused screen follows the window'
keys C-c
shows 'interrupted at' 'Ctrl-C ends the script'
hides 'third words' 'the script has ended'
keys 'print 40+6' Enter
shows '46' 'the prompt lives after the script'
keys quit Enter
TERMINAL=dumb
launch 80 24
keys 'print 3*5' Enter
shows '15' 'TERM=dumb has the plain mode'
hides 'free_area' 'TERM=dumb shows no panels'
keys C-c 'print 3*7' Enter
shows '21' 'the plain prompt lives after Ctrl-C'
keys C-d
# shellcheck disable=SC2016
keys 'echo status"="$?' Enter
shows 'status=0' 'Ctrl-D ends the plain mode'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
