#include "app/shell_completion.h"

const struct shell shells[] = {
	{"bash", completion_bash},
	{"zsh", completion_zsh},
	{"fish", completion_fish},
};
const size_t n_shells = sizeof shells / sizeof shells[0];
