/* base/arena.h - memory that dies together. What is built together (a page of bugs, an entry, a screen's
 * text) is allocated in one arena and freed with it; nothing is freed alone. Not for two threads at once. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/error.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena); /* NULL is fine */

void *arena_alloc(struct arena *arena, size_t bytes);          /* zeroed, aligned for any type */
void *arena_array(struct arena *arena, size_t n, size_t size); /* the same; n * size is checked */
char *arena_strdup(struct arena *arena, const char *text);     /* NULL gives NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t bytes);
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

/* Room for one more item in an array that lives in the arena and doubles as it grows. Returns the array,
 * perhaps moved; item *n is zeroed and *n is counted up.
 *   list = arena_push(home, list, &n, &cap, sizeof *list);
 *   list[n - 1] = ...; */
void *arena_push(struct arena *arena, void *items, size_t *n, size_t *cap, size_t size);

size_t arena_bytes(const struct arena *arena); /* what the arena holds from the heap */

#endif
