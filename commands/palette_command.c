/*
 * What the colours mean, for `show palette`.
 */
#include "commands/palette.h"
#include "commands/session_internal.h"

static void explain_role(const struct palette *p, enum color_role role,
			 struct reply *r)
{
	int color = palette_color(p, role);
	struct rgb rgb = color_rgb(color);

	reply_text(r, "  %s  %s: colour %d, #%02x%02x%02x\n", role_signs(role),
		   role_meaning(role), color, rgb.red, rgb.green, rgb.blue);
}

void palette_explain(const struct session *s, struct reply *r)
{
	const struct palette p = {
		.name = session_setting(s, "palette"),
		.background =
			background_of(session_setting(s, "background"), NULL),
		.colors = PALETTE_MAX_COLORS,
	};

	for (int role = 0; role < NR_COLOR_ROLES; role++)
		if (role_meaning((enum color_role)role))
			explain_role(&p, (enum color_role)role, r);
	reply_text(r, "  reverse, or *  what the last step changed\n"
		      "  bold  what changed since the last stop (`set "
		      "changes`)\n"
		      "Terminals with 16 or 8 colours show their own.  "
		      "Without colour, letters and signs\nsay the same.\n");
}
