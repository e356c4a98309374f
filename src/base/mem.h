/* base/mem.h - heap memory that is there or ends the program, in one place.
 * Nobody above checks for NULL: running out of memory is said on standard error, after the hook (the
 * screen restores the terminal with it), and the program leaves with exit code 74. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t bytes);                     /* zeroed; freed with free() */
void *mem_array(size_t n, size_t size);            /* zeroed; n * size is checked */
void *mem_resize(void *at, size_t n, size_t size); /* realloc; what is new is not zeroed */
char *mem_strdup(const char *text);
char *mem_strndup(const char *text, size_t bytes);

/* n * size, or the end of the program when no memory can hold so much. */
size_t mem_bytes(size_t n, size_t size);

/* Called before the program ends for lack of memory. One hook; NULL removes it. */
void mem_set_last_words(void (*hook)(void));

#endif
