#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Most arenas hold one bug: the first chunk is small, and each further one twice as large up to the limit. */
#define CHUNK_BYTES_FIRST 512
#define CHUNK_BYTES_MAX (64 * 1024)

struct chunk {
	struct chunk *older;
	size_t used, size;
	alignas(max_align_t) char at[];
};

struct arena {
	struct chunk *newest; /* the one that is being filled */
	size_t next_bytes;    /* size of the next chunk */
	size_t bytes;         /* of all chunks and this struct */
};

struct arena *arena_new(void)
{
	struct arena *arena = mem_alloc(sizeof *arena);
	arena->next_bytes = CHUNK_BYTES_FIRST;
	arena->bytes = sizeof *arena;
	return arena;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	for (struct chunk *chunk = arena->newest, *older; chunk; chunk = older) {
		older = chunk->older;
		free(chunk);
	}
	free(arena);
}

static struct chunk *chunk_new(struct arena *arena, size_t size)
{
	size_t bytes = mem_bytes(size + sizeof(struct chunk), 1);
	struct chunk *chunk = mem_alloc(bytes);
	chunk->size = size;
	arena->bytes += bytes;
	return chunk;
}

/* A block of its own for what is large goes behind the newest chunk, whose free room stays in use. */
static void *alloc_large(struct arena *arena, size_t bytes)
{
	struct chunk *chunk = chunk_new(arena, bytes);
	chunk->used = bytes;
	chunk->older = arena->newest->older;
	arena->newest->older = chunk;
	return chunk->at;
}

static void add_chunk(struct arena *arena, size_t bytes)
{
	size_t size = arena->next_bytes > bytes ? arena->next_bytes : bytes;
	struct chunk *chunk = chunk_new(arena, size);
	chunk->older = arena->newest;
	arena->newest = chunk;
	if (arena->next_bytes < CHUNK_BYTES_MAX)
		arena->next_bytes *= 2;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
	const size_t align = alignof(max_align_t);
	size_t rounded = mem_bytes(bytes ? bytes : 1, 1) + (align - 1);
	rounded -= rounded % align;
	struct chunk *newest = arena->newest;
	if (newest && rounded > newest->size - newest->used && rounded > arena->next_bytes / 2)
		return alloc_large(arena, rounded);
	if (!newest || rounded > newest->size - newest->used)
		add_chunk(arena, rounded);
	void *at = arena->newest->at + arena->newest->used;
	arena->newest->used += rounded;
	return at;
}

void *arena_array(struct arena *arena, size_t n, size_t size)
{
	return arena_alloc(arena, mem_bytes(n, size));
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_strndup(struct arena *arena, const char *text, size_t bytes)
{
	size_t len = strnlen(text, bytes);
	char *copy = arena_alloc(arena, len + 1);
	memcpy(copy, text, len);
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	/* Negative is a text beyond INT_MAX bytes, which as a size is more than memory holds. */
	size_t bytes = mem_bytes((size_t)len, 1) + 1;
	char *text = arena_alloc(arena, bytes);
	va_start(args, format);
	vsnprintf(text, bytes, format, args);
	va_end(args);
	return text;
}

void *arena_push(struct arena *arena, void *items, size_t *n, size_t *cap, size_t size)
{
	if (*n == *cap) {
		size_t room = *cap ? mem_bytes(*cap, 2) : 8;
		void *moved = arena_array(arena, room, size);
		if (*n)
			memcpy(moved, items, *n * size);
		items = moved;
		*cap = room;
	}
	memset((char *)items + *n * size, 0, size);
	(*n)++;
	return items;
}

size_t arena_bytes(const struct arena *arena)
{
	return arena->bytes;
}
