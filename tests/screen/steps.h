/* tests/screen/steps.h - the steps of a .screen file, each as runner.c's table describes it. All return
 * false after script_fail. Rows and columns count from 1 in a file, and a negative row from the bottom. */
#ifndef TESTS_SCREEN_STEPS_H
#define TESTS_SCREEN_STEPS_H

#include "tests/screen/script.h"

/* steps_setup.c: what the program finds when it starts */
bool step_size(struct script *script, struct span args);
bool step_now(struct script *script, struct span args);
bool step_demo(struct script *script, struct span args);
bool step_bundle(struct script *script, struct span args);
bool step_args(struct script *script, struct span args);
bool step_env(struct script *script, struct span args);
bool step_unset(struct script *script, struct span args);
bool step_config(struct script *script, struct span args);
bool step_file(struct script *script, struct span args);
bool step_program(struct script *script, struct span args);
bool step_start(struct script *script, struct span args);

/* steps_act.c: what is done to it */
bool step_keys(struct script *script, struct span args);
bool step_resize(struct script *script, struct span args);
bool step_mouse(struct script *script, struct span args);
bool step_signal(struct script *script, struct span args);
bool step_stopped(struct script *script, struct span args);
bool step_continue(struct script *script, struct span args);
bool step_exit(struct script *script, struct span args);
bool step_killed(struct script *script, struct span args);

/* steps_look.c: what its screen must show */
bool step_row(struct script *script, struct span args);
bool step_screen(struct script *script, struct span args);
bool step_attr(struct script *script, struct span args);
bool step_cursor(struct script *script, struct span args);
bool step_wait(struct script *script, struct span args);
bool step_wait_gone(struct script *script, struct span args);
bool step_raw_has(struct script *script, struct span args);
bool step_raw_has_not(struct script *script, struct span args);
bool step_raw_ascii(struct script *script, struct span args);
bool step_raw_under(struct script *script, struct span args);
bool step_raw_order(struct script *script, struct span args);
bool step_raw_forget(struct script *script, struct span args);
bool step_tty(struct script *script, struct span args);

/* steps_process.c: its memory, a second bugclock, files that others write */
bool step_maps_has(struct script *script, struct span args);
bool step_maps_has_not(struct script *script, struct span args);
bool step_beside(struct script *script, struct span args);
bool step_beside_exit(struct script *script, struct span args);
bool step_file_has(struct script *script, struct span args);
void beside_end(struct script *script);

/* steps_fake.c: the server it talks to; a table of its own, whose rows are all STEP_ANY */
extern const struct step fake_steps[];
bool step_fake(struct script *script, struct span args);

#endif
