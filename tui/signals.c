#include "tui/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;
static int pipe_ends[2] = { -1, -1 };
static void (*restore_terminal)(void);

static void note(int signal_number)
{
	int saved = errno;
	unsigned char byte = (unsigned char)signal_number;

	if (signal_number != SIGWINCH && signal_number != SIGTSTP)
		interrupted = 1;
	if (pipe_ends[1] >= 0) {
		/* A full pipe holds more signals than anyone needs. */
		ssize_t written = write(pipe_ends[1], &byte, 1);
		(void)written;
	}
	errno = saved;
}

static void die(int signal_number)
{
	if (restore_terminal)
		restore_terminal();
	raise(signal_number);
}

static void watch(int signal_number, void (*handler)(int), int flags)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };

	sigemptyset(&action.sa_mask);
	sigaction(signal_number, &action, NULL);
}

void signals_watch_interrupt(void)
{
	watch(SIGINT, note, (int)SA_RESETHAND);
}

static bool prepare_end(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 &&
	       fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

bool signals_watch_all(void)
{
	static const int noted[] = { SIGINT, SIGTERM, SIGHUP, SIGTSTP,
				     SIGWINCH };

	if (pipe_ends[0] < 0 &&
	    (pipe(pipe_ends) != 0 || !prepare_end(pipe_ends[0]) ||
	     !prepare_end(pipe_ends[1])))
		return false;
	for (size_t i = 0; i < sizeof(noted) / sizeof(*noted); i++)
		watch(noted[i], note, 0);
	return true;
}

void signals_restore_on_fault(void (*restore)(void))
{
	static const int faults[] = { SIGSEGV, SIGBUS,  SIGFPE,
				      SIGILL,  SIGABRT, SIGQUIT };

	restore_terminal = restore;
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		watch(faults[i], die, (int)SA_RESETHAND);
}

volatile sig_atomic_t *signals_interrupt_flag(void)
{
	return &interrupted;
}

int signals_fd(void)
{
	return pipe_ends[0];
}

int signals_take(void)
{
	unsigned char byte = 0;

	return read(pipe_ends[0], &byte, 1) == 1 ? byte : 0;
}

void signals_stop_self(void)
{
	watch(SIGTSTP, SIG_DFL, 0);
	kill(0, SIGTSTP);
	watch(SIGTSTP, note, 0);
}
