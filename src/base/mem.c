#include "base/mem.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

/* Set by the thread of the screen, read by whichever runs out first. */
static void (*_Atomic last_words)(void);

void mem_set_last_words(void (*hook)(void))
{
	atomic_store(&last_words, hook);
}

/* Neither stdio nor exit handlers: both may want memory, or a lock that this thread holds. */
static _Noreturn void out_of_memory(void)
{
	static const char text[] =
		"bugclock: out of memory; close other programs or ask for less at a time\n";
	void (*hook)(void) = atomic_exchange(&last_words, NULL);
	if (hook)
		hook();
	if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
		_exit(FAULT_IO); /* nobody hears us: the exit code says it alone */
	_exit(FAULT_IO);
}

size_t mem_bytes(size_t n, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(n, size, &bytes) || bytes > PTRDIFF_MAX)
		out_of_memory();
	return bytes;
}

void *mem_alloc(size_t bytes)
{
	return mem_array(bytes, 1);
}

void *mem_array(size_t n, size_t size)
{
	size_t bytes = mem_bytes(n, size);
	void *at = calloc(bytes ? bytes : 1, 1); /* so that NULL means one thing */
	if (!at)
		out_of_memory();
	return at;
}

void *mem_resize(void *at, size_t n, size_t size)
{
	size_t bytes = mem_bytes(n, size);
	void *moved = realloc(at, bytes ? bytes : 1);
	if (!moved)
		out_of_memory();
	return moved;
}

char *mem_strdup(const char *text)
{
	return mem_strndup(text, strlen(text));
}

char *mem_strndup(const char *text, size_t bytes)
{
	size_t len = strnlen(text, bytes);
	char *copy = mem_alloc(len + 1);
	memcpy(copy, text, len);
	return copy;
}
