/*
 * Benchmark: the program itself on a terminal of its own: how long until the
 * prompt stands there, and what it costs while nobody types.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench.h"

enum { PATIENCE_MS = 5000, IDLE_SECONDS = 2, ROWS = 40, COLS = 120 };

static const char program[] = "build/release/mmscope";

static double wall_clock(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void become_program(const char *slave)
{
	setsid();
	int fd = open(slave, O_RDWR);

	if (fd < 0)
		_exit(1);
	for (int target = 0; target < 3; target++)
		dup2(fd, target);
	setenv("TERM", "xterm-256color", 1);
	execl(program, program, "-n", (char *)NULL);
	_exit(1);
}

static pid_t start(int *ret_master)
{
	struct winsize size = { .ws_row = ROWS, .ws_col = COLS };
	int master = posix_openpt(O_RDWR | O_NOCTTY);

	if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 ||
	    ioctl(master, TIOCSWINSZ, &size) != 0)
		bench_fail("there is no terminal to be had");
	const char *slave = ptsname(master);
	pid_t pid = fork();

	if (pid < 0)
		bench_fail("no process can be started");
	if (pid == 0)
		become_program(slave);
	*ret_master = master;
	return pid;
}

/* Reads what is drawn until the prompt is. */
static void await_prompt(int master)
{
	char seen[1 << 16];
	size_t length = 0;
	struct pollfd fd = { .fd = master, .events = POLLIN };

	while (length + 1 < sizeof(seen)) {
		if (poll(&fd, 1, PATIENCE_MS) <= 0)
			break;
		ssize_t got =
			read(master, seen + length, sizeof(seen) - 1 - length);
		if (got <= 0)
			break;
		length += (size_t)got;
		seen[length] = '\0';
		if (strstr(seen, "(mm)"))
			return;
	}
	bench_fail("build/release/mmscope shows no prompt");
}

/* Nanoseconds that a process has run. */
static double processor_time(pid_t pid)
{
	char path[64];
	char text[128] = "";

	snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)pid);
	FILE *file = fopen(path, "r");

	if (!file)
		return 0;
	if (!fgets(text, sizeof(text), file))
		text[0] = '\0';
	fclose(file);
	return strtod(text, NULL);
}

void bench_start(struct bench *b)
{
	const struct timespec settle = { 0, 200000000 };
	const struct timespec idle = { IDLE_SECONDS, 0 };
	int master = -1;
	double began = wall_clock();
	pid_t pid = start(&master);

	await_prompt(master);
	bench_add(b, "start to prompt", "ms", (wall_clock() - began) * 1e3);
	nanosleep(&settle, NULL);
	double before = processor_time(pid);
	nanosleep(&idle, NULL);
	bench_add(b, "processor per idle second", "us",
		  (processor_time(pid) - before) / 1e3 / IDLE_SECONDS);
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
	close(master);
}
