/* Being told when a file was written (base/os.h). */
#include <errno.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/os.h"

int os_watch(const char *folder, struct error *err)
{
	int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	if (watch >= 0 && inotify_add_watch(watch, folder, IN_MODIFY | IN_CREATE | IN_MOVED_TO) >= 0)
		return watch;
	error_set(err, FAULT_IO, "%s: cannot be watched: %s", folder, strerror(errno));
	if (watch >= 0)
		close(watch);
	return -1;
}

void os_watch_drain(int watch)
{
	char events[4096];

	while (read(watch, events, sizeof events) > 0)
		;
}
