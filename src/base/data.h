/* base/data.h - the files of data/ that are compiled into the program (a Makefile rule makes the arrays).
 * Each ends in a NUL byte that its size does not count. */
#ifndef BASE_DATA_H
#define BASE_DATA_H

#include <stddef.h>
#include <stdint.h>

extern const unsigned char data_cache_sql[], data_team_sql[], data_demo_json[], data_demo_ini[];
extern const size_t data_cache_sql_bytes, data_team_sql_bytes, data_demo_json_bytes, data_demo_ini_bytes;

/* A number that stands for all sources that make an entry of a bug (Makefile, ENGINE): what a program with
 * another one has worked out is worked out anew. */
extern const uint64_t data_engine;

#endif
