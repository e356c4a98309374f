#include "tests/fake/wire.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int connect_to(const char *url)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)atoi(strrchr(url, ':') + 1)),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static void exchange(int fd, const struct str *request, struct str *answer)
{
	char bytes[16384];
	ssize_t n;
	if (send(fd, request->at, request->len, MSG_NOSIGNAL) != (ssize_t)request->len)
		return;
	while ((n = recv(fd, bytes, sizeof bytes, 0)) > 0)
		str_add_bytes(answer, bytes, (size_t)n);
}

/* Chunks, up to the empty one. */
static bool add_chunks(const char *at, const char *end, struct str *body)
{
	for (;;) {
		char *line_end;
		size_t len = strtoul(at, &line_end, 16);
		if (line_end == at || end - line_end < 2)
			return false;
		at = line_end + 2;
		if (len == 0)
			return true;
		size_t there = (size_t)(end - at) < len ? (size_t)(end - at) : len;
		str_add_bytes(body, at, there);
		if (there < len || end - at < (ptrdiff_t)len + 2)
			return false;
		at += len + 2;
	}
}

static void take_apart(const struct str *bytes, struct wire_answer *answer)
{
	struct str length = {0};
	const char *text = str_text(bytes), *end = text + bytes->len;
	const char *blank = memmem(text, bytes->len, "\r\n\r\n", 4);
	if (!blank)
		return;
	str_add_bytes(&answer->headers, text, (size_t)(blank - text) + 2);
	answer->status = atoi(text + strlen("HTTP/1.1 "));
	if (wire_header(answer, "Transfer-Encoding", &length)) {
		answer->is_whole = add_chunks(blank + 4, end, &answer->body);
	} else {
		str_add_bytes(&answer->body, blank + 4, (size_t)(end - blank) - 4);
		answer->is_whole = !wire_header(answer, "Content-Length", &length) ||
				   answer->body.len == strtoul(str_text(&length), NULL, 10);
	}
	str_free(&length);
}

bool wire_ask(const char *url, const char *method, const char *target, const char *headers,
	      struct wire_answer *answer)
{
	struct str request = {0}, bytes = {0};
	*answer = (struct wire_answer){0};
	int fd = connect_to(url);
	if (fd < 0)
		return false;
	str_addf(&request, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n", method, target,
		 headers);
	exchange(fd, &request, &bytes);
	close(fd);
	take_apart(&bytes, answer);
	str_free(&request);
	str_free(&bytes);
	return true;
}

bool wire_break_off(const char *url, const char *bytes)
{
	int fd = connect_to(url);
	bool ok = fd >= 0 && send(fd, bytes, strlen(bytes), MSG_NOSIGNAL) == (ssize_t)strlen(bytes);
	if (fd >= 0)
		close(fd);
	return ok;
}

void wire_free(struct wire_answer *answer)
{
	str_free(&answer->headers);
	str_free(&answer->body);
}

bool wire_header(const struct wire_answer *answer, const char *name, struct str *out)
{
	struct span rest = {.at = str_text(&answer->headers), .len = answer->headers.len}, line;
	size_t len = strlen(name);
	while (span_next_line(&rest, &line)) {
		if (line.len <= len || line.at[len] != ':' || !span_starts_nocase(line, name))
			continue;
		struct span value = span_trim(span_sub(line, len + 1, line.len));
		str_clear(out);
		str_add_bytes(out, value.at, value.len);
		return true;
	}
	return false;
}
