/* app/setup.h - the dialogue that makes a first configuration. It learns from the server which CAs there are
 * and who answers for one, asks what it cannot know, tries what it is told, shows what it would write, and
 * writes it: never over what is there, and nothing at all unless its end is reached. It speaks through a face
 * (app/face.h) and knows no terminal. setup_inside.h names its parts.
 *
 * What is typed is read by the configuration's own readers, so what they refuse is refused at once. */
#ifndef APP_SETUP_H
#define APP_SETUP_H

#include "app/config.h"
#include "app/face.h"
#include "base/error.h"
#include "base/str.h"

struct setup_options {
	const struct globals *globals; /* --profile and --config say where to; --offline asks no server */
	const char *team_path;         /* the team's file of colleagues whom one joins; NULL: a first one */
};

/* FAULT_USAGE when a configuration is there already, when the person leaves, and when a face that counts has
 * heard too many wrong answers: nothing was written. FAULT_IO when it cannot be written, FAULT_CONFIG when
 * the team's file cannot be used. What was written is told in `notes`, a line each. */
bool setup_run(struct face *face, const struct setup_options *options, struct str *notes, struct error *err);

#endif
