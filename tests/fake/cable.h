/* tests/fake/cable.h - a cable between a client and the fake that is cut at any byte of what the server
 * sends, headers and the handshake of TLS included, or that says something of its own. One thread pumps it.
 * Order: cable_start, any of the calls from one thread, cable_stop. */
#ifndef TESTS_FAKE_CABLE_H
#define TESTS_FAKE_CABLE_H

#include <stdbool.h>
#include <stdint.h>

struct cable;

/* To the server at `url` (http or https), on 127.0.0.1. */
struct cable *cable_start(const char *url);
void cable_stop(struct cable *cable);
/* As the server's, with another port. */
const char *cable_url(const struct cable *cable);

/* From now on so many bytes come from the server, over all connections; then all of them end, and new ones
 * too: with a reset, or as if the server had closed them. */
void cable_cut_after(struct cable *cable, int64_t bytes, bool is_reset);
/* Whoever connects from now on is told this, whatever he says, and that is the end. */
void cable_say(struct cable *cable, const char *text);
/* Nothing befalls anybody any more. */
void cable_mend(struct cable *cable);
/* Bytes that came from the server since the last of these calls. */
int64_t cable_bytes(struct cable *cable);

#endif
