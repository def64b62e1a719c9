// Everything the pages can do beyond plain HTML. Each module finds its own data-* hooks; none is needed to work.
import "./app.css";
import "./sprite.svg?url";
import { startAfter } from "./js/after";
import { startAttaching } from "./js/attaching";
import { startAutosave } from "./js/autosave";
import { startCopy } from "./js/copy";
import { startFields } from "./js/fields";
import { startGuard } from "./js/guard";
import { startHtmx } from "./js/htmx";
import { startLive } from "./js/live";
import { startMenus } from "./js/menus";
import { startPasskeys } from "./js/passkeys";
import { startPush } from "./js/push";
import { startRows } from "./js/rows";
import { startTalk } from "./js/talk";
import { startTalks } from "./js/talks";
import { startTheme } from "./js/theme";
import { startToasts } from "./js/toasts";

startHtmx();
for (const start of [startToasts, startTheme, startMenus, startGuard, startFields, startCopy, startAfter, startAttaching, startAutosave, startPasskeys, startPush, startRows, startTalks, startTalk, startLive]) start();
