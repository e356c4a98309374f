/* base/secret.h - what the program knows and must not tell: API keys. One that was announced is found no more
 * in a line of the log, in a struct error, or in the answer of a server that repeats it: each of them passes
 * through here. Any thread. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stddef.h>

/* From now on it is masked. Shorter than 4 bytes: ignored, for masking it would riddle every line. */
void secret_announce(const char *secret);

/* Puts *** in place of every secret in these bytes, written plainly or as in an address, where any letter may
 * be %41. Returns how many bytes are left: never more, and a NUL behind them stays behind them. */
size_t secret_mask(char *text, size_t len);

#endif
